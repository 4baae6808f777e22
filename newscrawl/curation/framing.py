"""The elements around a text, and what must be removed inside them, so that it is the text found.

Order: the element that holds most of the text, and those around it, from the inside out; for each a
selector; what it would keep beyond the text gets removals; it is taken if then the text is the same
on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from newscrawl.body import Body, Rulings, read_body
from newscrawl.curation.finding import names_of, selectors_of
from newscrawl.extraction import Extraction
from newscrawl.page.walk import Walk
from newscrawl.sites.profile import Removal
from newscrawl.sites.selectors import Selected
from newscrawl.values.text import clean

_OUTWARD: Final = 3  # elements around the innermost one that are tried
_TRIED: Final = 6  # selectors of each
_SHOWN: Final = 40  # characters of a text that a removal shows
MAX_REMOVALS: Final = 8  # a frame that needs more is none


@dataclass(frozen=True, slots=True)
class Frame:
    """A selector of the elements that hold the text, and what is removed inside them."""

    selector: str
    removals: tuple[Removal, ...] = ()


def framed(pages: Sequence[Extraction]) -> Frame | None:
    """The frame that gives the text found on every page; None where there is none."""
    if not all(page.body.draft and page.body.text for page in pages):
        return None
    return next((frame for selector in _frames(pages[0]) if (frame := _try(selector, pages))), None)


def _frames(page: Extraction) -> Iterator[str]:
    walk, container = page.page.walk, page.body.container
    for element in [container, *walk.ancestors(container)[:_OUTWARD]]:
        yield from islice(selectors_of(walk, element), _TRIED)


def _try(selector: str, pages: Sequence[Extraction]) -> Frame | None:
    removals: dict[str, Removal] = {}
    for page in pages:
        inside = Selected(page.page).elements(selector)
        if not inside or not _holds(page, inside):
            return None
        for removal in _needed(page, tuple(inside), pages):
            removals.setdefault(removal.selector, removal)
    frame = Frame(selector, tuple(removals.values()))
    fits = len(removals) <= MAX_REMOVALS and all(_same(page, frame) for page in pages)
    return frame if fits else None


def _holds(page: Extraction, inside: Sequence[int]) -> bool:
    """Whether all of the text stands inside."""
    draft = page.body.draft
    assert draft is not None
    outline, kept = draft.facts.outline, draft.kept.copy()
    for element in inside:
        kept[outline.low[element] : outline.high[element]] = False
    return not kept.any()


def _needed(
    page: Extraction, inside: tuple[int, ...], pages: Sequence[Extraction]
) -> Iterator[Removal]:
    """Removals for what would be kept inside, and is not of the text."""
    before, after = page.body.draft, _read(page, Rulings(inside)).draft
    assert before is not None
    assert after is not None
    surplus, outline = after.kept & ~before.kept, before.facts.outline
    element, end = min(inside), max(page.page.walk.end[one] for one in inside)
    while element < end:
        blocks = slice(int(outline.low[element]), int(outline.high[element]))
        if surplus[blocks].any() and not before.kept[blocks].any():
            first = blocks.start + int(surplus[blocks].argmax())
            if selector := _removal(page.page.walk, element, pages):
                yield Removal(selector, f"boilerplate such as “{_start(before.texts[first])}”")
            element = page.page.walk.end[element]
        else:
            element += 1


def _start(text: str) -> str:
    return clean(text) if len(text) <= _SHOWN else f"{clean(text[:_SHOWN])}…"


def _removal(walk: Walk, element: int, pages: Sequence[Extraction]) -> str | None:
    """A selector of an element that finds nothing of the text on any page."""
    named = selectors_of(walk, element) if names_of(walk, element) else iter(())
    return next((one for one in named if not any(_hits(one, page) for page in pages)), None)


def _hits(selector: str, page: Extraction) -> bool:
    draft = page.body.draft
    assert draft is not None
    outline = draft.facts.outline
    found = Selected(page.page).elements(selector)
    return any(draft.kept[outline.low[one] : outline.high[one]].any() for one in found)


def _same(page: Extraction, frame: Frame) -> bool:
    selected = Selected(page.page)
    outside = tuple(
        (element, removal.reason)
        for removal in frame.removals
        for element in selected.elements(removal.selector)
    )
    rulings = Rulings(tuple(selected.elements(frame.selector)), outside)
    return _read(page, rulings).text == page.body.text


def _read(page: Extraction, rulings: Rulings) -> Body:
    best = page.best("headline")
    return read_body(page.page, headline=best.value if best else None, rulings=rulings)
