"""Entries of a live blog: as JSON-LD states them (``liveBlogUpdate``), as microdata does, or as the
page shows them.

Shown entries are elements of one kind whose class says so (``liveblog__post``, ``live-entry``);
what tells them from teasers of live pages is that they have a time and a text of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import Final

from newscrawl.fields import nodes
from newscrawl.fields.dates import read
from newscrawl.fields.facts import Facts
from newscrawl.items import LiveUpdate
from newscrawl.page.walk import Walk
from newscrawl.values.text import clean, word_count

MAX_UPDATES: Final = nodes.MAX_VALUES  # of one page
_ENTRY: Final = re.compile(
    r"live(?:blog|event|ticker|feed|text|stream)?(?:entry|post|item|update|eintrag|message)"
)
_APART: Final = re.compile(r"[-_]+")
_LEAST: Final = 2  # shown entries from which a page is a live blog
_WORDS: Final = 5  # words of the shortest text that an entry shows
_HEADS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS: Final = ("p", "li")


def live_updates(facts: Facts) -> list[LiveUpdate]:
    """The entries in the order of the page; empty when it is no live blog."""
    stated = [*facts.page.jsonld.of_type("LiveBlogPosting"), *_items(facts)][:1]
    for node in stated:
        entries = [e for e in nodes.values(node, "liveBlogUpdate") if isinstance(e, dict)]
        found = [_entry(facts, entry) for entry in entries]
        if told := [entry for entry in found if entry.headline or entry.body]:
            return told
    return _shown(facts)


def _items(facts: Facts) -> list[nodes.Node]:
    """The microdata items that list updates."""
    return [node for node in facts.page.microdata if "liveBlogUpdate" in node]


def _entry(facts: Facts, node: nodes.Node) -> LiveUpdate:
    stated = nodes.text(node, "datePublished")
    return LiveUpdate(
        headline=nodes.text(node, "headline", "name"),
        date_published=read(facts, stated) if stated else None,
        body=nodes.text(node, "articleBody", "text", "description"),
    )


def _shown(facts: Facts) -> list[LiveUpdate]:
    walk = facts.walk
    named = [number for number, name in enumerate(walk.names.texts) if _names_entry(name)]
    kinds: dict[str, list[int]] = defaultdict(list)
    for index in walk.names.classed(named).tolist():
        kinds[walk.tags[index]].append(index)
    elements = _outermost(walk, max(kinds.values(), key=len, default=[]))[:MAX_UPDATES]
    if len(elements) < _LEAST:
        return []
    shown = _Shown(facts)
    entries = [entry for index in elements if (entry := shown.entry(index))]
    telling = [entry for entry in entries if word_count(entry.body) >= _WORDS]
    return entries if len(telling) >= _LEAST else []


def _names_entry(names: str) -> bool:
    return "live" in names and any(
        _ENTRY.fullmatch(_APART.sub("", name)) for name in names.lower().split()
    )


def _outermost(walk: Walk, elements: list[int]) -> list[int]:
    found: list[int] = []
    for index in elements:
        if not found or index >= walk.end[found[-1]]:
            found.append(index)
    return found


class _Shown:
    """Reads entries that the page shows."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.walk = facts, facts.walk
        self.times = self.walk.indices("time")
        self.heads = self.walk.indices(*_HEADS)
        self.paragraphs = _outermost(self.walk, self.walk.indices(*_PARAGRAPHS))

    def entry(self, index: int) -> LiveUpdate | None:
        """What an element says; nothing where it has no time."""
        times = self._inside(self.times, index)
        if not times:
            return None
        stated = self.walk.attr(times[0], "datetime") or self._text(times[0])
        heads, paragraphs = self._inside(self.heads, index), self._inside(self.paragraphs, index)
        return LiveUpdate(
            headline=next(filter(None, map(self._text, heads)), None),
            date_published=read(self.facts, stated) if stated else None,
            body="\n\n".join(filter(None, map(self._text, paragraphs))) or None,
        )

    def _inside(self, elements: list[int], around: int) -> list[int]:
        low = bisect_right(elements, around)
        return elements[low : bisect_left(elements, self.walk.end[around])]

    def _text(self, index: int) -> str:
        return clean(self.walk.text_of(index))
