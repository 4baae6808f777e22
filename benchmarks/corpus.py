"""A corpus on disk: folders of pages, each folder with a `truth.jsonl`.

    <corpus>/<dataset>/truth.jsonl          one object a line; its "html" may name the page's file
    <corpus>/<dataset>/html/<id>.html.gz    that file by default: the page's raw bytes

Datasets whose name ends in "nonarticle" hold pages that are no articles.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from measures import Truth


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """One page with its truth."""

    dataset: str
    truth: Truth
    file: Path

    @property
    def id(self) -> str:
        return str(self.truth["id"])

    @property
    def domain(self) -> str:
        """The registered domain, or what stands for it where it is not known."""
        return str(self.truth.get("domain") or self.id)

    @property
    def url(self) -> str | None:
        return self.truth.get("url")

    @property
    def encoding(self) -> str | None:
        """Encoding of the bytes where the corpus knows better than the page says."""
        return self.truth.get("charset_hint")

    @property
    def is_other(self) -> bool:
        """Whether this page is no article."""
        return self.dataset.endswith("nonarticle")

    def read(self) -> bytes:
        """The page's bytes."""
        return gzip.decompress(self.file.read_bytes())


def read_corpus(folder: Path, only: Sequence[str] = (), every: int = 1) -> Iterator[CorpusPage]:
    """Pages by dataset; of a page in several datasets of one family (`name_...`) the first counts.

    ``every`` takes each K-th page of a dataset, for a quick look. Raises `FileNotFoundError`.
    """
    datasets = sorted(truth.parent for truth in folder.glob("*/truth.jsonl"))
    if not datasets:
        raise FileNotFoundError(f"{folder}: no dataset in it (a folder with a truth.jsonl)")
    seen: set[tuple[str, str]] = set()
    for dataset in datasets:
        if not only or dataset.name in only:
            pages = [page for page in _pages(dataset) if _is_new(page, seen)]
            yield from pages[every - 1 :: every]


def truth_hash(pages: Iterable[CorpusPage]) -> str:
    """A name for pages: a hash of them and of what is true of them."""
    total = hashlib.sha256()
    for page in pages:
        total.update(json.dumps([page.dataset, page.truth], sort_keys=True).encode())
    return total.hexdigest()[:16]


def _pages(dataset: Path) -> Iterator[CorpusPage]:
    with (dataset / "truth.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            truth = json.loads(line)
            file = truth.get("html", f"{dataset.name}/html/{truth['id']}.html.gz")
            yield CorpusPage(dataset.name, truth, dataset.parent / file)


def _is_new(page: CorpusPage, seen: set[tuple[str, str]]) -> bool:
    key = page.truth.get("html_sha256", page.id), page.dataset.split("_")[0]
    if key in seen:
        return False
    seen.add(key)
    return True
