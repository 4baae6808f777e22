"""The elements of a page as arrays, with sums of what stands in each of them.

A subtree is a range of text runs, so a range of blocks: any sum over it is a difference of two
running sums. From those follow the main container (the innermost element that holds most of the
good text), the main chain (it and all around it) and, for each element off the chain, its branch:
the outermost element around it that hangs off the chain. A branch is mostly one thing: a paragraph,
a box, a comment section.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from newscrawl.body.blocks import Blocks, ints, nearest_flagged
from newscrawl.body.lexicon import HIDDEN, NAMING, attribute_bits, word_bit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Share of the good text that the main container holds at least. Above one half it is unique; the
# rest leaves room for leads and boxes outside of it.
MAIN_SHARE: Final = 0.7
_MEDIA: Final = ("img", "picture", "video", "iframe", "audio", "amp-img", "svg", "object", "embed")
_BUTTON_BLOCKS: Final = 4  # blocks that a button holds at most: icon, label, hint, count
_HIDING: Final = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")


class Outline:
    """Element arrays of a page: ``parent``, ``end`` and ``depth``; ``low``/``high``: range of the
    blocks inside, ``count``: how many; ``bits``: what class, id and other attributes say.
    """

    def __init__(self, blocks: Blocks) -> None:
        walk = blocks.walk
        self.blocks, self.walk = blocks, walk
        self.parent, self.text_start = blocks.parent, blocks.text_start
        self.end, self.depth = ints(walk.end), ints(walk.depth)
        begun = _running(np.bincount(blocks.first, minlength=len(walk.texts)))
        self.low, self.high = begun[self.text_start], begun[blocks.text_end]
        self.count = self.high - self.low
        self.bits = self._bits()

    def tagged(self, *tags: str) -> Flags:
        """Which elements have one of these tags."""
        return self.blocks.tagged(tags)

    @cached_property
    def links(self) -> Flags:
        """Which elements are links: named anchors are not, though old pages leave them open."""
        flags = self.tagged("a")
        walk = self.walk
        for index in set(walk.indices("a")).difference(walk.hrefs):
            if walk.attr(index, "name") or walk.ids[index]:
                flags[index] = False
        return flags

    @cached_property
    def buttons(self) -> Flags:
        """Which elements are buttons. One that holds many blocks was never closed."""
        return self.tagged("button") & (self.count <= _BUTTON_BLOCKS)

    def around(self, flags: NDArray[np.generic], elements: Ints) -> NDArray[np.int32]:
        """For each of the elements how many of it and the elements around it are flagged.

        ``flags``: per element of the page, or rows of such; the result has as many rows.
        """
        flagged = np.flatnonzero(flags if flags.ndim == 1 else flags.any(axis=0))
        return self.around_these(flagged, flags[..., flagged], elements)

    def around_these(
        self, flagged: Ints, flags: NDArray[np.generic], elements: Ints
    ) -> NDArray[np.int32]:
        """The same, with flags for these ``flagged`` elements only."""
        ends = self.end[flagged]
        by_end = ends.argsort(kind="stable")
        begun = _running(flags).take(flagged.searchsorted(elements, "right"), axis=-1)
        ended = ends[by_end].searchsorted(elements, "right")
        return np.asarray(begun - _running(flags[..., by_end]).take(ended, axis=-1))

    def sums(self, per_block: NDArray[np.generic], elements: Ints | None = None) -> Floats:
        """The sum of block quantities (columns, if any) inside each element, or inside these."""
        running = np.zeros((len(per_block) + 1, *per_block.shape[1:]))
        per_block.cumsum(axis=0, dtype=np.float64, out=running[1:])
        if elements is None:
            return np.asarray(running[self.high] - running[self.low])
        return np.asarray(running[self.high[elements]] - running[self.low[elements]])

    def container(self, good: Floats, share: float = MAIN_SHARE) -> int:
        """The innermost element with this share (over one half) of a block quantity."""
        inside = self.sums(good)
        total = inside[0]
        return int(np.flatnonzero(inside >= share * total)[-1]) if total > 0 else 0

    def branches(self, container: int, elements: Ints) -> Ints:
        """For each of the elements the outermost one around it off the container's chain."""
        chain = np.zeros(len(self.parent), bool)
        chain[[container, *self.walk.ancestors(container)]] = True
        hanging = np.flatnonzero(chain[self.parent] & ~chain)
        if not len(hanging):
            return elements
        last = hanging[np.maximum(np.searchsorted(hanging, elements, "right") - 1, 0)]
        inside = (last <= elements) & (elements < self.end[last])
        return np.where(inside, last, elements)

    @cached_property
    def up(self) -> Ints:
        """For each element the next one around it that holds more blocks (the root: itself)."""
        top = self.count[self.parent] != self.count
        top[0] = True
        return np.maximum(self.parent[nearest_flagged(top, self.parent)], 0)

    @cached_property
    def media(self) -> Ints:
        """Numbers of the image, video and frame elements, in document order."""
        return np.flatnonzero(self.tagged(*_MEDIA))

    def media_inside(self, elements: Ints) -> Ints:
        """How many media elements stand in each of these elements."""
        low = np.searchsorted(self.media, elements)
        return np.asarray(np.searchsorted(self.media, self.end[elements]) - low)

    def _bits(self) -> Ints:
        """Bits of the names of all block-level elements with text in them."""
        names, elements = self.walk.names, self.walk.elements
        described = self.blocks.block_level & (self.count > 0)
        bits = names.of_elements(names.bits([word_bit(word) for word in names.words])) * described
        for index in described.nonzero()[0].tolist():
            if not NAMING.isdisjoint(elements[index].keys()):
                bits[index] |= _attribute_bits(elements[index])
        return bits


def _running(flags: NDArray[np.generic]) -> NDArray[np.int32]:
    """How many of the first 0, 1, 2... entries of each row are set."""
    counts = np.zeros((*flags.shape[:-1], flags.shape[-1] + 1), np.int32)
    flags.cumsum(axis=-1, dtype=np.int32, out=counts[..., 1:])
    return counts


def _attribute_bits(element: etree._Element) -> int:
    """What the attributes other than class and id say. Only known ones are read: names may be
    anything that a broken page makes of them."""
    bits = 0
    for name in NAMING.intersection(element.keys()):
        value = element.get(name, "")
        if name == "style":
            bits |= HIDDEN if any(hiding in value for hiding in _HIDING) else 0
        elif name == "hidden" or (name == "aria-hidden" and value == "true"):
            bits |= HIDDEN
        else:
            bits |= attribute_bits(value)
    return bits
