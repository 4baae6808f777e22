"""cli/pages.py: which files an argument means, and what cannot be read."""

from __future__ import annotations

import gzip

import pytest

from newscrawl.cli import pages
from newscrawl.cli.pages import Failure, UnreadableError, find_pages, read_page

HTML = b"<!doctype html><p>Good day."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.html", None, "no such file"),
        ("damaged.html.gz", gzip.compress(HTML, mtime=0)[:-12], "damaged gzip data"),
        ("not.gz", b"\x1f\x8bnonsense", "damaged gzip data"),
        ("twice.gz", gzip.compress(gzip.compress(HTML, mtime=0), mtime=0), "binary data"),
        ("void.html.gz", gzip.compress(b"", mtime=0), "empty"),
        ("bomb.html.gz", gzip.compress(b"<p>" * 2_000, mtime=0), "larger than"),
    ],
)
def test_unreadable_files_say_why(tmp_path, monkeypatch, name, content, reason):
    monkeypatch.setattr(pages, "MAX_PAGE_BYTES", 5_000)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableError, match=reason):
        read_page(str(tmp_path / name))


@pytest.mark.parametrize("name", ["page.html", "page.html.gz", "without-extension"])
def test_gzip_is_known_by_its_bytes(tmp_path, name):
    (tmp_path / name).write_bytes(
        gzip.compress(HTML[:9], mtime=0) + gzip.compress(HTML[9:], mtime=0)
    )
    assert read_page(str(tmp_path / name)) == HTML


def test_a_folder_stands_for_its_pages_by_name(tmp_path):
    names = ["b.html", "a.HTM", "c.xhtml", "sub/z.html.gz", "sub/y.htm.gz", "x.png", "notes.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(HTML)
    found = ["a.HTM", "b.html", "c.xhtml", "sub/y.htm.gz", "sub/z.html.gz"]
    assert list(find_pages(str(tmp_path))) == [str(tmp_path / name) for name in found]


def test_a_folder_without_pages_is_a_failure(tmp_path):
    (failure,) = find_pages(str(tmp_path))
    assert isinstance(failure, Failure)
    assert "no pages in this folder" in failure.reason


@pytest.mark.parametrize(
    "argument", ["-", "page.html", "https://example.com/a", "HTTP://example.com"]
)
def test_other_arguments_stand_for_themselves(argument):
    assert list(find_pages(argument)) == [argument]
