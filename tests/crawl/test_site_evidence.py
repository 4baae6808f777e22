"""In a crawl, what the site repeats is left out from its third article on, and in later runs."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from newscrawl.values.text import fold

FIRST_RUN = 12


@pytest.fixture(scope="module")
def articles(evidence_site: Any) -> dict[str, Any]:
    return {one.path: one for one in evidence_site("boxes")}


@pytest.fixture(scope="module")
def runs(
    articles: dict[str, Any], serve: Any, crawl: Any, pages: Any, tmp_path_factory: Any
) -> list[list[Any]]:
    """The records of two runs over one data folder: a few articles, then all the others."""
    site = serve(
        {"/": pages["listing"](*articles), **{path: one.page for path, one in articles.items()}}
    )
    data = tmp_path_factory.mktemp("evidence") / "data"
    settings = {"NEWSCRAWL_DATA": data}
    first = crawl(site, settings=settings, arguments={"max_articles": str(FIRST_RUN)})
    second = crawl(site, settings=settings)
    assert (first.code, second.code) == (0, 0)
    return [_records(file) for file in sorted(Path(data).glob("articles/*/*.jsonl"))]


def _records(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _left(articles: dict[str, Any], records: list[Any]) -> list[str]:
    return [
        text
        for record in records
        for text in articles[_path(record)].promotion
        if fold(text) in fold(record["article_body"])
    ]


def _path(record: Any) -> str:
    return "/" + str(record["url"]).split("/", 3)[3]


def test_every_article_is_there(articles: dict[str, Any], runs: list[list[Any]]) -> None:
    assert [len(run) for run in runs] == [FIRST_RUN, len(articles) - FIRST_RUN]


def test_no_promotion_from_the_third_article_on(
    articles: dict[str, Any], runs: list[list[Any]]
) -> None:
    first, second = runs
    assert _left(articles, first[:2]) != []
    assert _left(articles, first[2:]) == []
    assert _left(articles, second) == []


def test_no_sentence_is_lost(articles: dict[str, Any], runs: list[list[Any]]) -> None:
    lost = [
        text
        for record in chain(*runs)
        for text in articles[_path(record)].texts
        if fold(text) not in fold(record["article_body"])
    ]
    assert lost == []
