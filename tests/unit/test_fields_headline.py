"""Headlines: site names and kickers off, the right place believed."""

from __future__ import annotations

import pytest

from newscrawl.evidence import choose
from newscrawl.fields.facts import Facts
from newscrawl.fields.table import candidates
from newscrawl.page import Page

URL = "https://www.courier.example/news/2022/01/18/bridge-closed"
LD = '<script type="application/ld+json">%s</script>'


def best(html: str, field: str = "headline", url: str = URL):
    found = choose(candidates(field, Facts(Page.parse(html, url=url)))).best
    return found.value if found else None


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<title>Bridge closed to cars | The Courier</title><h1>Bridge closed to cars</h1>",
         "Bridge closed to cars"),
        ("<title>The Courier - Bridge closed to cars</title><h1>The Courier</h1>",
         "Bridge closed to cars"),
        ("<meta property=og:site_name content='Town Gazette'>"
         "<title>Bridge closed to cars – Town Gazette</title>", "Bridge closed to cars"),
        ("<meta property=og:title content='Bridge closed to cars'>"
         "<title>Bridge closed to cars - News - Courier</title>", "Bridge closed to cars"),
        (LD % '{"@type":"NewsArticle","headline":"Bridge closed to cars"}'
         + "<title>Courier</title>", "Bridge closed to cars"),
        (LD % '{"@type":"NewsArticle","headline":"Bridge closed &amp; cars out"}',
         "Bridge closed & cars out"),
        ("<h1><a href='/'>Courier</a></h1><article><h1>Bridge closed to cars</h1></article>"
         "<title>Bridge closed to cars</title>", "Bridge closed to cars"),
        ("<h2>Most read</h2><h1>Bridge   closed\n to cars</h1>", "Bridge closed to cars"),
        ("<div itemscope itemtype='https://schema.org/NewsArticle'>"
         "<h2 itemprop=headline>Bridge closed to cars</h2></div>", "Bridge closed to cars"),
        ("<p>Nothing here</p>", None),
    ],
)  # fmt: skip
def test_headline(html, headline):
    assert best(html) == headline


def test_json_ld_of_news_wins_over_a_search_title():
    html = (
        LD % '{"@type":"NewsArticle","headline":"Bridge closed to cars until spring"}'
        + "<title>Everything you need to know about the bridge | Courier</title>"
        + "<meta property=og:title content='Bridge: what you need to know'>"
        + "<h1>Bridge closed to cars until spring</h1>"
    )
    assert best(html) == "Bridge closed to cars until spring"


def test_a_node_of_another_story_is_not_this_one():
    html = (
        LD
        % '[{"@type":"NewsArticle","headline":"Another story","url":"https://courier.example/x"},'
        '{"@type":"NewsArticle","headline":"Bridge closed","url":"%s"}]' % URL
    )
    assert best(html) == "Bridge closed"


@pytest.mark.parametrize(
    ("html", "field", "value"),
    [
        (LD % '{"@type":"NewsArticle","headline":"A","alternativeHeadline":"B"}',
         "alternative_headline", "B"),
        ("<meta name=description content='In short.'>", "description", "In short."),
        ("<meta property=og:description content='In short.'>", "description", "In short."),
        ("<p>x</p>", "description", None),
    ],
)  # fmt: skip
def test_second_headline_and_description(html, field, value):
    assert best(html, field) == value
