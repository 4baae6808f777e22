"""An answer, read once: a list of addresses, or a page with its links and, maybe, its article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from w3lib.encoding import http_content_type_encoding

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.links import links
from newscrawl.discovery.listed import from_list, looks_like_json_feed, looks_like_xml_list
from newscrawl.discovery.parts import Parts, parts_of
from newscrawl.discovery.shapes import is_certain_listing, kind_by_shape
from newscrawl.discovery.twins import twins_of
from newscrawl.evidence import FEED
from newscrawl.loaders import ArticleLoader
from newscrawl.page.page import Page
from newscrawl.sites import Profile, Profiles, bundled
from newscrawl.values.dates import is_plausible
from newscrawl.values.language import contradicts, primary
from newscrawl.values.limits import STANDARD, ReadLimits
from newscrawl.values.sniff import why_not_a_page
from newscrawl.values.urls import url_key

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.http import Response

    from newscrawl.body import Others
    from newscrawl.body.repeats import Sighting
    from newscrawl.items import Article
    from newscrawl.state.outcomes import Pending

# How sure the extraction must be that a page is an article whose address says that it is a listing.
SURE: Final = 0.9

# A short page without marks of an article is one when the site itself lists it as news: from so
# many words on, and with this confidence (feeds list galleries, podcasts and adverts as well).
MIN_LISTED_WORDS: Final = 40
LISTED_CONFIDENCE: Final = 0.8
# Publishers state one language for a whole sitemap: nearly as sure as what a page declares.
LISTED_LANGUAGE: Final = 0.9
# What leads to the further pages of an article, which are read whatever they look like.
PART: Final = "part"
BROKE_OFF: Final = "the page has no end (</body>, </html>): it may be cut off"

_HTML_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain", "")
_BODY: Final = b"<body"
_END: Final = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_HEAD_BYTES: Final = 200_000  # where a page's body begins at the latest
_HTML_STARTS: Final = (b"<!doctype html", b"<html", b"<head", b"<body")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for a URL, without anything of Scrapy's: it can go to another process.

    ``content_type`` and ``content_encoding`` are headers as they came; empty where there is none.
    """

    url: str
    body: bytes
    content_type: str = ""
    content_encoding: str = ""

    @classmethod
    def of(cls, response: Response) -> Answer:
        """What is read of a response."""
        stated = (response.headers.get(name) for name in ("Content-Type", "Content-Encoding"))
        return cls(response.url, response.body, *((one or b"").decode("latin-1") for one in stated))


@dataclass(slots=True)
class Reading:
    """What an answer holds. ``is_page`` is false for sitemaps, feeds and anything but HTML;
    ``off_site`` is how many of their entries lead off the site, ``repeated`` are texts that were
    left out of the article for being its site's, ``sighting`` what its site's memory keeps of it.
    """

    found: list[Discovered] = field(default_factory=list)
    article: Article | None = None
    is_page: bool = False
    problem: str | None = None
    off_site: int = 0
    repeated: frozenset[str] = frozenset()
    sighting: Sighting | None = None
    parts: Parts = field(default_factory=Parts)  # where the article goes on
    twins: list[str] = field(default_factory=list)  # other forms of the article's page


def warm_up() -> None:
    """Load what is loaded once (weights, tables, libraries): no page's time must go into it."""
    text = "<p>The ferry was late again on Monday, and nobody could say why.</p>" * 9
    page = Page.parse(f"<html><h1>The ferry is late</h1>{text}</html>", url="https://example.com/")
    ArticleLoader(page).load()


def read(
    answer: Answer,
    pending: Pending,
    now: datetime,
    others: Others,
    profiles: Profiles | None = None,
    body_html: bool = False,
    limits: ReadLimits = STANDARD,
) -> Reading:
    """Read an answer: its bytes are parsed once. ``others`` is what is known of the site's other
    articles; ``profiles`` the site's, where it is not only those that come with this package;
    ``body_html`` asks for the text as HTML as well; ``limits`` say how much of it is read.
    """
    body = answer.body
    if looks_like_xml_list(body) or looks_like_json_feed(body):
        return _read_list(answer, pending, limits)
    if problem := _why_unreadable(answer):
        return Reading(problem=problem)
    if pending.kind is Kind.SITEMAP:  # a list of addresses in plain text
        reading = _read_list(answer, pending, limits)
        return reading if reading.found else Reading(problem="no sitemap behind this address")
    if problem := why_not_a_page(body):
        return Reading(problem=problem)
    profile = (bundled() if profiles is None else profiles).for_url(answer.url)
    make_loader = partial(
        ArticleLoader, now=now, profile=profile, repeats=others, body_html=body_html
    )
    asked = _may_be_article(answer.url, pending, profile)
    return _read_page(answer, pending, make_loader if asked else None, now, limits)


def _read_list(answer: Answer, pending: Pending, limits: ReadLimits) -> Reading:
    site, depth = pending.site, pending.depth
    listed = from_list(answer.body, answer.url, site=site, depth=depth, limits=limits)
    return Reading(listed.found, off_site=listed.off_site)


def _why_unreadable(answer: Answer) -> str | None:
    """What the headers say that rules out text; a page under a wrong type is a page."""
    if answer.content_encoding:  # those we know are undone by now
        return f"content encoding {answer.content_encoding}"
    media_type = answer.content_type.partition(";")[0].strip().lower()
    starts_like_a_page = answer.body[:1024].lstrip().lower().startswith(_HTML_STARTS)
    return None if media_type in _HTML_TYPES or starts_like_a_page else f"content type {media_type}"


def _read_page(
    answer: Answer,
    pending: Pending,
    make_loader: Callable[[Page], ArticleLoader] | None,
    now: datetime,
    limits: ReadLimits,
) -> Reading:
    """The page's links and, with a loader, its article."""
    encoding = http_content_type_encoding(answer.content_type)
    page = Page.parse(answer.body, url=answer.url, encoding=encoding, limits=limits)
    reading = Reading(links(page, site=pending.site, depth=pending.depth), is_page=True)
    if make_loader:
        _read_article(reading, make_loader(page), answer.url, pending, now)
    if reading.article:
        reading.parts, reading.twins = parts_of(page), twins_of(page)
        reading.article.problems += [BROKE_OFF] if _broke_off(answer.body) else []
    return reading


def _may_be_article(url: str, pending: Pending, profile: Profile | None) -> bool:
    """Feeds, and by their address listings, are not even tried, but for an article's second page;
    of a page's address the site's profile knows better, and so does a feed that lists it, or what
    the site's other pages have taught."""
    if pending.via == PART or pending.kind is Kind.FEED:
        return pending.via == PART
    rule = profile.article_rule(url) if profile else None
    if rule:
        return rule[0]
    is_told = pending.title is not None or pending.kind is Kind.ARTICLE
    return not is_certain_listing(url) or (is_told and url_key(url) == pending.key)


def _read_article(
    reading: Reading, loader: ArticleLoader, url: str, pending: Pending, now: datetime
) -> None:
    """The page's article, where it is one."""
    reading.article = _accepted(loader.load(), url, pending)
    if reading.article:
        _complete_by_list(reading.article, pending, now)
        reading.sighting = loader.body.sighting
    if pending.article:  # another visit: its earlier text may be from before the site was known
        reading.repeated = loader.body.repeated


def _broke_off(body: bytes) -> bool:
    """Whether a page that has a body does not come to its end: a server may have announced less
    than there was, and then nobody else can tell."""
    return _BODY in body[:_HEAD_BYTES].lower() and not _END.search(body)


def _complete_by_list(article: Article, pending: Pending, now: datetime) -> None:
    """What the feed or news sitemap that led here states, where the page states nothing."""
    if pending.title is None:  # a link, or a sitemap whose dates are those of changes
        return
    date = pending.date if pending.date and is_plausible(pending.date, now) else None
    told = {"headline": pending.title, "date_published": date}
    for field_name, value in told.items():
        if value and not getattr(article, field_name):
            setattr(article, field_name, value)
            article.sources[field_name] = FEED
            article.confidence[field_name] = LISTED_CONFIDENCE
    _take_language(article, primary(pending.language))


def _take_language(article: Article, stated: str | None) -> None:
    """The language that a news sitemap states, where the page declares none and its text is not
    clearly in another one: it is surer than a guess by letters."""
    sure = article.confidence.get("in_language") or 0.0
    if stated and sure < LISTED_LANGUAGE and not contradicts(article.article_body or "", stated):
        article.in_language = stated
        article.sources["in_language"] = FEED
        article.confidence["in_language"] = LISTED_LANGUAGE


def _accepted(article: Article, url: str, pending: Pending) -> Article | None:
    """The article, if it is one by what is known of its address too."""
    if pending.via == PART:
        return article
    if pending.kind in (Kind.SEED, Kind.LISTING) and kind_by_shape(url) is not Kind.ARTICLE:
        sure = (article.confidence.get("is_article") or 0.0) >= SURE
        return article if article.is_article and sure else None
    if not article.is_article and _is_listed_as_news(article, pending):
        article.is_article = True
        article.sources["is_article"], article.confidence["is_article"] = FEED, LISTED_CONFIDENCE
    return article if article.is_article else None


def _is_listed_as_news(article: Article, pending: Pending) -> bool:
    """Whether a feed or news sitemap lists the page by title, or it was an article the last time,
    and there is some text to it."""
    is_vouched_for = pending.title is not None or pending.article is not None
    return is_vouched_for and article.word_count >= MIN_LISTED_WORDS
