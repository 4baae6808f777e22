"""Whole records of hand-written pages, field by field, and a floor for each figure over them.

A page in fixtures/golden has a record beside it (``newscrawl.curation.recorded``): what a reader of
the page finds in it, not what the extractor gives. Fields that are ``not_yet`` right count in the
figures, and are no test of their own. Floors lie about one page below what the figures are.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from figures import figures
from measures import Prediction, score_page

import newscrawl
from newscrawl.curation.comparison import profile_for, read_again
from newscrawl.curation.recorded import profiles_of, read_folder, write_page, written

FIXTURES = Path(__file__).parents[2] / "fixtures"
FOLDER = FIXTURES / "golden"
PAGES = {page.name: page for page in read_folder(FOLDER)}
FLOORS = json.loads((FIXTURES / "floors.json").read_text("utf-8"))
ROWS = [
    (name, field)
    for name, page in PAGES.items()
    for field in page.known.record
    if field not in page.known.not_yet
]
# Names of the record's fields in a corpus's truth (see benchmarks/measures.py).
TRUTH = {"headline": "title", "in_language": "lang", "article_body": "body"}


@cache
def article_of(name):
    page = PAGES[name]
    return read_again(page, profile_for(page, profiles_of(FOLDER))).article()


@pytest.mark.parametrize(("name", "field"), ROWS)
def test_field(name, field):
    assert written(article_of(name))[field] == PAGES[name].known.record[field]


def test_fields_that_are_wrong_so_far_are_ones_that_the_page_has():
    for page in PAGES.values():
        assert set(page.known.not_yet) <= set(page.known.record), page.name


@pytest.mark.parametrize("name", PAGES)
def test_the_file_is_written_as_the_command_writes_it(name, tmp_path):
    page = PAGES[name]
    write_page(tmp_path / page.file.name, page.known)
    assert (tmp_path / page.file.name).read_text("utf-8") == page.file.read_text("utf-8")


def truth_of(name):
    known = PAGES[name].known
    stated = {field: value for field, value in known.record.items() if value not in (None, [])}
    record = stated | {"page_type": "article"}
    required, forbidden = record.get("article_body", []), known.without
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
        is_other = not page.known.record["is_article"]
        record = newscrawl.to_dict(article_of(name))
        yield score_page(truth_of(name), prediction_of(record), is_other=is_other)


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
