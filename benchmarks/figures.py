"""Figures over many pages' scores, their intervals, and the comparison of two extractors.

A figure is the sum of points over the sum of weights (see measures.py); ``f1`` is the harmonic mean
of the figures ``precision`` and ``recall``, ``is_article`` the mean of ``article`` and ``other``
(balanced accuracy). Intervals come from resampling domains with all their pages, since pages of one
site are alike; the comparison resamples the same domains for both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from measures import MEASURES, Scores

# Figures made of two others: of each pair of figures the harmonic mean, or the mean.
COMBINED: Final = {"f1": ("precision", "recall"), "is_article": ("article", "other")}
FIGURES: Final = ("f1", *MEASURES, "is_article")
LESS_IS_BETTER: Final = ("cost",)

# Resamples of an interval: 1,000 give its ends to about a tenth of its width.
RESAMPLES: Final = 1_000
INTERVAL_PERCENT: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over pages, with its bootstrap interval (95%) and the number of pages."""

    value: float
    low: float
    high: float
    pages: int


@dataclass(frozen=True, slots=True)
class Difference(Figure):
    """Ours minus theirs; ``better`` is the share of resamples in which ours is the better."""

    better: float


def figures(pages: Sequence[Scores], domains: Sequence[str]) -> dict[str, Figure]:
    """The figures over pages, each with its interval; measures no page was scored in are absent.

    ``domains``: that of each page.
    """
    points, drawn = _resampled(pages, domains)
    result: dict[str, Figure] = {}
    for name, value in points.items():
        low, high = np.nanpercentile(drawn[name], INTERVAL_PERCENT)
        result[name] = Figure(value, float(low), float(high), _pages_with(name, pages))
    return result


def compare(
    ours: Sequence[Scores], theirs: Sequence[Scores], domains: Sequence[str]
) -> dict[str, Difference]:
    """Differences (ours minus theirs) over the same pages, with their paired intervals.

    Only measures that both were scored in on at least one page are compared; the same resamples of
    domains serve both sides, so that what is common to a page's difficulty cancels out.
    """
    our_points, our_draws = _resampled(ours, domains)
    their_points, their_draws = _resampled(theirs, domains)
    result: dict[str, Difference] = {}
    for name in [name for name in our_points if name in their_points]:
        drawn = our_draws[name] - their_draws[name]
        low, high = np.nanpercentile(drawn, INTERVAL_PERCENT)
        better = float(np.mean(drawn < 0 if name in LESS_IS_BETTER else drawn > 0))
        value, pages = our_points[name] - their_points[name], _pages_with(name, ours)
        result[name] = Difference(value, float(low), float(high), pages, better)
    return result


def _pages_with(figure: str, pages: Sequence[Scores]) -> int:
    """Pages that a figure is made of."""
    parts = COMBINED.get(figure, (figure,))
    return sum(any(part in page for part in parts) for page in pages)


def draws_of(table: npt.NDArray[np.float64], domains: Sequence[str]) -> npt.NDArray[np.float64]:
    """Sums of a table's rows over each of the resamples of domains (drawn with a fixed seed)."""
    names, number = np.unique(np.array(domains), return_inverse=True)
    sums = np.zeros((len(names), *table.shape[1:]))
    np.add.at(sums, number, table)
    share = np.full(len(names), 1 / len(names))
    drawn = np.random.default_rng(0).multinomial(len(names), share, size=RESAMPLES)
    return np.asarray(np.tensordot(drawn, sums, axes=(1, 0)), float)


def _resampled(
    pages: Sequence[Scores], domains: Sequence[str]
) -> tuple[dict[str, float], dict[str, npt.NDArray[np.float64]]]:
    """Figures over all pages, and over each of the resamples."""
    scored = [name for name in MEASURES if any(name in page for page in pages)]
    if not scored:
        return {}, {}
    table = np.array([[page.get(name, (0.0, 0.0)) for name in scored] for page in pages])
    table = table.reshape(len(pages), len(scored), 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        totals = table.sum(axis=0)
        points = dict(zip(scored, (totals[:, 0] / totals[:, 1]).tolist(), strict=True))
        drawn_totals = draws_of(table, domains)
        drawn = {
            name: drawn_totals[:, i, 0] / drawn_totals[:, i, 1] for i, name in enumerate(scored)
        }
    return _with_combined(points), _with_combined(drawn)


def _with_combined(figures: dict[str, Any]) -> dict[str, Any]:
    """Adds the figures that are made of two others, where both are there; in `FIGURES`' order."""
    for name, (one, other) in COMBINED.items():
        if one in figures and other in figures:
            combine = harmonic_mean if name == "f1" else mean
            figures[name] = combine(figures[one], figures[other])
    return {name: figures[name] for name in FIGURES if name in figures}


def harmonic_mean(one: Any, other: Any) -> Any:
    """Of two numbers or two arrays of them."""
    return 2 * one * other / np.maximum(one + other, np.finfo(float).tiny)


def mean(one: Any, other: Any) -> Any:
    """Of two numbers or two arrays of them."""
    return (one + other) / 2
