"""Measures an extractor on a corpus, dataset by dataset, with a 95% interval beside each figure.

    python benchmarks/quality.py CORPUS [--extractor NAME] [--against NAME] [--floors FILE]
        [--only DATASET,...] [--every K] [--worst N] [--jobs N] [--json FILE]

Order: every page is extracted and scored (in processes, with --jobs), figures are made per dataset
and over all (`all`, for is_article), printed, compared page by page with another extractor
(--against), and held against floors: a figure below its floor makes the exit code 1. The format of
a corpus is told in corpus.py, the measures in measures.py, the statistics in figures.py.
"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from corpus import CorpusPage, read_corpus
from extractors import EXTRACTORS, Extractor
from figures import FIGURES, Figure, compare, figures
from measures import Prediction, Scores, score_page

BELOW_FLOOR: Final = 1
OVERALL: Final = "all"  # the row for figures that need several datasets
OVERALL_FIGURES: Final = ("article", "other", "is_article")
MAX_ERRORS_SHOWN: Final = 5

Figures = dict[str, dict[str, Figure]]


@dataclass(frozen=True, slots=True)
class PageScores:
    """One page's scores; ``error`` when the extractor raised (then it is scored as empty)."""

    dataset: str
    id: str
    scores: Scores
    error: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 when a figure is below its floor or a page failed."""
    options = _parse(arguments)
    pages = list(read_corpus(options.corpus, options.only, options.every))
    ours = run(pages, options.extractor, options.jobs)
    table = figures_by_dataset(ours)
    report(options.extractor, ours, table, options.worst)
    if options.against:
        theirs = run(pages, options.against, options.jobs)
        report_comparison(options.extractor, options.against, ours, theirs)
    if options.json:
        _write_json(options.json, options.extractor, ours, table)
    below = check_floors(table, options.floors) if options.floors else []
    for line in below:
        print(f"BELOW FLOOR {line}")
    return BELOW_FLOOR if below or any(page.error for page in ours) else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--extractor", choices=EXTRACTORS, default="newscrawl")
    parser.add_argument("--against", choices=EXTRACTORS)
    parser.add_argument("--floors", type=Path, help="JSON: dataset -> figure -> least value")
    parser.add_argument("--only", type=lambda text: text.split(","), default=())
    parser.add_argument("--every", type=int, default=1, help="each K-th page of a dataset")
    parser.add_argument("--worst", type=int, default=0, help="pages to name, worst body first")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write figures and scores of each page here")
    return parser.parse_args(arguments)


def run(pages: Sequence[CorpusPage], extractor: str, jobs: int = 1) -> list[PageScores]:
    """Score every page, in the order given."""
    work = [(page, extractor) for page in pages]
    if jobs < 2:
        return [_score(*each) for each in work]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        return pool.starmap(_score, work, chunksize=8)


def _score(page: CorpusPage, extractor: str) -> PageScores:
    error, prediction = None, Prediction()
    try:
        prediction = _extractor(extractor)(page.read(), page.url, page.encoding)
    except Exception as failure:  # noqa: BLE001 - peers raise all kinds; the page counts as empty
        error = f"{type(failure).__name__}: {failure}"
    scores = score_page(page.truth, prediction, is_other=page.is_other)
    return PageScores(page.dataset, page.id, scores, error)


@cache
def _extractor(name: str) -> Extractor:
    """The extractor, made once a process; peers' warnings and logs are not what is measured."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    return EXTRACTORS[name]()


def figures_by_dataset(pages: Sequence[PageScores]) -> Figures:
    """Figures of each dataset, and those over all pages."""
    table = {dataset: found for dataset, scores in _by_dataset(pages) if (found := figures(scores))}
    overall = figures([page.scores for page in pages])
    table[OVERALL] = {name: overall[name] for name in OVERALL_FIGURES if name in overall}
    return table


def _by_dataset(pages: Sequence[PageScores]) -> Iterator[tuple[str, list[Scores]]]:
    for dataset in sorted({page.dataset for page in pages}):
        yield dataset, [page.scores for page in pages if page.dataset == dataset]


def report(extractor: str, pages: Sequence[PageScores], table: Figures, worst: int) -> None:
    """Print the figures, the errors and the worst pages."""
    errors = [page for page in pages if page.error]
    print(f"{extractor}: {len(pages)} pages, {len(errors)} errors; value [95% interval] (pages)")
    for page in errors[:MAX_ERRORS_SHOWN]:
        print(f"  ERROR {page.dataset} {page.id}: {page.error}")
    for dataset, row in table.items():
        _print_figures(dataset, row)
    for page in sorted(pages, key=body_f1)[:worst]:
        print(f"  worst {body_f1(page):.3f} {page.dataset} {page.id}")


def _print_figures(dataset: str, row: Mapping[str, Figure], sign: str = "") -> None:
    print(dataset)
    for name in (name for name in FIGURES if name in row):
        figure = row[name]
        interval = f"[{figure.low:{sign}.4f}, {figure.high:{sign}.4f}]"
        print(f"  {name:<11}{figure.value:{sign}.4f} {interval} ({figure.pages})")


def body_f1(page: PageScores) -> float:
    """F1 of one page's body; 1 where the body is not judged, so that it is never "worst"."""
    if "words" not in page.scores:
        return 1.0
    precision, recall = (page.scores.get(name, (0.0, 1.0))[0] for name in ("precision", "recall"))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def report_comparison(
    one: str, other: str, ours: Sequence[PageScores], theirs: Sequence[PageScores]
) -> None:
    """Print the differences per dataset, paired by page."""
    print(f"\n{one} minus {other}, paired by page; difference [95% interval]")
    for (dataset, mine), (_, others) in zip(_by_dataset(ours), _by_dataset(theirs), strict=True):
        if differences := compare(mine, others):
            _print_figures(dataset, differences, sign="+")


def check_floors(table: Figures, file: Path) -> list[str]:
    """Lines that name each figure below its floor, or not measured though its dataset is there."""
    floors: dict[str, dict[str, float]] = json.loads(file.read_text("utf-8"))
    unknown = [name for name in floors if name not in table]
    if unknown:
        print(f"no floors checked for {', '.join(unknown)}: not in this corpus")
    return [
        f"{dataset} {name}: {_value(table[dataset], name)} < {least}"
        for dataset, row in floors.items()
        if dataset in table
        for name, least in row.items()
        if name not in table[dataset] or table[dataset][name].value < least
    ]


def _value(row: Mapping[str, Figure], name: str) -> str:
    return f"{row[name].value:.4f}" if name in row else "not measured"


def _write_json(file: Path, extractor: str, pages: Sequence[PageScores], table: Figures) -> None:
    content: dict[str, Any] = {
        "extractor": extractor,
        "figures": {
            dataset: {name: asdict(figure) for name, figure in row.items()}
            for dataset, row in table.items()
        },
        "pages": [asdict(page) for page in pages],
    }
    file.write_text(json.dumps(content, indent=1), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
