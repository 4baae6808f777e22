"""Which function offers candidates for which field, and what their places are worth.

``weights.json`` holds log odds per field and note, and curves of confidence, fitted by
``benchmarks/train_fields.py`` on pages with known truth. Fields that are not in it have no truth to
be fitted on: their readers give the confidence themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from newscrawl.evidence import IDENTITY, Candidate, weigh
from newscrawl.fields import access, authors, dates, headline, identity, media, place, publisher
from newscrawl.fields.facts import Facts
from newscrawl.values.text import fold

Reader = Callable[[Facts], Iterator[Candidate[Any]]]

READERS: Final[dict[str, Reader]] = {
    "headline": headline.headline,
    "alternative_headline": headline.alternative_headline,
    "description": headline.description,
    "date_published": dates.date_published,
    "date_modified": dates.date_modified,
    "authors": authors.authors,
    "publisher": publisher.publisher,
    "canonical_url": identity.canonical_url,
    "article_type": identity.article_type,
    "sections": place.sections,
    "keywords": place.keywords,
    "breadcrumbs": place.breadcrumbs,
    "main_image": media.main_image,
    "videos": media.videos,
    "is_accessible_for_free": access.is_accessible_for_free,
}


def _names(people: list[Any]) -> Hashable:
    return frozenset(fold(person.name) for person in people)


def _day(iso: str) -> Hashable:
    return iso[:10]


# When two candidates state the same value, so that they support each other.
SAME: Final[dict[str, Callable[[Any], Hashable]]] = {
    "headline": fold,
    "date_published": _day,
    "date_modified": _day,
    "authors": _names,
}
# What is peculiar about a value itself, whoever states it.
TRAITS: Final[dict[str, Callable[[Facts, Any], Iterable[str]]]] = {
    "headline": headline.traits,
    "date_published": dates.traits,
    "authors": authors.traits,
}


# Probability under which no value is better than the likeliest, where a field may well have none:
# names less probable than that are more often given to pages without an author than right.
FLOORS: Final = {"authors": 0.03}


def candidates(
    field: str, facts: Facts, fitted: Mapping[str, Any] | None = None
) -> list[Candidate[Any]]:
    """The candidates for a field with their confidence, in the order in which they are offered.

    ``fitted`` is what the places are worth, by default what comes with this package.
    """
    offered = READERS[field](facts)
    fitted = fitted or packaged()
    weights = fitted["weights"].get(field)
    if weights is None:
        return list(offered)
    curve = fitted["curves"].get(field, IDENTITY)
    floor = FLOORS.get(field, 0.0)
    return weigh(offered, weights, SAME[field], traits_of(field, facts), curve, floor)


def traits_of(field: str, facts: Facts) -> Callable[[Any], Iterable[str]]:
    """The traits of a field's values on one page."""
    traits = TRAITS.get(field)
    return partial(traits, facts) if traits else lambda value: ()


def read_fitted(file: Traversable) -> dict[str, Any]:
    """``weights`` per field and note, and ``curves`` per field."""
    fitted: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return fitted


@cache
def packaged() -> dict[str, Any]:
    """What comes with this package."""
    return read_fitted(files("newscrawl.fields") / "weights.json")
