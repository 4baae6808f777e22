"""Dates of a page: the right one, never that of a change, a comment or another story."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.evidence import choose
from newscrawl.fields.facts import Facts
from newscrawl.fields.table import candidates
from newscrawl.page import Page
from newscrawl.values.url_dates import date_in_url

NOW = datetime(2022, 2, 1, 12, tzinfo=UTC)
URL = "https://www.courier.example/news/bridge"
LD = '<script type="application/ld+json">%s</script>'
TITLE = "<title>Bridge closed to cars</title><h1>Bridge closed to cars</h1>"
STORY = "<p>The bridge is closed to cars from today, the town council said on Monday evening.</p>"


def best(html: str, field: str = "date_published", url: str = URL, now=NOW):
    found = choose(candidates(field, Facts(Page.parse(html, url=url), now))).best
    return found.value if found else None


@pytest.mark.parametrize(
    ("html", "published"),
    [
        (LD % '{"@type":"NewsArticle","datePublished":"2022-01-18T10:04:00+01:00",'
         '"dateModified":"2022-01-19T08:00:00+01:00"}' + TITLE, "2022-01-18T10:04:00+01:00"),
        ("<meta property=article:published_time content=2022-01-18T10:04:00Z>" + TITLE,
         "2022-01-18T10:04:00+00:00"),
        ("<meta property=article:modified_time content=2022-01-18T10:04:00Z>" + TITLE, None),
        ("<meta name=date content=2022-01-18>" + TITLE, "2022-01-18"),
        (TITLE + "<time datetime='2022-01-18T10:04'>today</time>", "2022-01-18T10:04:00"),
        (TITLE + "<p class=byline>By Jane Doe, 18 January 2022</p>" + STORY, "2022-01-18"),
        (TITLE + "<p>18 January 2022</p>" + STORY, "2022-01-18"),
        (TITLE + "<p>Published 18 Jan 2022 | Updated 19 Jan 2022</p>" + STORY, "2022-01-18"),
        (TITLE + "<p>Updated 19 Jan 2022</p>" + STORY, None),
        (TITLE + "<p>Updated</p><time datetime=2022-01-19>x</time>" + STORY, None),
        (TITLE + "<time class=published datetime=2022-01-18>a</time>"
         "<time class=updated datetime=2022-01-19>b</time>", "2022-01-18"),
        (TITLE + "<time>3 hours ago</time>", "2022-02-01T09:00:00+00:00"),
        (TITLE + STORY + "<footer>© 2021 Courier</footer>", None),
        (TITLE + "<abbr class=published title='2022-01-18T10:04:00+01:00'>18 Jan</abbr>",
         "2022-01-18T10:04:00+01:00"),
        (TITLE + STORY + "<script>x={\"publishedAt\":\"2022-01-18T10:04:00Z\"}</script>",
         "2022-01-18T10:04:00+00:00"),
        (TITLE + "<span itemprop=datePublished content=2022-01-18>x</span>", "2022-01-18"),
        (TITLE + "<time datetime=2031-01-01>x</time>", None),
        (TITLE + "<time datetime=9999-12-31>x</time>", None),
    ],
)  # fmt: skip
def test_published(html, published):
    assert best(html) == published


def test_a_comment_or_related_story_does_not_date_the_article():
    html = (
        TITLE + "<p>18 January 2022</p>" + STORY * 3
        + "<div class=comments><time datetime=2022-01-25>a</time></div>"
        + "<aside class=related><time datetime=2022-01-30>b</time></aside>"
    )  # fmt: skip
    assert best(html) == "2022-01-18"


@pytest.mark.parametrize(
    ("html", "modified"),
    [
        (LD % '{"@type":"NewsArticle","dateModified":"2022-01-19T08:00:00Z"}',
         "2022-01-19T08:00:00+00:00"),
        ("<meta property=article:modified_time content=2022-01-18T10:04:00Z>",
         "2022-01-18T10:04:00+00:00"),
        (TITLE + "<p class=date>Erstellt: 14.01.2022 | Stand: 15.01.2022</p>", "2022-01-15"),
        (TITLE + "<time datetime=2022-01-18>x</time>", None),
    ],
)  # fmt: skip
def test_modified(html, modified):
    assert best(html, "date_modified") == modified


@pytest.mark.parametrize(
    ("language", "url", "published"),
    [
        ("en", "https://courier.example/x", "2022-01-02"),
        ("en", "https://courier.co.uk/x", "2022-02-01"),
        ("en-GB", "https://courier.example/x", "2022-02-01"),
        ("fr", "https://courier.example/x", "2022-02-01"),
    ],
)
def test_day_first_by_language_and_country(language, url, published):
    html = f"<html lang={language}>{TITLE}<p class=date>1/2/2022</p>{STORY}"
    assert best(html, url=url) == published


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://a.example/2022/01/18/story", "2022-01-18"),
        ("https://a.example/2022-01-18-story", "2022-01-18"),
        ("https://a.example/20220118/story", "2022-01-18"),
        ("https://a.example/news/18-01-2022-story", "2022-01-18"),
        ("https://a.example/blog/2022/january/18/story", "2022-01-18"),
        ("https://a.example/story-20220118123456", None),
        ("https://a.example/story?date=2022/01/18", None),
        ("https://a.example/2022/cats/18/", None),
        ("", None),
    ],
)
def test_date_in_url(address, day):
    assert date_in_url(address) == day
