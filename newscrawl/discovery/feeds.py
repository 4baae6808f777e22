"""Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom, and JSON Feed, each as a list of entries.

Approach: JSON where it starts like JSON, else stream the XML and read each ``<item>`` or
``<entry>`` by the local names of its children, so that one reader serves all dialects.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import msgspec

from newscrawl.discovery.dates import iso_date
from newscrawl.discovery.markup import BLANK, elements, local_name, text_of
from newscrawl.discovery.sitemaps import Entry
from newscrawl.values.limits import STANDARD, ReadLimits
from newscrawl.values.urls import absolute_url

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATES: Final = ("pubdate", "published", "date", "issued", "updated", "modified")


def parse_feed(raw: bytes, base_url: str, limits: ReadLimits = STANDARD) -> list[Entry]:
    """Read a feed; whatever is no feed gives no entries."""
    if raw.lstrip(BLANK).startswith(b"{"):
        found = _json_entries(raw, base_url, limits)
    else:
        found = (_entry(item, base_url) for item in elements(raw, ("item", "entry"), limits))
    return list(islice(filter(None, found), limits.feed_entries))


def next_page(raw: bytes, base_url: str, limits: ReadLimits = STANDARD) -> str | None:
    """Where the feed goes on: ``rel=next`` (RFC 5005) or ``next_url`` (JSON Feed)."""
    if raw.lstrip(BLANK).startswith(b"{"):
        href = _json_object(raw, limits).get("next_url")
    else:
        links = elements(raw, ("link",), limits)
        href = next((link.get("href") for link in links if link.get("rel") == "next"), None)
    return absolute_url(base_url, href) if isinstance(href, str) else None


def _entry(item: _Element, base_url: str) -> Entry | None:
    href = _link(item)
    url = absolute_url(base_url, href) if href else None
    if url is None:
        return None
    stated = {local_name(child): text_of(child) for child in reversed(item)}
    date = next(filter(None, (iso_date(stated.get(name)) for name in _DATES)), None)
    return Entry(url, date, stated.get("title") or None, is_news=True)


def _link(item: _Element) -> str | None:
    """The item's page: FeedBurner's original link, else the link, else a permanent guid."""
    links = [child for child in item if local_name(child) in ("origlink", "link", "guid")]
    ranked = sorted(filter(_leads_to_page, links), key=_link_rank)
    return next(filter(None, (child.get("href") or text_of(child) for child in ranked)), None)


def _leads_to_page(link: _Element) -> bool:
    if local_name(link) == "guid":
        return link.get("isPermaLink") != "false" and text_of(link).startswith("http")
    return link.get("rel", "alternate") == "alternate"


def _link_rank(link: _Element) -> int:
    return ("origlink", "link", "guid").index(local_name(link))


def _json_entries(raw: bytes, base_url: str, limits: ReadLimits) -> Iterator[Entry | None]:
    """JSON Feed, https://www.jsonfeed.org/version/1.1/."""
    items = _json_object(raw, limits).get("items")
    listed = items if isinstance(items, list) else []
    return (_json_entry(item, base_url) for item in listed if isinstance(item, dict))


def _json_object(raw: bytes, limits: ReadLimits) -> dict[str, Any]:
    try:
        feed: Any = msgspec.json.decode(raw[: limits.list_bytes].lstrip(BLANK))
    except (msgspec.DecodeError, RecursionError):
        return {}
    return feed if isinstance(feed, dict) else {}


def _json_entry(item: dict[str, Any], base_url: str) -> Entry | None:
    stated = {name: value for name, value in item.items() if isinstance(value, str)}
    url = absolute_url(base_url, stated["url"]) if stated.get("url") else None
    if url is None:
        return None
    date = iso_date(stated.get("date_published")) or iso_date(stated.get("date_modified"))
    return Entry(url, date, stated.get("title") or None, is_news=True)
