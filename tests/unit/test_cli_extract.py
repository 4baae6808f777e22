"""cli/extract.py: records in order, failures named, exit codes, files written as a whole."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from newscrawl.cli import main

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:type" content="article"></head><body><article><h1>{title}</h1>
<p>The council of the harbour town voted on Monday to rebuild the old bridge by next summer.</p>
<p>Work begins in March, said the mayor, and the ferry keeps running until the bridge is open.</p>
</article></body></html>"""
PNG = b"\x89PNG\r\n\x1a\n\x00"


@pytest.fixture
def page(tmp_path):
    """Writes a page and gives its path."""

    def write(name: str, title: str = "Bridge to be rebuilt") -> str:
        path = tmp_path / name
        path.write_text(PAGE.format(title=title), "utf-8")
        return str(path)

    return write


def run(*arguments: str, stdin: bytes | None = None):
    return CliRunner().invoke(main, ["extract", *arguments], input=stdin, catch_exceptions=False)


def headlines(lines: str) -> list[str]:
    return [json.loads(line)["headline"] for line in lines.splitlines()]


def test_one_record_per_page_in_the_order_given(page):
    result = run(page("b.html", "Second letter"), page("a.html", "First letter"))
    assert headlines(result.stdout) == ["Second letter", "First letter"]
    assert result.exit_code == 0


def test_a_folder_in_several_processes_gives_the_same(page, tmp_path):
    for number in range(20):
        page(f"{number:02}.html", f"Story number {number}")
    one, two = run(str(tmp_path)), run(str(tmp_path), "--jobs", "2")
    assert one.exit_code == two.exit_code == 0
    assert one.stdout == two.stdout
    assert headlines(one.stdout) == [f"Story number {number}" for number in range(20)]


def test_stdin_with_its_address(page):
    raw = gzip.compress(PAGE.format(title="From stdin").encode())
    result = run("-", "--url", "https://example.com/story", stdin=raw)
    (record,) = map(json.loads, result.stdout.splitlines())
    assert (record["headline"], record["url"]) == ("From stdin", "https://example.com/story")


def test_an_encoding_that_is_known_better(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(title="Мост восстановят").encode("koi8-r"))
    assert headlines(run(str(path), "--encoding", "koi8-r").stdout) == ["Мост восстановят"]


def test_what_cannot_be_read_is_named_and_the_rest_is_done(page, tmp_path):
    (tmp_path / "picture.html").write_bytes(PNG)
    (tmp_path / "void.html").touch()
    good = page("good.html")
    result = run(f"{tmp_path}/missing.html", str(tmp_path), good)
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 2
    for name, reason in [
        ("missing.html", "no such file"),
        ("picture.html", "a PNG image, not HTML"),
        ("void.html", "empty"),
    ]:
        assert f"{tmp_path / name}: {reason}" in result.stderr
    assert "2 of 5 pages extracted" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(page):
    path = page("secret.html")
    Path(path).chmod(0)
    result = run(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{path}: permission denied" in result.stderr


def test_nothing_usable_is_an_error(tmp_path):
    target = tmp_path / "out.jsonl"
    result = run(f"{tmp_path}/missing.html", "-o", str(target))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no page in" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_output_replaces_the_file_as_a_whole(page, tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("old\n")
    result = run(page("a.html"), "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert headlines(target.read_text()) == ["Bridge to be rebuilt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "out.jsonl"]


@pytest.mark.parametrize(
    ("target", "message"),
    [("missing/out.jsonl", "the folder does not exist"), ("", "is a folder; name a file")],
)
def test_an_output_that_cannot_be_written(page, tmp_path, target, message):
    result = run(page("a.html"), "-o", str(tmp_path / target))
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_output_may_be_a_device(page):
    result = run(page("a.html"), "-o", "/dev/null")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.html", "b.html", "--url", "https://example.com"], "--url names the address of one"),
        (["https://example.com", "--url", "https://example.com"], "--url names the address of one"),
        ([".", "--url", "https://example.com"], "--url names the address of one"),
        (["a.html", "--url", "https://"], "is not the address of a site"),
        (["https://"], "is not the address of a site"),
        (["-", "-"], "stdin can be read once"),
        (["a.html", "--encoding", "klingon"], "--encoding klingon: unknown"),
        (["a.html", "--jobs", "0"], "0 is not in the range"),
        ([], "Missing argument"),
    ],
)
def test_usage(arguments, message):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_an_error_in_one_page_costs_that_page_only(page, monkeypatch):
    from newscrawl.page import Page

    parse = Page.parse

    def fail_on_bad(raw, **rest):
        if b"Bad" in raw:
            raise RuntimeError("unforeseen")
        return parse(raw, **rest)

    monkeypatch.setattr(Page, "parse", fail_on_bad)
    bad, good = page("bad.html", "Bad"), page("good.html", "Good news")
    result = run(bad, good)
    assert headlines(result.stdout) == ["Good news"]
    assert f"{bad}: extraction failed: RuntimeError: unforeseen" in result.stderr
    assert result.exit_code == 3


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_has_enough_ends_it_quietly(page, tmp_path, jobs):
    for number in range(60):
        page(f"{number}.html", "A headline of some length " * 200)
    command = [sys.executable, "-m", "newscrawl", "extract", str(tmp_path), "--jobs", jobs]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


def test_records_fit_the_schema(page):
    from newscrawl.schema import validate

    validate(run(page("a.html")).stdout_bytes.rstrip(b"\n"))


# Should the alarm ring in a callback of the garbage collector, it rings again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_that_takes_too_long_is_named_and_the_rest_is_done(page, tmp_path):
    assert run(page("good.html")).exit_code == 0  # so that what is loaded once is loaded
    slow = tmp_path / "slow.html"
    slow.write_text("<div class=byline>By Ada Ferry and Ben Pier</div>" * 30_000)
    done = run("--page-seconds", "0.2", page("good.html"), str(slow))
    assert done.exit_code == 3
    assert f"{slow}: takes more than 0.2 s to read" in done.stderr
    assert len(headlines(done.stdout)) == 1


# -- site profiles

PROFILE = "site = 'a.example'\nchecked = 2020-01-01\nvalid_until = {}\n[fields]\nheadline = 'h2'\n"
TWO_HEADS = b"<link rel=canonical href=https://a.example/x><h1>One</h1><h2>Two</h2><p>A text."


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2999-01-01", ""),
        (
            "2020-01-02",
            "a.example: the profile mine has expired on 2020-01-02: check it (newscrawl",
        ),
    ],
)
def test_profiles_of_ones_own(tmp_path, until, said):
    (tmp_path / "mine.toml").write_text(PROFILE.format(until), "utf-8")
    result = run("-", "--profiles", str(tmp_path), stdin=TWO_HEADS)
    assert (result.exit_code, json.loads(result.stdout)["headline"]) == (0, "Two")
    assert result.stderr.startswith(said)
    assert bool(result.stderr) == bool(said)


def test_profiles_by_the_environment_in_other_processes(tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text(PROFILE.format("2999-01-01"), "utf-8")
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_bytes(TWO_HEADS)
    monkeypatch.setenv("NEWSCRAWL_PROFILES_DIR", str(tmp_path))
    result = run(str(tmp_path), "--jobs", "2")
    assert [json.loads(line)["headline"] for line in result.stdout.splitlines()] == ["Two", "Two"]


def test_a_profile_that_cannot_be_used(tmp_path):
    (tmp_path / "mine.toml").write_text(PROFILE.format("tomorrow"), "utf-8")
    result = run("-", "--profiles", str(tmp_path), stdin=TWO_HEADS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "mine.toml is no site profile: it is no TOML" in result.stderr
