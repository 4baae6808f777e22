"""cli/site_evidence.py: what the sites of saved pages repeat is left out of their records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newscrawl.cli import main
from newscrawl.values.text import fold

SITE = b"https://post.example"


def run(*arguments: str, stdin: bytes | None = None) -> Any:
    command = ["extract", *arguments]
    return CliRunner().invoke(main, command, input=stdin, catch_exceptions=False)


def save(folder: Path, articles: list[Any], *, canonical: bytes | None = SITE) -> None:
    """Write the pages of a site; without a canonical address they state none."""
    folder.mkdir()
    for number, one in enumerate(articles):
        page = one.page
        if canonical is None:
            page = page.replace(b'<link rel="canonical"', b'<link rel="none"')
        (folder / f"{number:02}.html").write_bytes(page.replace(SITE, canonical or SITE))


def bodies(stdout: str) -> list[str]:
    return [fold(json.loads(line)["article_body"]) for line in stdout.splitlines()]


def left(articles: list[Any], texts: list[str]) -> int:
    pairs = zip(articles, texts, strict=True)
    return sum(fold(text) in body for one, body in pairs for text in one.promotion)


@pytest.fixture(scope="module")
def articles(evidence_site: Any) -> list[Any]:
    return list(evidence_site("boxes"))[:12]


@pytest.mark.parametrize("canonical", [SITE, None], ids=["by address", "by folder"])
def test_what_a_site_repeats_is_left_out(
    articles: list[Any], canonical: bytes | None, tmp_path: Path
) -> None:
    save(tmp_path / "site", articles, canonical=canonical)
    plain = bodies(run(str(tmp_path / "site")).stdout)
    told = run(str(tmp_path / "site"), "--site-evidence")
    assert told.exit_code == 0
    assert left(articles, plain) > 20
    assert left(articles, bodies(told.stdout)) == 0
    pairs = zip(articles, bodies(told.stdout), strict=True)
    assert all(fold(text) in body for one, body in pairs for text in one.texts)


def test_processes_and_order_make_no_difference(articles: list[Any], tmp_path: Path) -> None:
    save(tmp_path / "site", articles)
    files = [str(file) for file in sorted((tmp_path / "site").iterdir())]
    one = run(*files, "--site-evidence").stdout.splitlines()
    two = run(*files, "--site-evidence", "--jobs", "2").stdout.splitlines()
    back = run(*reversed(files), "--site-evidence").stdout.splitlines()
    assert one == two == back[::-1]


def test_each_site_for_itself(articles: list[Any], tmp_path: Path) -> None:
    """Two articles of each of two sites: no site has the third that it takes."""
    save(tmp_path / "one", articles[:2])
    save(tmp_path / "two", articles[2:4], canonical=b"https://gazette.example")
    plain, told = run(str(tmp_path)), run(str(tmp_path), "--site-evidence")
    assert told.stdout == plain.stdout


def test_a_page_that_cannot_be_read_is_named_once(articles: list[Any], tmp_path: Path) -> None:
    save(tmp_path / "site", articles[:3])
    (tmp_path / "site" / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    result = run(str(tmp_path / "site"), "--site-evidence")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr.count("a PNG image, not HTML") == 1


@pytest.mark.parametrize("page", ["-", "https://post.example/story"])
def test_pages_that_are_read_once_cannot_be_told(page: str) -> None:
    result = run(page, "--site-evidence", stdin=b"<p>text</p>")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--site-evidence reads pages twice: give files or folders, not {page}" in result.stderr
