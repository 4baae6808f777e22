"""Whether two texts are one: sketches that find candidates, and the words that decide.

Approach: MinHash over shingles of four words; bands of a sketch are equal where texts share much,
so that a database finds candidates by an index. Sketches cannot tell a copy from another day's
weather report, which shares its phrases; so the two texts decide. Names and figures must agree as
well as the phrases: that is what parts copies from texts of one template. Thresholds were measured
on templates, copies and edited copies (``benchmarks/duplicates.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final

from rensa import RMinHash

from newscrawl.values.text import UNSPACED

# Words per shingle: four are seldom shared by chance (Broder 1997 took ten, of longer documents).
SHINGLE: Final = 4
# Bands of three hashes: a text that shares seven tenths of its shingles with another is found with
# a probability of 1 - (1 - 0.7^3)^6 = 0.92, one that shares a hundredth with 0.000006.
BANDS: Final = 6
ROWS: Final = 3
# Shorter texts are not compared: "Watch the video." under a recurring headline is no duplicate.
MIN_COMPARED_WORDS: Final = 30
# Words of a text that count: what is longer is a live blog or a book, told by its beginning.
MAX_WORDS: Final = 4_000
_SEED: Final = 1

# A copy has nearly all phrases and facts of the shorter text, and half of what both have.
COPY_PHRASES: Final = 0.95
COPY_FACTS: Final = 0.95
COPY_SHARED: Final = 0.5
# The same page under another address has all the facts, and nearly the same words: two of them may
# be others, which is eight phrases on either side. A share alone would let a long text differ much.
SAME_PHRASES: Final = 0.97
MAX_SLIPS: Final = 16
# Half a band's hash: 32 bits of it are kept as a signed number, which SQLite stores in four bytes.
_HALF: Final = 1 << 31

_TOKEN: Final = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


class Print:
    """A text as it is compared: ``phrases`` are its shingles, ``facts`` its names and figures."""

    def __init__(self, text: str | None) -> None:
        tokens: list[str] = _TOKEN.findall(text or "")
        self._tokens = tokens[:MAX_WORDS]
        self.is_whole = len(tokens) <= MAX_WORDS

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Runs of :data:`SHINGLE` words, in lower case; of a shorter text the whole of it."""
        words = " ".join(self._tokens).casefold().split(" ")
        if len(words) < SHINGLE:
            return frozenset((" ".join(words),))
        return frozenset(map(" ".join, zip(*(words[n:] for n in range(SHINGLE)), strict=False)))

    @cached_property
    def facts(self) -> frozenset[str]:
        """Words with a capital letter or a figure; in scripts without either there are few."""
        return frozenset(
            token.casefold() for token in self._tokens if token[0].isupper() or not token.isalpha()
        )

    def bands(self) -> tuple[int, ...]:
        """Numbers (signed, 32 bits) of which texts that share much have some in common."""
        sketch = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
        sketch.update(list(self.phrases))
        rows = sketch.digest()
        return tuple(_band(number, rows[number * ROWS :][:ROWS]) for number in range(BANDS))


@dataclass(frozen=True, slots=True)
class Resemblance:
    """What two texts share: of all phrases, of those of the shorter text, and the same of facts."""

    phrases: float
    contained: float
    facts: float
    facts_contained: float
    slips: int  # phrases that only one of them has
    are_whole: bool  # whether all of both was compared

    @classmethod
    def of(cls, one: Print, other: Print) -> Resemblance:
        """Compare two texts."""
        return cls(
            *_shares(one.phrases, other.phrases),
            *_shares(one.facts, other.facts),
            slips=len(one.phrases ^ other.phrases),
            are_whole=one.is_whole and other.is_whole,
        )

    @property
    def is_copy(self) -> bool:
        """Whether one text was made from the other: copied, cut, or framed by other words."""
        phrases = self.phrases >= COPY_SHARED and self.contained >= COPY_PHRASES
        return phrases and self.facts_contained >= COPY_FACTS

    @property
    def is_same(self) -> bool:
        """Whether the texts are one, but for a slip of the pen."""
        is_near = self.phrases >= SAME_PHRASES and self.slips <= MAX_SLIPS
        return is_near and self.facts == 1.0 and self.are_whole


def _shares(one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """What two sets share, of both together and of the smaller one; 1 where there is nothing."""
    common, least = len(one & other), min(len(one), len(other))
    every = len(one) + len(other) - common
    return (common / every if every else 1.0), (common / least if least else float(not every))


def _band(number: int, rows: list[int]) -> int:
    data = b"".join(row.to_bytes(8, "little") for row in (number, *rows))
    return int.from_bytes(blake2b(data, digest_size=4).digest(), "little") - _HALF
