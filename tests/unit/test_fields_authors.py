"""Authors of a page: people, each once, in the order of the page."""

from __future__ import annotations

import pytest

from newscrawl.evidence import choose
from newscrawl.fields.facts import Facts
from newscrawl.fields.table import candidates
from newscrawl.items import Person
from newscrawl.page import Page

URL = "https://www.courier.example/news/bridge"
LD = '<script type="application/ld+json">%s</script>'
TITLE = "<title>Bridge closed to cars</title><h1>Bridge closed to cars</h1>"
SITE = "<meta property=og:site_name content='Town Courier'>"
PROSE = "<p>The bridge over the river is closed, says the mayor, until the spring.</p>" * 40
STAFF = "".join(
    f"<li><a href=/author/{name[:3]}>{name}</a></li>"
    for name in ("Jane Doe", "John Roe", "Max Roth", "Eva Lind")
)


def people(html: str) -> list[Person]:
    found = choose(candidates("authors", Facts(Page.parse(html, url=URL)))).best
    return found.value if found else []


@pytest.mark.parametrize(
    ("html", "names"),
    [
        (LD % '{"@type":"NewsArticle","author":{"@type":"Person","name":"Jane Doe"}}',
         ["Jane Doe"]),
        (LD % '{"@type":"NewsArticle","author":[{"name":"Jane Doe"},"John Roe"]}',
         ["Jane Doe", "John Roe"]),
        (LD % '{"@type":"NewsArticle","author":{"name":["Jane Doe","John Roe"]}}',
         ["Jane Doe", "John Roe"]),
        (LD % '{"@graph":[{"@type":"Article","author":{"@id":"#j"}},'
         '{"@type":"Person","@id":"#j","name":"Jane Doe"}]}', ["Jane Doe"]),
        ("<meta name=author content='Jane Doe'>", ["Jane Doe"]),
        # The box about an author is of one of those whom the byline names.
        (TITLE + "<p>By Jane Doe and John Roe</p><p>The bridge is closed.</p>"
         "<div class=byline><a href='/author/jane'>Jane Doe</a></div>" + PROSE
         + "<div class=byline><a href='/author/john'>John Roe</a></div>",
         ["Jane Doe", "John Roe"]),
        # Some site builders name only the first of the authors in the head.
        (LD % '{"@type":"NewsArticle","author":[{"name":"Jane Doe"},{"name":"John Roe"}]}'
         + "<meta name=author content='Jane Doe'><meta name=twitter:label1 content='Written by'>"
         "<meta name=twitter:data1 content='Jane Doe'>" + TITLE
         + "<p><a href='/author/jane'>Jane Doe</a> <a href='/author/john'>John Roe</a></p>"
         "<div class='author bio'>Jane Doe</div><div class=author>Jane Doe</div>",
         ["Jane Doe", "John Roe"]),
        (TITLE + "<a rel=author href=/people/jane>Jane Doe</a>", ["Jane Doe"]),
        (TITLE + "<p class=byline>By <b>Jane Doe</b> and <b>John Roe</b></p>",
         ["Jane Doe", "John Roe"]),
        (TITLE + "<p>Von Jane Doe</p>", ["Jane Doe"]),
        (TITLE + "<p>By</p><p><a href=/x>Jane Doe</a></p>", ["Jane Doe"]),
        (TITLE + "<span>By</span> <a>Jane Doe</a> <span>and</span> <a>John Roe</a><p>Text</p>",
         ["Jane Doe", "John Roe"]),
        (TITLE + "<p>著者：山田太郎</p>", ["山田太郎"]),
        (SITE + LD % '{"@type":"NewsArticle","author":["Town Courier","Jane Doe"]}', ["Jane Doe"]),
        (TITLE + "<a class=author href=/x>Email the author</a>", []),
        (TITLE + "<span class=author>3 hours ago</span>", []),
        ("<meta property=article:author content=https://facebook.com/janedoe>", []),
        (TITLE + "<p>Jane Doe</p><p>18 January 2022</p><p>The text.</p>", ["Jane Doe"]),
        (TITLE + "<p>Bridge Closed</p><p>18 January 2022</p><p>The text.</p>", []),
        (TITLE + "<aside>Max Roth</aside><nav><a>Town Hall</a></nav><p>The text.</p>", []),
        (TITLE + "<p class=byline><style>.wp-author{top:0}</style>By Jane Doe</p>", ["Jane Doe"]),
        (TITLE + "<p>Nothing said</p>", []),
        # Another place names them all, one of them without a link.
        (LD % '{"@type":"NewsArticle","author":[{"name":"Jane Doe"},{"name":"John Roe"}]}' + TITLE
         + "<div class=byline>By <a rel=author href=/people/jane>Jane Doe</a> and John Roe</div>",
         ["Jane Doe", "John Roe"]),
        # Below the text, where nothing near the headline tells.
        (TITLE + PROSE + "<p>Written by Jane Doe</p>", ["Jane Doe"]),
        (TITLE + PROSE + "<p>Autor: <b>Jane Doe</b></p>", ["Jane Doe"]),
        (TITLE + PROSE + "<p>By closing roads</p><p>By <a href=/tolls>charging</a></p>", []),
        # Runs that nobody sees are no distance.
        (TITLE + "<style>a{top:0}</style>" * 60 + "<p>By Jane Doe</p>", ["Jane Doe"]),
        (TITLE + f"<footer><h2>Writers</h2><ul>{STAFF}</ul></footer>", []),
        (TITLE + f"<div><h2>Writers</h2><ul>{STAFF}</ul></div>", []),
        # A site builder calls every block a widget.
        ("<title>Bridge closed to cars</title>"
         "<div class=x-widget><h1>Bridge closed to cars</h1></div>"
         "<div class=x-widget><span>Jane Doe</span></div><div class=x-widget>18 January 2022</div>",
         ["Jane Doe"]),
    ],
)  # fmt: skip
def test_authors(html, names):
    assert [person.name for person in people(html)] == names


def test_a_name_of_words_that_the_page_writes_small_is_hardly_one():
    html = (
        TITLE + "<p>Local Traffic</p><p>2022-01-18</p><p>%s, says the mayor of the town today.</p>"
    )
    facts = [
        Facts(Page.parse(html % text, url=URL))
        for text in (
            "The bridge over the river will stay closed until the spring",
            "For the local shops there will be more traffic until the spring",
        )
    ]
    common, other = (choose(candidates("authors", one)).best.confidence for one in facts[::-1])
    assert common < other


def test_the_address_of_the_author_is_kept():
    html = LD % '{"@type":"Article","author":{"name":"Jane Doe","url":"/people/jane"}}'
    assert people(html) == [Person("Jane Doe", "https://www.courier.example/people/jane")]


def test_a_commenter_is_no_author():
    html = (
        TITLE + "<p class=byline>By Jane Doe</p><p>Text of the story.</p>"
        "<div class=comments><span class=author>John Roe</span></div>"
    )
    assert [person.name for person in people(html)] == ["Jane Doe"]


def test_ten_thousand_authors_are_cut():
    stated = ",".join('{"name":"Jane Doe %s"}' % ("x" * (i % 40)) for i in range(10_000))
    assert 1 <= len(people(LD % f'{{"@type":"Article","author":[{stated}]}}')) <= 30
