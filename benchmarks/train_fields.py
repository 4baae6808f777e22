"""Fit what the places of a page are worth as evidence for a field: newscrawl/fields/weights.json.

    python benchmarks/train_fields.py CORPUS [--jobs 2] [--write]

For headline, date of publication and authors, each distinct value that a page's places offer is a
row: its columns are the notes of the places (and traits of the value), its label whether the value
is right by the corpus. A logistic regression gives the weights: of all rows for headline and
authors; for the date, of which a page has many and one is right, of the choice among a page's rows
and "none of them". Everything printed is cross-validated by domain: the share of pages where the
most probable value is right, how often values of each stated confidence were right, and the
precision of each place alone. Fields without
truth in the corpus have no weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from corpus import CorpusPage, read_corpus
from logistic import FOLDS, Array, fit, fit_choice, fold_of
from measures import fold, same_day, set_f1

from newscrawl.evidence import JSON_LD, META, MICRODATA, NONE_RIGHT, evidence, probabilities
from newscrawl.fields.facts import Facts
from newscrawl.fields.table import FLOORS, READERS, SAME, traits_of
from newscrawl.page import Page

WEIGHTS: Final = Path(__file__).parents[1] / "newscrawl" / "fields" / "weights.json"
RIDGE: Final = 2.0
CHOICE_RIDGE: Final = 2.0  # the same for competing values
MIN_ROWS: Final = 6  # values that must have a note before it gets a weight of its own
# How much a page of fundus counts, which is small and the only dataset that is all news. Less for
# headlines: what its publishers state in JSON-LD goes first without that.
FUNDUS_SHARES: Final = {"headline": 2.0, "date_published": 4.0, "authors": 4.0}
# How much a page counts whose truth is the date of a change, though it states one of publication:
# some annotators took the one for the other, and weights must not learn that.
MIXED_SHARE: Final = 0.5
CHOSEN: Final = frozenset({"date_published"})  # fields whose values compete with each other
BANDS: Final = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)

# Per field: the truth's key, and the score (0 to 1) of a value against it.
JUDGES: Final[dict[str, tuple[str, Callable[[Any, Any], float]]]] = {
    "headline": ("title", lambda true, value: float(fold(true) == fold(value))),
    "date_published": ("date_published", lambda true, value: float(same_day(true, value))),
    "authors": ("authors", lambda true, value: set_f1(true, [one.name for one in value])),
}


CURVE_POINTS: Final = 12  # bins of equal size on the curve of confidence


@dataclass(frozen=True, slots=True)
class Values:
    """The distinct values that one page offers for a field: notes of each, and its score."""

    dataset: str
    domain: str
    notes: list[list[str]]
    scores: list[float]
    empty_score: float
    share: float  # how much the page counts


Chosen = tuple[Values, float, float]  # page, score of the value chosen, confidence


def read_values(page: CorpusPage) -> dict[str, Values]:
    """The values of a page for each field that the corpus has truth for."""
    annotated = set(page.truth.get("annotated", ()))
    if page.is_other or page.truth.get("truth_kind") == "tool_snapshot":
        return {}
    facts = Facts(Page.parse(page.read(), url=page.url, encoding=page.encoding))
    found = {}
    for field, (key, judge) in JUDGES.items():
        true = page.truth.get(key)
        ambiguous = field == "authors" and page.truth.get("authors_ambiguous")
        if key in annotated and not ambiguous and (true or field == "authors"):
            found[field] = _values(page, facts, field, partial(judge, true))
    return found


def _values(page: CorpusPage, facts: Facts, field: str, judge: Callable[[Any], float]) -> Values:
    offered = list(READERS[field](facts))
    notes = evidence(offered, SAME[field], traits_of(field, facts))
    scores: dict[Any, float] = {}
    for candidate in offered:
        key = SAME[field](candidate.value)
        scores[key] = max(scores.get(key, 0.0), judge(candidate.value))
    empty = float(field == "authors" and not page.truth.get("authors"))
    domain = page.truth["domain"]
    share = FUNDUS_SHARES[field] if page.dataset == "fundus" else 1.0
    if field == "date_published" and _is_mixed(page, facts, offered):
        share *= MIXED_SHARE
    right = [scores[key] for key in notes]
    return Values(page.dataset, domain, list(notes.values()), right, empty, share)


def _is_mixed(page: CorpusPage, facts: Facts, offered: list[Any]) -> bool:
    """Whether the truth is the date of a change, and a date before it is stated in the head."""
    true = page.truth["date_published"][:10]
    changed = {candidate.value[:10] for candidate in READERS["date_modified"](facts)}
    stated = (one.value for one in offered if one.source in (JSON_LD, META, MICRODATA))
    return true in changed and any(value[:10] < true for value in stated)


def fit_weights(field: str, pages: list[Values]) -> dict[str, float]:
    """The weights of all notes that are frequent enough, with ``bias`` or ``none right``."""
    counts = Counter(note for page in pages for notes in page.notes for note in notes)
    names = sorted(note for note, count in counts.items() if count >= MIN_ROWS)
    column = {name: index for index, name in enumerate(names)}
    rows = [_features(page, column) for page in pages]
    shares = [page.share for page in pages]
    if field in CHOSEN:
        right = [next((i for i, s in enumerate(p.scores) if s > 0.999), -1) for p in pages]
        found, last = fit_choice(rows, right, np.array(shares), CHOICE_RIDGE), NONE_RIGHT
    else:
        labels = np.array([score > 0.999 for page in pages for score in page.scores], float)
        counted = np.repeat(shares, [len(page.scores) for page in pages])
        found, last = fit(np.concatenate(rows), labels, counted, RIDGE), "bias"
    named = zip((last, *names), (found[-1], *found[:-1]), strict=True)
    return {name: round(float(value), 3) for name, value in named}


def _features(page: Values, column: dict[str, int]) -> Array:
    """A row per value of a page: which notes it has."""
    rows = np.zeros((len(page.notes), len(column)))
    for row, notes in zip(rows, page.notes, strict=True):
        row[[column[note] for note in notes if note in column]] = 1
    return rows


def _rows(page: Values) -> Iterator[tuple[list[str], float]]:
    return zip(page.notes, page.scores, strict=True)


def out_of_fold(field: str, pages: list[Values]) -> Iterator[Chosen]:
    """(page, score of the chosen value, its confidence), by weights of the other folds."""
    for number in range(FOLDS):
        weights = fit_weights(field, [page for page in pages if fold_of(page.domain) != number])
        for page in pages:
            if fold_of(page.domain) == number:
                if not page.notes:
                    yield page, page.empty_score, float("nan")
                    continue
                stated = probabilities(page.notes, weights)
                best = int(np.argmax(stated))
                if stated[best] < FLOORS.get(field, 0.0):
                    yield page, page.empty_score, float("nan")
                else:
                    yield page, page.scores[best], stated[best]


def fit_curve(chosen: list[tuple[float, float]]) -> list[list[float]]:
    """How often values of a stated confidence were right: rising points (pool adjacent violators).

    ``chosen``: (stated, score) of the values chosen out of fold.
    """
    parts = np.array_split(np.array(sorted(chosen)), CURVE_POINTS)
    bins = [[float(part[:, 0].mean()), float(part[:, 1].mean()), 1.0] for part in parts]
    at = 1
    while at < len(bins):
        if bins[at][1] >= bins[at - 1][1]:
            at += 1
            continue
        (x, y, n), (u, v, m) = bins[at - 1], bins.pop(at)
        bins[at - 1] = [(x * n + u * m) / (n + m), (y * n + v * m) / (n + m), n + m]
        at = max(1, at - 1)
    points = [[0.0, 0.0], *([x, y] for x, y, _ in bins), [1.0, bins[-1][1] + 1e-3]]
    return [
        [round(x, 4), round(min(y, 0.999) + index * 1e-4, 4)] for index, (x, y) in enumerate(points)
    ]


def report(field: str, pages: list[Values], chosen: list[Chosen]) -> dict[str, float]:
    """Print the figures of a field; give the share right by dataset."""
    by_dataset: dict[str, list[float]] = defaultdict(list)
    for page, score, _ in chosen:
        by_dataset[page.dataset].append(score)
    figures = {name: round(float(np.mean(found)), 4) for name, found in sorted(by_dataset.items())}
    print(f"\n{field}: {figures}")
    _print_bands([(stated, score) for _, score, stated in chosen if stated == stated])
    _print_places(pages)
    return figures


def _print_bands(chosen: list[tuple[float, float]]) -> None:
    print("  confidence     pages  stated  right")
    for low, high in pairwise(BANDS):
        band = [(stated, score) for stated, score in chosen if low <= stated < high]
        if band:
            stated, right = np.mean(band, axis=0)
            print(f"  {low:.2f} to {min(high, 1):.2f} {len(band):7d} {stated:7.3f} {right:6.3f}")


def _print_places(pages: list[Values]) -> None:
    """The precision of each place by itself: how often a value with this note was right."""
    places: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        for notes, score in _rows(page):
            for note in notes:
                places[note].append(score)
    for note, found in sorted(places.items(), key=lambda item: -len(item[1])):
        if len(found) >= MIN_ROWS:
            print(f"  {note:40s} {len(found):5d} {np.mean(found):6.3f}")


def fit_fields(
    fields: Mapping[str, list[Values]], chosen: Mapping[str, list[Chosen]]
) -> dict[str, Any]:
    """Weights and curves per field; ``chosen`` are the values chosen out of fold."""
    return {
        "weights": {field: fit_weights(field, values) for field, values in fields.items()},
        "curves": {
            field: fit_curve([(c, score) for _, score, c in found if c == c])
            for field, found in chosen.items()
        },
    }


def corpus_hash(pages: list[CorpusPage]) -> str:
    """A name for the corpus: hash of its pages' hashes."""
    names = sorted(f"{page.dataset} {page.truth.get('html_sha256', page.id)}" for page in pages)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def main() -> None:
    arguments = _arguments()
    pages = list(read_corpus(arguments.corpus))
    with ProcessPoolExecutor(arguments.jobs) as pool:
        read = list(pool.map(read_values, pages, chunksize=20))
    fields = {field: [found[field] for found in read if field in found] for field in JUDGES}
    chosen = {field: list(out_of_fold(field, values)) for field, values in fields.items()}
    figures = {field: report(field, fields[field], chosen[field]) for field in fields}
    if arguments.write:
        _write(
            {
                "about": "log odds per place; made by benchmarks/train_fields.py",
                "corpus": corpus_hash(pages),
                "right, cross-validated by domain": figures,
                **fit_fields(fields, chosen),
            }
        )


def _write(fitted: dict[str, Any]) -> None:
    """Write the fitted weights beside those set by hand (fields without truth)."""
    kept = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    fitted["weights"] = {**kept, **fitted["weights"]}
    WEIGHTS.write_text(json.dumps(fitted, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="replace weights.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()
