"""Class names and ids as numbers, and the words that they are made of.

A page has hundreds of distinct names, most of them on many elements. So names are numbered, words
too, and what words mean is looked up once per distinct word, given to the names by their words, and
to the elements by their names. Names are parted at everything but letters and before a capital that
follows a small letter: ``postBody related_box2`` gives post, body, related, box.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
T = TypeVar("T", bound=Hashable)

_MAX_CHARS: Final = 300  # characters of a name that are read; lists of utility classes run longer
_END: Final = "\0"  # ends the words of a name; no page has it
# What is no letter in ASCII becomes a space.
_APART: Final = {code: " " for code in range(1, 128) if not chr(code).isalpha()}
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Names:
    """The names of a page's elements. ``classes``, ``ids``: the number of each element's class
    attribute and id, 0 for none; ``texts``: the names; ``words``: the distinct words of them all.
    """

    def __init__(self, classes: list[str], ids: list[str]) -> None:
        number = _numbering([""])
        self.classes, self.ids = _numbers(number, classes), _numbers(number, ids)
        self.texts = list(number)
        words = _words([*self.texts, ""])
        number = _numbering([_END])
        self._word = _numbers(number, words)
        self._ends: Ints = (self._word == 0).nonzero()[0]
        self.words = list(number)

    def bits(self, of_words: Sequence[int]) -> Ints:
        """For each name the bits that any of its words has; ``of_words``: those of the words."""
        return either(np.array(of_words).take(self._word), self._ends)

    def of_elements(self, of_names: Ints) -> Ints:
        """For each element the bits of its class attribute and its id."""
        return np.asarray(of_names.take(self.classes) | of_names.take(self.ids))

    def classed(self, names: list[int]) -> Ints:
        """The elements whose class attribute is one of these names, in document order."""
        return np.flatnonzero(np.isin(self.classes, names)) if names else np.zeros(0, np.int64)

    def pairs(self, firsts: Collection[str]) -> Iterator[tuple[int, tuple[str, str]]]:
        """Neighbouring words, the first of them one of these, each pair with its name's number."""
        first = np.array([word in firsts for word in self.words]).take(self._word).nonzero()[0]
        names = self._ends.searchsorted(first).tolist()
        pairs = zip(self._word[first].tolist(), self._word[first + 1].tolist(), strict=True)
        for name, (left, right) in zip(names, pairs, strict=True):
            yield name, (self.words[left], self.words[right])


def either(bits: Ints, ends: Ints) -> Ints:
    """For each text the bits that any of its words has; ``ends``: where the texts' end marks are
    among the words.
    """
    if not len(ends):
        return np.zeros(0, np.int64)
    return np.bitwise_or.reduceat(bits, np.concatenate(([0], ends[:-1] + 1)))


def words_of(name: str) -> list[str]:
    """The words of one name."""
    return _words([name])


def _words(names: list[str]) -> list[str]:
    """The words of all these names, with a mark between one name's and the next one's."""
    short = [name[:_MAX_CHARS] for name in names]
    parted = [name if name.islower() else _CAMEL.sub(" ", name) for name in short]
    return f" {_END} ".join(parted).translate(_APART).lower().split()


def _numbering(known: Iterable[T]) -> defaultdict[T, int]:
    """A dictionary that gives each new key the next number."""
    number: defaultdict[T, int] = defaultdict(None, {key: n for n, key in enumerate(known)})
    number.default_factory = number.__len__
    return number


def _numbers(number: defaultdict[T, int], keys: list[T]) -> Ints:
    return np.fromiter(map(number.__getitem__, keys), np.int64, len(keys))
