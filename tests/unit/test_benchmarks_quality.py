"""benchmarks/: figures over pages, floors, and the whole run on a corpus of three pages."""

from __future__ import annotations

import gzip
import json
import logging

import pytest
import quality
from corpus import read_corpus
from extractors import EXTRACTORS
from figures import Figure, compare, figures
from measures import Prediction

RIGHT, WRONG = {"title": (1.0, 1.0)}, {"title": (0.0, 1.0)}


def test_a_figure_weighs_pages_by_their_snippets():
    found = figures([{"with": (1.0, 1.0)}, {"with": (0.0, 3.0)}])
    assert found["with"].value == 0.25
    assert found["with"].pages == 2


def test_f1_is_made_of_the_averages():
    pages = [{"precision": (1.0, 1.0), "recall": (0.5, 1.0)}, {"recall": (0.1, 1.0)}]
    assert figures(pages)["f1"].value == pytest.approx(2 * 1.0 * 0.3 / 1.3)


def test_the_kind_of_page_is_judged_in_balance():
    pages = [{"article": (1.0, 1.0)}] * 9 + [{"other": (0.0, 1.0)}]
    assert figures(pages)["is_article"].value == 0.5


def test_an_interval_holds_the_figure_and_narrows_with_more_pages():
    few, many = (figures([RIGHT, WRONG] * pages)["title"] for pages in (10, 1000))
    assert few.low < 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 5


def test_no_pages_no_figures():
    assert figures([]) == {}
    assert figures([{}]) == {}


def test_a_paired_difference_is_narrower_than_the_figures_are():
    hard_and_easy = [WRONG, RIGHT] * 50
    better = [RIGHT, *hard_and_easy[1:]]
    difference = compare(better, hard_and_easy)["title"]
    assert difference.value == pytest.approx(0.01)
    assert difference.low >= 0
    assert difference.high < 0.05


@pytest.mark.parametrize(
    ("floors", "below"),
    [
        ({"news": {"title": 0.8}}, []),
        ({"news": {"title": 0.95}}, ["news title: 0.9000 < 0.95"]),
        ({"news": {"date": 0.5}}, ["news date: not measured < 0.5"]),
        ({"elsewhere": {"title": 1.0}}, []),
    ],
)
def test_floors(tmp_path, floors, below):
    file = tmp_path / "floors.json"
    file.write_text(json.dumps(floors))
    table = {"news": {"title": Figure(0.9, 0.8, 1.0, 10)}}
    assert quality.check_floors(table, file) == below


@pytest.fixture(autouse=True)
def fresh_extractors():
    """The runs below put their own extractor in place, and silence the logs of peers."""
    quality._extractor.cache_clear()
    yield
    quality._extractor.cache_clear()
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
