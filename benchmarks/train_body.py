"""Train the body classifier from a corpus, cross-validated by domain.

    python benchmarks/train_body.py CORPUS [--out FILE.npz] [--figures FILE.json] [--cache DIR] [--threads N]

CORPUS: a folder ``<dataset>/truth.jsonl`` with pages beside it (``html`` names them, gzipped). Rows with a body are labelled
block by block; rows with required and forbidden snippets only where those stand. All pages of a registered domain are in one
fold. The first stage sees each block's features; the second sees them too, with the first stage's out-of-fold probabilities of
the blocks around. Same corpus, same library versions, same weights: everything is seeded. Needs the extra ``train``.
"""  # noqa: E501

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import multiprocessing
import pickle
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from body_truth import body_labels, shingles, snippet_labels
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from newscrawl.body.blocks import Blocks
from newscrawl.body.classifier import Trees, sigmoid
from newscrawl.body.context import Context
from newscrawl.body.draft import THRESHOLD
from newscrawl.body.facts import Facts
from newscrawl.body.features import feature_rows
from newscrawl.page import Page

_TOKEN: Final = re.compile(r"\w+")
FOLDS: Final = 5
SEED: Final = 20_240_601
# Weight of a page by dataset: how far its truth is trusted and how many pages there are of it.
DATASETS: Final = {
    "fundus": 2.0,
    "wcxb_dev": 1.0,
    "trafilatura": 0.5,
    "readability": 0.3,
    "newspaper4k": 0.3,
    "goose3": 0.2,
}
FIRST: Final = {"iterations": 300, "depth": 6, "learning_rate": 0.08, "l2_leaf_reg": 6.0}
SECOND: Final = {"iterations": 250, "depth": 6, "learning_rate": 0.06, "l2_leaf_reg": 6.0}


@dataclass(slots=True)
class Sample:
    """One page: its rows, labels (NaN: unknown) and weights per block, and where it belongs."""

    dataset: str
    row: dict[str, Any]
    fold: int
    texts: list[str]
    matrix: NDArray[np.float32]
    names: tuple[str, ...]
    context: Context
    labels: NDArray[np.float64]

    @property
    def weights(self) -> NDArray[np.float64]:
        """Per block: its share of the text, so that a page weighs the same however long it is."""
        words = self.context.words + 2
        known = ~np.isnan(self.labels)
        if self.dataset in ("trafilatura", "goose3"):
            return np.where(known, DATASETS[self.dataset] / max(known.sum(), 1), 0.0)
        kept = (words * self.labels).sum()
        share = words / (kept + 50)
        off = self.labels < 0.5
        share[off] *= min(1.0, 3.0 / max(share[off].sum(), 1e-9))
        return DATASETS[self.dataset] * share


def fold_of(domain: str) -> int:
    """The fold of a registered domain, the same on every machine."""
    return hashlib.sha256(f"{SEED}:{domain}".encode()).digest()[0] % FOLDS


def rows_of(corpus: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The usable rows of the corpus, each page once."""
    seen: set[str] = set()
    for dataset in DATASETS:
        with (corpus / dataset / "truth.jsonl").open() as lines:
            for line in lines:
                row = json.loads(line)
                if row["html_sha256"] not in seen:
                    seen.add(row["html_sha256"])
                    yield dataset, row


def read_sample(job: tuple[Path, str, dict[str, Any]]) -> Sample | None:
    """Features and labels of one page; None where it has no blocks or no usable truth."""
    corpus, dataset, row = job
    raw = gzip.decompress((corpus / row["html"]).read_bytes())
    page = Page.parse(raw, url=row.get("url"), encoding=row.get("charset_hint"))
    blocks = Blocks(page.walk)
    if not len(blocks):
        return None
    facts = Facts(page, blocks)
    names, rows = feature_rows(facts)
    labels = _labels(row, blocks.texts)
    fold = fold_of(row.get("domain") or row["id"])
    return Sample(
        dataset, row, fold, blocks.texts, rows, names, Context.of(facts), labels
    )


def _labels(row: dict[str, Any], texts: list[str]) -> NDArray[np.float64]:
    if "body" in row["annotated"] and row.get("body"):
        return body_labels(texts, row["body"])
    skip = {*row.get("without_in_body", ()), *row.get("with_not_in_body", ())}
    required = [s for s in row.get("with") or () if s not in skip]
    forbidden = [s for s in row.get("without") or () if s not in skip]
    return snippet_labels(texts, required, forbidden)


def read_samples(corpus: Path, jobs: int, cache: Path | None) -> list[Sample]:
    """All samples in the order of the corpus, from the cache when there is one."""
    if cache and cache.exists():
        return list(pickle.loads(cache.read_bytes()))
    work = [(corpus, dataset, row) for dataset, row in rows_of(corpus)]
    with multiprocessing.Pool(jobs) as pool:
        samples = [sample for sample in pool.imap(read_sample, work, chunksize=16) if sample]
    if cache:
        cache.write_bytes(pickle.dumps(samples))
    return samples


# -- fitting -----------------------------------------------------------------------------------------


def fit(
    rows: list[NDArray[np.float32]], samples: list[Sample], names: tuple[str, ...],
    settings: dict[str, Any], threads: int, seed: int = SEED,
) -> Trees:  # fmt: skip
    """Trees for the labelled blocks of these samples."""
    return Trees.from_arrays(fit_arrays(rows, samples, names, settings, threads, seed))


def fit_arrays(
    rows: list[NDArray[np.float32]], samples: list[Sample], names: tuple[str, ...],
    settings: dict[str, Any], threads: int, seed: int = SEED,
) -> dict[str, Any]:  # fmt: skip
    """The same as arrays, to be stored."""
    labels = np.concatenate([s.labels for s in samples])
    weights = np.concatenate([s.weights for s in samples])
    known = ~np.isnan(labels) & (weights > 0)
    pool = Pool(
        np.concatenate(rows, axis=1).T[known], labels[known], weight=weights[known], feature_names=list(names)
    )
    model = CatBoostClassifier(
        **settings, loss_function="CrossEntropy", random_seed=seed, thread_count=threads,
        verbose=False, allow_writing_files=False, boosting_type="Plain", border_count=64,
        random_strength=1.0, bootstrap_type="Bernoulli", subsample=0.8, rsm=0.3,
    )  # fmt: skip
    model.fit(pool)
    return arrays_of(model, names)


def arrays_of(model: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The arrays of a fitted catboost model, in the form that the package reads."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        model.save_model(file.name, format="json")
        stored = json.loads(Path(file.name).read_text())
    trees = stored["oblivious_trees"]
    depth = max(len(tree["splits"] or ()) for tree in trees)
    questions: dict[tuple[int, float], int] = {}
    asked = np.zeros((depth, len(trees)), np.int64)
    never = questions.setdefault((0, float("inf")), 0)
    leaf = np.zeros((len(trees), 2**depth), np.float32)
    for number, tree in enumerate(trees):
        splits = [(s["float_feature_index"], s["border"]) for s in tree["splits"] or ()]
        leaf[number, : len(tree["leaf_values"])] = tree["leaf_values"]
        asked[:, number] = never
        for level, split in enumerate(splits):
            asked[level, number] = questions.setdefault(split, len(questions))
    scale, bias = stored["scale_and_bias"]
    return {
        "names": np.array(names),
        "feature": np.array([feature for feature, _ in questions], np.int64),
        "border": np.array([border for _, border in questions], np.float32),
        "asked": asked,
        "leaf": leaf * scale,
        "bias": np.array(bias[0] if isinstance(bias, list) else bias),
    }


# -- cross-validation ----------------------------------------------------------------------------


def out_of_fold(
    rows: list[NDArray[np.float32]], samples: list[Sample], names: tuple[str, ...],
    settings: dict[str, Any], threads: int,
) -> list[NDArray[np.float64]]:  # fmt: skip
    """Log-odds of each sample's blocks, by trees that saw no page of its domain."""
    odds: list[NDArray[np.float64]] = [np.zeros(0)] * len(samples)
    for fold in range(FOLDS):
        others = [i for i, sample in enumerate(samples) if sample.fold != fold]
        trees = fit(
            [rows[i] for i in others], [samples[i] for i in others], names, settings, threads
        )
        for index, sample in enumerate(samples):
            if sample.fold == fold:
                odds[index] = trees.log_odds(rows[index])
    return odds


def second_rows(
    samples: list[Sample], odds: list[NDArray[np.float64]]
) -> tuple[list[NDArray[np.float32]], tuple[str, ...]]:
    """The rows of the second stage and their names."""
    rows = [s.context.rows(s.matrix, own) for s, own in zip(samples, odds, strict=True)]
    more = tuple(name for name, _ in samples[0].context.columns(odds[0]))
    return rows, samples[0].names + more


# -- figures -------------------------------------------------------------------------------------


def page_figures(sample: Sample, kept: NDArray[np.bool_]) -> tuple[float | None, float]:
    """Precision and recall of the 4-token shingles, as article-extraction-benchmark counts them."""
    true = Counter(shingles(_TOKEN.findall(sample.row["body"])))
    text = "\n\n".join(t for t, keep in zip(sample.texts, kept, strict=True) if keep)
    found = Counter(shingles(_TOKEN.findall(text))) if text else Counter()
    right = (true & found).total()
    return right / found.total() if found else None, right / true.total()


def has_body(sample: Sample, dataset: str) -> bool:
    """Whether a sample has a truth to measure the body by, and is of this dataset."""
    return sample.dataset == dataset and bool(sample.row.get("body"))


def figures(samples: list[Sample], kept: list[NDArray[np.bool_]]) -> dict[str, dict[str, float]]:
    """Body precision, recall and F1 per ranked dataset."""
    table = {}
    for dataset in ("fundus", "wcxb_dev"):
        pages = [
            page_figures(s, k) for s, k in zip(samples, kept, strict=True) if has_body(s, dataset)
        ]
        precision = float(np.mean([p for p, _ in pages if p is not None]))
        recall = float(np.mean([r for _, r in pages]))
        f1 = 2 * precision * recall / (precision + recall)
        table[dataset] = {"pages": len(pages), "precision": precision, "recall": recall, "f1": f1}
    return table


def confidence_curve(samples: list[Sample], odds: list[NDArray[np.float64]]) -> dict[str, Any]:
    """Expected F1 against the F1 found, in bins of equal size, made monotone."""
    pairs = []
    for sample, own in zip(samples, odds, strict=True):
        if has_body(sample, "fundus") or has_body(sample, "wcxb_dev"):
            p, words = sigmoid(own), sample.context.words
            kept = p >= THRESHOLD
            right = (p * words)[kept].sum()
            expected = 2 * right / max((words[kept].sum() + (p * words).sum()), 1e-9)
            precision, recall = page_figures(sample, kept)
            total = (precision or 0.0) + recall
            pairs.append((expected, 2 * (precision or 0.0) * recall / total if total else 0.0))
    bins = np.array_split(np.array(sorted(pairs)), 12)
    found = np.maximum.accumulate([b[:, 1].mean() for b in bins])
    return {"confidence_expected": [b[:, 0].mean() for b in bins], "confidence_found": found}


def corpus_hash(samples: list[Sample]) -> str:
    """One hash over all pages and truths that were used."""
    total = hashlib.sha256()
    for sample in samples:
        total.update(json.dumps(sample.row, sort_keys=True).encode())
    return total.hexdigest()


def main() -> None:
    """Read the corpus, cross-validate, fit on all of it, write weights and figures."""
    arguments = _arguments()
    samples = read_samples(arguments.corpus, arguments.threads, arguments.cache)
    names, rows = samples[0].names, [sample.matrix for sample in samples]
    first = out_of_fold(rows, samples, names, FIRST, arguments.threads)
    more, more_names = second_rows(samples, first)
    second = out_of_fold(more, samples, more_names, SECOND, arguments.threads)
    table = figures(samples, [sigmoid(odds) >= THRESHOLD for odds in second])
    arrays: dict[str, Any] = confidence_curve(samples, second)
    for prefix, data, columns, settings in (
        ("first_", rows, names, FIRST), ("second_", more, more_names, SECOND),
    ):  # fmt: skip
        trees = fit_arrays(data, samples, columns, settings, arguments.threads)
        arrays |= {prefix + name: value for name, value in trees.items()}
    np.savez_compressed(arguments.out, **arrays)
    stated = {"corpus": corpus_hash(samples), "folds": FOLDS, "seed": SEED, "body": table}
    arguments.figures.write_text(json.dumps(stated, indent=2) + "\n")
    print(json.dumps(table, indent=2))


def _arguments() -> argparse.Namespace:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Train the body classifier.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=here.parent / "newscrawl/body/weights.npz")
    parser.add_argument("--figures", type=Path, default=here / "train_body.json")
    parser.add_argument("--cache", type=Path, help="file for the features, to train again sooner")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
