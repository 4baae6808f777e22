"""The demo's marks: full for the truth, and honest about everything that differs from it."""

from __future__ import annotations

import pytest

from newscrawl.demo import Truth, score, serve
from newscrawl.demo.newsroom import load_newsrooms


@pytest.fixture(scope="module")
def served():
    with serve(0, load_newsrooms(["courier", "shiomi"])) as running:
        yield running


def record(truth: Truth, **changes: object) -> dict[str, object]:
    """The record that a perfect crawl would store."""
    return {
        "canonical_url": truth.url,
        "url": truth.url,
        "headline": truth.headline,
        "article_body": truth.article_body,
        "authors": [{"name": name, "url": None} for name in truth.authors],
        "date_published": truth.date_published,
    } | changes


def perfect(served) -> list[dict[str, object]]:
    return [record(truth) for newsroom in served.newsrooms for truth in newsroom.truth]


def test_the_truth_gets_full_marks(served):
    marks = score(perfect(served), served)
    assert marks.complete
    assert marks.stored == marks.expected == 31
    for newsroom in marks.newsrooms:
        assert (newsroom.recall, newsroom.precision) == (1.0, 1.0)
        assert newsroom.headlines_right == newsroom.expected
        assert newsroom.authors_right == newsroom.expected
        assert newsroom.dates_right == newsroom.expected


def test_a_missing_article_is_named(served):
    records = perfect(served)[1:]
    marks = score(records, served)
    assert not marks.complete
    assert marks.newsrooms[0].missing == (served.newsrooms[0].article_urls[0],)
    assert marks.newsrooms[0].recall < 1


@pytest.mark.parametrize("path", ["about", "news", "jobs", "events/2026/11"])
def test_a_stored_page_that_is_no_article_is_named(served, path):
    url = served.urls[0] + path
    marks = score([*perfect(served), {"url": url, "canonical_url": None}], served)
    assert not marks.complete
    assert marks.newsrooms[0].non_articles == (url,)


def test_doubles_and_foreign_records_are_not_complete(served):
    records = perfect(served)
    assert not score([*records, records[0]], served).complete
    foreign = score([*records, {"url": "https://elsewhere.example/a"}], served)
    assert (foreign.complete, foreign.foreign) == (False, ("https://elsewhere.example/a",))


def marks_of_first(served, place: int = 0, **changes: object):
    """The marks when the first record of a newsroom differs from the truth."""
    truth, *others = served.newsrooms[place].truth
    records = [record(truth, **changes), *map(record, others)]
    return score(records, served).newsrooms[place]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"headline": "Something else"}, "headlines_right"),
        ({"headline": None}, "headlines_right"),
        ({"authors": []}, "authors_right"),
        ({"authors": [{"name": "Newsdesk", "url": None}]}, "authors_right"),
        ({"date_published": None}, "dates_right"),
        ({"date_published": "last week"}, "dates_right"),
        ({"date_published": "2026-11-19T09:30:00+01:00"}, "dates_right"),
    ],
)
def test_wrong_fields_are_counted(served, changes, wrong):
    marks = marks_of_first(served, **changes)
    for name in ("headlines_right", "authors_right", "dates_right"):
        assert getattr(marks, name) == marks.expected - (name == wrong)


@pytest.mark.parametrize(
    "date", ["2026-11-19T09:30:00", "2026-11-19T09:30:00+00:00", "2026-11-19T10:30:00+01:00"]
)
def test_a_date_is_right_as_a_moment_or_on_the_wall_clock(served, date):
    marks = marks_of_first(served, date_published=date)
    assert marks.dates_right == marks.expected


@pytest.mark.parametrize("place", [0, 1])
def test_furniture_lowers_precision_and_a_gap_lowers_recall(served, place):
    body = served.newsrooms[place].truth[0].article_body
    added = marks_of_first(served, place, article_body=f"{body}\n\nあいうえお a b c d e f g h")
    cut = marks_of_first(served, place, article_body=body[: len(body) // 2])
    assert (added.recall, added.precision < 1) == (1.0, True)
    assert (cut.recall < 1, cut.precision > 0.99) == (True, True)


def test_the_standfirst_may_be_stored_or_not(served):
    truth = served.newsrooms[0].truth[0]
    marks = marks_of_first(served, article_body=f"{truth.description}\n\n{truth.article_body}")
    assert (marks.recall, marks.precision) == (1.0, 1.0)


def test_nothing_stored_is_no_success(served):
    marks = score([], served)
    assert not marks.complete
    assert [newsroom.recall for newsroom in marks.newsrooms] == [0.0, 0.0]


def test_rows_are_ready_to_print(served):
    rows = score(perfect(served), served).rows()
    assert rows[0] == {
        "newsroom": "The Aldermoor Courier",
        "articles": "23/23",
        "non-articles": "0",
        "text got": "100.0%",
        "text right": "100.0%",
        "headlines": "23/23",
        "authors": "23/23",
        "dates": "23/23",
    }
