"""benchmarks/: figures over pages, floors, and the whole run on a corpus of three pages."""

from __future__ import annotations

import gzip
import json
import logging

import pytest
import quality
import runs
from calibration import judge, lines, reliability
from corpus import read_corpus
from extractors import EXTRACTORS
from figures import Figure, compare, figures
from measures import Prediction

RIGHT, WRONG = {"title": (1.0, 1.0)}, {"title": (0.0, 1.0)}


def domains(pages):
    """A domain for each page."""
    return [str(number) for number in range(len(pages))]


def alone(pages):
    """Figures of pages that are each of another domain."""
    return figures(pages, domains(pages))


def test_a_figure_weighs_pages_by_their_snippets():
    found = alone([{"with": (1.0, 1.0)}, {"with": (0.0, 3.0)}])
    assert found["with"].value == 0.25
    assert found["with"].pages == 2


def test_f1_is_made_of_the_averages():
    pages = [{"precision": (1.0, 1.0), "recall": (0.5, 1.0)}, {"recall": (0.1, 1.0)}]
    assert alone(pages)["f1"].value == pytest.approx(2 * 1.0 * 0.3 / 1.3)


def test_the_kind_of_page_is_judged_in_balance():
    pages = [{"article": (1.0, 1.0)}] * 9 + [{"other": (0.0, 1.0)}]
    assert alone(pages)["is_article"].value == 0.5


def test_an_interval_holds_the_figure_and_narrows_with_more_pages():
    few, many = (alone([RIGHT, WRONG] * pages)["title"] for pages in (10, 1000))
    assert few.low < 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 5


def test_no_pages_no_figures():
    assert alone([]) == {}
    assert alone([{}]) == {}


def test_pages_of_one_domain_are_resampled_together():
    pages = [RIGHT, WRONG] * 50
    two_sites = figures(pages, ["right", "wrong"] * 50)["title"]
    many_sites = alone(pages)["title"]
    assert (two_sites.low, two_sites.high) == (0.0, 1.0)
    assert many_sites.high - many_sites.low < 0.3


def test_a_paired_difference_is_narrower_than_the_figures_are():
    hard_and_easy = [WRONG, RIGHT] * 50
    better = [RIGHT, *hard_and_easy[1:]]
    difference = compare(better, hard_and_easy, domains(better))["title"]
    assert difference.value == pytest.approx(0.01)
    assert difference.low >= 0
    assert difference.high < 0.05
    assert 0.5 < difference.better < 0.75  # the page is in about 63% of the resamples


def test_of_costs_the_lower_is_the_better():
    cheap, dear = [{"cost": (2.0, 1.0)}] * 5, [{"cost": (20.0, 1.0)}] * 5
    assert compare(cheap, dear, domains(cheap))["cost"].better == 1.0
    assert compare(dear, cheap, domains(cheap))["cost"].better == 0.0


@pytest.mark.parametrize(
    ("floors", "below"),
    [
        ({"news": {"title": 0.8}}, []),
        ({"news": {"title": 0.95}}, ["news title: 0.9000, not at least 0.95"]),
        ({"news": {"date": 0.5}}, ["news date: not measured, not at least 0.5"]),
        ({"elsewhere": {"title": 1.0}}, []),
        ({"news": {"cost": 5.0}}, []),
        ({"news": {"cost": 3.0}}, ["news cost: 4.0000, not at most 3.0"]),
    ],
)
def test_floors(tmp_path, floors, below):
    file = tmp_path / "floors.json"
    file.write_text(json.dumps(floors))
    table = {"news": {"title": Figure(0.9, 0.8, 1.0, 10), "cost": Figure(4.0, 3.0, 5.0, 10)}}
    assert quality.check_floors(table, file) == below


@pytest.fixture(autouse=True)
def fresh_extractors():
    """The runs below put their own extractor in place, and silence the logs of peers."""
    runs._extractor.cache_clear()
    yield
    runs._extractor.cache_clear()
    logging.disable(logging.NOTSET)


@pytest.fixture
def corpus(tmp_path):
    """Two pages of one dataset (one of them twice in its family) and a page that is no article."""
    rows = {
        "news_a": [("1", "aa", {"annotated": ["title"], "title": "One"}), ("2", "bb", {})],
        "news_b": [("1", "aa", {})],
        "news_nonarticle": [("3", "cc", {"page_type": "listing"})],
    }
    for dataset, pages in rows.items():
        (tmp_path / dataset / "html").mkdir(parents=True)
        with (tmp_path / dataset / "truth.jsonl").open("w") as lines:
            for id_, digest, truth in pages:
                lines.write(json.dumps({"id": id_, "html_sha256": digest, **truth}) + "\n")
                page = gzip.compress(b"<title>One</title>")
                (tmp_path / dataset / "html" / f"{id_}.html.gz").write_bytes(page)
    return tmp_path


@pytest.mark.parametrize(
    ("only", "every", "ids"),
    [((), 1, ["1", "2", "3"]), (("news_a",), 1, ["1", "2"]), (("news_a",), 2, ["2"])],
)
def test_a_page_counts_once(corpus, only, every, ids):
    assert [page.id for page in read_corpus(corpus, only, every)] == ids


def test_a_folder_without_datasets_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="no dataset"):
        list(read_corpus(tmp_path))


@pytest.mark.parametrize(
    ("title", "floor", "exit_code"), [("one", 1.0, 0), ("two", 1.0, 1), ("two", 0.0, 0)]
)
def test_the_whole_run(corpus, tmp_path, monkeypatch, capsys, title, floor, exit_code):
    monkeypatch.setitem(EXTRACTORS, "newscrawl", lambda: lambda *page: Prediction(title=title))
    floors, scores = tmp_path / "floors.json", tmp_path / "scores.json"
    floors.write_text(json.dumps({"news_a": {"title": floor}}))
    arguments = [str(corpus), "--floors", str(floors), "--json", str(scores)]
    assert quality.main(arguments) == exit_code
    assert "3 pages, 0 errors" in capsys.readouterr().out
    assert len(json.loads(scores.read_text())["pages"]) == 3


def test_a_page_that_fails_is_named_and_fails_the_run(corpus, monkeypatch, capsys):
    def fail(*page):
        raise ValueError("broken page")

    monkeypatch.setitem(EXTRACTORS, "newscrawl", lambda: fail)
    assert quality.main([str(corpus), "--only", "news_a"]) == 1
    assert "ERROR news_a 1: ValueError: broken page" in capsys.readouterr().out


def test_what_a_peer_said_is_kept(corpus, tmp_path, monkeypatch):
    calls = []

    def peer(*page):
        calls.append(page)
        return Prediction(title="One", authors=["Ada"])

    monkeypatch.setitem(EXTRACTORS, "peer", lambda: peer)
    monkeypatch.setitem(runs.DISTRIBUTIONS, "peer", "lxml")
    pages = list(read_corpus(corpus))
    first = runs.run_kept(pages, "peer", tmp_path / "kept", "these pages")
    asked = len(calls)
    assert runs.run_kept(pages, "peer", tmp_path / "kept", "these pages") == first
    assert len(calls) == asked
    runs.run_kept(pages, "peer", tmp_path / "kept", "other pages")
    assert len(calls) > asked


LONG = "Council approves the new harbour wall after a debate of four hours"
TEN = " ".join("abcdefghij")


@pytest.mark.parametrize(
    ("truth", "prediction", "expected"),
    [
        ({"title": "A title"}, {"title": "a TITLE!"}, {"headline": True}),
        ({"title": "A title"}, {"title": "A title | Site"}, {"headline": False}),
        ({"title": None}, {"title": "A"}, {}),
        ({"body": TEN}, {"body": TEN + " k"}, {"article_body": True}),
        ({"body": TEN}, {"body": TEN + TEN}, {"article_body": False}),
        ({"body": TEN}, {"body": ""}, {"article_body": False}),
        ({"authors": ["Ada"]}, {"authors": ["ada"]}, {"authors": True}),
        ({"authors": ["Ada", "Bo"]}, {"authors": ["Ada"]}, {"authors": False}),
        ({"authors": ["A"], "authors_ambiguous": True}, {"authors": ["A"]}, {}),
        ({"date_published": "2024-03-01"}, {"date": "2024-03-01T10:00"}, {"date_published": True}),
        ({"lang": "pt-BR"}, {"language": "pt"}, {"in_language": True}),
        ({"description": LONG}, {"description": LONG[:50] + "…"}, {"description": True}),
        ({"description": LONG}, {"description": "Council"}, {"description": False}),
        ({"section": "News", "categories": ["Mac"]}, {"sections": ["mac"]}, {"sections": True}),
        ({"section": "News"}, {"sections": ["Home"]}, {"sections": False}),
        ({"topics": ["a", "b"]}, {"keywords": ["A"]}, {"keywords": True}),
        ({"topics": ["a"]}, {"keywords": ["a", "b", "c"]}, {"keywords": False}),
    ],
)
def test_what_is_right(truth, prediction, expected):
    truth["annotated"] = list(truth)
    fields = ("headline", "article_body", "authors", "date_published", "in_language")
    sure = dict.fromkeys((*fields, "description", "sections", "keywords"), 0.8)
    judged = judge(truth, Prediction(**prediction, confidence=sure), is_other=False)
    assert judged == {field: (0.8, right) for field, right in expected.items()}


@pytest.mark.parametrize(
    ("said", "is_other", "right"), [(True, False, True), (True, True, False), (False, True, True)]
)
def test_the_kind_of_page_is_judged_on_both_sides(said, is_other, right):
    prediction = Prediction(is_article=said, confidence={"is_article": 0.7})
    judged = judge({"page_type": "article"}, prediction, is_other=is_other)
    assert judged == {"is_article": (0.7, right)}


def test_reliability_is_of_the_values_that_are_sure():
    pages = [{"headline": (0.95, True)}] * 8 + [{"headline": (0.92, False)}] * 2
    pages += [{"headline": (0.4, False)}] * 5 + [{}]
    found = reliability(pages, domains(pages))["headline"]
    assert (found.pages, found.right) == (10, 0.8)
    assert found.low < 0.8 < found.high
    assert [(band.pages, band.right) for band in found.bands] == [(5, 0.0), (2, 0.0), (8, 1.0)]
    assert "BELOW 0.9" in "\n".join(lines({"headline": found}))


def test_what_is_no_text_says_nothing():
    given = Prediction(title=["A"], body="text", authors=["Ada", {"name": "Bo"}], date=5)
    assert runs.plain(given) == Prediction(body="text", authors=["Ada"])
