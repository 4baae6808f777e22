"""Links of a page, each with what it is thought to be.

Approach, in order: the head (feeds by ``rel=alternate``, ``rel=next``, a meta refresh), then every
``<a href>`` on the same site: judged by the shape of its address, corrected by the length of its
label (headlines are long, sections are short) and by its place on the page (footers hold services).
Last what JSON-LD lists as the page's items: on some sites only scripts make links of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.pagination import is_pagination
from newscrawl.discovery.priorities import priority_of
from newscrawl.discovery.shapes import is_certain_listing, is_odd, kind_by_shape
from newscrawl.fields import nodes
from newscrawl.page.page import Page
from newscrawl.page.walk import Walk
from newscrawl.values.text import clean, word_count
from newscrawl.values.urls import absolute_url, normalize_url, site_of, url_identity

# Links whose absolute address is remembered: those of menus come back page by page.
_REMEMBERED: Final = 1 << 13
# Words of a label from which on it reads as a headline.
HEADLINE_WORDS: Final = 6
_FEED_TYPES: Final = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)", re.I)
_COMMENT_FEED: Final = re.compile(r"comment|kommentar|comentario|commenti", re.I)
_TELLING: Final = frozenset({"article", "footer", "header", "nav"})  # tags of places
_REFRESH: Final = re.compile(r"^\s*\d+(?:\.\d*)?\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.I)


class Place(StrEnum):
    """Where on the page a link stands."""

    MAIN = "main"
    NAVIGATION = "navigation"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the body: absolute address, label, relation and place."""

    url: str
    label: str
    rel: str
    place: Place


def links(page: Page, *, site: str | None = None, depth: int = 0) -> list[Discovered]:
    """What the page leads to on its own site, in the order of the page, each address once.

    ``site`` is the site that links must belong to, by default the page's; ``depth`` the page's own.
    """
    base = page.base_url or ""
    site = site or site_of(page.url or "")
    seen: dict[str, Discovered] = {}
    for found in (*_from_head(page, base, site, depth), *_from_body(page, base, site, depth)):
        if not is_odd(found.url, page.limits):
            seen.setdefault(url_identity(found.url), found)
    return list(seen.values())


def feed_links(page: Page) -> list[str]:
    """Addresses of the feeds that the head declares, those of comments left out."""
    declared = page.meta.links("alternate")
    hrefs = [
        link.get("href", "")
        for link in declared
        if _FEED_TYPES.match(link.get("type", "").strip())
        and not _COMMENT_FEED.search(f"{link.get('title', '')} {link.get('href', '')}")
    ]
    return list(dict.fromkeys(filter(None, (absolute_url(page.base_url or "", h) for h in hrefs))))


def _from_head(page: Page, base: str, site: str, depth: int) -> Iterator[Discovered]:
    for url in feed_links(page):
        if site_of(url) == site:
            yield _found(url, site, Kind.FEED, "link", depth + 1)
    hrefs = [link.get("href", "") for link in page.meta.links("next")]
    for url in filter(None, (absolute_url(base, href) for href in hrefs)):
        if site_of(url) == site:
            yield _next_page(url, site, depth)
    for target in filter(None, map(_REFRESH.match, page.meta.all("refresh"))):
        goal = absolute_url(base, target[1])
        if goal and site_of(goal) == site:
            yield _found(goal, site, kind_by_shape(goal) or Kind.PAGE, "link", depth + 1)


def _from_body(page: Page, base: str, site: str, depth: int) -> Iterator[Discovered]:
    own_path = _path_of_article(page.url or "")
    for link in (*body_links(page, base), *listed_links(page, base)):
        if site_of(link.url) != site or link.url.partition("?")[0] == own_path:
            continue
        kind = kind_of_link(link)
        if kind and is_pagination(link.url, link.label, link.rel):
            yield _next_page(link.url, site, depth)
        elif kind:
            yield _found(link.url, site, kind, "link", depth + 1, link)


def _next_page(url: str, site: str, depth: int) -> Discovered:
    """The next page of a listing; or, where articles link their neighbours, the next article."""
    if kind_by_shape(url) is Kind.ARTICLE:
        return _found(url, site, Kind.ARTICLE, "link", depth + 1)
    return _found(url, site, Kind.LISTING, "pagination", depth)


def _path_of_article(url: str) -> str | None:
    """An article's address without its query: links to it lead to print views and the like."""
    normal = normalize_url(url)
    return normal.partition("?")[0] if kind_by_shape(normal) is Kind.ARTICLE else None


def body_links(page: Page, base: str) -> Iterator[Link]:
    """All http(s) links of the body."""
    walk, root = page.walk, absolute_url(base, "/") or base
    places = _Places(walk)
    for index in walk.indices("a")[: page.limits.page_links]:
        href = walk.attr(index, "href").strip()
        if not href or href.startswith("#"):
            continue
        # From the root an address is the same for all pages of a host.
        start = root if href[0] == "/" else base
        is_short = max(len(start), len(href)) <= page.limits.url_chars
        if is_short and (url := _absolute(start, href)):
            label = clean(walk.text_of(index))
            yield Link(url, label, walk.attr(index, "rel"), places.of(index))


@lru_cache(maxsize=_REMEMBERED)
def _absolute(base: str, href: str) -> str | None:
    return absolute_url(base, href)


def listed_links(page: Page, base: str) -> Iterator[Link]:
    """The entries of the page's ``ItemList`` nodes (schema.org, JSON-LD)."""
    for listed in page.jsonld.of_type("ItemList"):
        for entry in nodes.values(listed, "itemListElement"):
            if link := _listed_link(entry, base):
                yield link


def _listed_link(entry: Any, base: str) -> Link | None:
    """An entry is an address, a thing, or a ``ListItem`` that has or names the thing."""
    wrapped = entry.get("item") if isinstance(entry, dict) else None
    address = nodes.url(wrapped) or nodes.url(entry)
    url = absolute_url(base, address) if address else None
    if url is None:
        return None
    named = [one for one in (wrapped, entry) if isinstance(one, dict)]
    names = (nodes.text(one, "headline", "name") for one in named)
    return Link(url, next(filter(None, names), ""), "", Place.MAIN)


def kind_of_link(link: Link) -> Kind | None:
    """What a link is thought to lead to; None where it is not worth asking."""
    kind = kind_by_shape(link.url)
    if kind in (None, Kind.FEED, Kind.SITEMAP):
        return kind
    if link.place is Place.FOOTER:
        return {Kind.ARTICLE: Kind.PAGE, Kind.PAGE: None}.get(kind, kind)
    if link.place is not Place.MAIN or is_certain_listing(link.url):
        return kind
    return Kind.ARTICLE if word_count(link.label) >= HEADLINE_WORDS else kind


class _Places:
    """Where the elements of a page stand; what is around one is looked at once."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._around: dict[int, frozenset[str]] = {-1: frozenset()}

    def of(self, index: int) -> Place:
        """The place of an element."""
        around = self._tags(self._walk.parent[index])
        if "footer" in around and "article" not in around:
            return Place.FOOTER
        if "nav" in around or ("header" in around and "article" not in around):
            return Place.NAVIGATION
        return Place.MAIN

    def _tags(self, index: int) -> frozenset[str]:
        """Those of an element, and of all around it, that say where they are."""
        path = []
        while index not in self._around:
            path.append(index)
            index = self._walk.parent[index]
        found = self._around[index]
        for inner in reversed(path):
            found |= _TELLING.intersection((self._walk.tags[inner],))
            self._around[inner] = found
        return found


def _found(
    url: str, site: str, kind: Kind, via: str, depth: int, link: Link | None = None
) -> Discovered:
    in_navigation = link is not None and link.place is Place.NAVIGATION
    priority = priority_of(url, kind, via, in_navigation=in_navigation)
    return Discovered(url, site, kind, via, priority, depth)
