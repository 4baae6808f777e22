"""cli/validate.py: bad lines by number, field and expectation."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from newscrawl.cli import main
from newscrawl.items import Article
from newscrawl.schema import encode

GOOD = encode(Article(headline="Bridge to be rebuilt"))


def run(*arguments: str, stdin: bytes | None = None):
    return CliRunner().invoke(main, ["validate", *arguments], input=stdin, catch_exceptions=False)


@pytest.fixture
def file(tmp_path):
    """Writes lines and gives the file's path."""

    def write(*lines: bytes, name: str = "articles.jsonl") -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(lines))
        return str(path)

    return write


def test_good_records(file):
    result = run(file(GOOD, b"\n", GOOD, GOOD.rstrip(b"\n")))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "3 records in 1 files: 3 valid, 0 invalid" in result.stderr


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (GOOD.replace(b'"word_count":0', b'"word_count":"0"'), ["word_count", "int"]),
        (GOOD.replace(b'"version":1', b'"version":0'), ["version", "1"]),
        (GOOD.replace(b'"word_count":0,', b""), ["word_count", "required"]),
        (GOOD.replace(b'"word_count"', b'"words":1,"word_count"'), ["words"]),
        (b"[]\n", ["object"]),
        (b"{'headline': 1}\n", ["malformed"]),
        (b'{"headline": "cut o', ["truncated"]),
        (b'{"headline": "\xff"}\n', ["utf-8"]),
    ],
)
def test_a_bad_line_is_named_by_number_field_and_expectation(file, line, named):
    path = file(GOOD, b"\n", line)
    result = run(path)
    assert result.exit_code == 3
    (first, last) = result.stderr.splitlines()
    assert first.startswith(f"{path}:3: ")
    assert all(word.lower() in first.lower() for word in named), first
    assert last == "2 records in 1 files: 1 valid, 1 invalid"


def test_stdin():
    result = run("-", "--quiet", stdin=GOOD + b"[]\n")
    assert result.exit_code == 3
    assert result.stderr.startswith("-:2: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_data_folder(file, tmp_path):
    file(GOOD, name="articles/example.com/1.jsonl")
    file(b"[]\n", name="articles/example.org/2.jsonl")
    file(b"torn", name="articles/example.org/3.jsonl.part")
    result = run(str(tmp_path))
    assert result.exit_code == 3
    assert "articles/example.org/2.jsonl:1: " in result.stderr
    assert "2 records in 2 files: 1 valid, 1 invalid" in result.stderr


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.jsonl", "No such file"), ("", "no .jsonl file in this folder")],
)
def test_what_cannot_be_read(tmp_path, name, message):
    result = run(str(tmp_path / name))
    assert result.exit_code == 2
    assert message in result.stderr
