"""Bylines that a page shows: links to authors, elements marked as byline, text that reads like one.

Each place is an offer: the people, the source, and a note that names the kind of place. Notes say
whether the place is near the headline or far from it, whether it is foreign (in comments, related
stories, navigation), and whether another place of the same kind stood before it ("next").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from newscrawl.evidence import MARKUP, TEXT
from newscrawl.fields import marks
from newscrawl.fields.facts import Facts
from newscrawl.items import Person
from newscrawl.values.people import (
    is_joint,
    is_lead,
    is_name,
    read_byline,
    split_names,
    trim_name,
)
from newscrawl.values.text import clean, fold
from newscrawl.values.urls import absolute_url

_AUTHOR_PAGE: Final = re.compile(
    # One set of characters to start with: the search need not stop at any other.
    r"[/?&](?:(?<=/)(?:(?:authors?|autor(?:en|es|a)?|auteurs?|autore|by|people|person|profiles?"
    r"|contributors?|staff|journalists?|writers?|reporters?|columnists?|redakteure?|team|user|users"
    r"|redaktion|kirjoittaja|skribent)[/=-][^/?#]+|@[^/]+/?$)|(?<=[?&])author=)",
    re.IGNORECASE,
)
MAX_BYLINE: Final = 250  # characters
_MAX_SIZE: Final = 30  # elements inside a byline
_NEAR_RUNS: Final = 30  # text runs after the headline in which a byline is looked for
_BEFORE_RUNS: Final = 8
_CLOSE: Final = 60  # elements after the headline in which links to authors are its byline
_MAX_LISTED: Final = 3  # authors of one article that are linked in a list of their own
_MAX_REACH: Final = 300  # text runs, shown or not, among which these are
_CLOSE_RUNS: Final = 6  # text runs beside the headline in which a name beside a date is a byline
_MAX_RUNS: Final = 3000  # text runs of the page that are looked at in the last resort
_MAX_FAR: Final = 80  # characters of a byline away from the headline; longer ones are prose
_MAX_LONE: Final = 32  # characters of a name that stands by itself
_MAX_DATED: Final = 80  # characters of a line of names and a date
_UNSHOWN: Final = frozenset(("script", "style", "template", "svg", "title"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DATE: Final = re.compile(r"\d{1,2}[./:]\d{2}|\b(?:19|20)\d\d\b")
# Words that introduce a byline, and much else.
_BARE_LEADS: Final = frozenset(
    ("by", "von", "par", "por", "di", "door", "av", "af", "text", "texto")
)

People = list[Person]
Offer = tuple[People, str, str]


def shown(facts: Facts) -> Iterator[Offer]:
    """Bylines around the headline, and marked ones wherever they stand."""
    yield from _in_links(facts)
    yield from _in_marked(facts)
    yield from _near_headline(facts)


def _in_links(facts: Facts) -> Iterator[Offer]:
    """Links that say by relation or address that they lead to the author."""
    by_place: dict[str, list[int]] = {}
    close = (facts.heading or 0) + _CLOSE
    for index, kind in _author_links(facts):
        later = "later " if kind == "author link" and index > close else ""
        by_place.setdefault(f"{facts.where(index)}{later}{kind}", []).append(index)
    for place, links in by_place.items():
        if not _is_staff(facts, place, links):
            sure = place.endswith("rel author")
            yield [one for i in links for one in _linked(facts, i, sure=sure)], MARKUP, place


def _is_staff(facts: Facts, place: str, links: list[int]) -> bool:
    """Whether links are a list of all who write for the site, as footers have one."""
    walk = facts.walk
    if len({walk.attr(index, "href") for index in links}) <= _MAX_LISTED:
        return False
    in_items = all(walk.tags[walk.parent[index]] == "li" for index in links)
    return in_items or place.startswith("foreign ")


def _author_links(facts: Facts) -> list[tuple[int, str]]:
    """The links in order: by relation wherever they stand, by address near the headline."""
    links, (first, last) = facts.walk.indices("a"), facts.window
    near = links[bisect_left(links, first) : bisect_left(links, last)]
    hrefs = facts.walk.hrefs
    listed = [i for i in near if i in hrefs and _AUTHOR_PAGE.search(hrefs[i])]
    found = dict.fromkeys(listed, "author link")
    found |= {i: "rel author" for i, relation in facts.relations.items() if "author" in relation}
    return sorted(found.items())


def _linked(facts: Facts, index: int, *, sure: bool) -> People:
    href = facts.walk.attr(index, "href")
    address = absolute_url(facts.page.base_url or "", href) if href else None
    return [Person(name, address) for name in read_byline(facts.heading_text(index), sure=sure)]


def _in_marked(facts: Facts) -> Iterator[Offer]:
    """Elements marked as byline; of nested ones only the outermost that reads as one."""
    walk, done, seen = facts.walk, -1, set()
    for index, bits in facts.marked:
        if not bits & marks.AUTHOR or index < done or walk.end[index] - index > _MAX_SIZE:
            continue
        text = _runs_text(facts, walk.text_start[index], walk.text_end[index])
        names = read_byline(text, sure=True) if len(text) <= MAX_BYLINE else []
        if names:
            done = walk.end[index]
            said = "bio" if bits & marks.BIO else "byline class"
            said = "media byline" if bits & marks.MEDIA else said
            place = f"{facts.where(index)}{said}"
            again = "next " if place in seen else ""
            seen.add(place)
            yield [Person(name) for name in names], MARKUP, again + place


def _runs_text(facts: Facts, start: int, end: int) -> str:
    """Text runs in one line, with a bar between them: names in two elements are two names."""
    walk = facts.walk
    shown = (i for i in range(start, end) if walk.tags[walk.text_owner[i]] not in _UNSHOWN)
    runs = (clean(walk.texts[i][:MAX_BYLINE]) for i in shown)
    return " | ".join(run for run in runs if run)


def _near_headline(facts: Facts) -> Iterator[Offer]:
    """Text runs around the headline that a byline's words introduce, or that stand by a date."""
    heading = facts.heading
    if heading is None:
        return
    walk = facts.walk
    start, end = walk.text_start[heading], walk.text_end[heading]
    after = list(islice(_seen(facts, range(end, end + _MAX_REACH)), _NEAR_RUNS))
    before = list(islice(_seen(facts, range(start - 1, start - _MAX_REACH, -1)), _BEFORE_RUNS))
    close = {*after[:_CLOSE_RUNS], *before[:_CLOSE_RUNS]}
    seen = set()
    for run in [*after, *before]:
        if len(walk.texts[run]) > MAX_BYLINE * 2:
            continue
        text = clean(walk.texts[run])
        names, note = _names_in_run(facts, run, text, near=run in close)
        if names and not (note == "text name" and run < start):
            is_bare = note.startswith("text name")
            place = "foreign " if facts.is_foreign(walk.text_owner[run]) else ""
            place += "before " if is_bare and run < start else ""
            again = "next " if is_bare and place in seen else ""
            seen.add(place)
            yield [Person(name) for name in names], TEXT, again + place + note


def far(facts: Facts) -> Iterator[Offer]:
    """The texts that start like a byline wherever they stand after the headline: for pages that
    tell no author near it.
    """
    if facts.heading is None:
        return
    texts, again = facts.walk.texts, ""
    runs = range(facts.walk.text_end[facts.heading], min(len(texts), _MAX_RUNS))
    short = [run for run in runs if len(texts[run]) <= _MAX_FAR * 2 and not texts[run].isspace()]
    for run in short:
        if not is_lead(texts[run].lstrip()):
            continue
        text = clean(texts[run])
        names = _introduced(facts, run, text) if len(text) <= _MAX_FAR else []
        if any(map(_is_full, names)) and not facts.is_foreign(facts.walk.text_owner[run]):
            said = "byline" if text.partition(" ")[0].lower() in _BARE_LEADS else "labelled byline"
            yield [Person(name) for name in names], TEXT, f"{again}far text {said}"
            again = "next "


def _is_full(name: str) -> bool:
    return is_name(name) and (" " in name or not name.isascii())


def _seen(facts: Facts, runs: Iterable[int]) -> Iterator[int]:
    """Those of the text runs that readers see."""
    texts, owners, tags = facts.walk.texts, facts.walk.text_owner, facts.walk.tags
    count = len(texts)
    return (
        run
        for run in runs
        if 0 <= run < count and tags[owners[run]] not in _UNSHOWN and not texts[run].isspace()
    )


def _names_in_run(facts: Facts, run: int, text: str, *, near: bool) -> tuple[list[str], str]:
    if is_lead(text):
        return _introduced(facts, run, text), "text byline" if near else "text byline later"
    if near and _is_lone_name(facts, run, text):
        return [trim_name(text) or text], f"text name{_dated(facts, run)}"
    if near and _DATE.search(text) and len(text) <= _MAX_DATED:
        parts = (trim_name(part) for part in split_names(text))
        return [part for part in parts if " " in part and is_name(part)], "text by date"
    return [], ""


def _introduced(facts: Facts, run: int, text: str) -> list[str]:
    """The names in a text that a byline's words introduce, or in what follows these words."""
    whole = len(text) > 25 or read_byline(text)
    names = read_byline(text if whole else _joined(facts, run, text))
    return [] if len(names) == 1 and _is_word(facts, names[0]) else names


def _is_word(facts: Facts, name: str) -> bool:
    """Whether a user name is a word of the page's prose: "by focusing on..."."""
    return " " not in name and name.islower() and f" {name} " in facts.prose


def _dated(facts: Facts, run: int) -> str:
    """Whether one of the next texts is a date, as bylines have one."""
    shown = (text for text in facts.walk.texts[run + 1 : run + 6] if not text.isspace())
    return " by date" if any(_DATE.search(text[:40]) for text in islice(shown, 2)) else ""


def _is_lone_name(facts: Facts, run: int, text: str) -> bool:
    """Whether a whole text run reads like a name, and like no title of the page."""
    if not (len(text) <= _MAX_LONE and 1 <= text.count(" ") <= 3 and is_name(text)):
        return False
    owner = facts.walk.text_owner[run]
    if facts.walk.tags[owner] in _HEADINGS or facts.is_foreign(owner) or _is_item(facts, owner):
        return False
    words = set(fold(text).split())
    return not any(words & title for title in facts.title_words)


def _is_item(facts: Facts, index: int) -> bool:
    """Whether an element is, or is right in, an item of a list longer than a byline's."""
    walk = facts.walk
    item = next((i for i in (index, walk.parent[index]) if i >= 0 and walk.tags[i] == "li"), -1)
    if item < 0:
        return False
    beside = sum(walk.parent[i] == walk.parent[item] for i in walk.indices("li"))
    return beside > _MAX_LISTED


def _joined(facts: Facts, run: int, text: str) -> str:
    """A label ("By") with the name in the next run, and with the names that are joined on."""
    texts = [clean(t[:MAX_BYLINE]) for t in facts.walk.texts[run + 1 : run + 14]]
    texts = [t for t in texts if t]
    said = f"{text} {texts[0]}" if texts else text
    for joint, name in zip(texts[1::2], texts[2::2], strict=False):
        if not is_joint(joint):
            break
        said += f" | {name}"
    return said[:MAX_BYLINE]
