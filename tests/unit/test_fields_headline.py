"""Headlines: site names and kickers off, the right place believed."""

from __future__ import annotations

import pytest

from newscrawl.evidence import choose
from newscrawl.fields.facts import Facts
from newscrawl.fields.table import candidates
from newscrawl.page import Page

URL = "https://www.courier.example/news/2022/01/18/bridge-closed"
STATED = (
    "<title>Bridge closed to cars</title><meta property=og:title content='Bridge closed to cars'>"
)
LONG = (
    "Bridge over the river closed to cars until the spring because the steel of its northern span"
    " has rusted through in three places"
)
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
        # An h2 has words of the head's titles; the h1 above it speaks of the same.
        ("<title>What is a swing bridge? Types and uses | Courier</title>"
         "<h1 class=title>Swing bridge: what it is, with types</h1>"
         "<h2>What is a swing bridge?</h2>", "Swing bridge: what it is, with types"),
        ("<h2>Most read</h2><h1>Bridge   closed\n to cars</h1>", "Bridge closed to cars"),
        ("<div itemscope itemtype='https://schema.org/NewsArticle'>"
         "<h2 itemprop=headline>Bridge closed to cars</h2></div>", "Bridge closed to cars"),
        (STATED + "<h1><span>Traffic</span> <span>Bridge closed to cars</span></h1>",
         "Bridge closed to cars"),
        (STATED + "<h1>Bridge closed to cars<small>Detour through the old town</small></h1>",
         "Bridge closed to cars"),
        (LD % f'{{"@type":"NewsArticle","headline":"{LONG[:100]}"}}'
         + f"<title>{LONG}</title><meta property=og:title content='{LONG}'><h1>{LONG}</h1>", LONG),
        (LD % f'{{"@type":"NewsArticle","headline":"{LONG[:96]}..."}}'
         + f"<title>{LONG} | Courier</title><h1>{LONG}</h1>", LONG),
        ("<title>About Courier</title><h1>About Courier</h1>", "About Courier"),
        ("<title>大桥禁止汽车通行-新快网</title>", "大桥禁止汽车通行"),
        ("<p>Nothing here</p>", None),
        # The site's name twice.
        ("<title>Bridge closed to cars – Courier - Courier</title>"
         "<h1>Bridge closed to cars – Courier</h1>"
         "<meta property=og:title content='Bridge closed to cars – Courier - Courier'>",
         "Bridge closed to cars"),
    ],
)  # fmt: skip
def test_headline(html, headline):
    assert best(html) == headline


def test_the_headline_in_the_address_is_the_likelier_one():
    one, other = "Mayor closes bridge to all cars", "The crossing that nobody may use any more"
    page = LD % f'{{"@type":"Article","headline":"{one}"}}' + (
        f"<meta property=og:title content='{other}'><title>{other}</title>"
    )

    def confidence(slug):
        facts = Facts(Page.parse(page, url=f"https://www.courier.example/{slug}-1695518"))
        return max(c.confidence for c in candidates("headline", facts) if c.value == other)

    own = confidence(other.lower().replace(" ", "-"))
    assert own > confidence("bridge") > confidence(one.lower().replace(" ", "-"))


@pytest.mark.parametrize(
    ("kind", "stated", "shared", "shown", "headline"),
    [
        # A newsroom states its headline in JSON-LD, and others for sharing and for search.
        ("NewsArticle", "own", "other", "other", "own"),
        ("NewsArticle", "own", "other", "own", "own"),
        # Stated throughout the head, but one like it shown: it is for search.
        ("NewsArticle", "own", "own", "other", "other"),
        # Elsewhere JSON-LD is one place among others.
        ("WebPage", "own", "other", "other", "other"),
        ("BlogPosting", "own", "other", "other", "other"),
    ],
)
def test_the_headline_that_news_states_goes_before_its_other_titles(
    kind, stated, shared, shown, headline
):
    titles = {"own": "Mayor closes bridge to all cars", "other": "Mayor closes the bridge to cars"}
    html = LD % f'{{"@type":"{kind}","headline":"{titles[stated]}"}}' + (
        f"<title>{titles[shared]}</title><meta property=og:title content='{titles[shared]}'>"
        f"<h1>{titles[shown]}</h1>"
    )
    assert best(html) == titles[headline]


def test_a_line_that_begins_a_title_is_the_headline_though_another_title_has_the_kicker_too():
    html = (
        "<title>Traffic: Bridge closed to cars</title>"
        "<meta property=og:title content='Bridge closed to cars - Traffic'>"
        "<h1><span>Traffic</span> <span>Bridge closed to cars</span></h1>"
    )
    assert Facts(Page.parse(html)).headline_line == "Bridge closed to cars"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("<h1>Bridge <em>closed</em> to cars</h1>", "Bridge closed to cars"),
        ("<h1>Traffic<br>Bridge closed</h1>", "Traffic Bridge closed"),
        ("<h1><span>Traffic</span><span>Bridge closed</span></h1>", "Traffic Bridge closed"),
        ("<h1><span>B</span>ridge closed</h1>", "Bridge closed"),
        ("<h1>Autobahn<wbr>brücke gesperrt</h1>", "Autobahnbrücke gesperrt"),
        ("<h1><ruby>橋<rt>はし</rt></ruby>が通行止め</h1>", "橋が通行止め"),
        ("<h1>Cars &amp;amp; bridges</h1>", "Cars & bridges"),
        ("<h1><div>Traffic</div><div>Bridge closed</div></h1>", "Traffic Bridge closed"),
    ],
)
def test_a_heading_reads_as_it_is_seen(heading, text):
    facts = Facts(Page.parse(heading, url=URL))
    assert facts.heading_text(facts.walk.indices("h1")[0]) == text


def test_an_h1_in_other_words_is_the_heading_before_an_h2_that_a_title_holds():
    html = (
        "<title>What is a mobile app? All you need</title>"
        "<h1>What is a mobile application? All you need</h1><h2>What is a mobile app?</h2>"
    )
    facts = Facts(Page.parse(html, url=URL))
    assert facts.walk.tags[facts.heading] == "h1"


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
