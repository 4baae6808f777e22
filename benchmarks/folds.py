"""Weights per fold of domains, so that a page is judged by weights that have not seen its site.

All pages of a registered domain are in one of five folds. For each fold, body model, weights of
fields and kind of page are fitted on the pages of the other four, by the functions that fit what
is shipped. Their curves of confidence need values that were chosen out of fold: for these, the
four folds are parted once more, so that no page of the fold takes part in anything.

What is fitted is kept in a folder, under names made of hashes of the corpus and of the code that
it depends on: it is fitted again only when one of them changes. Needs the extra ``train``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, cached_property, partial
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np
import train_body
import train_fields
import train_kind
from corpus import CorpusPage, read_corpus, truth_hash
from numpy.typing import NDArray

from newscrawl.body.classifier import Trees
from newscrawl.fields.table import packaged
from newscrawl.weights import Weights

HERE: Final = Path(__file__).parent
PACKAGE: Final = HERE.parent / "newscrawl"
FOLDS: Final = range(train_body.FOLDS)
CHUNK: Final = 20  # pages that a process takes at a time
# The code that each part depends on: files and folders of the package, and training scripts.
BODY_CODE: Final = ("page", "values", "body", "train_body.py", "body_truth.py")
FIELDS_CODE: Final = (
    "page", "values", "evidence.py", "fields", "train_fields.py", "logistic.py", "measures.py",
)  # fmt: skip
KIND_CODE: Final = ("extraction.py", "sites", "train_kind.py")


def fold_of(page: CorpusPage) -> int:
    """The fold of a page's domain."""
    return train_body.fold_of(page.domain)


def fold_weights(corpus: Path, cache_folder: Path, jobs: int) -> list[Path]:
    """For each fold the folder of weights that saw nothing of it, fitted where not yet there."""
    return Fitting(corpus, cache_folder, jobs).folders()


class Fitting:
    """The fitting of all folds. Each part is read and fitted only if it is not in the cache."""

    def __init__(self, corpus: Path, cache_folder: Path, jobs: int) -> None:
        self.corpus, self.jobs = corpus, jobs
        self.pages = list(read_corpus(corpus))
        about = truth_hash(self.pages)
        body, fields = code_hash(about, BODY_CODE), code_hash(about, FIELDS_CODE)
        self._body, self._fields = cache_folder / f"body-{body}", cache_folder / f"fields-{fields}"
        self._whole = cache_folder / f"weights-{code_hash(body + fields, KIND_CODE)}"

    def folders(self) -> list[Path]:
        """One folder per fold, with all three files."""
        for fold in FOLDS:
            for folder, name, fit in (
                (self._body, "body.npz", self._fit_body),
                (self._fields, "fields.json", self._fit_fields),
            ):
                kept, used = folder / str(fold) / name, self._whole / str(fold) / name
                _make(kept, partial(fit, fold))
                _make(used, partial(shutil.copyfile, kept))
            _make(self._whole / str(fold) / "kind.json", partial(self._fit_kind, fold))
        return [self._whole / str(fold) for fold in FOLDS]

    def _fit_body(self, fold: int, file: Path) -> None:
        own = [sample for sample in self._samples if sample.fold != fold]
        odds = [self._odds[fold][id(sample)] for sample in own]
        with file.open("wb") as opened:
            np.savez_compressed(opened, **train_body.fit_model(own, odds, self.jobs))

    @cached_property
    def _samples(self) -> list[train_body.Sample]:
        return train_body.read_samples(self.corpus, self.jobs, None)

    @cached_property
    def _odds(self) -> dict[int, dict[int, NDArray[np.float64]]]:
        """Per fold: log-odds of the other samples, by trees that saw neither it nor their own.

        Trees that saw neither of two folds serve both.
        """
        odds: dict[int, dict[int, NDArray[np.float64]]] = {fold: {} for fold in FOLDS}
        for pair in combinations(FOLDS, 2):
            others = [sample for sample in self._samples if sample.fold not in pair]
            trees = Trees.from_arrays(train_body.fit(others, self.jobs))
            for sample in self._samples:
                if sample.fold in pair:
                    away = next(fold for fold in pair if fold != sample.fold)
                    odds[away][id(sample)] = trees.log_odds(sample.matrix)
        return odds

    def _fit_fields(self, fold: int, file: Path) -> None:
        values = {
            field: [found[field] for page, found in self._values if page != fold and field in found]
            for field in train_fields.JUDGES
        }
        chosen = {
            field: list(train_fields.out_of_fold(field, own)) for field, own in values.items()
        }
        fitted = train_fields.fit_fields(values, chosen)
        fitted["weights"] = {**packaged()["weights"], **fitted["weights"]}  # of untested fields
        file.write_text(json.dumps(fitted), "utf-8")

    @cached_property
    def _values(self) -> list[tuple[int, dict[str, train_fields.Values]]]:
        """Of each page its fold and what its places offer."""
        with ProcessPoolExecutor(self.jobs) as pool:
            found = pool.map(train_fields.read_values, self.pages, chunksize=CHUNK)
            return [(fold_of(page), one) for page, one in zip(self.pages, found, strict=True)]

    def _fit_kind(self, fold: int, file: Path) -> None:
        pages = [page for page in self.pages if fold_of(page) != fold]
        work = [(page, file.parent) for page in pages]
        with ProcessPoolExecutor(self.jobs) as pool:
            found = pool.map(_kind_sample, work, chunksize=CHUNK)
            samples = [sample for sample in found if sample]
        names, rows, labels = train_kind.table_of(samples)
        fitted = train_kind.Model(rows, labels).as_json(names)
        file.write_text(json.dumps(fitted), "utf-8")


def _kind_sample(work: tuple[CorpusPage, Path]) -> train_kind.Sample | None:
    page, folder = work
    return train_kind.read_sample(page, _weights(folder))


@cache
def _weights(folder: Path) -> Weights:
    """Body and fields of a folder whose kind is being fitted; read once a process."""
    return Weights.read(folder)


def _make(file: Path, write: Any) -> None:
    """Write a file under another name first, so that what is there is whole."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"unfinished-{file.name}")
        write(unfinished)
        unfinished.replace(file)


def code_hash(about: str, names: Sequence[str]) -> str:
    """A name for what code makes of something: a hash of both."""
    total = hashlib.sha256(about.encode())
    for file in _files(names):
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def _files(names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        for place in (PACKAGE / name, HERE / name):
            yield from [place] if place.is_file() else sorted(place.rglob("*.py"))
