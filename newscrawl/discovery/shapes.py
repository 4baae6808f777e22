"""What the shape of a URL says: article, listing, feed, sitemap, unknown page, or not worth asking.

Approach, in order, first match decides: files and services that are never text (None), feeds,
sitemaps, page numbers and date archives (listing), listing words (``/tag/...``), then the signs of
an article (date and slug, long slug, id at the end), then short paths (listing); else unknown.
Words (``words.toml``) are matched against whole path segments, in the languages of most news sites.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final
from urllib.parse import unquote, urlsplit

from newscrawl.discovery.dates import date_in_url
from newscrawl.discovery.found import Kind
from newscrawl.values.limits import STANDARD, ReadLimits
from newscrawl.values.remembering import remembered

# Addresses whose shape is remembered: those of menus and teasers come back page by page.
_REMEMBERED: Final = 1 << 13

_FILE: Final = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|avif|ico|bmp|tiff?|css|js|mjs|json|map|woff2?|ttf|eot|pdf|epub|mobi"
    r"|docx?|xlsx?|pptx?|odt|ods|csv|zip|gz|tgz|rar|7z|tar|dmg|exe|apk|iso|mp3|m4a|ogg|wav|aac|flac"
    r"|mp4|m4v|webm|mov|avi|mkv|m3u8?|ics|vcf|swf|webmanifest|txt)$",
    re.I,
)
_FEED: Final = re.compile(
    r"(?:^|/)(?:feeds?|rss\d*|atom)/?$|(?:^|/)(?:feeds?|rss|atom|index|news)\.(?:xml|rdf|rss|atom)$"
    r"|\.(?:rss|rdf|atom)$|/feed/(?:rss2?|atom|json)/?$|(?:^|/)feed\.json$|(?:^|/)rss/[^/]+\.xml$",
    re.I,
)
_SITEMAP: Final = re.compile(r"sitemap[^/]*\.(?:xml|txt)(?:\.gz)?$|(?:^|/)sitemap/?$", re.I)

_WORDS: Final = {
    role: frozenset(words)
    for role, words in tomllib.loads(
        files("newscrawl.discovery").joinpath("words.toml").read_text("utf-8")
    ).items()
}
_PAGE_SEGMENTS: Final = re.compile(
    r"/(?:page|seite|p|pag|pagina|sida|side|strona|sivu)[/\-_]?\d{1,5}(?:\.html?|/)?$", re.I
)
# `p` names a post as often as a page: only short numbers are pages.
_PAGE_PARAMETER: Final = re.compile(
    r"(?:^|&)(?:p=\d{1,3}|(?:page|seite|pag|pagina|sida|side|strona|sivu|paged|page_?no|page_?num"
    r"|page_?number|start|offset|from)=\d{1,6})(?:&|$)",
    re.I,
)
_DATE_ARCHIVE: Final = re.compile(
    r"^(?:/[^/\d]+)?/(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}(?:\.html?|/)?$", re.I
)
_DATE_PARAMETER: Final = re.compile(
    r"(?:^|&)(?:date|datum|day|month|year|m|y)=\d{1,4}(?:-\d+)*(?:&|$)", re.I
)
# A page that is named by a number: `?id=7`, `?p=4711`, or any parameter of three digits and more.
_ID_PARAMETER: Final = re.compile(
    r"(?:^|&)(?:\w*id|p|article|story|news|item|post|nr|no)=[^&]|=\d{3,}(?:&|$)", re.I
)
_EXTENSION: Final = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|ece|cms|do|story)$", re.I)
_INDEX: Final = re.compile(r"^(?:index|default|home|start)$", re.I)
_ID: Final = re.compile(
    r"(?:^|[^\d])\d{5,}(?:$|[^\d])|^[a-z]{1,3}\d{5,}$|[-_.,][0-9a-f]{8,}$", re.I
)
_WORD_BREAK: Final = re.compile(r"[-_+.,\s]+")
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

# Words in a slug: headlines have four and more, section names rarely three.
_HEADLINE_WORDS: Final = 4
_SHORT_HEADLINE_WORDS: Final = 3
_LONG_HEADLINE_WORDS: Final = 7  # no tag is that long
# Characters of a slug in a script without spaces.
_HEADLINE_CHARS: Final = 8
_SECTION_SEGMENTS: Final = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What an address looks like; the functions below say what each of it means."""

    kind: Kind | None
    is_certain_listing: bool
    is_numbered_page: bool


def kind_by_shape(url: str) -> Kind | None:
    """What the address looks like; None for services and files."""
    return shape_of(url).kind


def is_certain_listing(url: str) -> bool:
    """Whether the shape alone rules out an article: page numbers, archives, listing words."""
    return shape_of(url).is_certain_listing


def is_numbered_page(url: str) -> bool:
    """Whether the address carries a page number (``/page/2``, ``?page=2``)."""
    return shape_of(url).is_numbered_page


@remembered(_REMEMBERED)
def shape_of(url: str) -> Shape:
    """All that the shape of an address says."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    segments = _segments(path)
    is_numbered = bool(_PAGE_SEGMENTS.search(parts.path) or _PAGE_PARAMETER.search(parts.query))
    is_listing = is_numbered or _is_archive(path, parts.query) or _is_listing(segments)
    kind = _kind(url, path, parts.query, segments, is_listing=is_listing)
    return Shape(kind, is_listing, is_numbered)


def _kind(url: str, path: str, query: str, segments: list[str], *, is_listing: bool) -> Kind | None:
    if _SITEMAP.search(path):
        return Kind.SITEMAP
    if _FEED.search(path) and not _WORDS["services"].intersection(segments):
        return Kind.FEED
    if _FILE.search(path) or path.endswith(".xml") or _is_service(segments, query):
        return None
    return Kind.LISTING if is_listing else _kind_by_slug(url, segments, query)


def is_odd(url: str, limits: ReadLimits = STANDARD) -> bool:
    """Whether a machine has made the address for machines: by its length and its repetitions."""
    path, _, query = url.partition("?")
    segments = [segment for segment in path.split("/")[3:] if segment]
    repeated = len(segments) - len(set(segments)) >= limits.url_repeats
    return (
        len(url) > limits.url_chars
        or len(segments) > limits.url_segments
        or (repeated and max(map(segments.count, segments)) > limits.url_repeats)
        or query.count("&") >= limits.url_parameters
    )


def _segments(path: str) -> list[str]:
    """Path segments, lower case, without extension and index pages."""
    parts = [_EXTENSION.sub("", part) for part in path.lower().split("/") if part]
    return [part for part in parts if not _INDEX.match(part)]


def _is_service(segments: list[str], query: str) -> bool:
    ends = {segments[0], segments[-1]} if segments else set()
    if not _WORDS["services"].isdisjoint(ends):
        return True
    names = {pair.partition("=")[0].lower() for pair in query.split("&")}
    return not _WORDS["service_parameters"].isdisjoint(names)


def _is_archive(path: str, query: str) -> bool:
    return bool(_DATE_ARCHIVE.match(path) or _DATE_PARAMETER.search(query))


def _is_listing(segments: list[str]) -> bool:
    """A listing word with a name behind it (or nothing), rather than with a headline."""
    for rank, part in enumerate(segments):
        behind = segments[rank + 1 :]
        if part in _WORDS["naming_listings"]:
            return len(behind) <= 1 and all(
                slug_words(name) < _LONG_HEADLINE_WORDS for name in behind
            )
        if part in _WORDS["loose_listings"]:
            return len(behind) <= _SECTION_SEGMENTS and not any(map(looks_like_headline, behind))
    return False


def _kind_by_slug(url: str, segments: list[str], query: str) -> Kind:
    if not segments:
        return Kind.PAGE if query else Kind.LISTING
    last = segments[-1]
    if looks_like_headline(last) or _is_short_article(url, segments):
        return Kind.ARTICLE
    if len(segments) > _SECTION_SEGMENTS or any(char.isdigit() for char in last):
        return Kind.PAGE
    if _ID_PARAMETER.search(query):
        return Kind.PAGE
    return Kind.LISTING if slug_words(last) <= _SHORT_HEADLINE_WORDS else Kind.PAGE


def looks_like_headline(slug: str) -> bool:
    """Whether a path's segment is made of a headline, or ends with an article's number."""
    return (
        slug_words(slug) >= _HEADLINE_WORDS
        or len(_UNSPACED.findall(slug)) >= _HEADLINE_CHARS
        or bool(_ID.search(slug))
    )


def _is_short_article(url: str, segments: list[str]) -> bool:
    """A slug too short to tell, with a date, an article word or an extension to help it."""
    last = segments[-1]
    if date_in_url(url):
        return True
    if len(segments) > 1 and not _WORDS["articles"].isdisjoint(segments[:-1]):
        return slug_words(last) > 1 or any(char.isdigit() for char in last)
    return slug_words(last) >= _SHORT_HEADLINE_WORDS and bool(_EXTENSION.search(urlsplit(url).path))


def slug_words(slug: str) -> int:
    """Number of words in a path's segment."""
    return sum(1 for word in _WORD_BREAK.split(slug) if word)
