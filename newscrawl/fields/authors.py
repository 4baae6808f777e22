"""Who wrote it: people, with the address of their page where there is one.

Order of the offers: JSON-LD, microdata, meta tags, ``rel=author`` links and links to author pages,
elements marked as byline, text beside the headline that reads like a byline or is nothing but a
name. A publisher named
beside people is dropped; alone it is offered, marked as such.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, TEXT, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts
from newscrawl.items import Person
from newscrawl.values.people import (
    MAX_AUTHORS,
    is_joint,
    is_lead,
    is_name,
    read_byline,
    read_stated,
    split_names,
    trim_name,
)
from newscrawl.values.text import clean, fold
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
_AUTHOR_PAGE: Final = re.compile(
    # One set of characters to start with: the search need not stop at any other.
    r"[/?&](?:(?<=/)(?:(?:authors?|autor(?:en|es|a)?|auteurs?|autore|by|people|person|profiles?"
    r"|contributors?|staff|journalists?|writers?|reporters?|columnists?|redakteure?|team|user|users"
    r"|redaktion|kirjoittaja|skribent)[/=-][^/?#]+|@[^/]+/?$)|(?<=[?&])author=)",
    re.IGNORECASE,
)
_MAX_BYLINE: Final = 250  # characters
_MAX_SIZE: Final = 30  # elements inside a byline
_NEAR_RUNS: Final = 45  # text runs after the headline in which a byline is looked for
_BEFORE_RUNS: Final = 10
_CLOSE_RUNS: Final = 8  # text runs beside the headline in which a name beside a date is a byline
_UNSHOWN: Final = frozenset(("script", "style", "template", "svg", "title"))
_MAX_LONE: Final = 32  # characters of a name that stands by itself
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DATE: Final = re.compile(r"\d{1,2}[./:]\d{2}|\b(?:19|20)\d\d\b")

_FEW: Final = 3  # authors; more are often a list of something else
# Words of departments and firms.
_HOUSE: Final = re.compile(
    r"\b(?:team|staff|editors?|editorial|redaktion|redacci[oó]n|rédaction|redazione|news|media|online|press"
    r"|agency|agencies|gmbh|inc|llc|ltd|university|institute|magazin|magazine|dpa|afp|reuters|blog|desk"
    r"|zeitung|verlag|group|foundation|stiftung|verein|e\.v)\b",
    re.IGNORECASE,
)

People = list[Person]
Offer = tuple[People, str, str]


def authors(facts: Facts) -> Iterator[Candidate[People]]:
    """Candidates for the list of authors."""
    for people, source, note in _stated(facts):
        kept = _without_publisher(facts, _unique(people))
        if kept:
            alone = all(facts.is_site_name(person.name) for person in kept)
            yield Candidate(kept, source, 0.0, note=f"{note} (site)" if alone else note)


def traits(facts: Facts, people: People) -> Iterator[str]:
    """What is peculiar about a list of authors: how many, and whether they look like people."""
    if len(people) > 1:
        yield "two or three names" if len(people) <= _FEW else "many names"
    names = [person.name for person in people]
    if not all(is_name(name) for name in names):
        yield "no person's name"
    elif any(" " not in name and name.isascii() for name in names):
        yield "one word"
    if any(_HOUSE.search(name) for name in names):
        yield "house"


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
    yield from _in_links(facts)
    yield from _in_marked(facts)
    yield from _near_headline(facts)


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
        stated = [text for text in facts.meta.all(name) if len(text) <= _MAX_BYLINE]
        people = [Person(found) for text in stated for found in read_stated(text)]
        yield people, META, "meta author" if name == "author" else "meta other author"
    for number in ("1", "2"):
        label = (facts.meta.first(f"twitter:label{number}") or "").lower().strip(" :")
        if label in _CARD_LABELS:
            stated = [facts.meta.first(f"twitter:data{number}") or ""]
            yield [Person(name) for name in read_stated(stated[0])], META, "twitter:data"


def _in_links(facts: Facts) -> Iterator[Offer]:
    """Links that say by relation or address that they lead to the author."""
    by_relation: dict[str, People] = {}
    for index, kind in _author_links(facts):
        names = read_byline(facts.heading_text(index), sure=kind == "rel author")
        place = f"{_where(facts, index)}{kind}"
        by_relation.setdefault(place, []).extend(_person(facts, index, name) for name in names)
    for place, people in by_relation.items():
        yield people, MARKUP, place


def _author_links(facts: Facts) -> list[tuple[int, str]]:
    """The links in order: by relation wherever they stand, by address near the headline."""
    links, (first, last) = facts.walk.indices("a"), facts.window
    near = links[bisect_left(links, first) : bisect_left(links, last)]
    hrefs = facts.walk.hrefs
    listed = [i for i in near if i in hrefs and _AUTHOR_PAGE.search(hrefs[i])]
    found = dict.fromkeys(listed, "author link")
    found |= {i: "rel author" for i, relation in facts.relations.items() if "author" in relation}
    return sorted(found.items())


def _where(facts: Facts, index: int) -> str:
    first, last = facts.window
    place = "near " if first <= index < last else "far "
    return f"foreign {place}" if facts.is_foreign(index) else place


def _person(facts: Facts, index: int, name: str) -> Person:
    address = facts.walk.attr(index, "href")
    return Person(name, absolute_url(facts.page.base_url or "", address) if address else None)


def _in_marked(facts: Facts) -> Iterator[Offer]:
    """Elements marked as byline; of nested ones only the outermost that reads as one."""
    walk, done, seen = facts.walk, -1, set()
    for index, bits in facts.marked:
        if not bits & marks.AUTHOR or index < done or walk.end[index] - index > _MAX_SIZE:
            continue
        text = _runs_text(facts, walk.text_start[index], walk.text_end[index])
        names = read_byline(text, sure=True) if len(text) <= _MAX_BYLINE else []
        if names:
            done = walk.end[index]
            said = "bio" if bits & marks.BIO else "byline class"
            place = f"{_where(facts, index)}{said}"
            again = "next " if place in seen else ""
            seen.add(place)
            yield [Person(name) for name in names], MARKUP, again + place


def _runs_text(facts: Facts, start: int, end: int) -> str:
    """Text runs in one line, with a bar between them: names in two elements are two names."""
    walk = facts.walk
    shown = (i for i in range(start, end) if walk.tags[walk.text_owner[i]] not in _UNSHOWN)
    runs = (clean(walk.texts[i][:_MAX_BYLINE]) for i in shown)
    return " | ".join(run for run in runs if run)


def _near_headline(facts: Facts) -> Iterator[Offer]:
    """Text runs around the headline that a byline's words introduce, or that stand by a date."""
    heading = facts.heading
    if heading is None:
        return
    walk = facts.walk
    start, after = walk.text_start[heading], walk.text_end[heading]
    seen = set()
    for run in [*range(after, after + _NEAR_RUNS), *range(start - 1, start - _BEFORE_RUNS, -1)]:
        if not 0 <= run < len(walk.texts) or len(walk.texts[run]) > _MAX_BYLINE * 2:
            continue
        text = clean(walk.texts[run])
        names, note = _names_in_run(facts, run, text, near=-_CLOSE_RUNS < run - after < _CLOSE_RUNS)
        if names and not (note == "text name" and run < start):
            place = "foreign " if facts.is_foreign(walk.text_owner[run]) else ""
            place += "before " if note.startswith("text name") and run < start else ""
            again = "next " if note.startswith("text name") and place in seen else ""
            seen.add(place)
            yield [Person(name) for name in names], TEXT, again + place + note


def _names_in_run(facts: Facts, run: int, text: str, *, near: bool) -> tuple[list[str], str]:
    if is_lead(text):
        whole = len(text) > 25 or read_byline(text)
        return read_byline(text if whole else _joined(facts, run, text)), "text byline"
    if near and _is_lone_name(facts, run, text):
        return [trim_name(text) or text], f"text name{_dated(facts, run)}"
    if near and _DATE.search(text) and len(text) <= 80:
        parts = (trim_name(part) for part in split_names(text))
        return [part for part in parts if " " in part and is_name(part)], "text by date"
    return [], ""


def _dated(facts: Facts, run: int) -> str:
    """Whether one of the next texts is a date, as bylines have one."""
    shown = (text for text in facts.walk.texts[run + 1 : run + 6] if not text.isspace())
    return " by date" if any(_DATE.search(text[:40]) for text in islice(shown, 2)) else ""


def _is_lone_name(facts: Facts, run: int, text: str) -> bool:
    """Whether a whole text run reads like a name, and like no title of the page."""
    if not (len(text) <= _MAX_LONE and 1 <= text.count(" ") <= 3 and is_name(text)):
        return False
    owner = facts.walk.text_owner[run]
    if facts.walk.tags[owner] in _HEADINGS or facts.is_foreign(owner):
        return False
    words = set(fold(text).split())
    return not any(words & title for title in facts.title_words)


def _joined(facts: Facts, run: int, text: str) -> str:
    """A label ("By") with the name in the next run, and with the names that are joined on."""
    texts = [clean(t[:_MAX_BYLINE]) for t in facts.walk.texts[run + 1 : run + 14]]
    texts = [t for t in texts if t]
    said = f"{text} {texts[0]}" if texts else text
    for joint, name in zip(texts[1::2], texts[2::2], strict=False):
        if not is_joint(joint):
            break
        said += f" | {name}"
    return said[:_MAX_BYLINE]
