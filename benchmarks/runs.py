"""Runs extractors over pages, and keeps what peers said, since they are slow.

Each page is extracted and, right after, parsed by lxml and nothing else; process time of both is
taken, so that other programs on the machine do not count. An extractor that raises gave nothing.
"""

from __future__ import annotations

import gzip
import json
import logging
import multiprocessing
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from corpus import CorpusPage
from extractors import EXTRACTORS, Extractor, newscrawl
from lxml import etree, html
from measures import Prediction, Scores, score_page

CHUNK: Final = 8  # pages that a process takes at a time
WARM_UP: Final = b"<html><title>A page</title><p>Imports and first use are not what is measured."
# The distribution of each peer, whose release says whether what was kept is still true.
DISTRIBUTIONS: Final = {
    "trafilatura": "trafilatura",
    "trafilatura-fast": "trafilatura",
    "newspaper4k": "newspaper4k",
    "readability": "readability-lxml",
    "goose3": "goose3",
    "resiliparse": "resiliparse",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an extractor said of a page, and the process time (s) of that and of a bare parse."""

    prediction: Prediction
    seconds: float
    parse_seconds: float
    error: str | None = None

    def scores(self, page: CorpusPage) -> Scores:
        """The page's scores in all measures."""
        cost = {"cost": (self.seconds, self.parse_seconds)}
        return score_page(page.truth, self.prediction, is_other=page.is_other) | cost


def run(
    pages: Sequence[CorpusPage],
    extractor: str,
    jobs: int = 1,
    weights: Sequence[Path | None] = (),
) -> list[Outcome]:
    """The outcome of every page, in order; ``weights`` are the folders for each, where given."""
    chosen = weights or [None] * len(pages)
    work = [(page, extractor, folder) for page, folder in zip(pages, chosen, strict=True)]
    if jobs < 2:
        return [_outcome(*each) for each in work]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        return pool.starmap(_outcome, work, chunksize=CHUNK)


def run_kept(pages: Sequence[CorpusPage], peer: str, folder: Path, about: str) -> list[Outcome]:
    """What a peer said: read where it was kept, else run in this process and kept.

    ``about`` names the pages (a hash of them); the peer's release is part of the file's name.
    """
    file = folder / f"{peer}-{version(DISTRIBUTIONS[peer])}-{about}.json.gz"
    if file.exists():
        kept = json.loads(gzip.decompress(file.read_bytes()))
        return [_restored(one) for one in kept]
    outcomes = run(pages, peer)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(outcome) for outcome in outcomes], default=str)
    file.write_bytes(gzip.compress(text.encode()))
    return outcomes


def _restored(kept: dict[str, Any]) -> Outcome:
    return Outcome(**(kept | {"prediction": plain(Prediction(**kept["prediction"]))}))


def plain(prediction: Prediction) -> Prediction:
    """A prediction of texts only: some peers give lists or nodes of JSON-LD, which say nothing."""
    authors = [name for name in prediction.authors or () if isinstance(name, str)]
    return replace(
        prediction,
        title=_text(prediction.title),
        body=_text(prediction.body),
        date=_text(prediction.date),
        language=_text(prediction.language),
        authors=authors,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _outcome(page: CorpusPage, extractor: str, weights: Path | None) -> Outcome:
    raw, use = page.read(), _extractor(extractor, weights)
    prediction, error, start = Prediction(), None, time.process_time()
    try:
        prediction = plain(use(raw, page.url, page.encoding))
    except Exception as failure:  # noqa: BLE001 - peers raise all kinds; the page counts as empty
        error = f"{type(failure).__name__}: {failure}"
    seconds = time.process_time() - start
    return Outcome(prediction, seconds, timed(lambda: bare_parse(raw)), error)


@cache
def _extractor(name: str, weights: Path | None) -> Extractor:
    """The extractor, made once a process; peers' warnings and logs are not what is measured."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    made = newscrawl(weights) if weights else EXTRACTORS[name]()
    try:
        made(WARM_UP, None, None)
    except Exception:  # noqa: BLE001 - what it does on the corpus is told page by page
        logging.debug("%s raised on the first page", name)
    return made


def bare_parse(raw: bytes) -> None:
    """The floor: bytes to tree by lxml, as UTF-8; an empty page is a parse too."""
    try:
        html.document_fromstring(raw, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return


def timed(action: Callable[[], None]) -> float:
    """Process time of one call, in seconds."""
    start = time.process_time()
    action()
    return time.process_time() - start
