"""What a site repeats: which prints of an article's blocks other articles of the site show too.

A print is a number that stands for a block's text in its place (``prints.py``). Of each article
read, its prints are remembered once, however often it is read and under however many addresses; of
a crawl only the last articles count, so that memory is bounded and old promotion is forgotten.
Knows nothing of pages, files or clocks: the same sightings in the same order give the same memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

Prints = NDArray[np.uint64]

# Articles that a site's memory holds: promotion that one in thirty of them shows is still seen
# three times, and what a site has dropped is forgotten after one or two days of news.
MAX_ARTICLES: Final = 100
# Prints kept of an article, more than nearly all have. With 8 bytes each, a site's memory stays
# below 100 KB.
MAX_PRINTS: Final = 120
# Other articles that show a print before it counts: it is known from the third article on.
LEAST: Final = 2
_FORMAT: Final = 1  # of the stored memory and the prints in it; others are forgotten


@dataclass(frozen=True, slots=True)
class Sighting:
    """One article as a site's memory sees it.

    ``prints``: those of its blocks; ``mark``: the same for copies of the article under other
    addresses.
    """

    prints: frozenset[int]
    mark: int


@dataclass(frozen=True, slots=True)
class Others:
    """What the other articles of an article's site show: ``counts`` says how many of these
    ``articles`` have a print, for prints that at least :data:`LEAST` of them have.
    """

    articles: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)


class Repeats:
    """The memory of one site. ``limit``: articles that it holds; None for all of them."""

    def __init__(self, limit: int | None = MAX_ARTICLES) -> None:
        self._limit = limit
        self._prints: dict[int, Prints] = {}  # by mark, in the order of reading
        self._marks: dict[str, int] = {}  # by key
        self.observed = 0  # times that it observed since it was made or loaded

    def __len__(self) -> int:
        """Number of articles remembered."""
        return len(self._prints)

    def observe(self, key: str, sighting: Sighting) -> None:
        """Remember an article; ``key`` is the same whenever it is read again."""
        self.observed += 1
        mark = sighting.mark
        if self._marks.setdefault(key, mark) != mark:  # its headline or text has changed
            self._drop(self._marks[key])
            self._marks[key] = mark
        known = self._prints.pop(mark, _NONE)
        self._prints[mark] = np.union1d(known, _sample(sighting.prints))[:MAX_PRINTS]
        if self._limit is not None and len(self._prints) > self._limit:
            self._drop(next(iter(self._prints)))
        self.__dict__.pop("_counts", None)

    def besides(self, key: str) -> Others:
        """What all articles but this one show."""
        prints, counts = self._counts
        mark = self._marks.get(key)
        own = self._prints.get(mark, _NONE) if mark is not None else _NONE
        counts = counts - np.isin(prints, own, assume_unique=True)
        seen = counts >= LEAST
        shown = zip(prints[seen].tolist(), counts[seen].tolist(), strict=True)
        return Others(len(self._prints) - (mark in self._prints), dict(shown))

    def dump(self) -> bytes:
        """The memory as bytes, for :meth:`load`."""
        keys: dict[int, list[str]] = {mark: [] for mark in self._prints}
        for key, mark in self._marks.items():
            keys[mark].append(key)
        articles = [
            (mark, keys[mark], prints.astype("<u8").tobytes())
            for mark, prints in self._prints.items()
        ]
        return msgspec.msgpack.encode((_FORMAT, articles))

    @classmethod
    def load(cls, data: bytes | None) -> Repeats:
        """The memory that was dumped; an empty one where the bytes are damaged or outdated."""
        repeats = cls()
        try:
            version, articles = msgspec.msgpack.decode(data or b"", type=tuple[int, Any])
            if version == _FORMAT:
                repeats._restore(msgspec.convert(articles, list[tuple[int, list[str], bytes]]))
        except (msgspec.MsgspecError, ValueError):
            return cls()
        return repeats

    def _restore(self, articles: list[tuple[int, list[str], bytes]]) -> None:
        for mark, keys, prints in articles:
            self._prints[mark] = np.frombuffer(prints, "<u8").astype(np.uint64)
            self._marks.update(dict.fromkeys(keys, mark))

    @cached_property
    def _counts(self) -> tuple[Prints, NDArray[np.int64]]:
        """Prints that may count for some article, and how many articles have each."""
        every = np.concatenate([_NONE, *self._prints.values()])
        prints, counts = np.unique(every, return_counts=True)
        return prints[counts >= LEAST], counts[counts >= LEAST]

    def _drop(self, mark: int) -> None:
        """Forget an article, and the keys that stood for it."""
        del self._prints[mark]
        self._marks = {key: known for key, known in self._marks.items() if known != mark}


_NONE: Final[Prints] = np.zeros(0, np.uint64)


def _sample(prints: frozenset[int]) -> Prints:
    """The prints, sorted; of too many the lowest, as good as chance and always the same."""
    return np.array(sorted(prints)[:MAX_PRINTS], np.uint64)
