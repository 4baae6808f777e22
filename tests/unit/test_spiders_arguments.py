"""spiders.arguments: what a crawl is asked for, and what cannot be done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl.errors import UsageError
from newscrawl.spiders.arguments import read_limits, read_seconds, read_seeds

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_arguments_go_before_settings() -> None:
    settings = Settings({"NEWSCRAWL_MAX_PAGES": 9, "NEWSCRAWL_MAX_ARTICLES": "8"})
    limits = read_limits({"max_pages": "7", "since": "1d", "until": None}, settings, NOW)
    assert (limits.max_pages, limits.max_articles, limits.max_depth) == (7, 8, 0)
    assert limits.window.since == datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert limits.window.until is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"max_pages": "ten"}, "max_pages=ten is not a number"),
        ({"max_articles": "-1"}, "max_articles=-1 is not a number"),
        ({"max_depth": "9" * 5000}, "is not a number"),
        ({"barren_pages": "\u00b2"}, "is not a number"),
        ({"since": "1d", "until": "2d"}, "--since 1d is not before --until 2d"),
        ({"since": "9999-12-31"}, "--since 9999-12-31 is not before now"),
        ({"until": "soon"}, "--until 'soon' is not a time"),
    ],
)
def test_limits_that_cannot_be_used(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_limits(given, Settings(), NOW)


def test_seeds_are_counted_once_and_need_no_scheme() -> None:
    seeds = read_seeds("example.com, https://EXAMPLE.com/ ,https://example.com/a", Settings())
    assert seeds == ["https://example.com/", "https://example.com/a"]


@pytest.mark.parametrize(
    ("urls", "said"),
    [
        (" , ", "no start address"),
        ("https://example.com,x", "'x' is not the address of a site"),
        ("http://10.0.0.1/", "10.0.0.1:80 is not a public address"),
        ("http://me:secret@example.com/", "never sent: use example.com"),
    ],
)
def test_seeds_that_cannot_be_used(urls: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_seeds(urls, Settings())


def test_seconds() -> None:
    assert read_seconds(Settings({"X": "1.5"}), "X") == 1.5
    for wrong in ("soon", "-1", "nan", "inf", None):
        with pytest.raises(UsageError, match=r"X=.* is no number of seconds"):
            read_seconds(Settings({"X": wrong}), "X")
