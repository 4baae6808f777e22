"""spiders.reading: what the list that led to a page adds to its article."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from newscrawl.discovery.found import Kind
from newscrawl.items import Article
from newscrawl.spiders.reading import LISTED_CONFIDENCE, _complete_by_list
from newscrawl.state.outcomes import Pending

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DATE = "2026-11-22T08:00:00+01:00"


def pending(**told: Any) -> Pending:
    stated = {"date": None, "title": None, "tries": 0, **told}
    return Pending("0" * 32, "https://e.com/a", "e.com", Kind.ARTICLE, "feed", 0, 1, **stated)


@pytest.mark.parametrize(
    ("article", "told", "headline", "published", "source"),
    [
        (Article(), {"title": "A", "date": DATE}, "A", DATE, "feed"),
        (Article(headline="B"), {"title": "A"}, "B", None, None),
        (
            Article(date_published="2026-11-20"),
            {"title": "A", "date": DATE},
            "A",
            "2026-11-20",
            None,
        ),
        (Article(), {"title": "A", "date": "9999-12-31"}, "A", None, None),
        (Article(), {"title": "A", "date": "1970-01-01"}, "A", None, None),
        (Article(), {"title": "A", "date": "2026-11-26"}, "A", None, None),
        (Article(), {"date": DATE}, None, None, None),  # a sitemap says when it was changed
    ],
)
def test_a_list_fills_what_the_page_leaves_open(
    article: Article,
    told: dict[str, str],
    headline: str | None,
    published: str | None,
    source: str | None,
) -> None:
    _complete_by_list(article, pending(**told), NOW)
    assert (article.headline, article.date_published) == (headline, published)
    assert article.sources["date_published"] == source
    assert article.confidence["date_published"] == (LISTED_CONFIDENCE if source else None)


WELSH = "Mae'r fferi yn hwyr eto heddiw, ac nid oes neb yn gwybod pam y mae hi felly."
ENGLISH = (
    "The ferry is late again, and nobody knows why it is so. They said that there was a storm on "
    "the lake, which we have not seen, and that it will be there as soon as they can sail."
)


@pytest.mark.parametrize(
    ("found", "confidence", "body", "stated", "language", "source"),
    [
        (None, None, WELSH, "cy", "cy", "feed"),
        ("so", 0.6, WELSH, "cy-GB", "cy", "feed"),  # a guess by letters
        ("cy", 0.97, WELSH, "en", "cy", "meta"),  # as the page declares it
        ("en", 0.85, ENGLISH, "fr", "en", "meta"),  # the text is clearly not in it
        ("so", 0.6, WELSH, "?", "so", "meta"),
        ("so", 0.6, WELSH, None, "so", "meta"),
    ],
)
def test_a_news_sitemap_tells_the_language(
    found: str | None,
    confidence: float | None,
    body: str,
    stated: str | None,
    language: str,
    source: str,
) -> None:
    article = Article(in_language=found, article_body=body)
    article.sources["in_language"], article.confidence["in_language"] = "meta", confidence
    _complete_by_list(article, pending(title="Fferi", language=stated), NOW)
    assert (article.in_language, article.sources["in_language"]) == (language, source)
