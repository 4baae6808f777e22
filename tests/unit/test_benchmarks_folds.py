"""benchmarks/folds.py: no page is judged by weights that saw its site, and nothing is stale."""

from __future__ import annotations

import json

import folds
import numpy as np
import pytest
import train_body
import train_fields
import train_kind
from corpus import CorpusPage, truth_hash
from folds import FOLDS, Fitting, code_hash, fold_of

DOMAINS = [f"site-{number}.example" for number in range(40)]


def pages(folder):
    for domain in DOMAINS:
        for number in range(2):
            truth = {"id": f"{domain}-{number}", "domain": domain}
            yield CorpusPage("news", truth, folder / f"{domain}-{number}")


class Sample:
    """Stands for a body sample: its fold, and a matrix that says whose it is."""

    def __init__(self, page):
        self.domain, self.fold, self.matrix = page.domain, fold_of(page), page.domain


@pytest.fixture
def seen(tmp_path, monkeypatch):
    """Fits all folds with trainers that only note which domains they are given."""
    own = list(pages(tmp_path))
    seen = {"body": [], "odds": [], "fields": [], "kind": []}

    class Trees:
        @classmethod
        def from_arrays(cls, domains):
            trees = cls()
            trees.domains = domains
            return trees

        def log_odds(self, domain):
            assert domain not in self.domains
            return self.domains

    def fit_model(samples, odds, threads):
        seen["body"].append({sample.domain for sample in samples})
        seen["odds"].append(set().union(*odds))
        return {"names": np.zeros(0)}

    def fit_fields(values, chosen):
        seen["fields"].append({one.domain for found in values.values() for one in found})
        return {"weights": {}, "curves": {}}

    def fit_kind(work):
        seen["kind"].append(work[0].domain)

    monkeypatch.setattr(folds, "read_corpus", lambda corpus: own)
    monkeypatch.setattr(folds, "Trees", Trees)
    monkeypatch.setattr(folds, "_kind_sample", fit_kind)
    monkeypatch.setattr(folds, "ProcessPoolExecutor", InThisProcess)
    monkeypatch.setattr(train_body, "read_samples", lambda *about: [Sample(page) for page in own])
    monkeypatch.setattr(train_body, "fit", lambda samples, jobs: {s.domain for s in samples})
    monkeypatch.setattr(train_body, "fit_model", fit_model)
    monkeypatch.setattr(train_fields, "read_values", lambda page: {"headline": page})
    monkeypatch.setattr(train_fields, "out_of_fold", lambda field, values: [])
    monkeypatch.setattr(train_fields, "fit_fields", fit_fields)
    monkeypatch.setattr(train_kind, "table_of", lambda samples: (["x"], np.zeros((2, 1)), [0, 1]))
    monkeypatch.setattr(train_kind, "Model", lambda rows, labels: Fitted())
    fitting = Fitting(tmp_path, tmp_path / "kept", 1)
    seen["folders"] = fitting.folders()
    return seen


class Fitted:
    def as_json(self, names):
        return {"bias": 0.0, "weights": {}}


class InThisProcess:
    def __init__(self, jobs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def map(self, function, work, chunksize):
        return [function(one) for one in work]


def held_out(fold, folder):
    return {page.domain for page in pages(folder) if fold_of(page) == fold}


def test_no_part_sees_a_page_of_the_fold(seen, tmp_path):
    everything = set(DOMAINS)
    for fold in FOLDS:
        assert seen["body"][fold] == everything - held_out(fold, tmp_path)
        assert seen["odds"][fold] <= everything - held_out(fold, tmp_path)
        assert seen["fields"][fold] == everything - held_out(fold, tmp_path)
    kind, expected = seen["kind"], []
    for fold in FOLDS:
        expected += [page.domain for page in pages(tmp_path) if fold_of(page) != fold]
    assert kind == expected


def test_each_fold_has_all_three_files_and_nothing_unfinished(seen):
    for folder in seen["folders"]:
        assert sorted(file.name for file in folder.iterdir()) == [
            "body.npz",
            "fields.json",
            "kind.json",
        ]
        assert json.loads((folder / "kind.json").read_text()) == {"bias": 0.0, "weights": {}}


def test_pages_of_a_domain_are_in_one_fold_and_every_fold_has_some(tmp_path):
    found = {}
    for page in pages(tmp_path):
        assert found.setdefault(page.domain, fold_of(page)) == fold_of(page)
    assert set(found.values()) == set(FOLDS)


def test_names_change_with_the_corpus_and_the_code(tmp_path, monkeypatch):
    own = list(pages(tmp_path))
    assert truth_hash(own) != truth_hash(own[1:])
    monkeypatch.setattr(folds, "PACKAGE", tmp_path)
    (tmp_path / "part").mkdir()
    before = code_hash("corpus", ["part"])
    (tmp_path / "part" / "module.py").write_text("x = 1")
    assert code_hash("corpus", ["part"]) != before
    assert code_hash("other corpus", ["part"]) != code_hash("corpus", ["part"])


def test_the_code_that_a_part_depends_on_is_there():
    for names in (folds.BODY_CODE, folds.FIELDS_CODE, folds.KIND_CODE):
        for name in names:
            assert list(folds._files([name])), name
