"""What the site repeats over its articles is the site's text, not this article's.

That a block recurs is not enough: quotations, datelines, refrains and the sentences that explain an
affair recur as well. So signs are counted that a recurring block is promotion, and the fewer signs
there are, the more of the site's articles must show it.

Order: which blocks recur, by their text or as a link with a recurring label; which elements hold
nothing else (boxes); the signs of each block; the verdict. Headings go only with what they head.
Boxes around a link to another page of the site, whose text differs each time, go by their place.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.draft import Draft
from newscrawl.body.lexicon import CLASS_NAMES, CUE_NAMES
from newscrawl.body.prints import BOX_TAGS, HEADING, LINKED, Prints

Flags = NDArray[np.bool_]

# Share of the site's other articles that must show a block with no, with one, with two signs.
SHARES: Final = (0.5, 0.2, 0.0)
# Other articles from which a share says something; of fewer all must show a block without signs.
_TELLING: Final = 4
# Words of the article's own that must be left: of an article that recurs altogether (a copy under
# another address, a column of set phrases) nothing is the site's.
_OWN_WORDS: Final = 15
_TEASED: Final = 0.25  # share of the article's words that its boxes of one kind may hold
_CALL: Final = 12  # words of a line in which one word of a call is enough
_DATELINE: Final = 8  # words of a dateline
_CALLS: Final = ("related", "share", "subscribe", "advert", "rights")
_CALLING: Final = sum(1 << CUE_NAMES.index(name) for name in _CALLS)
_PROMOTING: Final = sum(
    1 << CLASS_NAMES.index(name) for name in ("related", "share", "advertising", "subscribe")
)
_QUOTING: Final = 1 << CLASS_NAMES.index("quote")
_QUOTED: Final = re.compile(r"[\"“”„«»‹›‘「『《]")
_UPPER_START: Final = re.compile(r"[^\W\d_a-z]{3,}")
_DATELINE_END: Final = re.compile(r"[—–\-:)\]）】〕]$")
_LISTED: Final = ("li", "td", "th", "dt", "dd", "pre")


def remove_repeated(draft: Draft) -> None:
    """Remove kept blocks that the site repeats, where its other articles are known."""
    if draft.repeats is None or not draft.repeats.counts or not draft.kept.any():
        return
    found = _Recurring(draft)
    goes = found.verdict()
    left = draft.facts.words[draft.kept].sum() - draft.facts.words[goes].sum()
    if left >= _OWN_WORDS:
        for index in goes:
            count, articles = found.count(index), draft.repeats.articles
            reason = f"the site repeats it: in {count} of {articles} other articles"
            draft.remove(index, reason, certain=True)


class _Recurring:
    """The kept blocks of a page against what the site's other articles show."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.facts = draft, draft.facts
        assert draft.repeats is not None
        self.others = draft.repeats
        self.prints = Prints(draft)
        self.kept = [i for i in self.prints.chosen if draft.kept[i]]

    def verdict(self) -> list[int]:
        """Numbers of the blocks that go."""
        goes = {i for i in self.recurring if self._goes(i)} | self.teasers
        return sorted(goes)

    def count(self, index: int) -> int:
        """How many other articles show the block, its pattern or a box in its place."""
        kinds = (self._exact, self._pattern, self._signed, self._boxed)
        return max(kind(index) for kind in kinds)

    # -- what recurs

    @cached_property
    def recurring(self) -> set[int]:
        """Blocks that recur by themselves."""
        return self.texts | self.signatures

    @cached_property
    def texts(self) -> set[int]:
        """Blocks whose text recurs, or whose label before a link does."""
        return {i for i in self.kept if self._recurs(i)}

    @cached_property
    def linking(self) -> set[int]:
        """Blocks that are one link, as others in their place are: they go with their box."""
        return {i for i in self.kept if i not in self.texts and self._pattern(i)}

    @cached_property
    def signatures(self) -> set[int]:
        """Blocks after the text that name the author, where other articles name theirs."""
        signed = {i for i in self.kept if self._signed(i)} - self.texts
        rest = [i for i in self.kept if i not in self.texts | self.linking | signed]
        places = {self.prints.places[i] for i in rest}
        last = max((i for i in rest if not self.prints.headings[i]), default=len(self.facts.words))
        return {
            i
            for i in signed
            if i > last and (self._is_slanted(i) or self.prints.places[i] not in places)
        }

    def _recurs(self, index: int) -> bool:
        if self.prints.headings[index]:
            return self._heading_recurs(index)
        if self._exact(index):
            return True
        tag = self._tag(index)
        labelled = bool(self.prints.labels.get(index)) or tag not in _LISTED
        return bool(self._pattern(index)) and labelled and self._leads_on(index)

    def _heading_recurs(self, index: int) -> bool:
        """A heading recurs with what it heads, or as a link."""
        alone = self._exact(index)
        pair = self._count(self.prints.pair.get(index))
        return bool(alone) and (pair == alone or bool(self.facts.links[index] >= LINKED))

    def _leads_on(self, index: int) -> bool:
        element = int(self.facts.blocks.element[index])
        return self._called(index) or self.prints.leads_on(element)

    def _exact(self, index: int) -> int:
        return self._count(self.prints.exact[index])

    def _pattern(self, index: int) -> int:
        return self._count(self.prints.pattern.get(index))

    def _signed(self, index: int) -> int:
        return self._count(self.prints.signature.get(index))

    def _boxed(self, index: int) -> int:
        return max((self._box_count(e) for e in self._around(index)), default=0)

    # -- boxes

    @cached_property
    def boxes(self) -> dict[int, int]:
        """The outermost element around each block in which all that is kept recurs."""
        outline, kept = self.facts.outline, self._flags(self.kept)
        strong = outline.sums(self._flags(self.recurring))
        every = outline.sums(self._flags(self.recurring | self.linking))
        whole = (strong > 0) & (every == outline.sums(kept)) & outline.tagged(*BOX_TAGS)
        boxes: dict[int, int] = {}
        for element in np.flatnonzero(whole).tolist():
            if self.prints.place(element) not in self.own_places:
                for index in self._inside(element):
                    boxes.setdefault(index, element)
        return boxes

    def _inside(self, element: int) -> list[int]:
        """The kept blocks in an element; none where that is one line, which may be a heading."""
        outline = self.facts.outline
        inside = [i for i in self.kept if outline.low[element] <= i < outline.high[element]]
        return [] if len(inside) == 1 and self._is_line(inside[0]) else inside

    @cached_property
    def teasers(self) -> set[int]:
        """Blocks in boxes of a kind that leads to another page of the site each time."""
        outline, walk = self.facts.outline, self.facts.outline.walk
        boxes = [e for e in self.prints.boxes if self._box_count(e)]
        places = {self.prints.place(e) for e in boxes}
        like = [
            e
            for e in np.flatnonzero(outline.tagged(*BOX_TAGS) & (outline.count > 0)).tolist()
            if walk.classes[e] and self.prints.place(e) in places
        ]
        inside = {i for e in boxes for i in range(int(outline.low[e]), int(outline.high[e]))}
        inside &= set(self.kept)
        words = self.facts.words
        few = words[sorted(inside)].sum() <= _TEASED * words[self.kept].sum()
        return inside if few and set(like) <= set(boxes) else set()

    def _box_count(self, element: int) -> int:
        return self._count(self.prints.boxes.get(element))

    def _around(self, index: int) -> list[int]:
        element = int(self.facts.blocks.element[index])
        return [element, *self.facts.outline.walk.ancestors(element)]

    # -- signs

    def _goes(self, index: int) -> bool:
        signs = min(self._signs(index), len(SHARES) - 1)
        if signs < 0:
            return False
        count, articles = self.count(index), self.others.articles
        if not signs and articles < _TELLING:
            return count == articles
        return count >= SHARES[signs] * articles

    def _signs(self, index: int) -> int:
        """How much speaks for promotion; quotations and datelines need the most."""
        signs = 2 * self._in_box(index) + self._calls(index) + (index in self.prints.signature)
        signs += index > self.own[1] or self._set_apart(index)
        if self._is_quotation(index) or self._is_dateline(index):
            return signs - 2
        return signs - self._is_listed(index)

    def _in_box(self, index: int) -> bool:
        """In a box; at the head of the article, where introductions stand, in one that calls."""
        if index not in self.boxes:
            return False
        return index > self.own[0] or any(self._calls(i) for i in self._box_blocks(index))

    def _box_blocks(self, index: int) -> list[int]:
        return [i for i in self.kept if self.boxes.get(i) == self.boxes[index]]

    def _calls(self, index: int) -> int:
        """2 for links, 1 for a line with a link or with words of a call."""
        links = self.facts.links[index]
        return 2 if links >= LINKED else int(links > 0 or self._called(index))

    def _called(self, index: int) -> bool:
        """Words of a call: one in a short line, of two kinds in a longer one."""
        cues = (int(self.facts.cues[index]) & _CALLING).bit_count()
        return cues > int(self.facts.words[index] > _CALL)

    def _set_apart(self, index: int) -> bool:
        """Looks like no other text of the article, and is neither its head nor a heading."""
        if self._named(index):
            return True
        if index < self.own[0] or self._is_line(index):
            return False
        return self._is_slanted(index) or self.prints.places[index] not in self.own_places

    def _is_slanted(self, index: int) -> bool:
        return bool(max(self.facts.italic[index], self.facts.bold[index]) > 0.9)

    def _is_line(self, index: int) -> bool:
        """Whether a block may be a heading by its text: short, no sentence, no call."""
        facts = self.facts
        short = bool(facts.words[index] <= HEADING and not facts.stop[index])
        return short and not self._calls(index)

    def _named(self, index: int) -> bool:
        bits = self.facts.outline.bits[self.facts.blocks.element[index]]
        return bool(int(bits) & _PROMOTING)

    def _is_quotation(self, index: int) -> bool:
        around = self._around(index)[:3]
        outline = self.facts.outline
        quoting = any(outline.walk.tags[e] == "blockquote" for e in around)
        quoting |= any(int(outline.bits[e]) & _QUOTING for e in around)
        return quoting or bool(_QUOTED.match(self.draft.texts[index]))

    def _is_dateline(self, index: int) -> bool:
        text, words = self.draft.texts[index], self.facts.words[index]
        if index > self.own[0] or words > _DATELINE or self._calls(index):
            return False
        return bool(_UPPER_START.match(text) or _DATELINE_END.search(text))

    # -- the article's own text

    @cached_property
    def own(self) -> tuple[int, int]:
        """The first and the last block of text that does not recur."""
        own = [i for i in self._own_blocks if not self.prints.headings[i]]
        return (own[0], own[-1]) if own else (0, len(self.facts.words))

    @cached_property
    def own_places(self) -> set[str]:
        """The places of the article's own text, and of the elements around it."""
        elements = {e for i in self._own_blocks for e in self._around(i)}
        return {self.prints.place(e) for e in elements}

    @cached_property
    def _own_blocks(self) -> list[int]:
        return [i for i in self.kept if i not in self.recurring and i not in self.linking]

    # -- plumbing

    def _count(self, number: int | None) -> int:
        return 0 if number is None else self.others.counts.get(number, 0)

    def _is_listed(self, index: int) -> bool:
        """Whether it stands in a list or table, as its item's or cell's only text."""
        elements = self.facts.blocks.element
        alone = (elements[self.kept] == elements[index]).sum() == 1
        return bool(alone) and self._tag(index) in _LISTED

    def _tag(self, index: int) -> str:
        walk = self.facts.outline.walk
        return walk.tags[int(self.facts.blocks.element[index])]

    def _flags(self, indices: set[int] | list[int]) -> Flags:
        flags = np.zeros(len(self.facts.words), bool)
        flags[list(indices)] = True
        return flags
