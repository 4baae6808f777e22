"""Measures an extractor on a corpus, dataset by dataset, with a 95% interval beside each figure.

    python benchmarks/quality.py CORPUS [--extractor NAME | --cross-validated] [--against NAME]
        [--floors FILE] [--only DATASET,...] [--every K] [--worst N] [--jobs N] [--json FILE]
        [--cache FOLDER]

The weights that newscrawl comes with were fitted on a corpus; on that one their figures say little
about other pages. With --cross-validated each page is judged by weights that have not seen its
site (folds.py; fitted when they are not in the cache: minutes, and the extra `train`).

Order: every page is extracted and scored (in processes, with --jobs), figures are made per dataset
and over all (`all`, for is_article and cost), printed with how far confidence can be trusted,
compared page by page with another extractor (--against), and held against floors: a figure below
its floor makes the exit code 1. The format of a corpus is told in corpus.py, the measures in
measures.py, the statistics in figures.py, what is right of a confident value in calibration.py.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from calibration import Judgement, Reliability, judge, lines, reliability
from corpus import CorpusPage, read_corpus
from extractors import EXTRACTORS
from figures import FIGURES, LESS_IS_BETTER, Difference, Figure, compare, figures
from measures import Scores
from runs import Outcome, run

BELOW_FLOOR: Final = 1
OVERALL: Final = "all"  # the row for figures that need several datasets
OVERALL_FIGURES: Final = ("article", "other", "is_article", "cost")
MAX_ERRORS_SHOWN: Final = 5
CACHE: Final = (
    Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "newscrawl-benchmark"
)

Figures = dict[str, dict[str, Figure]]


@dataclass(frozen=True, slots=True)
class PageScores:
    """One page's scores; ``error`` when the extractor raised (then it is scored as empty).

    ``seconds`` is the process time of extraction; ``judged`` has each confident field's judgement.
    """

    dataset: str
    id: str
    domain: str
    scores: Scores
    judged: dict[str, Judgement]
    seconds: float
    error: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 when a figure is below its floor or a page failed."""
    options = _parse(arguments)
    pages = list(read_corpus(options.corpus, options.only, options.every))
    weights = fold_folders(options, pages) if options.cross_validated else ()
    ours = scored(pages, run(pages, options.extractor, options.jobs, weights))
    table = figures_by_dataset(ours)
    report(options.extractor, ours, table, options.worst)
    if options.against:
        theirs = scored(pages, run(pages, options.against, options.jobs))
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
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--extractor", choices=EXTRACTORS, default="newscrawl")
    which.add_argument("--cross-validated", action="store_true", help="newscrawl, fold by fold")
    parser.add_argument("--against", choices=EXTRACTORS)
    parser.add_argument("--floors", type=Path, help="JSON: dataset -> figure -> least value")
    parser.add_argument("--only", type=lambda text: text.split(","), default=())
    parser.add_argument("--every", type=int, default=1, help="each K-th page of a dataset")
    parser.add_argument("--worst", type=int, default=0, help="pages to name, worst body first")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write figures and scores of each page here")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"fitted weights; {CACHE}")
    return parser.parse_args(arguments)


def fold_folders(options: argparse.Namespace, pages: Sequence[CorpusPage]) -> list[Path]:
    """For each page the folder of weights that have not seen its site."""
    from folds import fold_of, fold_weights  # needs the training library

    folders = fold_weights(options.corpus, options.cache, options.jobs)
    return [folders[fold_of(page)] for page in pages]


def scored(pages: Sequence[CorpusPage], outcomes: Sequence[Outcome]) -> list[PageScores]:
    """The scores of each page's outcome."""
    return [_scored(page, outcome) for page, outcome in zip(pages, outcomes, strict=True)]


def _scored(page: CorpusPage, outcome: Outcome) -> PageScores:
    judged = judge(page.truth, outcome.prediction, is_other=page.is_other)
    return PageScores(
        page.dataset, page.id, page.domain, outcome.scores(page), judged, outcome.seconds,
        outcome.error,
    )  # fmt: skip


def figures_by_dataset(pages: Sequence[PageScores]) -> Figures:
    """Figures of each dataset, and those over all pages."""
    table = {}
    for dataset, own in by_dataset(pages):
        found = figures([page.scores for page in own], [page.domain for page in own])
        table[dataset] = {name: found[name] for name in found if name not in OVERALL_FIGURES}
    overall = figures([page.scores for page in pages], [page.domain for page in pages])
    table[OVERALL] = {name: overall[name] for name in OVERALL_FIGURES if name in overall}
    return {dataset: row for dataset, row in table.items() if row}


def by_dataset(pages: Sequence[PageScores]) -> Iterator[tuple[str, list[PageScores]]]:
    """The pages of each dataset, by its name."""
    for dataset in sorted({page.dataset for page in pages}):
        yield dataset, [page for page in pages if page.dataset == dataset]


def reliability_of(pages: Sequence[PageScores]) -> dict[str, Reliability]:
    """How far each field's confidence can be trusted, over all pages."""
    return reliability([page.judged for page in pages], [page.domain for page in pages])


def report(extractor: str, pages: Sequence[PageScores], table: Figures, worst: int) -> None:
    """Print the figures, confidence, the slowest page, the errors and the worst pages."""
    errors = [page for page in pages if page.error]
    print(f"{extractor}: {len(pages)} pages, {len(errors)} errors; value [95% interval] (pages)")
    for page in errors[:MAX_ERRORS_SHOWN]:
        print(f"  ERROR {page.dataset} {page.id}: {page.error}")
    for dataset, row in table.items():
        _print_figures(dataset, row)
    slowest = max(pages, key=lambda page: page.seconds)
    print(f"  slowest    {slowest.seconds:.3f} s {slowest.dataset} {slowest.id}")
    print(*lines(reliability_of(pages)), sep="\n")
    for page in sorted(pages, key=body_f1)[:worst]:
        print(f"  worst {body_f1(page):.3f} {page.dataset} {page.id}")


def _print_figures(dataset: str, row: Mapping[str, Figure], sign: str = "") -> None:
    print(dataset)
    for name in (name for name in FIGURES if name in row):
        figure = row[name]
        interval = f"[{figure.low:{sign}.4f}, {figure.high:{sign}.4f}]"
        better = f", better in {figure.better:.1%}" if isinstance(figure, Difference) else ""
        print(f"  {name:<11}{figure.value:{sign}.4f} {interval} ({figure.pages}){better}")


def body_f1(page: PageScores) -> float:
    """F1 of one page's body; 1 where the body is not judged, so that it is never "worst"."""
    if "words" not in page.scores:
        return 1.0
    precision, recall = (page.scores.get(name, (0.0, 1.0))[0] for name in ("precision", "recall"))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def differences(
    ours: Sequence[PageScores], theirs: Sequence[PageScores]
) -> dict[str, dict[str, Difference]]:
    """Ours minus theirs per dataset, and over all, paired by page."""
    pairs = [*zip(by_dataset(ours), by_dataset(theirs), strict=True)]
    parts = [(dataset, mine, others) for (dataset, mine), (_, others) in pairs]
    table = {}
    for dataset, mine, others in [*parts, (OVERALL, [*ours], [*theirs])]:
        found = compare(
            [page.scores for page in mine],
            [page.scores for page in others],
            [page.domain for page in mine],
        )
        table[dataset] = {
            name: found[name] for name in found if (name in OVERALL_FIGURES) == (dataset == OVERALL)
        }
    return table


def report_comparison(
    one: str, other: str, ours: Sequence[PageScores], theirs: Sequence[PageScores]
) -> None:
    """Print the differences per dataset, paired by page."""
    print(f"\n{one} minus {other}, paired by page; difference [95% interval] (pages)")
    for dataset, row in differences(ours, theirs).items():
        if row:
            _print_figures(dataset, row, sign="+")


def check_floors(table: Figures, file: Path) -> list[str]:
    """Lines that name each figure below its floor, or not measured though its dataset is there."""
    floors: dict[str, dict[str, float]] = json.loads(file.read_text("utf-8"))
    unknown = [name for name in floors if name not in table]
    if unknown:
        print(f"no floors checked for {', '.join(unknown)}: not in this corpus")
    return [
        f"{dataset} {name}: {_value(table[dataset], name)}, not {_bound(name)} {least}"
        for dataset, row in floors.items()
        if dataset in table
        for name, least in row.items()
        if not _holds(table[dataset].get(name), name, least)
    ]


def _bound(name: str) -> str:
    return "at most" if name in LESS_IS_BETTER else "at least"


def _holds(figure: Figure | None, name: str, bound: float) -> bool:
    if figure is None:
        return False
    return figure.value <= bound if name in LESS_IS_BETTER else figure.value >= bound


def _value(row: Mapping[str, Figure], name: str) -> str:
    return f"{row[name].value:.4f}" if name in row else "not measured"


def _write_json(file: Path, extractor: str, pages: Sequence[PageScores], table: Figures) -> None:
    content: dict[str, Any] = {
        "extractor": extractor,
        "figures": {
            dataset: {name: asdict(figure) for name, figure in row.items()}
            for dataset, row in table.items()
        },
        "confidence": {field: asdict(one) for field, one in reliability_of(pages).items()},
        "pages": [asdict(page) for page in pages],
    }
    file.write_text(json.dumps(content, indent=1), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
