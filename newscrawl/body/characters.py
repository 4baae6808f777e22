"""What a text is made of, counted for all blocks of a page at once.

The texts are laid end to end as an array of code points; a table gives each code point its kinds;
running sums give the counts per block.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

SPACE, UNSPACED, COMMA, STOP, DIGIT, UPPER, ODD, MARK = (1 << bit for bit in range(8))
KINDS: Final = ("space", "unspaced", "comma", "stop", "digit", "upper", "odd", "mark")

# Kinds are counted three at a time, in fields of one integer that no text is long enough to fill.
_FIELD: Final = 21  # bits
_TOGETHER: Final = 3
_PLANE: Final = 0x10000  # code points in the table; those above are unspaced (rare ideographs)
_COMMAS: Final = ",;、，；،؛"
_STOPS: Final = ".!?…。！？।؟۔։።"
_ODD: Final = "|›»>•·→▸▶►/©®@#*+=_~"  # separators and signs that menus and legal lines are made of
_MARKS: Final = '"“”„«‘’‹:：()（）「」『』'
_DIGIT_ZEROS: Final = (0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10)
_UNSPACED_RANGES: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x9FFF),  # ideographs
    (0xF900, 0xFAFF),
)


@cache
def _table() -> NDArray[np.uint8]:
    table = np.zeros(_PLANE, np.uint8)
    for kind, characters in ((COMMA, _COMMAS), (STOP, _STOPS), (ODD, _ODD), (MARK, _MARKS)):
        for character in characters:
            table[ord(character)] |= kind
    table[[ord(" "), ord("\n")]] |= SPACE
    for start, end in _UNSPACED_RANGES:
        table[start : end + 1] |= UNSPACED
    for zero in _DIGIT_ZEROS:
        table[zero : zero + 10] |= DIGIT
    upper = [c for c in (*range(0x590), *range(0x1E00, 0x2000)) if chr(c).isupper()]
    table[upper] |= UPPER
    table[_PLANE - 1] = UNSPACED
    return table


class Characters:
    """Counts per text: ``length`` (characters), ``counts[kind]``, and kind bits at both ends.

    ``table``: the counts as rows, in the order of :data:`KINDS`.
    """

    __slots__ = ("counts", "ends", "length", "starts", "table")

    def __init__(self, texts: list[str]) -> None:
        # A line break after each text, so that an empty one has a place of its own.
        points = np.frombuffer("\n".join((*texts, "")).encode("utf-32-le", "replace"), np.uint32)
        kinds = _table()[np.minimum(points, _PLANE - 1)]
        self.length = np.fromiter(map(len, texts), np.int64, len(texts))
        after = (self.length + 1).cumsum()
        before = after - self.length - 1
        self.table = _counts(kinds, before)
        self.counts = dict(zip(KINDS, self.table, strict=True))
        self.counts["space"] -= 1
        self.starts = kinds[before]
        self.ends = kinds[np.maximum(after - 2, before)]

    @property
    def words(self) -> NDArray[np.float64]:
        """Words per text. A character of an unspaced script weighs about half a word."""
        spaced = np.maximum(self.length - self.counts["unspaced"], 0) > 0
        return np.asarray(self.counts["space"] + spaced + 0.5 * self.counts["unspaced"])


@cache
def _fields() -> list[NDArray[np.int64]]:
    """For each value of a code point's kinds, a one in the field of each kind that it has."""
    values = np.arange(1 << len(KINDS))
    spread = [((values >> bit) & 1) << (_FIELD * (bit % _TOGETHER)) for bit in range(len(KINDS))]
    return [np.sum(spread[at : at + _TOGETHER], axis=0) for at in range(0, len(KINDS), _TOGETHER)]


def _counts(kinds: NDArray[np.uint8], before: NDArray[np.int64]) -> NDArray[np.int64]:
    packed = np.array([np.add.reduceat(fields.take(kinds), before) for fields in _fields()])
    bits = np.arange(len(KINDS))
    places = _FIELD * (bits % _TOGETHER)
    return (packed[bits // _TOGETHER] >> places[:, None]) & ((1 << _FIELD) - 1)
