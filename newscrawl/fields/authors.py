"""Who wrote it: people, with the address of their page where there is one.

Order of the offers: JSON-LD, microdata, meta tags, then the bylines that the page shows
(``bylines.py``), those far from the headline only where nothing surer tells. A publisher named
beside people is dropped; alone it is offered, marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from newscrawl.evidence import JSON_LD, META, MICRODATA, Candidate
from newscrawl.fields import bylines, nodes
from newscrawl.fields.bylines import Offer, People
from newscrawl.fields.facts import Facts
from newscrawl.items import Person
from newscrawl.values.people import MAX_AUTHORS, is_name, read_stated
from newscrawl.values.text import fold
from newscrawl.values.urls import absolute_url

_META_AUTHORS: Final = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "byl",
    "dc.creator", "dcterms.creator", "citation_author", "cxenseparse:author", "creator",
    "article:author_name", "article.author", "rbauthors", "dc.contributor", "authors", "og:author",
    "cre", "vr:author", "byline", "dcsext.author", "article_author",
)  # fmt: skip
# Labels under which Twitter cards state an author (`twitter:label1`), as WordPress writes them.
_CARD_LABELS: Final = frozenset(
    ("written by", "author", "by", "verfasst von", "geschrieben von", "von", "escrito por", "autor",
     "écrit par", "par", "scritto da", "geschreven door", "napisane przez", "skrevet av", "автор")
)  # fmt: skip
_LONG_WORD: Final = re.compile(r"[^\W\d_]{3,}")

# How notes of places start whose word alone does not keep the search for a byline from going on.
_WEAK: Final = ("next ", "foreign ", "far ", "text name", "text by date", "before ")
# Notes of texts that may be anything, where no other place states an author.
_LONE: Final = frozenset(("text name", "next text name", "text byline later", "text name (site)"))

# How notes of places start that name all authors, where others name the first of them.
_WHOLE: Final = ("json-ld author", "text byline")
_AGENCY_CHARS: Final = 5  # letters of an agency's short name
_FEW: Final = 3  # authors; more are often a list of something else
# Words of departments and firms.
_HOUSE: Final = re.compile(
    r"\b(?:team|staff|editors?|editorial|redaktion|redacci[oó]n|rédaction|redazione|news|media|online|press"
    r"|agency|agencies|gmbh|inc|llc|ltd|university|institute|magazin|magazine|dpa|afp|reuters|blog|desk"
    r"|zeitung|verlag|group|foundation|stiftung|verein|e\.v)\b",
    re.IGNORECASE,
)


def authors(facts: Facts) -> Iterator[Candidate[People]]:
    """Candidates for the list of authors."""
    offered = list(_candidates(facts, _stated(facts)))
    if all(one.note.startswith(_WEAK) or one.note.endswith("(site)") for one in offered):
        offered += _candidates(facts, bylines.far(facts))
    yield from offered
    yield from _of_longer_lists(offered)
    if all(one.note in _LONE for one in offered):
        yield from (replace(one, note="nothing but texts") for one in offered)


def _candidates(facts: Facts, offers: Iterable[Offer]) -> Iterator[Candidate[People]]:
    for people, source, note in offers:
        if people and (kept := _without_publisher(facts, _unique(people))):
            yield _candidate(facts, kept, source, note)


def _of_longer_lists(offered: list[Candidate[People]]) -> Iterator[Candidate[People]]:
    """Lists of which another place states more, said of both: a link leads to one of the authors,
    where JSON-LD or a byline names them all.
    """
    lists: dict[frozenset[str], list[Candidate[People]]] = {}
    for one in offered:
        lists.setdefault(frozenset(fold(person.name) for person in one.value), []).append(one)
    whole = [names for names, of in lists.items() if len(names) > 1 and not _is_aside(of[0].note)]
    longer = {names: full for names in lists for full in whole if names < full}
    for names, full in longer.items():
        sure = "stated " if any(one.note.startswith(_WHOLE) for one in lists[full]) else ""
        yield replace(lists[names][0], note=f"part of a {sure}longer list")
        yield replace(lists[full][0], note=f"{sure}list that holds another")


def _is_aside(note: str) -> bool:
    return note.startswith(("next ", "foreign ", "far "))


def _candidate(facts: Facts, people: People, source: str, note: str) -> Candidate[People]:
    alone = all(facts.is_site_name(person.name) for person in people)
    return Candidate(people, source, 0.0, note=f"{note} (site)" if alone else note)


def traits(facts: Facts, people: People) -> Iterator[str]:
    """What is peculiar about a list of authors: how many, and whether they look like people."""
    if len(people) > 1:
        yield "two or three names" if len(people) <= _FEW else "many names"
    names = [person.name for person in people]
    if not all(is_name(name) for name in names):
        yield "no person's name"
    elif any(" " not in name and name.isascii() and not _is_agency(name) for name in names):
        yield "one word"
    if any(_HOUSE.search(name) for name in names):
        yield "house"
    if any(name.isupper() and " " in name for name in names):
        yield "capitals"
    persons = [name for name in names if not facts.is_site_name(name)]
    if any(_is_common(facts, name) for name in persons):
        yield "common words"
    if any(f" {fold(name)} " in f" {title} " for name in persons for title in facts.stated_titles):
        yield "in title"


def _is_agency(name: str) -> bool:
    """Whether a name is written as those of news agencies are: AP, dpa-AFX."""
    return name.isupper() and len(name) <= _AGENCY_CHARS


def _is_common(facts: Facts, name: str) -> bool:
    """Whether the page's prose has all words of a name in small letters, as no person's are."""
    words = _LONG_WORD.findall(name)
    return bool(words) and all(f" {word.lower()}" in facts.prose for word in words)


def _unique(people: Iterable[Person]) -> People:
    found: dict[str, Person] = {}
    for person in people:
        key = fold(person.name)
        if key and (key not in found or (person.url and not found[key].url)):
            found[key] = person
    return list(found.values())[:MAX_AUTHORS]


def _without_publisher(facts: Facts, people: People) -> People:
    persons = [person for person in people if not facts.is_site_name(person.name)]
    return persons or people


def _stated(facts: Facts) -> Iterator[Offer]:
    news = " (news)" if facts.is_news else ""
    for name in ("author", "creator"):
        yield _from_node(facts, facts.article, name), JSON_LD, f"json-ld {name}{news}"
    for node in facts.pages[:3]:
        yield _from_node(facts, node, "author"), JSON_LD, "json-ld page author"
    yield _from_node(facts, facts.micro_article, "author"), MICRODATA, "microdata author"
    yield from _in_meta(facts)
    yield from bylines.shown(facts)


def _from_node(facts: Facts, node: nodes.Node, name: str) -> People:
    people = []
    for value in nodes.values(node, name):
        value = facts.page.jsonld.resolve(value)
        people += [Person(found, _address(facts, value)) for found in _names(value)]
    return people


def _names(value: Any) -> list[str]:
    stated = nodes.texts(value, "name") if isinstance(value, dict) else nodes.strings([value])
    return [name for text in stated for name in read_stated(text)]


def _address(facts: Facts, value: Any) -> str | None:
    address = nodes.url(value.get("url")) if isinstance(value, dict) else None
    return absolute_url(facts.page.base_url or "", address) if address else None


def _in_meta(facts: Facts) -> Iterator[Offer]:
    for name in _META_AUTHORS:
        if stated := [text for text in facts.meta.all(name) if len(text) <= bylines.MAX_BYLINE]:
            people = [Person(found) for text in stated for found in read_stated(text)]
            yield people, META, "meta author" if name == "author" else "meta other author"
    for number in ("1", "2"):
        label = (facts.meta.first(f"twitter:label{number}") or "").lower().strip(" :")
        if label in _CARD_LABELS:
            stated = [facts.meta.first(f"twitter:data{number}") or ""]
            yield [Person(name) for name in read_stated(stated[0])], META, "twitter:data"
