"""Evidence for a field: candidates with source and confidence, and the choice among them.

Each module in ``fields/`` offers candidates; :func:`weigh` turns the places where a value was found
into the probability that it is right, agreement of several places included; :func:`choose` takes
the most confident candidate and keeps the others, best first, so that ``explain`` can show what
lost and why.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp
from typing import Final, Generic, TypeVar

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

# The note of a value that no other place of the page contradicts.
UNCONTESTED: Final = "uncontested"
# The curve that leaves a probability as it is.
IDENTITY: Final = ((0.0, 0.0), (1.0, 1.0))


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


def weigh(
    candidates: Iterable[Candidate[T]],
    weights: Mapping[str, float],
    key: Callable[[T], Hashable],
    traits: Callable[[T], Iterable[str]] = lambda value: (),
    curve: Sequence[tuple[float, float]] = IDENTITY,
) -> list[Candidate[T]]:
    """Give each candidate the probability that its value is right, by all places that state it.

    ``weights`` are log odds per note and trait (with ``bias``), fitted on pages with known truth;
    candidates with equal ``key`` state the same value and share the sum of their weights.
    ``traits`` say what is peculiar about a value itself. ``curve`` turns the sum's probability into
    how often values of that probability turned out right: rising points to interpolate between.
    """
    offered = list(candidates)
    keys = [key(candidate.value) for candidate in offered]
    confidence = {
        value: _interpolated(
            curve, _probability(weights["bias"] + sum(weights.get(note, 0.0) for note in notes))
        )
        for value, notes in _notes(offered, keys, traits).items()
    }
    return [
        Candidate(one.value, one.source, confidence[value], one.raw, one.note)
        for one, value in zip(offered, keys, strict=True)
    ]


def evidence(
    candidates: Iterable[Candidate[T]],
    key: Callable[[T], Hashable],
    traits: Callable[[T], Iterable[str]],
) -> dict[Hashable, list[str]]:
    """The notes and traits that speak for or against each distinct value, sorted."""
    offered = list(candidates)
    return _notes(offered, [key(candidate.value) for candidate in offered], traits)


def _notes(
    offered: list[Candidate[T]], keys: list[Hashable], traits: Callable[[T], Iterable[str]]
) -> dict[Hashable, list[str]]:
    found: dict[Hashable, set[str]] = {}
    for candidate, value in zip(offered, keys, strict=True):
        if value not in found:
            found[value] = set(traits(candidate.value))
        found[value].add(candidate.note)
    if len(found) == 1:
        next(iter(found.values())).add(UNCONTESTED)
    return {value: sorted(notes) for value, notes in found.items()}


def _probability(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


def _interpolated(curve: Sequence[tuple[float, float]], stated: float) -> float:
    (left, low), (right, high) = next(
        (pair for pair in pairwise(curve) if stated <= pair[1][0]), (curve[-2], curve[-1])
    )
    share = (stated - left) / (right - left) if right > left else 1.0
    return round(low + min(share, 1.0) * (high - low), 4)
