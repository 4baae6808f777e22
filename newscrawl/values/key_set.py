"""A set of keys that is small in memory: for what one run has seen, which may be very much.

Approach: a key is a number of 64 bits. They lie sorted in one array; new ones wait in a set until
they are enough to be sorted in. That is 8 bytes a key, not 130. The array is sorted where it lies
and grows by doubling: one that is made anew each time leaves holes behind that nothing fits. Where
keys are digests, the chance that any two of a million share their 64 bits is one in thirty million.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

# Numbers that wait to be sorted in: some 100 KB.
WAITING: Final = 1024
_HEX: Final = 16  # hex characters that make 64 bits


def number_of(key: str) -> int:
    """The number of a key that is written in hex, of 16 characters or more."""
    return int(key[:_HEX], 16)


class KeySet:
    """Numbers from 0 to 2**64 - 1; up to ``most`` of them, then it takes no more."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._room = np.zeros(2 * WAITING, np.uint64)
        self._held = 0  # of the room, from its start
        self._waiting: set[int] = set()

    def __len__(self) -> int:
        return self._held + len(self._waiting)

    @property
    def is_full(self) -> bool:
        """Whether it takes no more."""
        return len(self) >= self._most

    def add(self, numbers: Iterable[int]) -> None:
        """Take numbers, as long as there is room."""
        room = self._most - len(self)
        if room <= 0:
            return
        fresh = self.unknown(numbers)
        self._waiting.update(fresh if len(fresh) <= room else sorted(fresh)[:room])
        if len(self._waiting) >= WAITING:
            self._sort_in()

    def unknown(self, numbers: Iterable[int]) -> set[int]:
        """Those of the numbers that are not in the set."""
        fresh = set(numbers) - self._waiting
        if not fresh or not self._held:
            return fresh
        asked, held = _array(fresh), self._room[: self._held]
        nearest = held[np.minimum(np.searchsorted(held, asked), self._held - 1)]
        return set(asked[nearest != asked].tolist())

    def _sort_in(self) -> None:
        end = len(self)
        if end > len(self._room):
            self._room = np.resize(self._room, max(end, 2 * len(self._room)))
        self._room[self._held : end] = _array(self._waiting)
        self._room[:end].sort()
        self._held = end
        self._waiting = set()


def _array(numbers: set[int]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.fromiter(numbers, np.uint64, len(numbers))
