"""The packaged weights fit the features; the trees answer as trees do."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from newscrawl.body.blocks import Blocks
from newscrawl.body.classifier import Trees, packaged
from newscrawl.body.draft import HIGHEST, LOWEST, expected_f1, threshold
from newscrawl.body.facts import Facts
from newscrawl.body.features import feature_rows
from newscrawl.page import Page

MARKUP = "<h1>Head</h1><p>A sentence, with <a href=/x>a link</a>.</p><ul><li>Item</ul>"


def rows_of(markup: str) -> tuple[tuple[str, ...], np.ndarray]:
    page = Page.parse(markup)
    return feature_rows(Facts(page, Blocks(page.walk)))


def test_weights_were_trained_on_these_features() -> None:
    assert rows_of(MARKUP)[0] == packaged().trees.names


@pytest.mark.parametrize(
    "markup", [MARKUP, "x", "<p>\u200b</p>", "<p>a<p>b", "<a href=/>" * 9 + "x"]
)
def test_features_are_finite(markup: str) -> None:
    names, rows = rows_of(markup)
    assert rows.shape[0] == len(names) == len(set(names))
    assert np.isfinite(rows).all()


def slow_log_odds(model: Trees, row: np.ndarray) -> float:
    total = model.bias
    for number, questions in enumerate(model.asked.T):
        answers = [row[model.feature[q]] > model.border[q] for q in questions]
        total += float(model.leaf[number, sum(1 << bit for bit, yes in enumerate(answers) if yes)])
    return total


def test_log_odds_as_one_tree_after_the_other() -> None:
    random = np.random.default_rng(7)
    model = Trees(
        names=("a", "b", "c"),
        feature=np.array([0, 1, 2, 0]),
        border=np.array([0.5, 0.2, 0.8, np.inf], np.float32),
        asked=random.integers(0, 4, (3, 5)),
        leaf=random.random((5, 8)).astype(np.float32),
        bias=-1.0,
    )
    rows = random.random((3, 40)).astype(np.float32)
    expected = [slow_log_odds(model, row) for row in rows.T]
    assert model.log_odds(rows) == pytest.approx(expected, abs=1e-5)


def test_threshold_is_the_best_of_all_choices() -> None:
    probability = np.array([0.95, 0.9, 0.7, 0.3, 0.1])
    words = np.array([30.0, 10.0, 20.0, 15.0, 40.0])
    choices = [np.array(kept) for kept in itertools.product([False, True], repeat=5)]
    best = max(choices, key=lambda kept: expected_f1(probability, words, kept))
    assert ((probability >= threshold(probability, words)) == best).all()


@pytest.mark.parametrize("probability", [[0.01, 0.02], [0.99, 0.99], [0.5], [0.0]])
def test_threshold_stays_in_its_bounds(probability: list[float]) -> None:
    found = threshold(np.array(probability), np.ones(len(probability)))
    assert LOWEST <= found <= HIGHEST


def test_confidence_grows_with_the_expected_f1() -> None:
    assert (np.diff(packaged().expected) > 0).all()
    assert (np.diff(packaged().found) >= 0).all()
