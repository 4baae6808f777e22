"""The shares that are watched: each is the bad part of a whole, so that a rise is a loss.

A measure is fitted to the runs before, since what counts as a short text is known by them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from newscrawl.drift.observation import FIELDS, WORDS, Observation

Read = Callable[[Observation], tuple[int, int]]

# Articles this far out in length, as a share of those before, are its short and its long ones.
_TAIL: Final = 0.1
# How a field is called where one article lacks it; others by their name.
_CALLED: Final = {
    "article_body": "text",
    "authors": "author",
    "breadcrumbs": "breadcrumb",
    "date_published": "date of publication",
    "date_modified": "date of modification",
    "images": "image",
    "in_language": "language",
    "is_accessible_for_free": "word on free access",
    "keywords": "keyword",
    "sections": "section",
    "videos": "video",
}


@dataclass(frozen=True, slots=True)
class Fitted:
    """A measure by the runs before: how to read it, and the sentence that it makes.

    ``says`` is filled with part, whole, since and before; ``inverse`` where it tells of those
    before how many were good.
    """

    read: Read
    says: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A share that is watched; ``runs`` is how many runs before it takes to know what is usual."""

    name: str
    fit: Callable[[Sequence[Observation]], Fitted | None]
    runs: int = 1


def _missing(name: str) -> Fitted:
    called = _CALLED.get(name, name.replace("_", " "))
    says = f"no {called} on {{part}} of {{whole}} articles since {{since}}; {{before}} before"
    return Fitted(lambda one: (one.missing.get(name, 0), one.articles), says, inverse=True)


def _short(before: Sequence[Observation]) -> Fitted | None:
    counts = _words(before)
    places = (place for place in range(len(WORDS) - 1, 0, -1) if _few(counts[:place], counts))
    return next((_below(place) for place in places), None)


def _long(before: Sequence[Observation]) -> Fitted | None:
    counts = _words(before)
    places = (place for place in range(1, len(WORDS)) if _few(counts[place:], counts))
    return next((_from(place) for place in places), None)


def _words(before: Sequence[Observation]) -> list[int]:
    return [sum(counts) for counts in zip(*(one.words for one in before), strict=True)]


def _few(some: Sequence[int], counts: Sequence[int]) -> bool:
    return sum(some) <= _TAIL * sum(counts)


def _below(place: int) -> Fitted:
    says = f"fewer than {WORDS[place]} words on {{part}} of {{whole}} articles since {{since}}; "
    return Fitted(lambda one: (sum(one.words[:place]), one.articles), says + "{before} before")


def _from(place: int) -> Fitted:
    says = f"{WORDS[place]} words or more on {{part}} of {{whole}} articles since {{since}}; "
    return Fitted(lambda one: (sum(one.words[place:]), one.articles), says + "{before} before")


def _simple(part: str, whole: str, says: str) -> Callable[[Sequence[Observation]], Fitted]:
    def read(one: Observation) -> tuple[int, int]:
        return getattr(one, part), getattr(one, whole)

    fitted = Fitted(read, says + " since {since}; {before} before")
    return lambda _before: fitted


def _fields() -> Iterator[Measure]:
    for name in FIELDS:
        yield Measure(name, partial(_always, _missing(name)))


def _always(fitted: Fitted, _before: Sequence[Observation]) -> Fitted:
    return fitted


# Shares of what runs asked for need some runs to be known: the first ones still dig.
_RUNS: Final = 3

MEASURES: Final = (
    *_fields(),
    Measure("short", _short),
    Measure("long", _long),
    Measure(
        "date_lag",
        _simple(
            "late",
            "dated",
            "{part} of {whole} new articles are dated long before the run before them or ahead",
        ),
        _RUNS,
    ),
    Measure(
        "not_articles",
        _simple("not_articles", "asked", "{part} of {whole} pages turned out to be no articles"),
        _RUNS,
    ),
    Measure(
        "errors", _simple("failed", "requests", "{part} of {whole} requests came to nothing"), _RUNS
    ),
)
