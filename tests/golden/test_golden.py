"""Whole records of hand-written pages, field by field, and a floor for each figure over them.

A page in fixtures/golden has a record beside it: what a reader of the page finds in it, not what
the extractor gives. ``without`` has text that is no part of the article; ``shows`` says what the
page is there for; ``not_yet`` names fields that come out wrong so far: they count in the figures,
and are no test of their own. Names of people and organisations stand for their objects, and the
body is a list of its paragraphs. Floors lie about one page below what the figures are.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from figures import figures
from measures import Prediction, score_page

import newscrawl

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGES = {file.stem: json.loads(file.read_text("utf-8")) for file in FIXTURES.glob("golden/*.json")}
FLOORS = json.loads((FIXTURES / "floors.json").read_text("utf-8"))
ROWS = [
    (name, field)
    for name, page in sorted(PAGES.items())
    for field in page["record"]
    if field not in page.get("not_yet", ())
]
# How values are written in the fixtures where that is shorter than in the record.
WRITTEN = {
    "article_body": lambda body: body.split("\n\n") if body else [],
    "authors": lambda people: [person["name"] for person in people],
    "publisher": lambda publisher: publisher and publisher["name"],
}
# Names of the record's fields in a corpus's truth (see benchmarks/measures.py).
TRUTH = {"headline": "title", "in_language": "lang", "article_body": "body"}


@cache
def record_of(name: str) -> dict[str, object]:
    raw = (FIXTURES / "golden" / f"{name}.html").read_bytes()
    return newscrawl.to_dict(newscrawl.extract(raw, url=PAGES[name]["url"]))


@pytest.mark.parametrize(("name", "field"), ROWS)
def test_field(name, field):
    found = record_of(name)[field]
    assert WRITTEN.get(field, lambda value: value)(found) == PAGES[name]["record"][field]


def test_fields_that_are_wrong_so_far_are_ones_that_the_page_has():
    for page in PAGES.values():
        assert set(page.get("not_yet", ())) <= set(page["record"]), page["url"]


def truth_of(name):
    record = PAGES[name]["record"] | {"page_type": "article"}
    required, forbidden = record.get("article_body", []), PAGES[name].get("without", [])
    record |= {"article_body": "\n\n".join(required), "with": required, "without": forbidden}
    truth = {TRUTH.get(field, field): value for field, value in record.items()}
    return truth | {"annotated": list(truth)}


def prediction_of(record):
    return Prediction(
        title=record["headline"],
        body=record["article_body"],
        authors=[person["name"] for person in record["authors"]],
        date=record["date_published"],
        language=record["in_language"],
        is_article=record["is_article"],
    )


def scores_of_records():
    for name, page in PAGES.items():
        is_other = not page["record"]["is_article"]
        yield score_page(truth_of(name), prediction_of(record_of(name)), is_other=is_other)


def scores_of_bodies():
    for file in sorted(FIXTURES.glob("body/*.txt")):
        body = newscrawl.extract(file.with_suffix(".html").read_bytes()).article_body
        truth = {"body": file.read_text("utf-8"), "annotated": ["body"]}
        yield score_page(truth, Prediction(body=body))


@pytest.fixture(scope="module")
def table():
    scores = [*scores_of_records(), *scores_of_bodies()]
    return figures(scores, [str(number) for number in range(len(scores))])


@pytest.mark.parametrize("figure", FLOORS)
def test_floor(table, figure):
    assert table[figure].value >= FLOORS[figure]


def test_every_figure_that_the_fixtures_give_has_a_floor(table):
    assert set(table) == set(FLOORS)
