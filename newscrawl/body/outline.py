"""The elements of a page as arrays, with sums of what stands in each of them.

A subtree is a range of text runs, so a range of blocks: any sum over it is a difference of two
running sums. From those follow the main container (the innermost element that holds most of the good
text), the main chain (it and all around it) and, for each element off the chain, its branch: the
outermost element around it that hangs off the chain. A branch is mostly one thing: a paragraph, a
box, a comment section.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.blocks import Blocks
from newscrawl.body.lexicon import class_bits

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Share of the good text that the main container holds at least. Above one half it is unique; the
# rest leaves room for leads and boxes outside of it.
MAIN_SHARE: Final = 0.7


class Outline:
    """Element arrays of a page: ``parent``, ``depth``, ``low``/``high`` (range of blocks inside),
    ``bits`` (class words), ``up`` (the next element around that holds more blocks).
    """

    __slots__ = (
        "bits",
        "blocks",
        "count",
        "depth",
        "high",
        "low",
        "parent",
        "signature",
        "up",
        "walk",
    )

    def __init__(self, blocks: Blocks) -> None:
        walk = blocks.walk
        self.blocks, self.walk = blocks, walk
        self.parent = np.array(walk.parent, np.int64)
        self.depth = np.array(walk.depth, np.int64)
        self.low = np.searchsorted(blocks.first, walk.text_start)
        self.high = np.searchsorted(blocks.first, walk.text_end)
        self.count = self.high - self.low
        self.bits = _bits(walk.classes, walk.ids)
        self.signature = _signatures(walk.tags, walk.classes)
        self.up = self._up()

    def sums(self, per_block: NDArray[np.generic]) -> Floats:
        """The sum of a block quantity inside each element."""
        running = np.concatenate(([0.0], np.cumsum(per_block, dtype=np.float64)))
        return running[self.high] - running[self.low]

    def around(self, flags: NDArray[np.generic]) -> Ints:
        """For each element how many of it and the elements around it are flagged."""
        size = len(flags) + 1
        flagged = np.flatnonzero(flags)
        ends = np.array(self.walk.end, np.int64)[flagged]
        change = np.bincount(flagged, minlength=size) - np.bincount(ends, minlength=size)
        return np.cumsum(change)[:-1]

    def container(self, good: Floats, share: float = MAIN_SHARE) -> int:
        """The innermost element with this share (over one half) of a block quantity."""
        inside = self.sums(good)
        total = inside[0]
        return int(np.flatnonzero(inside >= share * total)[-1]) if total > 0 else 0

    def branches(self, container: int) -> Ints:
        """For each element the outermost element around it off the container's chain (or itself)."""
        chain = np.zeros(len(self.parent), bool)
        chain[[container, *self.walk.ancestors(container)]] = True
        on_chain, parent = chain.tolist(), self.walk.parent
        branch: list[int] = []
        for index, around in enumerate(parent):
            own = around < 0 or on_chain[index] or on_chain[around]
            branch.append(index if own else branch[around])
        return np.array(branch, np.int64)

    def _up(self) -> Ints:
        counts, up = self.count.tolist(), [0]
        for index, parent in enumerate(self.walk.parent[1:], 1):
            up.append(parent if counts[parent] != counts[index] else up[parent])
        return np.array(up, np.int64)


def _bits(classes: list[str], ids: list[str]) -> Ints:
    found = [
        (class_bits(names) if names else 0) | (class_bits(name) if name else 0)
        for names, name in zip(classes, ids, strict=True)
    ]
    return np.array(found, np.int64)


def _signatures(tags: list[str], classes: list[str]) -> Ints:
    """A number per kind of element: the same tag and the same class string."""
    numbers: dict[tuple[str, str], int] = {}
    pairs = zip(tags, classes, strict=True)
    return np.array([numbers.setdefault(pair, len(numbers)) for pair in pairs], np.int64)
