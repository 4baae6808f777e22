"""The second look: what the first look says of the blocks around.

A block of which little is known is judged by its neighbours, by the blocks of the same kind and by
the elements that it stands in: how much of each the first look would keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.facts import Facts

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Context:
    """What the second look needs of a page. ``words`` per block; ``levels``: for elements around
    each block, nearest first, the range of blocks inside; ``kinds``: group number of each block.
    """

    words: Array
    levels: tuple[tuple[Ints, Ints], ...]
    kinds: tuple[Ints, ...]

    @classmethod
    def of(cls, facts: Facts) -> Context:
        """The context of a page's blocks."""
        low, high = facts.outline.low, facts.outline.high
        levels = tuple((low[e], high[e]) for e in (*facts.levels, facts.branch))
        return cls(facts.words, levels, facts.kinds)

    def rows(self, first: NDArray[np.float32], odds: Array) -> NDArray[np.float32]:
        """The second look's rows: those of the first, and what its log-odds add."""
        columns = [column for _, column in self.columns(odds)]
        return np.concatenate((first, np.array(columns, np.float32)))

    def columns(self, odds: Array) -> Iterator[tuple[str, Array]]:
        """The columns that the first look's log-odds give."""
        probability = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        kept = probability * self.words
        total = max(kept.sum(), 1.0)
        yield "odds", np.clip(odds, -12, 12)
        for step in (-3, -2, -1, 1, 2, 3):
            yield f"p{step:+d}", shift(probability, step)
        before = np.cumsum(kept) - kept
        yield "kept_before", before / total
        yield "kept_after", (total - before - kept) / total
        yield "kept_words", np.full(len(odds), np.log1p(total))
        yield "kept_share", np.full(len(odds), total / max(self.words.sum(), 1))
        sure = (kept * (probability > 0.5)).sum() / total
        yield "kept_sure", np.full(len(odds), sure)
        yield from self._distances(probability)
        for size in (4, 12):
            near = window(self.words, size)
            yield f"near{size}", window(kept, size) / near.clip(1)
        for number, (low, high) in enumerate(self.levels):
            inside, words = between(kept, low, high), between(self.words, low, high)
            yield f"around{number}", inside / words.clip(1)
            yield f"around{number}_share", inside / total
            others = (inside - kept) / (words - self.words).clip(1)
            yield f"around{number}_others", np.where(words - self.words > 0, others, -1)
        for number, kind in enumerate(self.kinds):
            in_kind = np.bincount(kind, self.words)[kind]
            inside = np.bincount(kind, kept)[kind]
            others = (inside - kept) / (in_kind - self.words).clip(1)
            yield f"kind{number}", np.where(in_kind - self.words > 0, others, -1)
            yield f"kind{number}_share", inside / total

    def _distances(self, probability: Array) -> Iterator[tuple[str, Array]]:
        """Words between the block and the nearest block before and after that is kept."""
        sure = probability > 0.6
        ends = np.cumsum(self.words)
        starts = ends - self.words
        last = np.maximum.accumulate(np.where(sure, ends, -1.0))
        last = np.concatenate(([-1.0], last[:-1]))
        yield "since_kept", np.where(last >= 0, np.log1p((starts - last).clip(0)), 12)
        following = np.minimum.accumulate(np.where(sure, starts, np.inf)[::-1])[::-1]
        following = np.concatenate((following[1:], [np.inf]))
        gap = np.where(np.isfinite(following), following, 0) - ends
        yield "until_kept", np.where(np.isfinite(following), np.log1p(gap.clip(0)), 12)


def between(values: Array, low: Ints, high: Ints) -> Array:
    """Sums over ranges."""
    running = np.concatenate(([0.0], np.cumsum(values)))
    return np.asarray(running[high] - running[low])


def shift(values: Array, step: int) -> Array:
    """The value of the block ``step`` further on; -1 beyond the page."""
    shifted = np.full(len(values), -1.0)
    if abs(step) >= len(values):
        return shifted
    if step > 0:
        shifted[:-step] = values[step:]
    else:
        shifted[-step:] = values[:step]
    return shifted


def window(values: Array, size: int) -> Array:
    """The sum over the block and ``size`` blocks on each side."""
    order = np.arange(len(values))
    return between(values, np.maximum(order - size, 0), np.minimum(order + size + 1, len(values)))
