"""values.limits: each limit holds where the answer is read, and each can be set."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from scrapy.settings import Settings

from newscrawl.body import Others
from newscrawl.discovery.found import Kind
from newscrawl.discovery.robots import parse_robots
from newscrawl.errors import UsageError
from newscrawl.page.page import Page
from newscrawl.settings import SETTINGS
from newscrawl.spiders.arguments import NUMBERS, SECONDS, check_settings, read_how_much
from newscrawl.spiders.reading import Answer, read
from newscrawl.state.outcomes import Pending
from newscrawl.values.limits import STANDARD, ReadLimits

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SITE: Final = "example.com"
STORIES = [f"https://{SITE}/2026/11/22/story-number-{n}-of-the-ferry" for n in range(6)]
LINKS = "".join(f"<a href='{url}'>Story</a>" for url in STORIES).encode()
SITEMAP = "".join(f"<url><loc>{url}</loc></url>" for url in STORIES)
FEED = "".join(f"<item><link>{url}</link></item>" for url in STORIES)
LIST = f"<urlset>{SITEMAP}</urlset>".encode()
INDEX = f"<sitemapindex><sitemap><loc>https://{SITE}/s.xml</loc></sitemap></sitemapindex>".encode()
NODES = '<script type="application/ld+json">{"a": [{"@type": "A"}, {"@type": "B"}]}</script>'
DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def found(body: bytes) -> Callable[[ReadLimits], int]:
    """How much an answer leads to."""

    def ask(limits: ReadLimits) -> int:
        answer = Answer(f"https://{SITE}/", body, "text/html")
        pending = Pending("0" * 32, answer.url, SITE, Kind.LISTING, "link", 0, 1, None, None, 0)
        return len(read(answer, pending, NOW, Others(), limits=limits).found)

    return ask


def problems(body: str) -> Callable[[ReadLimits], int]:
    """How much of a page could not be read."""

    def ask(limits: ReadLimits) -> int:
        page = Page.parse(body, limits=limits)
        return len(page.jsonld.problems) + len(page.problems)

    return ask


def nodes(limits: ReadLimits) -> int:
    return len(Page.parse(NODES, limits=limits).jsonld.nodes)


def rules(limits: ReadLimits) -> int:
    text = b"User-agent: *\nDisallow: /\n"
    return int(parse_robots(text, "https://e.com", "newscrawl", limits).forbids_everything)


@pytest.mark.parametrize(
    ("name", "limit", "ask", "by_default", "limited"),
    [
        ("page_links", 2, found(LINKS), 6, 2),
        ("url_chars", 40, found(LINKS), 6, 0),
        ("url_segments", 3, found(LINKS), 6, 0),
        ("url_repeats", 1, found(b"<a href='/a/a/council-votes-on-the-tram'>x</a>"), 1, 0),
        ("url_parameters", 1, found(b"<a href='/list?a=1&b=2'>x</a>"), 1, 0),
        ("url_chars", 40, found(LIST), 6, 0),
        ("sitemap_urls", 4, found(LIST), 6, 4),
        ("sitemap_depth", 1, found(INDEX), 1, 0),
        ("feed_entries", 3, found(f"<rss>{FEED}</rss>".encode()), 6, 3),
        ("list_bytes", 150, found(LIST), 6, 1),
        ("list_bytes", 150, found(gzip.compress(LIST)), 6, 1),
        ("robots_bytes", 20, rules, 1, 0),
        ("page_bytes", 50, problems("<p>word</p>" * 20), 0, 1),
        ("page_tags", 30, problems("<p>word</p>" * 20), 0, 2),
        ("run_bytes", 50, problems(f"<p>{'word' * 20}</p>"), 0, 1),
        ("json_ld_chars", 20, problems(NODES), 0, 2),
        ("json_ld_nodes", 1, problems(NODES), 0, 2),
        ("json_ld_depth", 2, nodes, 3, 1),
    ],
)
def test_a_limit_holds(
    name: str, limit: int, ask: Callable[[ReadLimits], int], by_default: int, limited: int
) -> None:
    changed: dict[str, Any] = {name: limit}
    assert ask(STANDARD) == by_default
    assert ask(replace(STANDARD, **changed)) == limited


@pytest.mark.parametrize("name", [field.name for field in fields(ReadLimits)])
def test_each_has_a_setting(name: str) -> None:
    setting = f"NEWSCRAWL_MAX_{name.upper()}"
    assert read_how_much(Settings()) == STANDARD
    assert getattr(read_how_much(Settings({setting: "7"})), name) == 7
    for value in ("0", "many", "-1", "1.5"):
        with pytest.raises(UsageError, match=f"{setting}={value} .*write it like {setting}="):
            check_settings(Settings({**DEFAULTS, setting: value}))


@pytest.mark.parametrize("setting", [*SECONDS, *NUMBERS])
def test_settings_that_cannot_be_used_are_refused_at_the_start(setting: str) -> None:
    with pytest.raises(UsageError, match=f"{setting}=soon .*write it like {setting}="):
        check_settings(Settings({**DEFAULTS, setting: "soon"}))
