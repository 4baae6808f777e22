"""Dates of a page: the right one, never that of a change, a comment or another story."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl import extract
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
        (TITLE.replace("</h1>", "<br><small>18.01.2022</small></h1>") + STORY, "2022-01-18"),
        (TITLE + "<p>RIVERTON, 18 January 2022 - " + STORY * 2, "2022-01-18"),
        (TITLE + "<p>(18.01.2022) " + STORY * 2, "2022-01-18"),
        (TITLE + STORY + "<footer>Letzte Änderung: 19.01.2022<br>Erschienen am: 18.01.2022",
         "2022-01-18"),
        (LD % '{"@type":"NewsArticle","headline":"a "quoted" word","datePublished":"2022-01-18",'
         '"dateModified":"2022-01-19"}' + TITLE, "2022-01-18"),
        (TITLE + "<div data-page='{&quot;publishedAt&quot;:&quot;2022-01-18T10:04:00Z&quot;}'>",
         "2022-01-18T10:04:00+00:00"),
        (TITLE + '<script>push("{\\"publishDate\\":1642500240,\\"x\\":1}")</script>',
         "2022-01-18T10:04:00+00:00"),
        (TITLE + "<script>x={'lastPublishedAt':'2022-01-18'}</script>", None),
        (TITLE + "<article data-publish-date='2022-01-18'>" + STORY, "2022-01-18"),
        (TITLE + STORY * 3 + "<aside class=latest><ul><li>20 January 2022 <a>Dogs</a>"
         "<li>18 January 2022 <a>Bridge closed to cars</a><li>16 January 2022 <a>Cats</a></ul>"
         "</aside>", "2022-01-18"),
        ("<meta name=site:publication_date content=2022-01-18>" + TITLE, "2022-01-18"),
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
        (TITLE + "<span class=posted-on><time class=published datetime=2022-01-17>17 January</time>"
         "<time class=updated datetime=2022-01-18>18 January</time></span>", "2022-01-18"),
        ("<meta property=article:modified_time content=2022-01-18T10:04:00Z>",
         "2022-01-18T10:04:00+00:00"),
        (TITLE + "<p class=date>Erstellt: 14.01.2022 | Stand: 15.01.2022</p>", "2022-01-15"),
        (TITLE + "<time datetime=2022-01-18>x</time>", None),
        (TITLE + "<p><i>Last updated: 19 January 2022</i>" + STORY, "2022-01-19"),
        (TITLE + "<div>Aktualisiert am</div><div>19.01.2022</div>" + STORY, "2022-01-19"),
        (TITLE + STORY + "<p>The law was updated on 19 January 2022 and works as well as ever.",
         None),
    ],
)  # fmt: skip
def test_modified(html, modified):
    assert best(html, "date_modified") == modified


@pytest.mark.parametrize(
    ("published", "changed", "modified"),
    [
        ("2022-01-18T10:04:00Z", "2022-01-18T10:04:00Z", "2022-01-18T10:04:00+00:00"),
        ("2022-01-18T10:04:00Z", "2022-01-18T10:03:00Z", None),
        ("2022-01-18T10:04:00Z", "2022-01-18T11:30:00+01:00", "2022-01-18T11:30:00+01:00"),
        ("2022-01-18T10:04:00Z", "2022-01-18T11:00:00+01:00", None),
        ("2022-01-18T10:04:00Z", "2022-01-18", "2022-01-18"),
        ("2022-01-18T10:04:00Z", "2022-01-18T09:30:00", "2022-01-18T09:30:00"),
        ("2022-01-18", "2022-01-17", None),
    ],
)
def test_nothing_changes_before_it_is_published(published, changed, modified):
    html = f"""<meta property=article:published_time content={published}>
        <meta property=article:modified_time content={changed}>{TITLE}"""
    article = extract(html, url=URL, now=NOW)
    assert article.date_modified == modified
    assert (article.date_modified_raw is None) == (modified is None)


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
    ("shown", "published"),
    [
        ("<p>3/10/2021</p>" + STORY, "2021-03-10"),
        ("<p>3/10/2021</p>" + STORY + "<p class=date>25/1/2022</p>", "2021-10-03"),
        ("<p>3/10/2021</p>" + STORY + "<p class=date>1/25/2022</p>", "2021-03-10"),
        ("<p class=date>3/10/2021</p><time datetime=2021-10-03>x</time>" + STORY, "2021-10-03"),
        ("<p class=date>3.10.2021</p>" + STORY, "2021-10-03"),
    ],
)
def test_figures_are_read_as_the_other_dates_demand(shown, published):
    assert best(f"<html lang=en>{TITLE}{shown}") == published


@pytest.mark.parametrize(
    ("stated", "shown", "published"),
    [
        ("2022-01-19T03:15:20Z", "<p>January 18, 2022, 10:15 PM</p>", "2022-01-18T22:15:20-05:00"),
        ("2022-01-18T23:30:00Z", "<time datetime=2022-01-19T00:30+01:00>x</time>",
         "2022-01-19T00:30:00+01:00"),
        ("2022-01-18T10:04:00Z", "<p>18 January 2022 10:04</p>", "2022-01-18T10:04:00+00:00"),
        ("2022-01-18T10:04:00Z", "<p>18 January 2022 10:11</p>", "2022-01-18T10:04:00+00:00"),
        ("2022-01-18", "<time datetime=2022-01-18T10:04+01:00>x</time>",
         "2022-01-18T10:04:00+01:00"),
        ("2022-01-18T00:00:00Z", "<p>18 January 2022, 10:04</p>", "2022-01-18T10:04:00"),
        ("2022-01-18", "<div class=comments><time datetime=2022-01-18T21:00Z>x</time></div>",
         "2022-01-18"),
    ],
)  # fmt: skip
def test_time_and_zone_are_what_the_page_as_a_whole_tells(stated, shown, published):
    meta = f"<meta property=article:published_time content={stated}>"
    assert best(meta + TITLE + shown + STORY) == published


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
