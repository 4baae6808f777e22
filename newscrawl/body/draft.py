"""The page between the model's estimates and the text: what stays so far, and why the rest went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.facts import Facts

# Probability from which a block is kept: the best threshold over the cross-validated corpus.
THRESHOLD: Final = 0.45


class Repeats(Protocol):
    """What a crawl knows of a site: how often a block's text recurs over the site's articles."""

    def share(self, text: str) -> float:
        """Share (0 to 1) of the site's other articles that show this text; 0 for unknown ones."""
        ...


@dataclass(slots=True)
class Draft:
    """Blocks with their probabilities, and the decisions so far. Rules in ``removals/`` call
    :meth:`remove` and :meth:`restore`; the last reason stands.
    """

    facts: Facts
    probability: NDArray[np.float64]
    headline: str | None = None
    repeats: Repeats | None = None
    kept: NDArray[np.bool_] = field(init=False)
    reasons: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept = self.probability >= THRESHOLD

    @property
    def texts(self) -> list[str]:
        """The text of each block."""
        return self.facts.blocks.texts

    def remove(self, index: int, reason: str) -> None:
        """Take a block out, saying why."""
        self.kept[index] = False
        self.reasons[index] = reason

    def restore(self, index: int, reason: str) -> None:
        """Keep a block after all, saying why."""
        self.kept[index] = True
        self.reasons[index] = reason

    def reason(self, index: int) -> str:
        """Why a block stayed or went, in plain words."""
        said = self.reasons.get(index)
        if said:
            return said
        verdict = "reads like the article" if self.kept[index] else "reads like the page around it"
        return f"{verdict} (probability {self.probability[index]:.2f})"
