"""The loader: chooses, keeps losers, survives errors, can be taught."""

from __future__ import annotations

import pytest
from itemloaders import ItemLoader

from newscrawl.errors import FieldError
from newscrawl.fields import table
from newscrawl.items import EVIDENCE_FIELDS, Article
from newscrawl.loaders import ArticleLoader
from newscrawl.page import Page

URL = "https://www.courier.example/news/bridge?utm_source=mail"
HTML = (
    "<html lang=en><title>Bridge closed to cars | Courier</title>"
    "<meta property=og:title content='Bridge: what to know'><h1>Bridge closed to cars</h1>"
    "<p class=byline>By Jane Doe</p><time datetime='2022-01-18T10:04:00+01:00'>18 January</time>"
)


def loader(html: str = HTML, **options) -> ArticleLoader:
    return ArticleLoader(Page.parse(html, url=URL), **options)


def test_it_is_an_item_loader_of_articles():
    assert issubclass(ArticleLoader, ItemLoader)
    assert isinstance(loader().load(), Article)


def test_sources_and_confidence_always_have_every_key():
    for html in (HTML, ""):
        article = loader(html).load()
        assert tuple(article.sources) == tuple(article.confidence) == EVIDENCE_FIELDS
    assert article.sources["headline"] is None
    assert article.confidence["headline"] is None


def test_losers_are_kept_best_first():
    asked = loader()
    article = asked.load()
    choice = asked.choice("headline")
    assert choice.best.value == article.headline == "Bridge closed to cars"
    assert "Bridge: what to know" in [loser.value for loser in choice.losers]
    confidences = [choice.best.confidence, *(loser.confidence for loser in choice.losers)]
    assert confidences == sorted(confidences, reverse=True)


def test_identity_and_provenance():
    article = loader().load()
    assert article.url == article.canonical_url == "https://www.courier.example/news/bridge"
    assert len(article.id) == 32
    assert article.extractor_version
    assert article.date_published == "2022-01-18T10:04:00+01:00"
    assert article.date_published_raw == "2022-01-18T10:04:00+01:00"
    assert len(article.content_hash) == 64


def test_an_error_costs_its_field_only(monkeypatch):
    def broken(facts):
        raise RecursionError("too deep")

    monkeypatch.setitem(table.READERS, "authors", broken)
    article = loader().load()
    assert article.authors == []
    assert article.headline == "Bridge closed to cars"
    assert article.problems == ["authors: RecursionError: too deep"]
    with pytest.raises(FieldError, match="authors: RecursionError: too deep"):
        loader(strict=True).load()


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("headline", "  Taught\n headline ", "Taught headline"),
        ("date_published", "18 janvier 2022", "2022-01-18"),
        ("keywords", ["a", "b", "a"], ["a", "b"]),
        ("description", ["", "first", "second"], "first"),
    ],
)
def test_added_values_win(field, value, expected):
    taught = loader()
    taught.add_value(field, value)
    article = taught.load()
    assert getattr(article, field) == expected
    assert article.sources[field] == "profile"


def test_css_and_nested_loaders_work():
    taught = loader(HTML + "<div class=x><b>Inner headline</b></div>")
    taught.nested_css(".x").add_css("headline", "b::text")
    assert taught.load().headline == "Inner headline"


def test_a_subclass_can_change_a_processor():
    class Shouting(ArticleLoader):
        @staticmethod
        def headline_out(candidates):
            return max(candidates, key=lambda one: one.confidence).value.upper()

    page = Page.parse(HTML, url=URL)
    assert Shouting(page).load().headline == "BRIDGE CLOSED TO CARS"
