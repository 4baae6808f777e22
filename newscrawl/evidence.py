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
from operator import attrgetter
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
# The weight of "none of the values is right", where the values of a page compete.
NONE_RIGHT: Final = "none right"
# The curve that leaves a probability as it is.
IDENTITY: Final = ((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One possible value of a field.

    ``confidence`` is the estimated probability (0 to 1) that the value is right.
    ``raw`` is the text that the value was read from, where the value is an interpretation.
    ``note`` says in a few words where exactly it was found (``time[datetime]``, ``og:title``).
    ``decides``: it was stated by somebody who knows the site, and goes before what the page says,
    however sure that is.
    """

    value: T
    source: str
    confidence: float
    raw: str | None = None
    note: str = ""
    decides: bool = False


# What is taken first: what decides, then what is surest.
RANK: Final = attrgetter("decides", "confidence")


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """The candidate that won, and the ones that lost, best first."""

    best: Candidate[T] | None = None
    losers: list[Candidate[T]] = field(default_factory=list)


def choose(candidates: Iterable[Candidate[T]]) -> Choice[T]:
    """Take what decides, else the most confident candidate; among equals the first offered."""
    ranked = sorted(candidates, key=RANK, reverse=True)
    return Choice(ranked[0], ranked[1:]) if ranked else Choice()


def weigh(
    candidates: Iterable[Candidate[T]],
    weights: Mapping[str, float],
    key: Callable[[T], Hashable],
    traits: Callable[[T], Iterable[str]] = lambda value: (),
    curve: Sequence[tuple[float, float]] = IDENTITY,
    floor: float = 0.0,
) -> list[Candidate[T]]:
    """Give each candidate the probability that its value is right, by all places that state it.

    ``weights`` are fitted on pages with known truth, per note and trait; candidates with equal
    ``key`` state the same value and share the sum of their weights. Weights with ``bias`` are log
    odds, by which each value is judged for itself; with ``none right`` the values compete with each
    other, and with that one, for the probability that there is. ``traits`` say what is peculiar
    about a value itself. ``curve`` turns the probability into how often values of that probability
    turned out right: rising points to interpolate between. Values of less than ``floor``, before
    the curve, are left out.
    """
    offered = list(candidates)
    keys = [key(candidate.value) for candidate in offered]
    notes = _notes(offered, keys, traits)
    stated = dict(zip(notes, probabilities(list(notes.values()), weights), strict=True))
    confidence = {value: _interpolated(curve, found) for value, found in stated.items()}
    return [
        Candidate(one.value, one.source, confidence[value], one.raw, one.note)
        for one, value in zip(offered, keys, strict=True)
        if stated[value] >= floor
    ]


def probabilities(notes: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """The probability of each of a page's values, by the notes of each."""
    sums = [sum(weights.get(note, 0.0) for note in listed) for listed in notes]
    if NONE_RIGHT not in weights:
        return [_probability(weights["bias"] + found) for found in sums]
    highest = max([weights[NONE_RIGHT], *sums])
    parts = [exp(found - highest) for found in sums]
    whole = sum(parts) + exp(weights[NONE_RIGHT] - highest)
    return [part / whole for part in parts]


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
