"""Who wrote it: people, with the address of their page where there is one.

Order of the offers: JSON-LD, microdata, meta tags, ``rel=author`` links, elements marked as byline,
text beside the headline that starts like a byline. The publisher is no author.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, TEXT, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts
from newscrawl.items import Person
from newscrawl.values.people import (
    LEAD,
    MAX_AUTHORS,
    is_stated_name,
    read_byline,
    split_names,
    strip_lead,
)
from newscrawl.values.text import clean, fold
from newscrawl.values.urls import absolute_url

_META_AUTHORS: Final = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "citation_author", "cxenseparse:author", "article:author_name", "article.author", "creator",
    "rbauthors", "dc.contributor", "authors", "og:author", "cre", "vr:author", "byline", "dcsext.author", "article_author",
)  # fmt: skip
_MAX_BYLINE: Final = 250  # characters
_MAX_SIZE: Final = 30  # elements inside a byline
_NEAR_RUNS: Final = 40  # text runs after the headline in which a byline is looked for
_BEFORE_RUNS: Final = 10

People = list[Person]


def authors(facts: Facts) -> Iterator[Candidate[People]]:
    """Candidates for the list of authors."""
    for people, source, note in _stated(facts):
        kept = _unique(people)
        if kept:
            yield Candidate(kept, source, 0.0, note=note + _kind(facts, kept))


def _kind(facts: Facts, people: People) -> str:
    return " site" if all(facts.is_site_name(person.name) for person in people) else ""


def _unique(people: Iterable[Person]) -> People:
    found: dict[str, Person] = {}
    for person in people:
        key = fold(person.name)
        if key and (key not in found or (person.url and not found[key].url)):
            found[key] = person
    return list(found.values())[:MAX_AUTHORS]


def _stated(facts: Facts) -> Iterator[tuple[People, str, str]]:
    yield _from_node(facts, facts.article, "author"), JSON_LD, "json-ld author"
    yield _from_node(facts, facts.article, "creator"), JSON_LD, "json-ld creator"
    yield _from_node(facts, facts.micro_article, "author"), MICRODATA, "microdata author"
    yield from _in_meta(facts)
    yield from _in_markup(facts)
    yield from _near_headline(facts)


def _from_node(facts: Facts, node: nodes.Node, name: str) -> People:
    people = []
    for value in nodes.values(node, name):
        value = facts.page.jsonld.resolve(value)
        people += [Person(name, _address(facts, value)) for name in _names(value)]
    return people


def _names(value: Any) -> list[str]:
    stated = nodes.texts(value, "name") if isinstance(value, dict) else nodes.strings([value])
    names = []
    for text in stated:
        text, _ = strip_lead(text)
        parts = split_names(text) if " " in text else [text]
        names += [part.strip() for part in parts if is_stated_name(part.strip())]
    return names


def _address(facts: Facts, value: Any) -> str | None:
    address = nodes.url(value.get("url")) if isinstance(value, dict) else None
    return absolute_url(facts.page.base_url or "", address) if address else None


def _in_meta(facts: Facts) -> Iterator[tuple[People, str, str]]:
    stated = [text for text in facts.meta.all(*_META_AUTHORS) if len(text) <= _MAX_BYLINE]
    seen: dict[str, list[str]] = {}
    for name in _META_AUTHORS:
        values = [name for text in facts.meta.all(name) if text in stated for name in _names(text)]
        if values:
            seen[name] = values
    for name, values in list(seen.items())[:3]:
        yield (
            [Person(value) for value in values],
            META,
            "meta author" if name == "author" else "meta other author",
        )
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if (facts.meta.first(label) or "").lower() in (
            "written by",
            "author",
            "verfasst von",
            "escrito por",
            "écrit par",
            "geschrieben von",
            "von",
            "scritto da",
        ):
            yield [Person(n) for n in _names(facts.meta.first(data) or "")], META, "twitter:data"


def _in_markup(facts: Facts) -> Iterator[tuple[People, str, str]]:
    walk = facts.walk
    first, last = facts.window
    links = [
        i for i in walk.indices("a") if "author" in walk.attr(i, "rel") and not facts.is_foreign(i)
    ]
    near = [i for i in links if first <= i < last] or links
    yield (
        [_person(facts, i, n) for i in near[:10] for n in read_byline(facts.heading_text(i))],
        MARKUP,
        "rel author",
    )
    for index, bits in facts.marked:
        if (
            bits & marks.AUTHOR
            and not bits & marks.BIO
            and walk.end[index] - index <= _MAX_SIZE
            and not facts.is_foreign(index)
        ):
            text = " ".join(walk.texts[walk.text_start[index] : walk.text_end[index]])
            if len(text) <= _MAX_BYLINE:
                where = "near byline class" if first <= index < last else "byline class"
                people = [Person(name) for name in read_byline(text)]
                if people:
                    yield people, MARKUP, where


def _person(facts: Facts, index: int, name: str) -> Person:
    address = facts.walk.attr(index, "href")
    return Person(name, absolute_url(facts.page.base_url or "", address) if address else None)


def _near_headline(facts: Facts) -> Iterator[tuple[People, str, str]]:
    heading = facts.heading
    if heading is None:
        return
    walk = facts.walk
    start, after = walk.text_start[heading], walk.text_end[heading]
    for run in [*range(after, after + _NEAR_RUNS), *range(start - 1, start - _BEFORE_RUNS, -1)]:
        if not 0 <= run < len(walk.texts):
            continue
        text = clean(walk.texts[run][: _MAX_BYLINE + 1])
        if (
            2 <= len(text) <= _MAX_BYLINE
            and LEAD.match(text + " x")
            and not facts.is_foreign(walk.text_owner[run])
        ):
            if len(text) < 20:
                text = clean(" ".join(walk.texts[run : run + 4]))[:_MAX_BYLINE]
            people = [Person(name) for name in read_byline(text)]
            if people:
                yield people, TEXT, "text byline"
                return
