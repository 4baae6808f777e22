"""benchmarks/measures.py: the scores of one page."""

from __future__ import annotations

import pytest
from measures import (
    Prediction,
    has_instant,
    same_day,
    same_instant,
    score_page,
    set_f1,
    shingle_scores,
    word_f1,
)

ARTICLE = {"page_type": "article"}


@pytest.mark.parametrize(
    ("true", "predicted", "expected"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0)),
        ("a b c d e", "a b c d", (1.0, 0.5)),
        ("a b c d", "a b c d e f", (1 / 3, 1.0)),
        ("a b c d", "w x y z", (0.0, 0.0)),
        ("a b c d", "", (None, 0.0)),
        ("", "a b c d", (0.0, None)),
        ("", None, (1.0, 1.0)),
        ("a b", "a b", (1.0, 1.0)),  # shorter than a shingle: compared whole
        ("a b", "a b c", (0.0, 0.0)),
    ],
)
def test_shingles(true, predicted, expected):
    assert shingle_scores(true, predicted) == expected


@pytest.mark.parametrize(
    ("true", "predicted", "expected"),
    [("A b, c", "c B a", 1.0), ("a b", "a", 2 / 3), ("a", "", 0.0), ("", "", 1.0)],
)
def test_words(true, predicted, expected):
    assert word_f1(true, predicted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("true", "predicted", "expected"),
    [
        (["Ada Lovelace"], ["ada  lovelace"], 1.0),
        (["Ada", "Bea"], ["Ada"], 2 / 3),
        (["Ada"], [], 0.0),
        ([], [], 1.0),
        ([], ["Ada"], 0.0),
    ],
)
def test_authors(true, predicted, expected):
    assert set_f1(true, predicted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("true", "predicted", "expected"),
    [
        ("2022-01-18", "2022-01-18T23:30:00", True),
        ("2022-01-18", "2022-01-19T00:30:00+01:00", True),  # the 18th in UTC
        ("2022-01-18T23:30:00-05:00", "2022-01-19", True),
        ("2022-01-18", "2022-01-19", False),
        ("2022-01-18", "18 janvier 2022", False),
        ("2022-01-18", None, False),
    ],
)
def test_same_day(true, predicted, expected):
    assert same_day(true, predicted) is expected


@pytest.mark.parametrize(
    ("true", "predicted", "expected"),
    [
        ("2022-01-18T10:00:00+01:00", "2022-01-18T09:00:30Z", True),
        ("2022-01-18T10:00:00+01:00", "2022-01-18T09:01:00Z", False),
        ("2022-01-18T10:00:00+01:00", "2022-01-18T10:00:00", False),
        ("2022-01-18T10:00:00+01:00", None, False),
    ],
)
def test_same_instant(true, predicted, expected):
    assert same_instant(true, predicted) is expected


@pytest.mark.parametrize(
    ("true", "expected"),
    [
        ("2022-01-18T10:00:00Z", True),
        ("2022-01-18T10:00:00", False),
        ("2022-01-18T00:00:00+00:00", False),
        ("2022-01-18", False),
    ],
)
def test_instants_need_a_zone_and_a_time(true, expected):
    assert has_instant(true) is expected


@pytest.mark.parametrize(
    ("truth", "prediction", "scores"),
    [
        (
            {"annotated": ["title"], "title": "A: b"},
            Prediction(title="a b"),
            {"title": (1.0, 1.0)},
        ),
        ({"annotated": [], "title": "A"}, Prediction(title="A"), {}),
        ({"annotated": ["title"], "title": None}, Prediction(title="A"), {}),
        (
            {"annotated": ["authors"], "authors": None},
            Prediction(authors=["A"]),
            {"authors": (0.0, 1.0)},
        ),
        ({"annotated": ["authors"], "authors": ["A"], "authors_ambiguous": True}, Prediction(), {}),
        (
            {
                "annotated": ["with"],
                "with": ["one two", "three", "odd"],
                "with_not_in_body": ["odd"],
            },
            Prediction(body="One\n\ntwo."),
            {"with": (1.0, 2.0)},
        ),
        (
            {"annotated": ["without"], "without": ["menu", "login"]},
            Prediction(body="Menu"),
            {"without": (1.0, 2.0)},
        ),
        (
            {"annotated": ["lang"], "lang": "pt-BR"},
            Prediction(language="PT"),
            {"language": (1.0, 1.0)},
        ),
        (
            {
                "annotated": ["title", "lang"],
                "truth_kind": "tool_snapshot",
                "title": "A",
                "lang": "en",
            },
            Prediction(title="A"),
            {"language": (0.0, 1.0)},
        ),
        (ARTICLE, Prediction(is_article=False), {"article": (0.0, 1.0)}),
        (ARTICLE, Prediction(is_article=None), {}),
    ],
)
def test_only_what_is_annotated_counts(truth, prediction, scores):
    assert score_page(truth, prediction) == scores


@pytest.mark.parametrize(("judged", "points"), [(False, 1.0), (True, 0.0)])
def test_other_pages_are_judged_by_their_kind_alone(judged, points):
    truth = {"annotated": ["title"], "title": "A", "page_type": "listing"}
    assert score_page(truth, Prediction(is_article=judged), is_other=True) == {
        "other": (points, 1.0)
    }
