"""Fit whether a page is an article: newscrawl/fields/kind.json.

    python benchmarks/train_kind.py CORPUS [--jobs 2] [--write]

Articles are the pages that the corpus says are articles, others those of its non-article datasets;
both sides count the same in all. A logistic regression over the features of
``newscrawl.fields.kind`` and over steps of the continuous ones (so that "very short" can count
differently from "short"). Figures are cross-validated by domain.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from corpus import CorpusPage, read_corpus
from logistic import FOLDS, Array, fit, fold_of, probability, with_bias
from train_fields import corpus_hash

from newscrawl.extraction import Extraction
from newscrawl.fields.kind import features
from newscrawl.page import Page
from newscrawl.weights import Weights

WEIGHTS: Final = Path(__file__).parents[1] / "newscrawl" / "fields" / "kind.json"
RIDGE: Final = 24.0  # on standardised columns; 16 to 48 do as well
QUANTILES: Final = (0.1, 0.3, 0.5, 0.7, 0.9)  # where a continuous feature has its steps
MIN_DISTINCT: Final = 12  # values that a feature has at least to count as continuous
BANDS: Final = (0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Sample:
    """The features of one page, and what it is."""

    dataset: str
    kind: str
    domain: str
    is_article: bool
    features: dict[str, float]


class Model:
    """Standardised columns, their steps and the coefficients."""

    def __init__(self, rows: Array, labels: Array) -> None:
        self.steps = [
            np.unique(np.quantile(column, QUANTILES)) if len(np.unique(column)) > MIN_DISTINCT
            else np.array([])
            for column in rows.T
        ]  # fmt: skip
        columns = self._columns(rows)
        self.centre, self.scale = columns.mean(0), columns.std(0) + 1e-6
        share = labels.mean()
        weights = np.where(labels > 0, 0.5 / share, 0.5 / (1 - share))
        self.found = fit((columns - self.centre) / self.scale, labels, weights, RIDGE)

    def _columns(self, rows: Array) -> Array:
        stepped = [
            (column > start)[:, None].astype(float)
            for column, steps in zip(rows.T, self.steps, strict=True)
            for start in steps
        ]
        return np.hstack([rows, *stepped])

    def predict(self, rows: Array) -> Array:
        """The probability of each row."""
        return probability(with_bias((self._columns(rows) - self.centre) / self.scale) @ self.found)

    def as_json(self, names: list[str]) -> dict[str, Any]:
        """Slopes and steps on the features as they are."""
        slopes = self.found[:-1] / self.scale
        at, weights = len(names), {}
        for name, slope, steps in zip(names, slopes, self.steps, strict=False):
            found = slopes[at : at + len(steps)]
            at += len(steps)
            pairs = [
                [round(float(s), 5), round(float(w), 5)] for s, w in zip(steps, found, strict=True)
            ]
            weights[name] = [round(float(slope), 5), pairs]
        bias = float(self.found[-1] - (self.found[:-1] * self.centre / self.scale).sum())
        return {"bias": round(bias, 5), "weights": weights}


def read_sample(page: CorpusPage, weights: Weights | None = None) -> Sample | None:
    """The features of a page whose kind is known; ``weights`` are those of body and fields."""
    stated = page.truth.get("page_type")
    if not page.is_other and stated != "article" and page.dataset != "fundus":
        return None
    parsed = Page.parse(page.read(), url=page.url, encoding=page.encoding)
    extraction = Extraction(parsed, weights=weights or Weights())
    extraction.gather()
    found = features(*extraction.kind_evidence())
    domain = page.truth["domain"]
    return Sample(page.dataset, stated or "article", domain, not page.is_other, found)


def out_of_fold(samples: list[Sample], rows: Array, labels: Array) -> Array:
    """The probability of each page, by a model that saw no page of its domain."""
    folds = np.array([fold_of(sample.domain) for sample in samples])
    found = np.zeros(len(samples))
    for number in range(FOLDS):
        model = Model(rows[folds != number], labels[folds != number])
        found[folds == number] = model.predict(rows[folds == number])
    return found


def report(samples: list[Sample], found: Array, labels: Array) -> dict[str, float]:
    """Print how often the kind was right, in all and by kind of page."""
    right = (found >= 0.5) == (labels > 0)
    articles, others = right[labels > 0].mean(), right[labels == 0].mean()
    figures = {"articles": articles, "others": others, "balanced": (articles + others) / 2}
    figures = {name: round(float(value), 4) for name, value in figures.items()}
    print(figures)
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for sample, is_right in zip(samples, right, strict=True):
        by_kind[f"{sample.dataset} {sample.kind}"].append(bool(is_right))
    for kind, marks in sorted(by_kind.items()):
        print(f"  {kind:40s} {len(marks):5d} {np.mean(marks):6.3f}")
    sure = np.maximum(found, 1 - found)
    for low, high in pairwise(BANDS):
        band = (sure >= low) & (sure < high)
        share = right[band].mean()
        print(f"  confidence {low:.2f} to {min(high, 1):.2f} {band.sum():5d} right {share:.3f}")
    return figures


def table_of(samples: list[Sample]) -> tuple[list[str], Array, Array]:
    """Names of the features, a row of them per sample, and which samples are articles."""
    names = sorted(samples[0].features)
    rows = np.array([[sample.features[name] for name in names] for sample in samples])
    return names, rows, np.array([sample.is_article for sample in samples], float)


def main() -> None:
    arguments = _arguments()
    pages = list(read_corpus(arguments.corpus))
    with ProcessPoolExecutor(arguments.jobs) as pool:
        samples = [s for s in pool.map(read_sample, pages, chunksize=20) if s]
    names, rows, labels = table_of(samples)
    figures = report(samples, out_of_fold(samples, rows, labels), labels)
    if arguments.write:
        about = {
            "about": "slopes and steps per feature; made by benchmarks/train_kind.py",
            "corpus": corpus_hash(pages),
            "right, cross-validated by domain": figures,
        }
        fitted = {**about, **Model(rows, labels).as_json(names)}
        WEIGHTS.write_text(json.dumps(fitted, ensure_ascii=False) + "\n", "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="replace kind.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()
