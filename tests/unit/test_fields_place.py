"""Breadcrumbs, sections and keywords: separate items, never glued."""

from __future__ import annotations

import pytest

from newscrawl.evidence import choose
from newscrawl.fields.facts import Facts
from newscrawl.fields.table import candidates
from newscrawl.items import Breadcrumb
from newscrawl.page import Page

URL = "https://www.courier.example/news/bridge"
LD = '<script type="application/ld+json">%s</script>'
GLUED = (
    "<div class='entry-crumbs breadcrumb'><a href=/>A la une</a><a href=/c/actualite>Actualité</a>"
    "<a href=/c/asie>Asie</a></div><h1>Un pont fermé aux voitures</h1>"
)


def best(html: str, field: str):
    found = choose(candidates(field, Facts(Page.parse(html, url=URL)))).best
    return found.value if found else None


def test_links_that_touch_are_steps_apart():
    assert best(GLUED, "breadcrumbs") == [
        Breadcrumb("A la une", "https://www.courier.example/"),
        Breadcrumb("Actualité", "https://www.courier.example/c/actualite"),
        Breadcrumb("Asie", "https://www.courier.example/c/asie"),
    ]
    assert best(GLUED, "sections") == ["Actualité", "Asie"]


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<nav class=breadcrumbs><ol><li><a href=/>Home</a> &gt;<li><a href=/n>News</a> &gt;"
         "<li>Bridge</ol></nav>", ["Home", "News", "Bridge"]),
        (LD % '{"@type":"BreadcrumbList","itemListElement":['
         '{"position":2,"name":"News","item":"/n"},'
         '{"position":1,"item":{"@id":"/","name":"Home"}}]}', ["Home", "News"]),
        (LD % '{"@type":"BreadcrumbList","itemListElement":[{"position":"x","name":7},3,null]}',
         ["7"]),
        (LD % '{"@type":"BreadcrumbList","itemListElement":{"position":NaN,"name":"News"}}',
         ["News"]),
        ("<ul class=breadcrumb><li><a href=/>Home</a><li><a href=/n>News</a><ul><li>Town<li>World"
         "</ul></ul>", ["Home", "News"]),
        ("<ul class=breadcrumb><li><a href=/>Home</a><ul><li><a href=/n>News</a></ul></ul>",
         ["Home", "News"]),
        ("<div class=breadcrumb><span>A la une</span><span>Actualité</span><span>Asie</span></div>",
         ["A la une", "Actualité", "Asie"]),
        ("<p>none</p>", None),
    ],
)  # fmt: skip
def test_breadcrumbs(html, names):
    found = best(html, "breadcrumbs")
    assert (found and [step.name for step in found]) == names


@pytest.mark.parametrize(
    ("html", "field", "value"),
    [
        (LD % '{"@type":"NewsArticle","articleSection":["News","Town"]}', "sections",
         ["News", "Town"]),
        ("<meta property=article:section content=News>", "sections", ["News"]),
        (LD % '{"@type":"NewsArticle","keywords":"bridge, cars; town"}', "keywords",
         ["bridge", "cars", "town"]),
        (LD % '{"@type":"NewsArticle","keywords":["bridge","Bridge",5,null,{"name":"cars"}]}',
         "keywords", ["bridge", "5", "cars"]),
        ("<meta name=keywords content='bridge, cars'>", "keywords", ["bridge", "cars"]),
        ("<meta property=article:tag content=bridge><meta property=article:tag content=cars>",
         "keywords", ["bridge", "cars"]),
        ("<a rel=tag href=/t/bridge>#bridge</a>", "keywords", ["bridge"]),
        ("<a rel='category tag' href=/c/town>Town</a><a rel=tag href=/t/bridge>bridge</a>",
         "keywords", ["bridge"]),
    ],
)  # fmt: skip
def test_sections_and_keywords(html, field, value):
    assert best(html, field) == value
