"""Selectors of profiles: CSS with parsel's ``::text`` and ``::attr(name)``, or XPath.

A selector that begins with ``/`` or ``(`` is XPath, any other CSS. One that finds elements stands
for their whole text, scripts and styles left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from lxml import etree

from newscrawl.page import Page
from newscrawl.page.walk import Walk
from newscrawl.values.text import clean

_XPATH: Final = ("/", "(")
# What a selector ends in that gives texts, not elements.
_GIVES_TEXT: Final = re.compile(r"::(?:text|attr\([^)]*\))\s*(?:$|,)|/(?:@[\w:-]+|text\(\))\s*\)?$")
_UNSEEN: Final = frozenset(("script", "style", "noscript", "template"))
# Elements that part no words.
_INLINE: Final = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s",
        "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
    )
)  # fmt: skip


def check_selector(selector: str) -> str | None:
    """Why a selector cannot be one; None where it can."""
    from parsel.csstranslator import HTMLTranslator

    try:
        is_xpath = selector.startswith(_XPATH)
        etree.XPath(selector if is_xpath else HTMLTranslator().css_to_xpath(selector))
    except Exception as error:  # noqa: BLE001 - the translator raises errors of many kinds
        return str(error) or type(error).__name__
    return None


def gives_text(selector: str) -> bool:
    """Whether a selector finds texts or attributes rather than elements."""
    return bool(_GIVES_TEXT.search(selector))


class Selected:
    """What selectors find on one page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def _numbers(self) -> dict[etree._Element, int]:
        return {element: number for number, element in enumerate(self._page.walk.elements)}

    def texts(self, selector: str) -> list[str]:
        """The texts that a selector finds, in the page's order (white space not folded)."""
        found = (self._text(one) for one in self._found(selector))
        return [text for text in found if text is not None]

    def elements(self, selector: str) -> list[int]:
        """The numbers of the elements that a selector finds."""
        found = self._found(selector)
        return [self._numbers[e] for e in found if not isinstance(e, str) and e in self._numbers]

    def links(self, selector: str) -> dict[str, str]:
        """Where the links lead that a selector finds, or that stand in what it finds, by text."""
        walk = self._page.walk
        inside = (
            index
            for number in self.elements(selector)
            for index in range(number, walk.end[number])
            if index in walk.hrefs
        )
        return {clean(element_text(walk, index)): walk.hrefs[index] for index in inside}

    def _text(self, found: Any) -> str | None:
        if isinstance(found, str):
            return found
        number = self._numbers.get(found)
        return None if number is None else element_text(self._page.walk, number)

    def _found(self, selector: str) -> list[Any]:
        wrapped = self._page.selector
        is_xpath = selector.startswith(_XPATH)
        return [one.root for one in (wrapped.xpath if is_xpath else wrapped.css)(selector)]


def element_text(walk: Walk, index: int) -> str:
    """All that a reader sees of an element; what stands in lines of its own is parted."""
    runs = range(walk.text_start[index], walk.text_end[index])
    seen = [run for run in runs if walk.tags[walk.text_owner[run]] not in _UNSEEN]
    pieces = [walk.texts[seen[0]]] if seen else []
    for before, run in pairwise(seen):
        pieces += ["" if _in_one_line(walk, before, run) else " ", walk.texts[run]]
    return "".join(pieces)


def _in_one_line(walk: Walk, before: int, run: int) -> bool:
    """Whether nothing but the bounds of inline elements is between two runs."""
    one, other = walk.text_owner[before], walk.text_owner[run]
    bounds = [*_apart(walk, one, other), *_apart(walk, other, one)]
    return bool(bounds) and all(walk.tags[index] in _INLINE for index in bounds)


def _apart(walk: Walk, one: int, other: int) -> Iterator[int]:
    """An element and those around it that do not hold the other one."""
    while one >= 0 and not one <= other < walk.end[one]:
        yield one
        one = walk.parent[one]
