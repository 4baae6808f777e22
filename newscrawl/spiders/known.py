"""An article as the state knows it: what is compared of it, without its text."""

from __future__ import annotations

from newscrawl.items import WITHDRAWN, Article
from newscrawl.state.articles import Known
from newscrawl.values.dates import as_moment
from newscrawl.values.similarity import content_hash, headline_hash


def known_as(article: Article, key: str, site: str) -> Known:
    """An article as the state knows it: ``key`` is that of the address asked.

    What is withdrawn is known by the text that it had.
    """
    hashed = article.previous_hash if article.change_type == WITHDRAWN else article.content_hash
    return Known(
        id=article.id or "",
        version=article.version,
        site=site,
        url_key=key,
        content_hash=hashed or content_hash(article.headline, article.article_body),
        headline_hash=headline_hash(article.headline),
        change_type=article.change_type,
        fetched=_seconds(article.fetched_at),
        modified=_seconds(article.date_modified),
        duplicate_of=article.duplicate_of,
    )


def _seconds(iso: str | None) -> int | None:
    """A time in seconds since 1970."""
    moment = as_moment(iso) if iso else None
    return int(moment.timestamp()) if moment else None
