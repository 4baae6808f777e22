"""`newscrawl profile` and `newscrawl fixture` on files: what they write, what they refuse."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newscrawl.cli import main

URL = "https://courier.example/2026/11/{}"
SENTENCE = "The {} was closed at noon, said the mayor in statement {}, as the water had risen."
HEAD = "site = 'courier.example'\nchecked = 2026-01-01\n"
PROFILE = HEAD + "valid_until = {}\n[fields]\nheadline = '{}'\n"
Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSCRAWL_PROFILES_DIR", raising=False)

    def run(*arguments: str, stdin: bytes | None = None) -> Any:
        return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)

    return run


def page(name: str, thing: str = "bridge") -> str:
    """Writes a page, and gives the name of its file."""
    text = "".join(f"<p>{SENTENCE.format(thing, n)}</p>" for n in range(6))
    Path(f"{name}.html").write_text(
        f"<html lang=en><head><title>The {thing} is closed - Courier</title>"
        f"<link rel=canonical href={URL.format(name)}></head><body><article>"
        f"<h1 class=headline>The {thing} is closed</h1><a rel=author href=/jane>Jane Doe</a>"
        f"<time datetime=2026-11-20T08:00:00Z>Friday</time>"
        f"<div class=story-text>{text}</div></article></body></html>",
        "utf-8",
    )
    return f"{name}.html"


def record(run: Run, name: str = "bridge", *more: str, folder: str = "own") -> Any:
    given = ("--dir", folder, "--reviewed-by", "Ada Ferry", "--now", "2026-11-24T12:00:00Z")
    return run("fixture", "add", page(name), "--url", URL.format(name), *given, *more)


def values(name: str = "bridge", folder: str = "own") -> dict[str, Any]:
    known: dict[str, Any] = json.loads(Path(folder, f"{name}.json").read_text("utf-8"))
    return known


def change(name: str = "bridge", folder: str = "own", **fields: Any) -> None:
    """What somebody corrects by hand."""
    known = values(name, folder)
    known["record"] |= fields.pop("record", {})
    Path(folder, f"{name}.json").write_text(json.dumps(known | fields), "utf-8")


# -- fixture add


def test_a_page_is_recorded_with_what_was_found(run: Run) -> None:
    done = record(run, "bridge", "--shows", "A bridge.")
    assert (done.exit_code, done.stderr[:26]) == (0, "Recorded: own/bridge.json.")
    assert "  headline         The bridge is closed\n" in done.stdout
    known = values()
    assert Path("own/bridge.html").read_bytes() == Path("bridge.html").read_bytes()
    assert (known["shows"], known["url"]) == ("A bridge.", URL.format("bridge"))
    assert known["now"] == "2026-11-24T12:00:00Z"
    assert known["reviewed"]["by"] == "Ada Ferry"
    assert known["record"]["authors"] == ["Jane Doe"]
    assert len(known["record"]["article_body"]) == 6


def test_chosen_fields_and_a_name(run: Run) -> None:
    done = record(run, "bridge", "--field", "headline", "--field", "keywords", "--name", "x")
    assert done.exit_code == 0
    assert values("x")["record"] == {"headline": "The bridge is closed", "keywords": []}


@pytest.mark.parametrize(
    ("url", "file", "name"),
    [
        ("https://a.example/2026/The-Bridge_is.closed.html?x=1", "f.html", "the-bridge_is-closed"),
        ("https://a.example/caf%C3%A9/", "f.html", "café"),
        ("https://a.example/", "saved.page.html", "saved-page"),
        ("https://a.example/" + "a" * 80, "f.html", "a" * 60),
        ("https://a.example/...", "f.html", "page"),
    ],
)
def test_the_name_of_a_page(run: Run, url: str, file: str, name: str) -> None:
    Path(file).write_text("<p>A page.", "utf-8")
    run("fixture", "add", file, "--url", url, "--dir", "own", "--reviewed-by", "Ada")
    assert [found.stem for found in Path("own").glob("*.json")] == [name]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--field", "headlin"], "--field headlin: a record has no such field; did you mean head"),
        (["--now", "today"], "--now 'today' is not a time; write it like 2026-11-24T12:00:00Z"),
        (["--name", "../x"], "'../x' is no name for a page"),
        (["--url", "nowhere"], "'nowhere' is not the address of a site"),
        (["--reviewed-by", " "], "say who has looked at the values: --reviewed-by"),
    ],
)
def test_what_cannot_be_recorded(run: Run, more: list[str], message: str) -> None:
    done = record(run, "bridge", *more)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not Path("own").exists()


def test_nothing_is_recorded_without_a_reviewer_or_twice(run: Run) -> None:
    done = run("fixture", "add", page("bridge"), "--dir", "own")
    assert (done.exit_code, Path("own").exists()) == (2, False)
    assert "say who has looked at the values" in done.stderr
    assert record(run).exit_code == 0
    change(shows="kept")
    done = record(run)
    assert done.exit_code == 2
    assert "own/bridge.json is there already; `newscrawl fixture accept`" in done.stderr
    assert values()["shows"] == "kept"
    assert record(run, "bridge", "--force").exit_code == 0
    assert "shows" not in values()


# -- fixture rerun, accept


def test_a_rerun_shows_what_differs(run: Run) -> None:
    record(run)
    record(run, "lido")
    done = run("fixture", "rerun", "--dir", "own")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2 pages, 0 not as approved\n" in done.stderr
    change("lido", record={"headline": "Lido", "authors": ["Bo", "Jane Doe"]})
    done = run("fixture", "rerun", "--dir", "own")
    assert done.exit_code == 3
    assert done.stdout == (
        "lido\n  headline\n    expected Lido\n    got      The bridge is closed\n"
        "  authors\n    - Bo\n"
    )
    assert "2 pages, 1 not as approved\n" in done.stderr
    assert run("fixture", "rerun", "bridge", "--dir", "own").exit_code == 0


def test_what_is_known_to_be_wrong_is_no_failure(run: Run) -> None:
    record(run)
    change(record={"headline": "Bridge"}, not_yet=["headline", "authors"], reviewed=None)
    done = run("fixture", "rerun", "--dir", "own")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "bridge: authors is right by now; take it out of not_yet\n" in done.stderr
    assert "1 pages, 0 not as approved, 1 without a reviewer\n" in done.stderr


def test_new_values_are_accepted_by_somebody_only(run: Run) -> None:
    record(run)
    wrong = {"headline": "Bridge", "keywords": ["x"]}
    change(record=wrong, not_yet=["headline"])
    done = run("fixture", "accept", "bridge", "--dir", "own")
    assert done.exit_code == 2
    assert "say who has looked at the values" in done.stderr
    assert values()["record"]["headline"] == "Bridge"
    accept = ("fixture", "accept", "bridge", "--dir", "own", "--reviewed-by", "Bo Quay")
    done = run(*accept, "--field", "headline")
    assert done.exit_code == 0
    assert "expected Bridge\n    got      The bridge is closed" in done.stdout
    known = values()
    assert (known["record"]["headline"], known["record"]["keywords"]) == (
        "The bridge is closed",
        ["x"],
    )
    assert known["reviewed"]["by"] == "Bo Quay"
    assert "not_yet" not in known
    assert run("fixture", "accept", "--all", "--dir", "own", "--reviewed-by", "Bo").exit_code == 0
    assert run("fixture", "rerun", "--dir", "own").exit_code == 0
    done = run("fixture", "accept", "--all", "--dir", "own")  # there is nothing to approve
    assert (done.exit_code, done.stderr) == (
        0,
        "0 of 1 pages approved anew; the others were as approved\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rerun", "--dir", "none"], "none is no folder of recorded pages; name one with --dir"),
        (["rerun", "--dir", "."], "holds no recorded pages; `newscrawl fixture add` records one"),
        (["rerun", "x", "--dir", "."], ". has no recorded page x; there are: none"),
        (["accept", "--dir", "."], "name the pages to approve, or all of them with --all"),
        (["accept", "x", "--all"], "name the pages to approve, or all of them with --all"),
        (["accept", "--all", "--field", "x"], "--field x: a record has no such field; see docs/"),
        (["add", "none.html", "--reviewed-by", "Ada"], "none.html: no such file"),
        (["add"], "Missing argument 'URL|FILE'"),
        (["remove"], "No such command 'remove'"),
    ],
)
def test_fixture_commands_that_cannot_be_done(run: Run, arguments: list[str], message: str) -> None:
    done = run("fixture", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


# -- profile new


def test_a_draft_to_stdout(run: Run) -> None:
    done = run("profile", "new", page("bridge"), page("lido", "lido"))
    assert done.exit_code == 0, done.stderr
    data = tomllib.loads(done.stdout)
    assert data["site"] == "courier.example"
    assert data["fields"]["authors"] == 'a[rel="author"]'
    assert data["fields"]["article_body"] == "div.story-text"
    assert "Fields with a selector: headline, " in done.stderr


def test_a_draft_with_its_pages_recorded_passes_its_own_test(run: Run) -> None:
    files = [page("bridge"), page("lido", "lido")]
    new = ("profile", "new", *files, "-o", "profiles/courier.toml", "--record")
    done = run(*new)
    assert (done.exit_code, "say who has looked" in done.stderr) == (2, True)
    assert not Path("profiles/courier.toml").exists()
    done = run(*new, "--reviewed-by", "Ada")
    assert done.exit_code == 0, done.stderr
    assert "bridge\n  headline         The bridge is closed\n" in done.stdout
    assert "newscrawl profile test profiles/courier.toml" in done.stderr
    done = run("profile", "test", "--profiles", "profiles")
    assert done.exit_code == 0, (done.stdout, done.stderr)
    assert "  pass  headline         right on 2 of 2, by the profile on 2\n" in done.stdout
    assert "1 of 1 profiles are as they should be" in done.stderr


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["-o", "x.json"], "x.json: the name of a profile ends in .toml"),
        (
            ["-o", "there.toml"],
            "there.toml is there already; write elsewhere, or over it with",
        ),
        (["--record"], "--record puts the pages beside the profile: name its file with -o"),
        (["other.html"], "the pages are of several sites (courier.example, other.example)"),
        (["none.html"], "none.html: no such file"),
        (["bare.html"], "page 2 does not state its address; give it with --url"),
        (["bare.html", "--url", "https://a.example/"], "--url names the address of one page"),
    ],
)
def test_what_no_profile_is_made_of(run: Run, more: list[str], message: str) -> None:
    Path("there.toml").write_text("kept", "utf-8")
    Path("bare.html").write_text("<p>A page.", "utf-8")
    Path("other.html").write_text("<link rel=canonical href=https://other.example/a>", "utf-8")
    done = run("profile", "new", page("bridge"), *more)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert Path("there.toml").read_text("utf-8") == "kept"


# -- profile test


@pytest.mark.parametrize(
    ("until", "selector", "code", "said"),
    [
        ("2999-01-01", "h1", 0, "1 of 1 profiles are as they should be"),
        ("2026-01-02", "h1", 3, "Problem: own.toml: it has expired on 2026-01-02"),
        ("2999-01-01", "h2", 3, "Problem: own.toml: the selectors of headline find nothing on any"),
        ("2999-01-01", "time", 3, "Problem: own.toml: headline is wrong on 1 of 1 pages"),
    ],
)
def test_a_profile_is_tried(run: Run, until: str, selector: str, code: int, said: str) -> None:
    record(run)
    Path("own.toml").write_text(PROFILE.format(until, selector), "utf-8")
    done = run("profile", "test", "own.toml")
    assert done.exit_code == code
    assert said in done.stderr
    wrong = "        bridge: expected The bridge is closed\n                got      Friday\n"
    assert (wrong in done.stdout) is (selector == "time")


def test_a_profile_without_recorded_pages_is_none_that_was_tried(run: Run) -> None:
    Path("own.toml").write_text(PROFILE.format("2999-01-01", "h1"), "utf-8")
    done = run("profile", "test", "own", "--profiles", ".")
    assert done.exit_code == 3
    assert "Problem: own.toml: it has no recorded pages\n0 of 1 profiles" in done.stderr


def test_the_bundled_profiles_without_a_folder(run: Run) -> None:
    done = run("profile", "test", "newsroom.example")
    assert "newsroom.example.toml (newsroom.example): checked 2026-" in done.stdout
    assert "FAIL" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["own", "--profiles", "."], "there is no profile own.toml; in . there are: mine"),
        (["own.toml", "--profiles", "."], "there is no profile own.toml; in . there are: mine"),
        (["--profiles", "none"], "none is no folder of profiles"),
        (["--profiles", "empty"], "empty holds no profiles (*.toml)"),
        (["mine", "--profiles", "."], "mine.toml: unknown key sight; did you mean site?"),
    ],
)
def test_profiles_that_cannot_be_tried(run: Run, arguments: list[str], message: str) -> None:
    Path("empty").mkdir()
    Path("mine.toml").write_text("sight = 'a.example'", "utf-8")
    done = run("profile", "test", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
