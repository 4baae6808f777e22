"""Sitemaps and feeds, written from entries."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any, Final

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"
_IMAGE: Final = "http://www.google.com/schemas/sitemap-image/1.1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One address in a sitemap or feed."""

    url: str
    title: str
    summary: str
    published: datetime
    modified: datetime


def sitemap(entries: Iterable[Entry], plain: Iterable[str] = ()) -> bytes:
    """A sitemap of pages with ``lastmod`` and an image each; ``plain`` have nothing but ``loc``."""
    rows = [
        f"<url><loc>{escape(entry.url)}</loc><lastmod>{entry.modified.isoformat()}</lastmod>"
        f"<image:image><image:loc>{escape(entry.url)}.jpg</image:loc></image:image></url>"
        for entry in entries
    ]
    rows += [f"<url><loc>{escape(url)}</loc></url>" for url in plain]
    return _xml(f'<urlset xmlns="{_SITEMAP}" xmlns:image="{_IMAGE}">{"".join(rows)}</urlset>')


def news_sitemap(entries: Iterable[Entry], name: str, language: str) -> bytes:
    """A sitemap with Google's news extension."""
    about = f"<news:name>{escape(name)}</news:name><news:language>{language}</news:language>"
    rows = [
        f"<url><loc>{escape(entry.url)}</loc><news:news><news:publication>{about}"
        f"</news:publication><news:publication_date>{entry.published.isoformat()}"
        f"</news:publication_date><news:title>{escape(entry.title)}</news:title></news:news></url>"
        for entry in entries
    ]
    return _xml(f'<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">{"".join(rows)}</urlset>')


def sitemap_index(urls: Iterable[str]) -> bytes:
    """An index of sitemaps."""
    rows = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in urls)
    return _xml(f'<sitemapindex xmlns="{_SITEMAP}">{rows}</sitemapindex>')


def zipped(raw: bytes) -> bytes:
    """The same, gzipped; equal bytes give equal bytes."""
    return gzip.compress(raw, mtime=0)


def rss(name: str, home: str, entries: Iterable[Entry]) -> bytes:
    """RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>"
        f'<guid isPermaLink="false">{escape(entry.url)}</guid>'
        f"<pubDate>{format_datetime(entry.published)}</pubDate>"
        f"<description><![CDATA[<p>{escape(entry.summary)}</p>]]></description></item>"
        for entry in entries
    )
    head = f"<title>{escape(name)}</title><link>{home}</link><description/>"
    return _xml(f'<rss version="2.0"><channel>{head}{items}</channel></rss>')


def atom(name: str, address: str, entries: Iterable[Entry], following: str = "") -> bytes:
    """Atom; ``following`` is the next page of the feed (RFC 5005)."""
    further = f'<link rel="next" href="{escape(following)}"/>' if following else ""
    rows = "".join(
        f'<entry><title type="html">{escape(entry.title)}</title><id>{escape(entry.url)}</id>'
        f'<link rel="alternate" type="text/html" href="{escape(entry.url)}"/>'
        f"<published>{entry.published.isoformat()}</published>"
        f"<updated>{entry.modified.isoformat()}</updated>"
        f"<summary>{escape(entry.summary)}</summary></entry>"
        for entry in entries
    )
    head = f'<title>{escape(name)}</title><link rel="self" href="{escape(address)}"/>{further}'
    return _xml(f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{rows}</feed>')


def rdf(name: str, home: str, entries: Sequence[Entry]) -> bytes:
    """RSS 1.0."""
    names = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    order = "".join(f'<rdf:li rdf:resource="{escape(entry.url)}"/>' for entry in entries)
    items = "".join(
        f'<item rdf:about="{escape(entry.url)}"><title>{escape(entry.title)}</title>'
        f"<link>{escape(entry.url)}</link><dc:date>{entry.published.isoformat()}</dc:date></item>"
        for entry in entries
    )
    channel = (
        f'<channel rdf:about="{home}"><title>{escape(name)}</title><link>{home}</link>'
        f"<description/><items><rdf:Seq>{order}</rdf:Seq></items></channel>"
    )
    return _xml(f"<rdf:RDF {names}>{channel}{items}</rdf:RDF>")


def json_feed(name: str, home: str, entries: Iterable[Entry], following: str = "") -> bytes:
    """JSON Feed 1.1; ``following`` is its next page."""
    items = [
        {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "date_published": entry.published.isoformat(),
        }
        for entry in entries
    ]
    feed: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": name}
    feed |= {"home_page_url": home, "items": items} | ({"next_url": following} if following else {})
    return json.dumps(feed, ensure_ascii=False).encode()


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
