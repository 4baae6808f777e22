"""Measures what extraction costs, as a multiple of a bare lxml parse of the same bytes.

    python benchmarks/speed.py CORPUS [--only DATASET,...] [--every K] [--repeat N] [--json FILE]

Each page is parsed (`lxml.html`, nothing else) and extracted (`extract()` and `to_dict()`, all
fields), one after the other; of N repetitions the fastest counts, in process time, so that other
programs on the machine do not. One page is done beforehand: imports are not what is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median

from corpus import CorpusPage, read_corpus
from runs import bare_parse, timed

from newscrawl import extract, to_dict


@dataclass(frozen=True, slots=True)
class Cost:
    """One page's process time in seconds."""

    dataset: str
    id: str
    extract_s: float
    parse_s: float

    @property
    def ratio(self) -> float:
        """Extraction as a multiple of the parse."""
        return self.extract_s / self.parse_s


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit code 0."""
    options = _parse(arguments)
    pages = list(read_corpus(options.corpus, options.only, options.every))
    measure(pages[0], 1)
    costs = [measure(page, options.repeat) for page in pages]
    report(costs)
    if options.json:
        options.json.write_text(json.dumps([asdict(cost) for cost in costs], indent=1), "utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--only", type=lambda text: text.split(","), default=())
    parser.add_argument("--every", type=int, default=1, help="each K-th page of a dataset")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write each page's times here")
    return parser.parse_args(arguments)


def measure(page: CorpusPage, repeat: int) -> Cost:
    """Time one page."""
    raw = page.read()

    def extraction() -> None:
        to_dict(extract(raw, url=page.url, encoding=page.encoding))

    times = [(timed(extraction), timed(lambda: bare_parse(raw))) for _ in range(repeat)]
    return Cost(page.dataset, page.id, *(min(each) for each in zip(*times, strict=True)))


def report(costs: Sequence[Cost]) -> None:
    """Print the ratio over all, the spread, and the worst page."""
    extraction, parse = [cost.extract_s for cost in costs], [cost.parse_s for cost in costs]
    slowest = max(costs, key=lambda cost: cost.extract_s)
    print(f"{len(costs)} pages; process time of extract() and of a bare lxml parse")
    print(f"  ratio   {sum(extraction) / sum(parse):.2f} in all, {_median_ratio(costs):.2f} median")
    for name, figure in {"mean": mean, "median": median}.items():
        print(f"  {name:<8}{figure(extraction) * 1e3:.1f} ms, parse {figure(parse) * 1e3:.1f} ms")
    print(
        f"  worst   {slowest.extract_s * 1e3:.0f} ms, parse {slowest.parse_s * 1e3:.0f} ms"
        f" ({slowest.dataset} {slowest.id})"
    )


def _median_ratio(costs: Sequence[Cost]) -> float:
    return median(cost.ratio for cost in costs)


if __name__ == "__main__":
    sys.exit(main())
