"""benchmarks/table.py and markdown.py: what the README says is what was measured."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import markdown
import pytest
import table
from corpus import CorpusPage
from markdown import END, START, all_figures, readme_tables, with_section
from measures import Prediction
from runs import Outcome

ROOT = Path(__file__).parents[2]
STORED = json.loads((ROOT / "benchmarks" / "figures.json").read_text("utf-8"))


def test_the_readme_has_the_stored_figures():
    text = (ROOT / "README.md").read_text("utf-8")
    assert with_section(text, readme_tables(STORED)) == text


def test_figures_md_has_the_stored_figures():
    assert (ROOT / "benchmarks" / "figures.md").read_text("utf-8") == all_figures(STORED)


def test_all_systems_were_measured_on_the_same_pages():
    pages = {
        dataset: {one["figures"][dataset]["f1"]["pages"] for one in STORED["systems"].values()}
        for dataset in ("fundus", "wcxb_dev")
    }
    assert all(len(counts) == 1 for counts in pages.values()), pages


def figure(value, low, high, **more):
    return {"value": value, "low": low, "high": high, "pages": 9, **more}


@pytest.mark.parametrize(
    ("one", "name", "expected"),
    [
        (figure(0.974, 0.964, 0.984), "f1", ".974 ±.010"),
        (figure(1.0, 1.0, 1.0), "title", "1.000 ±.000"),
        (figure(20.46, 19.9, 21.1), "cost", "20.5 ±0.6"),
        (figure(0.0, 0.0, 0.0), "date", ".000 ±.000"),
        (None, "f1", "–"),
    ],
)
def test_a_cell(one, name, expected):
    assert markdown._value(one, name) == expected


@pytest.mark.parametrize(
    ("one", "name", "expected"),
    [
        (figure(0.046, 0.031, 0.062, better=1.0), "f1", "+.046 [+.031, +.062] 100%"),
        (figure(-0.01, -0.02, 0.004, better=0.081), "f1", "-.010 [-.020, +.004] 8%"),
        (figure(-12.5, -13.0, -12.0, better=1.0), "cost", "-12.5 [-13.0, -12.0] 100%"),
        (None, "f1", "–"),
    ],
)
def test_a_difference(one, name, expected):
    assert markdown._difference(one, name) == expected


def test_a_measure_in_which_an_extractor_is_silent_is_none_of_its():
    truth = {"id": "1", "annotated": ["authors", "title"], "authors": [], "title": "One"}
    pages = [CorpusPage("news", truth, Path("1"))] * 2
    silent = [Outcome(Prediction("One"), 1.0, 1.0)] * 2
    speaks = [Outcome(Prediction("One", authors=["Ada"]), 1.0, 1.0), silent[0]]
    assert [set(page.scores) for page in table.judged(pages, silent)] == [{"title", "cost"}] * 2
    assert [page.scores["authors"] for page in table.judged(pages, speaks)] == [(0, 1), (1, 1)]


def test_a_section_is_replaced_and_the_rest_stays():
    page = f"before\n{START}\nold\n{END}\nafter\n"
    assert with_section(page, "new") == f"before\n{START}\nnew\n{END}\nafter\n"
    with pytest.raises(ValueError, match="no section between"):
        with_section("no marks", "new")


def test_peers_are_compared_with_the_first_in_any_case():
    assert table._peers("goose3") == ["trafilatura", "goose3"]
    with pytest.raises(argparse.ArgumentTypeError, match="no such peer: goose4"):
        table._peers("goose4")
