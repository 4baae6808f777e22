"""Makes the table of figures with peers: figures.json, figures.md and the README's section.

    python benchmarks/table.py CORPUS [--jobs N] [--cache FOLDER] [--peers NAME,...]

newscrawl is cross-validated by domain (folds.py). What peers said is kept in the cache, by their
release; where it is not, they run, one page after the other. Needs the extras `train` and
`benchmark`. Nothing is written before all of it is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from corpus import CorpusPage, read_corpus, truth_hash
from markdown import all_figures, readme_tables, with_section
from measures import Prediction, parse_moment
from quality import (
    CACHE,
    PageScores,
    differences,
    figures_by_dataset,
    fold_folders,
    reliability_of,
    scored,
)
from runs import DISTRIBUTIONS, Outcome, run, run_kept

OURS: Final = "newscrawl"
PAIRED: Final = "trafilatura"  # the peer that we are compared with page by page
PEERS: Final = (PAIRED, "newspaper4k", "goose3", "readability", "resiliparse")
HERE: Final = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write, exit with 0."""
    options = _parse(arguments)
    pages = list(read_corpus(options.corpus))
    found = measure(pages, options)
    text = json.dumps(_rounded(found), indent=1, ensure_ascii=False)
    options.out.joinpath("figures.json").write_text(text + "\n", "utf-8")
    write_pages(options.out, options.readme)
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"what is kept; {CACHE}")
    parser.add_argument("--peers", type=_peers, default=PEERS, help=f"besides {PAIRED}")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of figures.json and .md")
    parser.add_argument("--readme", type=Path, default=HERE.parent / "README.md")
    return parser.parse_args(arguments)


def _peers(text: str) -> list[str]:
    """The peers named, after the one that we are compared with in any case."""
    named = [name for name in text.split(",") if name != PAIRED]
    if unknown := [name for name in named if name not in DISTRIBUTIONS]:
        known = ", ".join(DISTRIBUTIONS)
        raise argparse.ArgumentTypeError(f"no such peer: {unknown[0]} (there are {known})")
    return [PAIRED, *named]


def measure(pages: Sequence[CorpusPage], options: argparse.Namespace) -> dict[str, Any]:
    """All figures of all systems, as they are stored."""
    about = truth_hash(pages)
    outcomes = {peer: run_kept(pages, peer, options.cache, about) for peer in options.peers}
    ours = run(pages, OURS, options.jobs, fold_folders(options, pages))
    scores = {name: judged(pages, own) for name, own in ({OURS: ours} | outcomes).items()}
    return {
        "corpus": {"hash": about, "pages": len(pages), "domains": len({p.domain for p in pages})},
        "systems": {name: system(name, own) for name, own in scores.items()},
        "paired": {"with": PAIRED, "figures": _as_rows(differences(scores[OURS], scores[PAIRED]))},
        "confidence": {field: asdict(one) for field, one in reliability_of(scores[OURS]).items()},
    }


def judged(pages: Sequence[CorpusPage], outcomes: Sequence[Outcome]) -> list[PageScores]:
    """The scores of each page, without measures of what the extractor says of no page at all."""
    predictions = [outcome.prediction for outcome in outcomes]
    silent = {name for name, said in _SAID.items() if not any(map(said, predictions))}
    found = scored(pages, outcomes)
    for page in found:
        for name in silent & page.scores.keys():
            del page.scores[name]
    return found


def _says_instant(prediction: Prediction) -> bool:
    moment = parse_moment(prediction.date)
    return bool(moment and moment.tzinfo)


# Whether an extractor says anything in a measure that silence can score in.
_SAID: Final[dict[str, Callable[[Prediction], bool]]] = {
    "authors": lambda prediction: bool(prediction.authors),
    "date": lambda prediction: bool(prediction.date),
    "instant": _says_instant,
    "language": lambda prediction: bool(prediction.language),
}


def system(name: str, pages: Sequence[PageScores]) -> dict[str, Any]:
    """One system's figures; its slowest page in seconds of process time."""
    return {
        "release": version(DISTRIBUTIONS.get(name, name)),
        "errors": sum(page.error is not None for page in pages),
        "slowest": max(page.seconds for page in pages),
        "figures": _as_rows(figures_by_dataset(pages)),
    }


def _as_rows(table: dict[str, Any]) -> dict[str, Any]:
    return {
        dataset: {name: asdict(figure) for name, figure in row.items()}
        for dataset, row in table.items()
        if row
    }


def _rounded(value: Any) -> Any:
    """Numbers to four places, so that a stored figure differs only where it is another one."""
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value


def write_pages(folder: Path, readme: Path) -> None:
    """figures.md and the README's section, from figures.json in the folder."""
    stored = json.loads(folder.joinpath("figures.json").read_text("utf-8"))
    folder.joinpath("figures.md").write_text(all_figures(stored), "utf-8")
    readme.write_text(with_section(readme.read_text("utf-8"), readme_tables(stored)), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
