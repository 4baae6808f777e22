"""Train the body classifier from a corpus, cross-validated by domain.

    python benchmarks/train_body.py CORPUS [--out FILE] [--figures FILE] [--threads N]

CORPUS: a folder ``<dataset>/truth.jsonl`` with pages beside it (``html`` names them, gzipped). Rows
with a body are labelled block by block; rows with required and forbidden snippets only where those
stand. All pages of a registered domain are in one fold. Writes the
weights and a JSON file with the cross-validated figures (before the rules) and the corpus's
hash. Same corpus, same library versions, same weights: everything is seeded. Needs the extra
``train``.
"""

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
from numpy.typing import NDArray

from newscrawl.body.blocks import Blocks
from newscrawl.body.classifier import Trees, sigmoid
from newscrawl.body.draft import expected_f1, threshold
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
    "wcxb_dev_nonarticle": 0.15,
}
TREES: Final = {"iterations": 300, "depth": 6, "learning_rate": 0.08, "l2_leaf_reg": 6.0}
# Of the shortest lines off the body, which are half of all blocks, every third is enough.
THIN: Final = 3
THIN_WORDS: Final = 4


@dataclass(slots=True)
class Sample:
    """One page: its rows, labels (NaN: unknown) and weights per block, and where it belongs."""

    dataset: str
    row: dict[str, Any]
    fold: int
    texts: list[str]
    matrix: NDArray[np.float32]
    names: tuple[str, ...]
    words: NDArray[np.float64]
    labels: NDArray[np.float64]

    @property
    def weights(self) -> NDArray[np.float64]:
        """Per block: its share of the text, so that a page weighs the same however long it is.

        What is off the body weighs at most three times the body. Where only snippets are known,
        each of them weighs the same.
        """
        known = ~np.isnan(self.labels)
        if not known.all():
            return np.where(known, DATASETS[self.dataset] / max(known.sum(), 1), 0.0)
        words = self.words + 2
        share = words / ((words * self.labels).sum() + 50)
        off = self.labels < 0.5
        share[off] *= min(1.0, 3.0 / max(share[off].sum(), 1e-9))
        return np.asarray(DATASETS[self.dataset] * share)


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
    return Sample(dataset, row, fold, blocks.texts, rows, names, facts.words, labels)


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


# -- fitting ---------------------------------------------------------------------------------


def fit(samples: list[Sample], threads: int) -> dict[str, Any]:
    """Trees for the labelled blocks of these samples, as arrays."""
    from catboost import CatBoostClassifier, Pool  # the extra `train`

    labels = np.concatenate([s.labels for s in samples])
    weights = np.concatenate([s.weights for s in samples])
    words = np.concatenate([s.words for s in samples])
    scarce = (labels == 0) & (words < THIN_WORDS)
    weights[scarce] *= THIN
    known = ~np.isnan(labels) & (~scarce | (np.arange(len(labels)) % THIN == 0))
    pool = Pool(
        np.concatenate([s.matrix for s in samples], axis=1).T[known],
        labels[known],
        weight=weights[known],
    )
    model = CatBoostClassifier(
        **TREES, loss_function="CrossEntropy", random_seed=SEED, thread_count=threads,
        verbose=False, allow_writing_files=False, boosting_type="Plain", border_count=32,
        random_strength=1.0, bootstrap_type="Bernoulli", subsample=0.8, rsm=0.3,
    )  # fmt: skip
    model.fit(pool)
    return arrays_of(model, samples[0].names)


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


def out_of_fold(samples: list[Sample], threads: int) -> list[NDArray[np.float64]]:
    """Log-odds of each sample's blocks, by trees that saw no page of its domain."""
    odds: list[NDArray[np.float64]] = [np.zeros(0)] * len(samples)
    for fold in sorted({s.fold for s in samples}):
        trees = Trees.from_arrays(fit([s for s in samples if s.fold != fold], threads))
        for index, sample in enumerate(samples):
            if sample.fold == fold:
                odds[index] = trees.log_odds(sample.matrix)
    return odds


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


def kept_of(sample: Sample, probability: NDArray[np.float64]) -> NDArray[np.bool_]:
    """What is kept of a page, before the rules."""
    is_news = bool(sample.matrix[sample.names.index("news")][0])
    return np.asarray(probability >= threshold(probability, sample.words, is_news=is_news))


def confidence_curve(
    samples: list[Sample], probabilities: list[NDArray[np.float64]]
) -> dict[str, list[float]]:
    """Expected F1 against the F1 found, in bins of equal size, made monotone."""
    pairs = []
    for sample, p in zip(samples, probabilities, strict=True):
        if has_body(sample, "fundus") or has_body(sample, "wcxb_dev"):
            kept = kept_of(sample, p)
            precision, recall = page_figures(sample, kept)
            total = (precision or 0.0) + recall
            found = 2 * (precision or 0.0) * recall / total if total else 0.0
            pairs.append((expected_f1(p, sample.words, kept), found))
    bins = np.array_split(np.array(sorted(pairs)), 12)
    return {
        "confidence_expected": [0.0, *(float(b[:, 0].mean()) for b in bins)],
        "confidence_found": [0.0, *np.maximum.accumulate([b[:, 1].mean() for b in bins]).tolist()],
    }


def corpus_hash(samples: list[Sample]) -> str:
    """One hash over all pages and truths that were used."""
    total = hashlib.sha256()
    for sample in samples:
        total.update(json.dumps(sample.row, sort_keys=True).encode())
    return total.hexdigest()


def fit_model(
    samples: list[Sample], odds: list[NDArray[np.float64]], threads: int
) -> dict[str, Any]:
    """All arrays that the package reads; ``odds`` are the samples' log-odds out of fold."""
    curve = confidence_curve(samples, [sigmoid(own) for own in odds])
    return {**fit(samples, threads), **curve}


def main() -> None:
    """Read the corpus, cross-validate, fit on all of it, write weights and figures."""
    arguments = _arguments()
    samples = read_samples(arguments.corpus, arguments.threads, arguments.cache)
    odds = out_of_fold(samples, arguments.threads)
    if arguments.keep:
        arguments.keep.write_bytes(pickle.dumps(odds))
    probabilities = [sigmoid(own) for own in odds]
    kept = [kept_of(s, p) for s, p in zip(samples, probabilities, strict=True)]
    arrays = fit_model(samples, odds, arguments.threads)
    np.savez_compressed(arguments.out, **arrays)
    curve = {name: values for name, values in arrays.items() if name.startswith("confidence")}
    stated = {
        "corpus": corpus_hash(samples), "folds": FOLDS, "seed": SEED, "pages": len(samples),
        "body": figures(samples, kept), "confidence": curve,
    }  # fmt: skip
    arguments.figures.write_text(json.dumps(stated, indent=2) + "\n")
    print(json.dumps(stated["body"], indent=2))


def _arguments() -> argparse.Namespace:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Train the body classifier.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=here.parent / "newscrawl/body/weights.npz")
    parser.add_argument("--figures", type=Path, default=here / "train_body.json")
    parser.add_argument("--cache", type=Path, help="file for the features, to train again sooner")
    parser.add_argument("--keep", type=Path, help="file for the out-of-fold log-odds, to study")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
