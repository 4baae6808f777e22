"""What a site offers to a crawler: kinds of lists, reservations, shapes of addresses.

Pure functions for `newscrawl probe`; a crawl itself needs none of this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from newscrawl.discovery.feeds import parse_feed
from newscrawl.discovery.markup import BLANK, unpacked
from newscrawl.discovery.robots import RobotsRules
from newscrawl.discovery.sitemaps import Entry, parse_sitemap

# Robots that collect text for training or answering by language models, as their owners name them.
AI_ROBOTS: Final = (
    "GPTBot", "ChatGPT-User", "OAI-SearchBot", "ClaudeBot", "anthropic-ai", "CCBot",
    "Google-Extended", "Applebot-Extended", "PerplexityBot", "Bytespider", "Amazonbot",
    "meta-externalagent", "FacebookBot", "cohere-ai", "Diffbot", "omgili",
)  # fmt: skip
_FEED_KINDS: Final = (
    (re.compile(rb"<rdf:RDF[\s>]", re.I), "RSS 1.0"),
    (re.compile(rb"<rss[^>]*\bversion\s*=\s*['\"]2", re.I), "RSS 2.0"),
    (re.compile(rb"<rss[\s>]", re.I), "RSS 0.9x"),
    (re.compile(rb"<feed[\s>]", re.I), "Atom"),
)
# Years, months and days at the root or under a word for archive; elsewhere they are events.
_ARCHIVE: Final = re.compile(r"^/(?:ar[ck]h?iv\w*/)?(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}/?$", re.I)
_START: Final = 2_000  # bytes in which a feed says what it is
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NUMBER_AT_END: Final = re.compile(r"[-_.,]\w*\d+$")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[-_][\w]+)+")


@dataclass(frozen=True, slots=True)
class ListOffer:
    """A sitemap or feed: its kind, how many entries it has, and the newest date (ISO 8601)."""

    url: str
    kind: str
    entries: int
    newest: str | None = None


def describe_sitemap(raw: bytes, url: str) -> tuple[ListOffer, list[Entry], list[Entry]] | None:
    """A sitemap, the pages and the further sitemaps that it lists; None where it is none."""
    found = parse_sitemap(raw, url)
    if not found.pages and not found.sitemaps:
        return None
    kind = "sitemap index" if found.sitemaps else "sitemap"
    if any(page.is_news for page in found.pages):
        kind = "news sitemap"
    entries = [*found.sitemaps, *found.pages]
    return ListOffer(url, kind, len(entries), _newest(entries)), found.pages, found.sitemaps


def describe_feed(raw: bytes, url: str) -> tuple[ListOffer, list[Entry]] | None:
    """A feed and its entries; None where it is none."""
    entries = parse_feed(raw, url)
    if not entries:
        return None
    return ListOffer(url, _feed_kind(raw), len(entries), _newest(entries)), entries


def _feed_kind(raw: bytes) -> str:
    start = unpacked(raw).lstrip(BLANK)[:_START]
    if start.startswith(b"{"):
        return "JSON Feed"
    return next((kind for pattern, kind in _FEED_KINDS if pattern.search(start)), "feed")


def _newest(entries: Iterable[Entry]) -> str | None:
    return max((entry.date for entry in entries if entry.date), default=None)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by date, those without one last; among equals in their own order."""
    return sorted(entries, key=lambda entry: entry.date or "", reverse=True)


def refused_ai_robots(rules: RobotsRules | None) -> list[str]:
    """Robots of language models that robots.txt shuts out although it lets others in."""
    if (
        rules is None
        or rules.rules is None
        or not rules.rules.can_fetch(_front(rules), "newscrawl")
    ):
        return []
    return [name for name in AI_ROBOTS if not rules.rules.can_fetch(_front(rules), name)]


def _front(rules: RobotsRules) -> str:
    return f"{rules.base_url.rstrip('/')}/"


def date_archive(urls: Iterable[str]) -> str | None:
    """The first address that is that of a year, month or day of an archive."""
    return next((url for url in urls if _ARCHIVE.match(urlsplit(url).path)), None)


def article_shape(urls: Sequence[str]) -> str | None:
    """What the addresses of articles have in common: ``/{name}/{year}/{month}/{slug}-{number}``.

    A segment that is the same in all of them is kept as it is. The most frequent shape counts.
    """
    paths = [[part for part in unquote(urlsplit(url).path).split("/") if part] for url in urls]
    shapes = Counter(tuple(_shapes(path)) for path in paths)
    if not shapes:
        return None
    best, _ = shapes.most_common(1)[0]
    alike = [path for path in paths if tuple(_shapes(path)) == best]
    told = [_told(shape, {path[rank] for path in alike}) for rank, shape in enumerate(best)]
    query = next((f"?{urlsplit(url).query.partition('=')[0]}=" for url in urls if "?" in url), "")
    return f"/{'/'.join(told)}{query}"


def _told(shape: str, found: set[str]) -> str:
    is_fixed = len(found) == 1 and shape == "{name}"
    return next(iter(found)) if is_fixed else shape


def _shapes(path: Sequence[str]) -> list[str]:
    shapes: list[str] = []
    for segment in path:
        stem, dot, extension = segment.rpartition(".")
        if not dot or not extension.isalpha() or len(extension) > 5:
            stem, dot, extension = segment, "", ""
        shapes.append(_shape(stem, shapes) + dot + extension)
    return shapes


def _shape(segment: str, before: Sequence[str]) -> str:
    if _YEAR.fullmatch(segment):
        return "{year}"
    if segment.isdigit():
        dated = {"{year}": "{month}", "{month}": "{day}"}
        return (
            dated.get(before[-1] if before else "", "{number}") if len(segment) < 3 else "{number}"
        )
    if _NUMBER_AT_END.search(segment):
        return "{slug}-{number}"
    return "{slug}" if _WORDS.fullmatch(segment) else "{name}"
