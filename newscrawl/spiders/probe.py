"""The probe of a site: a few requests that show how its articles can be found, and how it reads.

Order: the front page (with robots.txt before it), sitemaps, feeds, sections where lists do not lead
to articles, sample articles, and the files that reserve rights. Every request takes the crawl's own
way: address guard, robots.txt, delays and limits.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

import msgspec
from scrapy import Request, Spider
from w3lib.encoding import http_content_type_encoding

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.links import links
from newscrawl.discovery.listed import COMMON_FEEDS, COMMON_SITEMAPS
from newscrawl.discovery.offer import (
    article_shape,
    date_archive,
    describe_feed,
    describe_sitemap,
    newest_first,
    refused_ai_robots,
)
from newscrawl.discovery.priorities import SECTION_IN_NAVIGATION
from newscrawl.discovery.robots import RobotsRules
from newscrawl.discovery.shapes import is_certain_listing, kind_by_shape
from newscrawl.discovery.sitemaps import Entry
from newscrawl.extraction import Extraction
from newscrawl.page import Page
from newscrawl.spiders.arguments import profiles_of
from newscrawl.spiders.probed import Probe
from newscrawl.spiders.refusals import ROBOTS_KEY, SITE_KEY, reason_of
from newscrawl.values.limits import STANDARD
from newscrawl.values.sniff import why_not_a_page
from newscrawl.values.urls import site_of, url_key

if TYPE_CHECKING:
    from scrapy.http import Response

    from newscrawl.items import Article
    from newscrawl.sites import Profiles

# Requests of each sort: enough to see what there is, few enough for a polite minute.
MAX_SITEMAPS: Final = 8
MAX_FEEDS: Final = 4
MAX_SECTIONS: Final = 2
MAX_OTHERS: Final = 2
MAX_TRIED: Final = 9
SAMPLES: Final = 3
# Sitemaps of one index that are followed: the newest.
FOLLOWED: Final = 2
# Sections of the menu that a block names.
NAMED_SECTIONS: Final = 12
# Lines of ai.txt and tdmrep.json that are told, and characters of each.
MAX_LINES: Final = 5
MAX_LINE: Final = 100
_OK: Final = 200
_HEADERS: Final = ("X-Robots-Tag", "TDM-Reservation", "TDM-Policy")


@dataclass(slots=True)
class _Trail:
    """What the probe has come across: links of pages, and what lists name, newest first."""

    links: dict[str, Discovered] = field(default_factory=dict)
    listed: list[Entry] = field(default_factory=list)

    def add(self, found: Iterable[Discovered]) -> None:
        for one in found:
            self.links.setdefault(url_key(one.url), one)

    def of_kind(self, *kinds: Kind) -> list[Discovered]:
        return [one for one in self.links.values() if one.kind in kinds]


class ProbeSpider(Spider):
    """Probes one site; ``probe`` is what it has found, and ``error`` what kept it from that."""

    name = "probe"

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.probe = Probe(url=url, site=site_of(url))
        self.error: Exception | None = None
        self._rules: RobotsRules | None = None
        self._trail = _Trail()

    @cached_property
    def _profiles(self) -> Profiles:
        return profiles_of(self.settings)

    async def start(self) -> AsyncIterator[Request]:
        """Asks one thing after the other; nothing is left to Scrapy to ask."""
        try:
            await self._look()
        except Exception as error:  # noqa: BLE001 - whoever started the probe tells it
            self.error = error
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _look(self) -> None:
        front = await self._front()
        if front is None:
            return
        await self._sitemaps()
        await self._feeds()
        self._read_menu(front)
        await self._sections()
        await self._samples()
        await self._reservations()

    # -- asking

    async def _ask(self, url: str, *, expected: bool = True) -> Response | None:
        """The answer, where it is one; why there is none is noted unless that is everyday news."""
        request = Request(url, meta={SITE_KEY: self.probe.site}, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(request)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, there is no answer
            self.probe.failures[url] = reason_of(error)
            return None
        if response.status == _OK:
            return response
        if expected:
            self.probe.failures[url] = f"HTTP {response.status}"
        return None

    async def _front(self) -> Response | None:
        probe = self.probe
        front = await self._ask(probe.url)
        if front is None:
            probe.problem = f"the start page cannot be read: {probe.failures[probe.url]}"
            return None
        probe.url = front.url
        self._rules = rules = front.meta.get(ROBOTS_KEY)
        if rules and rules.rules:
            probe.robots, probe.crawl_delay = "read", rules.crawl_delay
            probe.declared_sitemaps = len(rules.sitemaps)
        if robots := refused_ai_robots(rules):
            probe.rights.append(f"robots.txt shuts out {', '.join(robots)}")
        page, article = self._read(front)
        probe.language = article.in_language
        self._note_rights(front, article)
        self._trail.add(links(page, site=probe.site))
        return front

    # -- lists

    async def _sitemaps(self) -> None:
        declared = self._declared()
        guessed = [urljoin(self.probe.url, path) for path in COMMON_SITEMAPS]
        waiting = deque((url, 1) for url in declared or guessed)
        asked = 0
        while waiting and asked < MAX_SITEMAPS:
            url, depth = waiting.popleft()
            asked += 1
            response = await self._ask(url, expected=bool(declared) or depth > 1)
            described = describe_sitemap(response.body, response.url) if response else None
            if described is None:
                continue
            offer, pages, further = described
            self.probe.sitemaps.append(offer)
            self._trail.listed += [page for page in pages if site_of(page.url) == self.probe.site]
            if depth < STANDARD.sitemap_depth:
                waiting.extendleft((one.url, depth + 1) for one in self._to_follow(further))

    def _declared(self) -> list[str]:
        sitemaps = self._rules.sitemaps if self._rules else []
        return [url for url in sitemaps if site_of(url) == self.probe.site]

    def _to_follow(self, further: list[Entry]) -> list[Entry]:
        """The newest of an index, those that are called news before others; the first asked last,
        as they are put in front of what waits."""
        own = [one for one in further if site_of(one.url) == self.probe.site]
        ranked = sorted(newest_first(own), key=lambda one: "news" not in one.url.lower())
        return ranked[:FOLLOWED][::-1]

    async def _feeds(self) -> None:
        declared = [one.url for one in self._trail.of_kind(Kind.FEED)]
        guessed = [urljoin(self.probe.url, path) for path in COMMON_FEEDS]
        for url in declared or guessed:
            if len(self.probe.feeds) >= MAX_FEEDS:
                break
            response = await self._ask(url, expected=bool(declared))
            if response and (described := describe_feed(response.body, response.url)):
                offer, entries = described
                self.probe.feeds.append(offer)
                self._trail.listed += [e for e in entries if site_of(e.url) == self.probe.site]
                if not declared:
                    break

    # -- pages

    def _may_ask(self, url: str) -> bool:
        return self._rules is None or self._rules.allows(url)

    def _read_menu(self, front: Response) -> None:
        own = url_key(front.url)
        sections = [
            one.url
            for one in self._trail.of_kind(Kind.LISTING)
            if one.priority >= SECTION_IN_NAVIGATION and url_key(one.url) != own
        ]
        self.probe.sections = sections[:NAMED_SECTIONS]

    async def _sections(self) -> None:
        """Sections and, as they may lead to an archive by dates, listings of other kinds."""
        others = [one.url for one in self._trail.of_kind(Kind.LISTING)]
        others = [url for url in others if is_certain_listing(url) and self._may_ask(url)]
        for url in [*self.probe.sections[:MAX_SECTIONS], *others[:MAX_OTHERS]]:
            if response := await self._ask(url):
                page, _ = self._read(response)
                self._trail.add(links(page, site=self.probe.site))

    async def _samples(self) -> None:
        probe = self.probe
        tried = 0
        for url in self._candidates():
            if len(probe.samples) >= SAMPLES or tried >= MAX_TRIED:
                break
            tried += 1
            response = await self._ask(url)
            if response is None or why_not_a_page(response.body):
                continue
            page, article = self._read(response)
            self._trail.add(links(page, site=probe.site))
            if article.is_article:
                probe.samples.append(article)
                self._note_rights(response, article)
        self._conclude()

    def _candidates(self) -> list[str]:
        """Addresses that may be articles: what lists call news, what looks like one, the rest."""
        entries = newest_first(self._trail.listed)
        news = [entry.url for entry in entries if entry.is_news]
        listed = [e.url for e in entries if not e.is_news and kind_by_shape(e.url) is Kind.ARTICLE]
        linked = [one.url for one in self._trail.of_kind(Kind.ARTICLE)]
        rest = [one.url for one in self._trail.of_kind(Kind.PAGE)]
        rest += [entry.url for entry in entries if kind_by_shape(entry.url) is Kind.PAGE]
        ranked = [url for url in (*news, *listed, *linked, *rest) if self._may_ask(url)]
        by_key: dict[str, str] = {}
        for url in ranked:
            by_key.setdefault(url_key(url), url)
        return list(by_key.values())

    def _conclude(self) -> None:
        probe, found = self.probe, self._trail.links.values()
        languages = Counter(one.in_language for one in probe.samples if one.in_language)
        if languages:
            probe.language = languages.most_common(1)[0][0]
        probe.shape = article_shape([one.url or "" for one in probe.samples])
        probe.pagination = next((one.url for one in found if one.via == "pagination"), None)
        probe.archive = date_archive(one.url for one in found)
        probe.paywall = _paywall(probe.samples)
        if not probe.samples:
            probe.problem = "no article was found"

    # -- rights

    async def _reservations(self) -> None:
        """https://site.spawning.ai/spawning-ai-txt and the TDM Reservation Protocol of the W3C."""
        rights = self.probe.rights
        ai = await self._ask(urljoin(self.probe.url, "/ai.txt"), expected=False)
        if ai and why_not_a_page(ai.body):  # a page stands there for "not found"
            rights += [f"ai.txt: {line}" for line in _disallowed(ai.body)]
        known = urljoin(self.probe.url, "/.well-known/tdmrep.json")
        if answer := await self._ask(known, expected=False):
            rights += [f"tdmrep.json: {line}" for line in _tdm_lines(answer.body)]
        self.probe.rights = list(dict.fromkeys(rights))

    def _note_rights(self, response: Response, article: Article) -> None:
        for name in _HEADERS:
            if value := response.headers.get(name):
                self.probe.rights.append(f"{name}: {value.decode('latin-1')[:200]}")
        self.probe.rights = list(dict.fromkeys([*self.probe.rights, *article.rights]))

    # -- reading

    def _read(self, response: Response) -> tuple[Page, Article]:
        header = (response.headers.get("Content-Type") or b"").decode("latin-1")
        encoding = http_content_type_encoding(header)
        page = Page.parse(response.body, url=response.url, encoding=encoding)
        now, profile = datetime.now(UTC), self._profiles.for_url(response.url)
        return page, Extraction(page, now=now, profile=profile).article()


def _paywall(samples: list[Article]) -> str:
    closed = sum(one.is_accessible_for_free is False for one in samples)
    told = sum(one.is_accessible_for_free is not None for one in samples)
    if closed:
        return f"{closed} of {len(samples)} samples say that they are not free to read"
    return f"{told} of {len(samples)} samples say that they are free to read" if told else "no sign"


def _disallowed(raw: bytes) -> list[str]:
    """The lines of an ai.txt that reserve something; its syntax is that of robots.txt."""
    lines = (" ".join(line.split()) for line in raw.decode("utf-8", "replace").splitlines())
    found = [line[:MAX_LINE] for line in lines if line.lower().startswith("disallow:")]
    return found[:MAX_LINES]


def _tdm_lines(raw: bytes) -> list[str]:
    """What a tdmrep.json reserves: a list of locations, each with its reservation (1 is yes)."""
    try:
        rules: Any = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return []
    listed = [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    return [
        f"{rule.get('location', '/')!s:.{MAX_LINE}} reserved"
        for rule in listed
        if str(rule.get("tdm-reservation")) == "1"
    ][:MAX_LINES]
