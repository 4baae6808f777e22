"""Evidence for a field: candidates with source and confidence, and the choice among them.

Each module in ``fields/`` offers candidates; :func:`choose` takes the most confident one and keeps
the others, best first, so that ``explain`` can show what lost and why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

# Names of sources, from the most to the least specific. A source is the part of the page that
# stated the value: it goes into the record as `sources[field]`.
PROFILE = "profile"
JSON_LD = "json-ld"
MICRODATA = "microdata"
OPENGRAPH = "opengraph"
META = "meta"
MARKUP = "markup"
TEXT = "text"
URL = "url"
FEED = "feed"
MODEL = "model"


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One possible value of a field.

    ``confidence`` is the estimated probability (0 to 1) that the value is right.
    ``raw`` is the text that the value was read from, where the value is an interpretation.
    ``note`` says in a few words where exactly it was found (``time[datetime]``, ``og:title``).
    """

    value: T
    source: str
    confidence: float
    raw: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """The candidate that won, and the ones that lost, best first."""

    best: Candidate[T] | None = None
    losers: list[Candidate[T]] = field(default_factory=list)


def choose(candidates: Iterable[Candidate[T]]) -> Choice[T]:
    """Take the most confident candidate; among equals the first offered wins."""
    ranked = sorted(candidates, key=lambda candidate: -candidate.confidence)
    return Choice(ranked[0], ranked[1:]) if ranked else Choice()
