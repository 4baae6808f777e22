"""The spider: pumps pending URLs from the frontier, reads what comes, and hands articles on.

``start()`` lives as long as the crawl: it gives Scrapy one URL after another, site by site in turn,
as each site has room (see ``site_crawl.py``), waits while all are busy, and ends when nothing is
pending or on its way. Whatever happens to a request, callback or errback settles its URL with an
outcome; what Scrapy loses without telling is found by its idleness and settled as failed.

Order at the start: the arguments are read and the run is opened; what cannot be used ends the crawl
with one line, before anything is written or asked.

Arguments (``-a``): ``url`` (start addresses, comma-separated), ``config`` (a configuration file,
whose defaults become settings before the crawl is built; see ``configuration.py``), ``since``,
``until``, ``max_articles``, ``max_pages``, ``revisits``; without one the setting ``NEWSCRAWL_...``
of that name is used.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import cached_property, partial
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider

from newscrawl.discovery.archives import archives_around
from newscrawl.discovery.families import url_pattern
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.listed import common_feeds, common_sitemaps, from_robots
from newscrawl.discovery.parts import Parts
from newscrawl.discovery.priorities import priority_of
from newscrawl.discovery.robots import RobotsRules
from newscrawl.discovery.shapes import is_numbered_page
from newscrawl.discovery.window import Window, parse_moment
from newscrawl.errors import NewscrawlError, StorageError, UsageError
from newscrawl.items import Article
from newscrawl.spiders.arguments import read_how_much, read_number, read_seconds
from newscrawl.spiders.configuration import Configuration, read_configuration
from newscrawl.spiders.deadline import OutOfTime
from newscrawl.spiders.joining import A_PAGE_OF_AN_ARTICLE, Joiner, leave_to_first_page
from newscrawl.spiders.learning import as_taught, learn, unlearn
from newscrawl.spiders.plans import SitePlan, read_plans
from newscrawl.spiders.readers import Readers, WorkerError
from newscrawl.spiders.reading import PART, Answer, Reading
from newscrawl.spiders.refusals import (
    DELAY_KEY,
    ROBOTS_KEY,
    SITE_KEY,
    AddressRefused,
    OffSite,
    RobotsDenied,
    RobotsUnavailable,
    Stopped,
    reason_of,
)
from newscrawl.spiders.run import RunExtension
from newscrawl.spiders.site_crawl import SiteCrawl, has_budget
from newscrawl.spiders.turns import Turn
from newscrawl.spiders.twins import leave_twins, note_twins
from newscrawl.spiders.visits import (
    WITHDRAWN_STATUS,
    conditional_headers,
    expected_statuses,
    validators_of,
    withdrawn,
)
from newscrawl.state.outcomes import Outcome, Pending
from newscrawl.values.limits import STANDARD
from newscrawl.values.urls import site_of
from newscrawl.version import __version__

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.body import Others

logger = logging.getLogger(__name__)

# How long Scrapy must have been idle before a URL on its way counts as lost, in seconds: two of its
# heartbeats.
LOST_AFTER_S: Final = 10.0
# The fact of a site that says from when on its articles have been asked for; None is all of them.
SINCE: Final = "since"
# The fact of a site that says which newscrawl read its listings: another one may see more in them.
READ_BY: Final = "read_by"
# Why Scrapy closes a spider that cannot start.
REFUSED: Final = "refused"
_GONE: Final = ("HTTP 404", "HTTP 410")
_ARTICLE_LIKE: Final = (Kind.ARTICLE, Kind.PAGE)


class NewsSpider(Spider):
    """Crawls whole news sites and yields their articles.

    ``refusal`` is the error that kept the crawl from starting, if any: an address, a time, a number
    or the data folder cannot be used.
    """

    name = "news"
    # A response gives one article at most; Scrapy starts a task for each that it could take.
    custom_settings = {"CONCURRENT_ITEMS": 1}  # noqa: RUF012 - Scrapy's interface
    refusal: NewscrawlError | None = None

    def __init__(self, url: str = "", **arguments: Any) -> None:
        super().__init__(self.name)
        self._arguments = {"url": url, **arguments}
        self._configuration: Configuration | None = None
        self._sites: dict[str, SiteCrawl] = {}
        self._news = asyncio.Event()
        self._idle_since: float | None = None
        self._plans: list[SitePlan] = []
        self._page_seconds = 0.0
        self._limits = STANDARD
        self._readers = Readers(0, 0.0)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listen to the crawl; the arguments are read when the spider is opened."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._read_configuration()
        crawler.signals.connect(spider._prepare, signal=signals.spider_opened)
        crawler.signals.connect(spider._look_for_lost, signal=signals.scheduler_empty)
        crawler.signals.connect(spider._turned_away, signal=signals.item_dropped)
        crawler.signals.connect(spider._dropped, signal=signals.request_dropped)
        crawler.signals.connect(spider._let_go, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Pump the frontier until nothing is pending or on its way."""
        with self.run.ends_if_storage_fails():
            self._open_sites()
            while True:
                busy = False
                for site in self._sites.values():
                    if pending := site.next():
                        busy = True
                        yield self._request(pending)
                if not busy:
                    if not any(site.on_the_way for site in self._sites.values()):
                        return
                    await self._news.wait()
                    self._news.clear()

    async def parse(self, response: Response, pending: Pending) -> AsyncIterator[Article]:
        """Read one response; whatever happens, its URL is settled.

        The responses of a site take turns.
        """
        site = self._sites[pending.site]
        turn = site.line.join()
        try:
            reading = await self._read(response, pending, site, turn)
            await turn.comes()
            articles = list(self._use(reading, response, pending, site))
            for article in articles:
                if reading and reading.parts.further:
                    await self._join(article, reading.parts, pending, site)
            turn.end()
            for article in articles:  # the next response is read while this one is stored
                yield article
        except Stopped:
            self.run.frontier.release(pending.key)
        except StorageError as error:
            self.run.fail(error)
        except OutOfTime:
            reason = f"the page takes more than {self._page_seconds:g} s to read"
            self.run.settle(pending.key, Outcome.FAILED, reason=reason)
        except WorkerError as error:
            self.run.settle(pending.key, Outcome.FAILED, reason=str(error))
        except Exception as error:
            logger.exception("Cannot read %s", response.url)
            reason = f"the page cannot be read ({type(error).__name__})"
            self.run.settle(pending.key, Outcome.FAILED, reason=reason)
        finally:
            turn.end()
            self._landed(site, pending.key)

    def failed(self, failure: Failure) -> None:
        """Settle a URL whose request came to nothing."""
        request: Request = failure.request  # type: ignore[attr-defined]
        pending: Pending = request.cb_kwargs["pending"]
        site = self._sites[pending.site]
        try:
            error = failure.value or RuntimeError("no reason given")
            self._settle_failed(error, request, pending, site)
        finally:
            self._landed(site, pending.key)

    @cached_property
    def run(self) -> RunExtension:
        """The run that this crawl belongs to."""
        run = self.crawler.get_extension(RunExtension)
        if run is None:
            raise UsageError("newscrawl.spiders.run.RunExtension is not among the EXTENSIONS")
        return run

    # -- start and end

    def _let_go(self) -> None:
        self._readers.close()

    def _read_configuration(self) -> None:
        """What the file's defaults say becomes settings, as if the spider had them."""
        if not (path := self._arguments.get("config")):
            return
        try:
            self._configuration = read_configuration(path)
        except UsageError as error:
            self.refusal = error
            return
        for name, value in self._configuration.settings.items():
            self.crawler.settings.set(name, value, priority="spider")

    def _prepare(self) -> None:
        """Read the arguments and open the run.

        Raises:
            CloseSpider: one of them cannot be used; ``refusal`` has been logged and says why.
        """
        try:
            if self.refusal:
                raise self.refusal
            self._page_seconds = read_seconds(self.settings, "NEWSCRAWL_PAGE_SECONDS")
            workers = read_number(self.settings, "NEWSCRAWL_WORKERS")
            self._limits = read_how_much(self.settings)
            patience = read_seconds(self.settings, "NEWSCRAWL_WORKER_SECONDS")
            self._plans = read_plans(
                self._arguments, self.settings, self.run.now, self._configuration
            )
            self.run.open()
            self._readers = Readers(
                workers,
                self._page_seconds,
                body_html=self.settings.getbool("NEWSCRAWL_BODY_HTML"),
                limits=self._limits,
                patience=patience,
            )
        except NewscrawlError as error:
            self.refusal = error
            logger.error("%s", error)
            raise CloseSpider(REFUSED) from error
        except Exception as error:
            self.refusal = NewscrawlError("The crawl cannot start")
            logger.exception("The crawl cannot start")
            raise CloseSpider(REFUSED) from error

    def _open_sites(self) -> None:
        for plan in self._plans:
            self._sites[plan.site] = self._open_site(plan)
            for seed in plan.seeds:
                rank = priority_of(seed, Kind.SEED, "seed")
                self.run.frontier.plant(Discovered(seed, plan.site, Kind.SEED, "seed", rank))

    def _open_site(self, plan: SitePlan) -> SiteCrawl:
        self.run.tally(plan.site).window = plan.limits.window
        self.run.schedules[plan.site] = plan.limits.revisits
        for profile in plan.profiles:
            if profile.is_expired(self.run.now):
                logger.warning("%s: %s", plan.site, profile.expiry)
                self.run.tally(plan.site).notices.append(profile.expiry)
        self._reopen(plan.site, plan.limits.window)
        return SiteCrawl(plan, self.run)

    def _reopen(self, site: str, window: Window) -> None:
        """Let what changes, and what this run's window admits for the first time, be pending."""
        frontier, sites = self.run.frontier, self.run.state.sites
        facts = sites.facts(site)
        before = parse_moment(facts.get(SINCE), now=self.run.now, name=SINCE)
        if SINCE not in facts or window.reaches_beyond(Window(before)):
            self.run.tally(site).reaches_back = True
            frontier.again.further_pages(site)
            frontier.again.in_full(site)
            sites.learn(site, {SINCE: window.since.isoformat() if window.since else None})
        if facts.get(READ_BY) != __version__:
            frontier.again.in_full(site)
            unlearn(self.run.state, site)
            sites.learn(site, {READ_BY: __version__})
        frontier.again.listings(site, self.run.max_tries)
        frontier.again.left_out(site, window)
        frontier.again.due(site, int(self.run.now.timestamp()))

    def _request(self, pending: Pending) -> Request:
        return Request(
            pending.url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"pending": pending},
            headers=conditional_headers(pending),
            meta={
                SITE_KEY: pending.site,
                DELAY_KEY: self._sites[pending.site].plan.delay,
                **self._size_of(pending),
                **expected_statuses(pending),
            },
            priority=pending.priority,
            dont_filter=True,  # the frontier has seen to it
        )

    def _size_of(self, pending: Pending) -> dict[str, Any]:
        """A sitemap may be larger than a page."""
        is_sitemap = pending.kind is Kind.SITEMAP
        return {"download_maxsize": self._limits.list_bytes} if is_sitemap else {}

    # -- what came

    async def _read(
        self, response: Response, pending: Pending, site: SiteCrawl, turn: Turn
    ) -> Reading | None:
        """What the response holds; None where it brings no page."""
        site.answered()
        self.run.tally(site.site).count("pages")
        if response.status in (HTTPStatus.NOT_MODIFIED, *WITHDRAWN_STATUS):
            return None

        async def others() -> Others:
            await turn.comes()
            return self.run.state.repeats.of(site.site).besides(pending.key)

        asked, answer = as_taught(pending, site), Answer.of(response)
        return await self._readers.read(answer, asked, self.run.now, others, site.plan.profiles)

    def _use(
        self, reading: Reading | None, response: Response, pending: Pending, site: SiteCrawl
    ) -> Iterator[Article]:
        if response.status in WITHDRAWN_STATUS:
            site.articles += 1
            yield self._withdrawn(response, pending)
        elif reading is None:
            self._settle_not_modified(response, pending, site)
        else:
            yield from self._use_page(reading, response, pending, site)

    def _use_page(
        self, reading: Reading, response: Response, pending: Pending, site: SiteCrawl
    ) -> Iterator[Article]:
        self.run.tally(site.site).count("off_site", reading.off_site)
        if reading.sighting:
            self.run.state.repeats.of(site.site).observe(pending.key, reading.sighting)
        if not reading.problem and not reading.parts.further:  # whose other pages may change alone
            self.run.frontier.hear(pending.key, validators_of(response))
        reading.found += self._beyond_links(reading, response, pending, site)
        leave_to_first_page(reading, pending)
        leave_twins(reading)
        reading.found = site.experience.ranked(reading.found)
        new = self._add_articles(reading, pending, site)
        learn(reading, pending, site, new)
        others = [one for one in reading.found if one.kind not in _ARTICLE_LIKE]
        if reading.article is None:
            self._settle_read(reading, response, pending, site, new)
        elif site.is_full:
            self.run.frontier.release(pending.key)
        elif pending.article is None and site.limits.window.excludes(
            reading.article.date_published
        ):
            self.run.settle(
                pending.key,
                Outcome.OUT_OF_WINDOW,
                reason="outside the time asked for",
                date=reading.article.date_published,
            )
        else:
            self.run.frontier.add(others)
            note_twins(reading.article, reading.twins, pending, site)
            if reading.repeated:
                self.run.repeated[pending.key] = reading.repeated
            if has_budget(pending):
                site.budget.note(pending.url, 1)
            site.articles += 1
            yield self._with_provenance(reading.article, response, pending)

    async def _join(
        self, article: Article, parts: Parts, pending: Pending, site: SiteCrawl
    ) -> None:
        """Add the text of the article's other pages, which are no articles of their own."""
        joiner = Joiner(article, partial(self._ask_part, pending, site), site.limits.max_parts)
        await joiner.join(parts)
        self.run.note_others(joiner.asked, pending, A_PAGE_OF_AN_ARTICLE)

    async def _ask_part(
        self, pending: Pending, site: SiteCrawl, url: str
    ) -> tuple[Article, Parts] | str:
        """A page of an article, asked as any other, or why it cannot be had."""
        if site.halted:
            return "the site is left alone"
        meta = {SITE_KEY: site.site, DELAY_KEY: site.plan.delay}
        request = Request(url, meta=meta, priority=pending.priority, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(request)
            if response.status != HTTPStatus.OK:
                return self._count_failure(f"HTTP {response.status}", None, pending, site)
            site.answered()
            site.pages += 1
            self.run.tally(site.site).count("pages")

            async def others() -> Others:
                return self.run.state.repeats.of(site.site).besides(pending.key)

            part, answer = replace(pending, via=PART), Answer.of(response)
            reading = await self._readers.read(
                answer, part, self.run.now, others, site.plan.profiles, is_part=True
            )
            if reading.article is None:
                return reading.problem or "it is no page"
            return reading.article, reading.parts
        except Stopped:
            raise
        except OutOfTime:
            return f"it takes more than {self._page_seconds:g} s to read"
        except Exception as error:  # noqa: BLE001 - whatever it is, the page cannot be had
            return self._count_failure(reason_of(error), error, pending, site)

    def _settle_not_modified(self, response: Response, pending: Pending, site: SiteCrawl) -> None:
        """What it led to the last time is in the frontier since; robots.txt may declare more."""
        found = self._beyond_links(None, response, pending, site)
        self.run.frontier.hear(pending.key, validators_of(response, pending.validators))
        self.run.settle(pending.key, Outcome.UNCHANGED, found=found)

    def _withdrawn(self, response: Response, pending: Pending) -> Article:
        """The record that says that the page of a stored article is gone."""
        before = self.run.state.articles.recorded(pending.article or "")
        known = (self.run.record_of(before) if before else None) or {}
        article = withdrawn(known, pending)
        return self._with_provenance(article, response, pending)

    def _with_provenance(self, article: Article, response: Response, pending: Pending) -> Article:
        article.requested_url = pending.url
        article.http_status = response.status
        article.fetched_at = self.run.clock()
        article.discovered_via = pending.via
        return article

    def _add_articles(self, reading: Reading, pending: Pending, site: SiteCrawl) -> int:
        """Add what may be articles, within the window; how many were new.

        Those that have a record are counted as unchanged, once a run. Unknown pages of the page's
        own family are no news: so does an endless calendar lead on.
        """
        wanted = site.in_window(one for one in reading.found if one.kind in _ARTICLE_LIKE)
        known, too_old = site.not_to_be_asked(reading.found)
        self.run.tally(site.site).count("unchanged", known)
        self.run.tally(site.site).count("out_of_window", too_old)
        family, is_page = url_pattern(pending.url), reading.article is None
        may_be_kin = _ARTICLE_LIKE if is_page and pending.kind in _ARTICLE_LIKE else (Kind.PAGE,)
        kin = [one for one in wanted if one.kind in may_be_kin and url_pattern(one.url) == family]
        self.run.frontier.add(kin)
        return self.run.frontier.add(wanted)

    def _settle_read(
        self, reading: Reading, response: Response, pending: Pending, site: SiteCrawl, new: int
    ) -> None:
        others = site.in_window(one for one in reading.found if one.kind not in _ARTICLE_LIKE)
        shown = [one.url for one in reading.found if one.kind in _ARTICLE_LIKE]
        if shown:
            window, today = site.limits.window, self.run.now.date()
            others += archives_around(pending.url, window, today, pending.depth)
        if has_budget(pending):
            paginated = pending.via == "pagination" or is_numbered_page(pending.url)
            site.budget.note(pending.url, new, shown, paginated=paginated)
        not_article = pending.kind in _ARTICLE_LIKE and (reading.is_page or reading.problem)
        outcome = Outcome.NOT_ARTICLE if not_article else Outcome.LISTED
        self.run.settle(pending.key, outcome, reason=reading.problem, found=others)

    def _beyond_links(
        self, reading: Reading | None, response: Response, pending: Pending, site: SiteCrawl
    ) -> list[Discovered]:
        """What the site declares in robots.txt, or else where sitemaps and feeds usually are."""
        if site.guessed:
            return []
        site.guessed, site.seed = True, response.url
        rules: RobotsRules | None = response.meta.get(ROBOTS_KEY)
        declared = from_robots(rules.sitemaps, site.site, self._limits) if rules else []
        if reading is None:
            return declared
        feeds = [one for one in reading.found if one.kind is Kind.FEED]
        return [
            *(declared or common_sitemaps(response.url, site.site)),
            *([] if feeds else common_feeds(response.url, site.site)),
        ]

    # -- what did not come

    def _settle_failed(
        self, error: BaseException, request: Request, pending: Pending, site: SiteCrawl
    ) -> None:
        reason = reason_of(error)
        is_seed = pending.kind is Kind.SEED
        host_is_closed = isinstance(error, RobotsUnavailable) and _same_host(request, site)
        if isinstance(error, Stopped) or (host_is_closed and not is_seed):
            self.run.frontier.release(pending.key)
            site.halt()
            return
        outcome = _outcome_of(error, reason, pending)
        self.run.settle(pending.key, outcome, reason=reason)
        self._count(outcome, site)
        if is_seed:
            self._seed_failed(error, outcome, reason, request, site)

    def _count_failure(
        self, reason: str, error: BaseException | None, pending: Pending, site: SiteCrawl
    ) -> str:
        """Why a page of an article cannot be had, counted as any other page's."""
        self._count(_outcome_of(error, reason, pending), site)
        return reason

    def _count(self, outcome: Outcome, site: SiteCrawl) -> None:
        """Count a request in the error budget of its site."""
        if outcome is not Outcome.FAILED:
            site.answered()
        elif site.note_error():
            told = f"{site.errors} requests in a row came to nothing; left alone until the next run"
            self.run.tally(site.site).problem(told)

    def _seed_failed(
        self,
        error: BaseException,
        outcome: Outcome,
        reason: str,
        request: Request,
        site: SiteCrawl,
    ) -> None:
        if outcome is not Outcome.FAILED:
            told = reason if outcome is Outcome.DISALLOWED else f"the start page answers: {reason}"
            self.run.tally(site.site).problem(told)
        if isinstance(error, RobotsUnavailable):
            site.halt()
        rules: RobotsRules | None = request.meta.get(ROBOTS_KEY)
        if rules and not rules.forbids_everything:
            self.run.frontier.add(from_robots(rules.sitemaps, site.site, self._limits))

    # -- the pump

    def _landed(self, site: SiteCrawl, key: str) -> None:
        site.landed(key)
        self._idle_since = None
        self._news.set()

    def _look_for_lost(self) -> None:
        """Scrapy has nothing to do: look for what it has lost without telling."""
        if self._scrapy_is_busy() or not any(site.on_the_way for site in self._sites.values()):
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = monotonic()
        elif monotonic() - self._idle_since > LOST_AFTER_S:
            for site in self._sites.values():
                for key in list(site.on_the_way):
                    self._lost(site, key)

    def _scrapy_is_busy(self) -> bool:
        engine = self.crawler.engine
        slot, scheduler = engine.scraper.slot, engine.scheduler
        return bool(
            engine.downloader.active
            or (slot and not slot.is_idle())
            or (scheduler and scheduler.has_pending_requests())
        )

    def _lost(self, site: SiteCrawl, key: str) -> None:
        self.run.settle(
            key, Outcome.FAILED, reason="a component of the project dropped the request"
        )
        self._landed(site, key)

    def _dropped(self, request: Request) -> None:
        pending = request.cb_kwargs.get("pending")
        if isinstance(pending, Pending):
            self._lost(self._sites[pending.site], pending.key)

    def _turned_away(self, item: Any) -> None:
        if isinstance(item, Article) and (site := self._sites.get(site_of(item.url or ""))):
            site.articles -= 1
            self._news.set()


def _same_host(request: Request, site: SiteCrawl) -> bool:
    return urlsplit(request.url).netloc == urlsplit(site.seed).netloc


def _outcome_of(error: BaseException | None, reason: str, pending: Pending) -> Outcome:
    if reason in _GONE or pending.via == "guess":
        return Outcome.GONE
    if isinstance(error, (RobotsDenied, AddressRefused)):
        return Outcome.DISALLOWED
    if isinstance(error, OffSite) and pending.kind is not Kind.SEED:
        return Outcome.NOT_ARTICLE
    return Outcome.FAILED
