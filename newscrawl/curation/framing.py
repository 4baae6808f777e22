"""The elements around a text, and what must be removed inside them, so that it is the text found.

Order: the element that holds most of the text, and those around it, from the inside out; for each a
selector; what it would keep beyond the text gets removals. The first that makes the same text on
every page is taken; where none does, the first that holds the text on every page is a proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from newscrawl.body import Body, Rulings, read_body
from newscrawl.body.draft import Draft
from newscrawl.curation.finding import selectors_of
from newscrawl.extraction import Extraction
from newscrawl.sites.profile import Removal
from newscrawl.sites.selectors import Selected
from newscrawl.values.text import clean

_OUTWARD: Final = 3  # elements around the innermost one that are tried
_TRIED: Final = 4  # selectors of each, and of each element that is to be removed
_SHOWN: Final = 40  # characters of a text that a removal shows
MAX_REMOVALS: Final = 8  # a frame that needs more is none


@dataclass(frozen=True, slots=True)
class Frame:
    """A selector of the elements that hold the text, and what is removed inside them; ``is_exact``
    where that is the text found, on every page."""

    selector: str
    removals: tuple[Removal, ...] = ()
    is_exact: bool = False


def framed(pages: Sequence[Extraction]) -> Frame | None:
    """The frame of the text, or the best proposal; None where nothing holds it on every page."""
    drafts = [page.body.draft for page in pages]
    if not all(page.body.text for page in pages) or None in drafts:
        return None
    framing = _Framing(pages, [draft for draft in drafts if draft])
    proposals = [frame for selector in framing.selectors() if (frame := framing.frame(selector))]
    return max(proposals, key=lambda frame: frame.is_exact, default=None)


class _Framing:
    """Pages, what selectors find on them, and what of it is the text."""

    def __init__(self, pages: Sequence[Extraction], drafts: Sequence[Draft]) -> None:
        self._pages = pages
        self._drafts = drafts
        self._selected = [Selected(page.page) for page in pages]
        self._is_beside = cache(self._finds_no_text)

    def selectors(self) -> Iterator[str]:
        """Selectors of elements around the text of the first page, the inner ones first."""
        walk, container = self._pages[0].page.walk, self._pages[0].body.container
        for element in [container, *walk.ancestors(container)[:_OUTWARD]]:
            yield from islice(selectors_of(walk, element), _TRIED)

    def frame(self, selector: str) -> Frame | None:
        """The frame by a selector; None where it does not hold the text of every page."""
        found = [tuple(selected.elements(selector)) for selected in self._selected]
        if not all(map(self._holds, self._drafts, found)):
            return None
        needed = (
            removal
            for page, before, inside in zip(self._pages, self._drafts, found, strict=True)
            for removal in self._needed(page, before, inside)
        )
        removals = {removal.selector: removal for removal in islice(needed, 4 * MAX_REMOVALS)}
        chosen = tuple(removals.values())[:MAX_REMOVALS]
        exact = all(map(self._same, self._pages, self._selected, found, [chosen] * len(found)))
        return Frame(selector, chosen, exact)

    @staticmethod
    def _holds(draft: Draft, inside: Sequence[int]) -> bool:
        """Whether all of the text stands inside."""
        outline, kept = draft.facts.outline, draft.kept.copy()
        for element in inside:
            kept[outline.low[element] : outline.high[element]] = False
        return bool(inside) and not kept.any()

    def _needed(
        self, page: Extraction, before: Draft, inside: tuple[int, ...]
    ) -> Iterator[Removal]:
        """Removals for what would be kept inside, and is not of the text."""
        after = _read(page, Rulings(inside)).draft
        surplus, outline = before.kept & False, before.facts.outline
        if after is not None:
            surplus = after.kept & ~before.kept
        element, end = min(inside), max(page.page.walk.end[one] for one in inside)
        while element < end:
            blocks = slice(int(outline.low[element]), int(outline.high[element]))
            is_beside = surplus[blocks].any() and not before.kept[blocks].any()
            named = islice(selectors_of(page.page.walk, element), _TRIED) if is_beside else iter(())
            if selector := next(filter(self._is_beside, named), None):
                text = before.texts[blocks.start + int(surplus[blocks].argmax())]
                yield Removal(selector, f"boilerplate such as “{_start(text)}”")
            element = page.page.walk.end[element] if selector else element + 1

    def _finds_no_text(self, selector: str) -> bool:
        """Whether a selector finds nothing of the text on any page."""
        return not any(
            draft.kept[draft.facts.outline.low[one] : draft.facts.outline.high[one]].any()
            for selected, draft in zip(self._selected, self._drafts, strict=True)
            for one in selected.elements(selector)
        )

    @staticmethod
    def _same(
        page: Extraction, selected: Selected, inside: tuple[int, ...], removals: tuple[Removal, ...]
    ) -> bool:
        """Whether the frame gives a page's text."""
        outside = tuple(
            (element, removal.reason)
            for removal in removals
            for element in selected.elements(removal.selector)
        )
        return _read(page, Rulings(inside, outside)).text == page.body.text


def _start(text: str) -> str:
    return clean(text) if len(text) <= _SHOWN else f"{clean(text[:_SHOWN])}…"


def _read(page: Extraction, rulings: Rulings) -> Body:
    best = page.best("headline")
    return read_body(page.page, headline=best.value if best else None, rulings=rulings)
