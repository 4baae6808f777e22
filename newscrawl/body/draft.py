"""The page between the model's estimates and the text: what stays so far, and why the rest went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.facts import Facts
from newscrawl.body.repeats import Others
from newscrawl.body.rulings import Rulings

# How much stricter than half the expected F1 the threshold is: a block too many costs more than one
# too few, since probabilities of whole boxes are wrong together. Found by cross-validation.
STRICTNESS: Final = 1.15
# The same for pages that say that they are news: their texts are plain paragraphs, and what is
# doubtful in them (boxes, promotion, captions) is mostly beside the text.
NEWS_STRICTNESS: Final = 1.3
# Bounds of the threshold: a page of which little is sure is neither emptied nor taken whole.
LOWEST: Final = 0.3
HIGHEST: Final = 0.6


def threshold(
    probability: NDArray[np.float64], words: NDArray[np.float64], *, is_news: bool = False
) -> float:
    """The probability from which blocks are kept: the one that gives the best expected F1.

    For calibrated probabilities that is half of the F1 that it reaches (Lipton, Elkan and
    Naryanaswamy 2014), so that a page of which little is sure gets a lower one than a plain page.
    """
    order = np.argsort(-probability, kind="stable")
    kept = np.cumsum(words[order])
    right = np.cumsum((probability * words)[order])
    expected = 2 * right / np.maximum(kept + right[-1], 1e-9)
    strictness = NEWS_STRICTNESS if is_news else STRICTNESS
    return float(np.clip(strictness * expected.max() / 2, LOWEST, HIGHEST))


def expected_f1(
    probability: NDArray[np.float64], words: NDArray[np.float64], kept: NDArray[np.bool_]
) -> float:  # fmt: skip
    """The F1 of the kept words that the probabilities promise."""
    likely = probability * words
    return float(2 * likely[kept].sum() / max(words[kept].sum() + likely.sum(), 1e-9))


@dataclass(slots=True)
class Draft:
    """Blocks with their probabilities, and the decisions so far. Rules in ``removals/`` call
    :meth:`remove` and :meth:`restore`; the last reason stands.
    """

    facts: Facts
    probability: NDArray[np.float64]
    headline: str | None = None
    repeats: Others | None = None
    rulings: Rulings | None = None
    kept: NDArray[np.bool_] = field(init=False)
    reasons: dict[int, str] = field(default_factory=dict)
    certain: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        least = threshold(self.probability, self.facts.words, is_news=self.facts.is_news)
        self.kept = (self.probability >= least) & (self.facts.chars.length > 0)

    @property
    def texts(self) -> list[str]:
        """The text of each block."""
        return self.facts.blocks.texts

    def remove(self, index: int, reason: str, *, certain: bool = False) -> None:
        """Take a block out, saying why; ``certain`` where other pages prove it."""
        self.kept[index] = False
        self.reasons[index] = reason
        if certain:
            self.certain.add(index)

    @property
    def likely(self) -> NDArray[np.float64]:
        """The probabilities, with what is certain by now."""
        likely = self.probability.copy()
        likely[list(self.certain)] = 0.0
        return likely

    def remove_range(self, low: int, high: int, reason: str) -> None:
        """Take out what is still kept of a range of blocks."""
        for index in range(int(low), int(high)):
            if self.kept[index]:
                self.remove(index, reason)

    def restore(self, index: int, reason: str) -> None:
        """Keep a block after all, saying why."""
        self.kept[index] = True
        self.certain.discard(index)
        self.reasons[index] = reason

    def reason(self, index: int) -> str:
        """Why a block stayed or went, in plain words."""
        said = self.reasons.get(index)
        if said:
            return said
        verdict = "reads like the article" if self.kept[index] else "reads like the page around it"
        return f"{verdict} (probability {self.probability[index]:.2f})"
