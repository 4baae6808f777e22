"""A page's kept blocks against what the site's other articles show: which recur, and where.

Order: blocks that recur by their text or by the label before a link; what the site says of the
author after the text; what is left is the article's own; boxes, in which all that is kept recurs;
and boxes around a link to another page of the site, whose text differs each time.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from newscrawl.body.draft import Draft
from newscrawl.body.facts import Facts
from newscrawl.body.prints import BOX_TAGS, HEADING, LINKED, Prints
from newscrawl.body.repeats import Others

# Elements of which one among many is no paragraph: that it recurs says little.
LISTED: Final = ("li", "td", "th", "dt", "dd", "pre")
_TEASED: Final = 0.25  # share of the article's words that its teasers may hold


@dataclass(frozen=True)
class Recurrence:
    """The kept blocks of a draft; ``others`` is what the site's other articles show."""

    draft: Draft
    others: Others

    @cached_property
    def facts(self) -> Facts:
        """What is known of the page's blocks."""
        return self.draft.facts

    @cached_property
    def prints(self) -> Prints:
        """The prints of the page's blocks."""
        return Prints(self.draft)

    @cached_property
    def kept(self) -> list[int]:
        """Numbers of the blocks kept so far, in order."""
        return [i for i in self.prints.chosen if self.draft.kept[i]]

    # -- what recurs

    @cached_property
    def recurring(self) -> set[int]:
        """Blocks that recur."""
        return self.texts | self.signatures

    @cached_property
    def texts(self) -> set[int]:
        """Blocks whose text recurs, or whose label before a link does."""
        return {i for i in self.kept if self._recurs(i)}

    @cached_property
    def linking(self) -> set[int]:
        """Blocks that are links as others in their place are: they go with their box."""
        return {i for i in self.kept if self._pattern(i)} - self.texts

    @cached_property
    def signatures(self) -> set[int]:
        """Blocks after the text that name the author where other articles name theirs."""
        signed = {i for i in self.kept if self._signature(i)} - self.texts
        rest = [i for i in self.kept if i not in self.texts | self.linking | signed]
        places = {self.prints.places[i] for i in rest}
        last = max((i for i in rest if not self.prints.headings[i]), default=len(self.facts.words))
        apart = (i for i in signed if self.is_slanted(i) or self.prints.places[i] not in places)
        return {i for i in apart if i > last}

    def count(self, index: int) -> int:
        """How many other articles show the block's text, label, signature or teaser box."""
        box = max(map(self._box, self._around(index)), default=0)
        return max(self._exact(index), self._pattern(index), self._signature(index), box)

    def is_slanted(self, index: int) -> bool:
        """Whether all of the block is in italics or bold."""
        return bool(max(self.facts.italic[index], self.facts.bold[index]) > 0.9)

    def tag(self, index: int) -> str:
        """The tag of the block's element."""
        return self.facts.outline.walk.tags[int(self.facts.blocks.element[index])]

    def _recurs(self, index: int) -> bool:
        if self.prints.headings[index]:
            return self._heading_recurs(index)
        if self._exact(index):
            return True
        labelled = bool(self.prints.labels.get(index)) or self.tag(index) not in LISTED
        element = int(self.facts.blocks.element[index])
        return bool(self._pattern(index)) and labelled and self.prints.leads_on(element)

    def _heading_recurs(self, index: int) -> bool:
        """A heading recurs with what it heads, or as a link."""
        alone, pair = self._exact(index), self._count(self.prints.pair.get(index))
        return bool(alone) and (pair == alone or bool(self.facts.links[index] >= LINKED))

    def _exact(self, index: int) -> int:
        return self._count(self.prints.exact[index])

    def _pattern(self, index: int) -> int:
        return self._count(self.prints.pattern.get(index))

    def _signature(self, index: int) -> int:
        return self._count(self.prints.signature.get(index))

    def _box(self, element: int) -> int:
        return self._count(self.prints.boxes.get(element))

    def _count(self, number: int | None) -> int:
        return 0 if number is None else self.others.counts.get(number, 0)

    # -- the article's own

    @cached_property
    def own(self) -> list[int]:
        """Kept blocks that do not recur."""
        return [i for i in self.kept if i not in self.recurring and i not in self.linking]

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last block of the article's own text."""
        text = [i for i in self.own if not self.prints.headings[i]]
        return (text[0], text[-1]) if text else (0, len(self.facts.words))

    @cached_property
    def own_places(self) -> set[str]:
        """The places of the article's own text, and of the elements around it."""
        parent, elements = self.facts.outline.walk.parent, set()
        for index in self.own:
            element = int(self.facts.blocks.element[index])
            while element >= 0 and element not in elements:
                elements.add(element)
                element = parent[element]
        return set(map(self.prints.place, elements))

    # -- boxes

    @cached_property
    def boxes(self) -> dict[int, int]:
        """For blocks in boxes the outermost element in which all that is kept recurs."""
        outline = self.facts.outline
        recurring = outline.sums(self._flags(self.recurring))
        linking = outline.sums(self._flags(self.linking))
        whole = (recurring > 0) & (recurring + linking == outline.sums(self._flags(set(self.kept))))
        boxes: dict[int, int] = {}
        for element in np.flatnonzero(whole & outline.tagged(*BOX_TAGS)).tolist():
            inside = self._inside(element)
            if inside[0] not in boxes and self._is_box(element, inside):
                boxes.update(dict.fromkeys(inside, element))
        return boxes

    @cached_property
    def teasers(self) -> set[int]:
        """Kept blocks in boxes of kinds that lead to another page of the site each time. What
        stands before all other text is the article's head, which leads to its author and section.
        """
        outline = self.facts.outline
        boxes = [e for e in self.prints.boxes if self._box(e)]
        places = {self.prints.place(e) for e in boxes}
        inside = {i for e in boxes for i in self._inside(e)}
        classed = [e for e in np.flatnonzero(outline.tagged(*BOX_TAGS)).tolist() if places]
        like = {e for e in classed if self._inside(e) and self.prints.place(e) in places}
        words = self.facts.words
        few = words[sorted(inside)].sum() <= _TEASED * words[self.kept].sum()
        first = min((i for i in self.own if i not in inside), default=len(words))
        return {i for i in inside if i > first} if few and like <= set(boxes) else set()

    def is_line(self, index: int) -> bool:
        """Whether a block may be a heading by its text: short, unlinked and no sentence."""
        facts = self.facts
        return (
            bool(facts.words[index] <= HEADING and not facts.stop[index]) and not facts.links[index]
        )

    def _is_box(self, element: int, inside: list[int]) -> bool:
        """Not in a place of the article's own text, nor around a single line: a sub-heading's."""
        line = len(inside) == 1 and self.is_line(inside[0]) and self.tag(inside[0]) not in LISTED
        return not line and self.prints.place(element) not in self.own_places

    def _inside(self, element: int) -> list[int]:
        """The kept blocks in an element."""
        outline = self.facts.outline
        low, high = int(outline.low[element]), int(outline.high[element])
        return self.kept[bisect_left(self.kept, low) : bisect_left(self.kept, high)]

    def _around(self, index: int) -> list[int]:
        element = int(self.facts.blocks.element[index])
        return [element, *self.facts.outline.walk.ancestors(element)]

    def _flags(self, indices: set[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        flags = np.zeros(len(self.facts.words), bool)
        flags[list(indices)] = True
        return flags
