"""The learned part: a probability per block from sums of oblivious decision trees.

An oblivious tree asks the same question at each of its levels, so that a block's leaf is a number
whose bits are the answers: no branching, a few array operations for all blocks of a page. Each
question (one feature against one border) is asked once, however many trees share it. The weights
are a data file of this package, written by ``benchmarks/train_body.py``; loading needs numpy only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_CHUNK: Final = 512  # blocks scored at a time: what they need stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of oblivious trees. ``feature`` and ``border``: the distinct questions, by number;
    ``asked``: (levels, trees) numbers of questions; ``leaf``: (trees, 2**levels) log-odds.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int64]
    border: NDArray[np.float32]
    asked: NDArray[np.int64]
    leaf: NDArray[np.float64]
    bias: float

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Trees:
        """The trees in an npz file, or in a dictionary like one."""
        return cls(
            tuple(str(name) for name in arrays["names"]),
            arrays["feature"].astype(np.int64),
            arrays["border"].astype(np.float32),
            arrays["asked"].astype(np.int64),
            arrays["leaf"].astype(np.float32).astype(np.float64),
            float(arrays["bias"]),
        )

    def log_odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The log-odds of each block. ``rows``: a row per feature, as in ``names``."""
        parts = [self._chunk(rows[:, at : at + _CHUNK]) for at in range(0, rows.shape[1], _CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _chunk(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        answers = (rows.take(self.feature, axis=0) > self.border[:, None]).view(np.uint8)
        numbers = answers.take(self.asked[-1], axis=0)
        for questions in self.asked[-2::-1]:
            numbers += numbers  # on many bytes much faster than a shift
            numbers |= answers.take(questions, axis=0)
        trees, size = self.leaf.shape
        leaves = numbers + (np.arange(trees, dtype=np.int32) * size)[:, None]
        return np.asarray(self.leaf.ravel().take(leaves).sum(axis=0) + self.bias)


def sigmoid(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability for log-odds, without overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -40, 40))))


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted: the trees, and points of the curve from the F1 that the probabilities of a
    page promise (``expected``) to the F1 that such pages had (``found``).
    """

    trees: Trees
    expected: NDArray[np.float64]
    found: NDArray[np.float64]

    @classmethod
    def read(cls, file: Traversable) -> Model:
        """The model in an npz file."""
        with file.open("rb") as opened, np.load(opened) as arrays:
            return cls.from_arrays(arrays)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Model:
        """The model in an npz file's arrays."""
        curve = arrays["confidence_expected"], arrays["confidence_found"]
        return cls(Trees.from_arrays(arrays), *curve)


@cache
def packaged() -> Model:
    """The model that comes with this package."""
    return Model.read(files("newscrawl.body") / "weights.npz")
