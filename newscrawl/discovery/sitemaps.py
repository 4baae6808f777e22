"""Sitemaps: index, plain, news (all also gzipped) and text ones.

Approach: stream the XML, take ``<loc>`` that stands directly in ``<url>`` or ``<sitemap>`` (so that
image and video extensions never count), with ``lastmod``, the news extension's date and title.
Format: https://www.sitemaps.org/protocol.html and Google's news extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from newscrawl.discovery.dates import iso_date
from newscrawl.discovery.markup import BLANK, elements, local_name, text_of, unpacked
from newscrawl.values.limits import STANDARD, ReadLimits
from newscrawl.values.urls import absolute_url

if TYPE_CHECKING:
    from lxml.etree import _Element

_IMAGE_NAMESPACES: Final = ("image", "video")


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that a sitemap or feed lists, with what is stated about it."""

    url: str
    date: str | None = None  # ISO 8601: publication where stated, else last modification
    title: str | None = None
    is_news: bool = False  # listed as news: by the news extension or in a feed
    language: str | None = None  # as stated by the news extension


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one sitemap lists: pages, and further sitemaps when it is an index."""

    pages: list[Entry] = field(default_factory=list)
    sitemaps: list[Entry] = field(default_factory=list)


def parse_sitemap(raw: bytes, base_url: str, limits: ReadLimits = STANDARD) -> Sitemap:
    """Read a sitemap; whatever is no sitemap gives an empty one."""
    text = unpacked(raw, limits)
    if not text.lstrip(BLANK).startswith(b"<"):
        return Sitemap(pages=list(islice(_text_entries(text, base_url), limits.sitemap_urls)))
    found = Sitemap()
    for element in islice(elements(text, ("url", "sitemap"), limits), limits.sitemap_urls):
        if entry := _entry(element, base_url):
            (found.pages if local_name(element) == "url" else found.sitemaps).append(entry)
    return found


def _entry(element: _Element, base_url: str) -> Entry | None:
    stated = {local_name(child): text_of(child) for child in element if _is_plain(child)}
    news = next((child for child in element if local_name(child) == "news"), None)
    about = {local_name(child): text_of(child) for child in news} if news is not None else {}
    url = absolute_url(base_url, stated["loc"]) if stated.get("loc") else None
    if url is None:
        return None
    date = iso_date(about.get("publication_date")) or iso_date(stated.get("lastmod"))
    return Entry(url, date, about.get("title") or None, news is not None, _language(news))


def _language(news: _Element | None) -> str | None:
    """``news:language``, which stands within ``news:publication``."""
    inside = news.iter() if news is not None else ()
    told = (text_of(one) for one in inside if local_name(one) == "language")
    return next(filter(None, told), None)


def _is_plain(child: _Element) -> bool:
    tag = child.tag if isinstance(child.tag, str) else ""
    return local_name(child) in ("loc", "lastmod") and not any(
        f"-{name}/" in tag for name in _IMAGE_NAMESPACES
    )


def _text_entries(text: bytes, base_url: str) -> Iterator[Entry]:
    lines = (line.strip() for line in text.decode("utf-8-sig", "replace").splitlines())
    urls = (absolute_url(base_url, line) for line in lines if line.startswith(("http:", "https:")))
    return map(Entry, filter(None, urls))
