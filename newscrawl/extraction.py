"""The way from bytes to a record, as a short list of steps."""

from __future__ import annotations

from datetime import datetime

from newscrawl.items import Article
from newscrawl.loaders import ArticleLoader
from newscrawl.page import Page
from newscrawl.sites import profile_for


def extract(
    raw: bytes | str,
    *,
    url: str | None = None,
    encoding: str | None = None,
    now: datetime | None = None,
) -> Article:
    """Read one page. Never raises on a page: what could not be done is said in ``problems``.

    ``url`` is the page's address (relative links and identity hang on it); ``encoding`` what the
    transport said about the bytes; ``now`` when the page was read: relative dates ("3 hours ago")
    need it, and no page is dated later than two days after it.
    """
    page = Page.parse(raw, url=url, encoding=encoding)
    return ArticleLoader(page, now=now, profile=profile_for(url)).load()
