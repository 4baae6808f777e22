"""`newscrawl diff`: versions side by side, on a terminal and as a page, or why not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from newscrawl.cli import main
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.spiders.known import known_as
from newscrawl.spiders.storage import RunStorage
from newscrawl.values.similarity import content_hash
from newscrawl.values.urls import url_key

NOW = datetime(2026, 11, 22, 20, 17, tzinfo=UTC)
SITE = "example.com"
URL = f"https://{SITE}/ferry-late"
VERSIONS: list[dict[str, Any]] = [
    {
        "headline": "Ferry late",
        "article_body": "The ferry runs <late> today.\n\nNobody knows why.\n\nThe bar is shut.",
    },
    {
        "headline": "Ferry late again",
        "article_body": "The ferry runs <late> tonight.\n\nNobody knows why.\n\nMore on Monday.",
        "change_type": "updated",
    },
    {"headline": "Ferry late again", "change_type": "withdrawn"},
]


def store(data: Path, number: int, **fields: Any) -> None:
    storage = RunStorage(data, None, NOW.replace(minute=number))
    fetched = NOW.replace(minute=number).isoformat()
    article = Article(id=url_key(URL), url=URL, version=number, fetched_at=fetched, **fields)
    article.previous_hash = "0" * 64 if number > 1 else None
    article.content_hash = content_hash(article.headline, article.article_body)
    storage.state.frontier.add([Discovered(URL, SITE, Kind.ARTICLE, "link")])
    storage.state.articles.claim(known_as(article, url_key(URL), SITE))
    storage.write(article, url_key(URL), SITE)
    storage.finish()
    storage.release()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for number, fields in enumerate(VERSIONS, start=1):
        store(folder, number, **fields)
    return folder


def diff(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", "--data", str(data), *arguments])


@pytest.mark.parametrize("name", [URL, "http://www.example.com/ferry-late/", url_key(URL)])
def test_changes_stand_beside_each_other(data: Path, name: str) -> None:
    done = diff(data, name, "--from", "1", "--to", "2")
    assert done.exit_code == 0, done.output
    lines = [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip()]
    assert "headline Ferry late Ferry late{+ again+}" in lines
    assert "changed The ferry runs <late> [-today-]. The ferry runs <late> {+tonight+}." in lines
    assert "Nobody knows why. Nobody knows why." in lines
    assert "removed [-The bar is shut.-]" in lines
    assert "added {+More on Monday.+}" in lines


def test_the_last_two_versions_are_compared_by_default(data: Path) -> None:
    done = diff(data, URL)
    assert "version 2 (updated)" in done.stdout
    assert "version 3 (withdrawn)" in done.stdout
    assert done.stdout.count("removed") == 3


def test_a_page_in_one_file(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "diff.html"
    done = diff(data, URL, "--from", "1", "--to", "2", "--html", str(file))
    assert (done.exit_code, done.stdout) == (0, "")
    html = file.read_bytes()
    assert b"<late>" not in html
    assert b"&lt;late&gt;" in html
    page = Page.parse(html)
    assert page.selector.css("del::text").getall() == ["today", "The bar is shut."]
    assert page.selector.css("ins::text").getall() == [" again", "tonight", "More on Monday."]
    assert page.selector.css("[src], link:not([href^='data:']), script").getall() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["https://example.com/unknown"], "no article with a record"),
        (["0" * 32], "no article with a record"),
        (["ftp://example.com/"], "not the address of a site"),
        ([URL, "--from", "7"], "there is no version 7; there are 1, 2, 3"),
        ([URL, "--html", "/nowhere/diff.html"], "/nowhere/diff.html: No such file"),
    ],
)
def test_what_cannot_be_compared_is_said(data: Path, arguments: list[str], said: str) -> None:
    done = diff(data, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_one_version_and_a_file_that_was_moved(tmp_path: Path) -> None:
    store(tmp_path, 1, **VERSIONS[0])
    assert "there is one version of it so far" in diff(tmp_path, URL).stderr
    store(tmp_path, 2, **VERSIONS[1])
    next(iter(sorted(tmp_path.rglob("*.jsonl")))).unlink()
    done = diff(tmp_path, URL)
    assert done.exit_code == 2
    assert "does not hold version 1; put the file back" in done.stderr


def test_a_folder_without_a_state(tmp_path: Path) -> None:
    assert "holds no state of a crawl" in diff(tmp_path, URL).stderr
