"""What robots.txt, sitemaps and feeds list; and where to look when nothing is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from newscrawl.discovery.feeds import next_page, parse_feed
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.markup import BLANK, unpacked
from newscrawl.discovery.priorities import OLDER_SITEMAP, priority_of
from newscrawl.discovery.shapes import is_certain_listing, is_odd, kind_by_shape
from newscrawl.discovery.sitemaps import Entry, parse_sitemap
from newscrawl.values.limits import STANDARD, ReadLimits
from newscrawl.values.text import clean
from newscrawl.values.urls import site_of

# Where sites keep what they do not declare, most frequent first.
COMMON_SITEMAPS: Final = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")
COMMON_FEEDS: Final = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json")
# Sitemaps of an index that are asked before articles are, the newest by their dates.
NEWEST_SITEMAPS: Final = 3

_XML_STARTS: Final = (b"<?xml", b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a sitemap or feed lists: what stands on the site, and how many entries lead off it."""

    found: list[Discovered]
    off_site: int = 0


def looks_like_xml_list(raw: bytes) -> bool:
    """Whether a body starts like a sitemap or feed (also gzipped) rather than like a page."""
    start = unpacked(raw[:4096]).lstrip(BLANK)[:1024].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return False
    return start.startswith(_XML_STARTS)


def looks_like_json_feed(raw: bytes) -> bool:
    """Whether a body starts like a JSON Feed."""
    return raw[:64].lstrip(BLANK)[:1] == b"{" and b"jsonfeed.org/version" in raw[:1024]


def from_list(
    raw: bytes, url: str, *, site: str, depth: int, limits: ReadLimits = STANDARD
) -> Listed:
    """What a sitemap or a feed lists on the site; what leads off the site is counted."""
    if entries := parse_feed(raw, url, limits):
        found = _pages(entries, "feed", site, depth) + _further_feed(raw, url, site, depth, limits)
    else:
        sitemap = parse_sitemap(raw, url, limits)
        entries = [*sitemap.sitemaps, *sitemap.pages]
        found = _further_sitemaps(sitemap.sitemaps, site, depth, limits)
        found += _pages(sitemap.pages, "sitemap", site, depth)
    kept = [one for one in found if not is_odd(one.url, limits)]
    return Listed(kept, _off_site(entries, site))


def _off_site(entries: list[Entry], site: str) -> int:
    return sum(site_of(entry.url) != site for entry in entries)


def from_robots(sitemaps: list[str], site: str, limits: ReadLimits = STANDARD) -> list[Discovered]:
    """The sitemaps that robots.txt declares, where they stand on the site."""
    return [
        Discovered(url, site, Kind.SITEMAP, "robots", priority_of(url, Kind.SITEMAP, "robots"), 1)
        for url in sitemaps
        if site_of(url) == site and len(url) <= limits.url_chars
    ]


def common_sitemaps(seed: str, site: str) -> list[Discovered]:
    """Where sitemaps usually are, on the seed's host."""
    return [_guess(seed, path, site, Kind.SITEMAP) for path in COMMON_SITEMAPS]


def common_feeds(seed: str, site: str) -> list[Discovered]:
    """Where feeds usually are, on the seed's host."""
    return [_guess(seed, path, site, Kind.FEED) for path in COMMON_FEEDS]


def _guess(seed: str, path: str, site: str, kind: Kind) -> Discovered:
    url = urljoin(seed, path)
    return Discovered(url, site, kind, "guess", priority_of(url, kind, "guess"), 1)


def _further_sitemaps(
    entries: list[Entry], site: str, depth: int, limits: ReadLimits
) -> list[Discovered]:
    if depth >= limits.sitemap_depth:
        return []
    own = [one for one in entries if site_of(one.url) == site]
    own.sort(key=lambda entry: entry.date or "", reverse=True)
    newest = priority_of("", Kind.SITEMAP, "sitemap")
    ranks = [newest if place < NEWEST_SITEMAPS else OLDER_SITEMAP for place in range(len(own))]
    return [
        Discovered(entry.url, site, Kind.SITEMAP, "sitemap", rank, depth + 1, entry.date)
        for entry, rank in zip(own, ranks, strict=True)
    ]


def _further_feed(
    raw: bytes, url: str, site: str, depth: int, limits: ReadLimits
) -> list[Discovered]:
    further = next_page(raw, url, limits)
    if further is None or site_of(further) != site:
        return []
    rank = priority_of(further, Kind.FEED, "pagination")
    return [Discovered(further, site, Kind.FEED, "pagination", rank, depth)]


def _pages(entries: list[Entry], via: str, site: str, depth: int) -> list[Discovered]:
    found = (_page(entry, via, site, depth) for entry in entries if site_of(entry.url) == site)
    return [page for page in found if page is not None]


def _page(entry: Entry, via: str, site: str, depth: int) -> Discovered | None:
    kind = kind_by_shape(entry.url)
    if kind is None or kind in (Kind.FEED, Kind.SITEMAP):
        return None
    if entry.is_news and not is_certain_listing(entry.url):
        kind = Kind.ARTICLE
    rank = priority_of(entry.url, kind, via, is_news=entry.is_news)
    title = clean(entry.title) if entry.title is not None else None
    about = (entry.date, title, entry.language)
    return Discovered(entry.url, site, kind, via, rank, depth + 1, *about)
