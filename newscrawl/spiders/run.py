"""One run: the Scrapy extension that holds state, lock and writer, and keeps the tally.

``crawler.get_extension(RunExtension)`` reaches it. It opens at first use: our spider opens it
before its ``start()``, for another project's spider its first article does, and whatever crawls
without articles is left alone. ``NEWSCRAWL_DATA`` names the data folder; without it the state is
in memory (or at ``NEWSCRAWL_STATE``) and no file of ours is written.

Order at the end: what is staged is made durable, files are renamed into place, the balance is
struck, the record of the run is written, and the folder is let go. When storage fails at any
moment, the crawl is closed with the reason ``storage_failed`` and nothing more is written: what was
not durable by then is pending again for the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cached_property, wraps
from pathlib import Path
from time import monotonic
from typing import Any, Concatenate, Final, ParamSpec, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.task import LoopingCall

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.revisits import Schedule
from newscrawl.discovery.window import parse_moment
from newscrawl.errors import NewscrawlError, StorageError, UsageError
from newscrawl.items import NEW, SCHEMA_VERSION, WITHDRAWN, Article
from newscrawl.spiders.accounts import known_of
from newscrawl.spiders.arguments import read_number
from newscrawl.spiders.sentinel import Sentinel
from newscrawl.spiders.storage import Balance, RunStorage
from newscrawl.spiders.tally import SiteTally
from newscrawl.spiders.visits import after_visit
from newscrawl.state.articles import Known as KnownArticle
from newscrawl.state.frontier import Frontier
from newscrawl.state.outcomes import FAILURES, Outcome, Pending
from newscrawl.state.store import State
from newscrawl.values.urls import site_of, url_key
from newscrawl.version import __version__

logger = logging.getLogger(__name__)

STORAGE_FAILED: Final = "storage_failed"
FINISHED: Final = "finished"
# Longest time that a record or an outcome waits for its commit. One fsync a second is no load, and
# a second's pages are all that a crash makes us fetch again.
COMMIT_SECONDS: Final = 1.0

P = ParamSpec("P")
Known = Mapping[str, dict[str, Any]]  # what the state knows of each site, for the run's record


class TurnedAway(DropItem):
    """An article that is not stored; its URL is settled with ``outcome`` and the reason."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason, log_level="DEBUG")
        self.outcome = outcome
        self.reason = reason


def key_of(article: Article) -> str:
    """The frontier's key of the address that an article was asked at."""
    return url_key(article.requested_url or article.url or "")


def run_of(crawler: Crawler) -> RunExtension:
    """The run that a crawler belongs to.

    Raises:
        UsageError: the extension is not among the project's EXTENSIONS.
    """
    run = crawler.get_extension(RunExtension)
    if run is None:
        raise UsageError(
            "newscrawl's pipelines need newscrawl.spiders.run.RunExtension among the EXTENSIONS; "
            "the add-on newscrawl.addon.NewscrawlAddon puts everything in its place"
        )
    return run


def _unless_failed(
    method: Callable[Concatenate[RunExtension, P], None],
) -> Callable[Concatenate[RunExtension, P], None]:
    """Do nothing once storage has failed; when it fails now, close the crawl instead of raising."""

    @wraps(method)
    def guarded(run: RunExtension, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if not run.failure:
            with run.ends_if_storage_fails():
                method(run, *args, **kwargs)

    return guarded


class RunExtension:
    """The run that a crawl belongs to."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.schedules: dict[str, Schedule] = {}  # by site; others have that of the settings
        self.repeated: dict[str, frozenset[str]] = {}  # by key: what a page shows as its site's
        self.failure: NewscrawlError | None = None
        self.reason = ""
        self._tallies: dict[str, SiteTally] = {}
        self._record: dict[str, Any] | None = None
        self._timers: list[AsyncioLoopingCall | LoopingCall] = []
        self._began = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the crawl; nothing is opened yet."""
        run = cls(crawler)
        for handler, signal in (
            (run._start_timers, signals.spider_opened),
            (run._dropped, signals.item_dropped),
            (run._broken, signals.item_error),
            (run._closed, signals.spider_closed),
        ):
            crawler.signals.connect(handler, signal=signal)
        return run

    def open(self) -> None:
        """Open the run, where it is not open yet.

        Raises:
            UsageError: the data folder or the state's URL cannot be used (exit code 2).
            LockedError: another run holds the data folder (exit code 4).
            StorageError: the state cannot be opened (exit code 5).
        """
        logger.debug("Run %s", self.run_id)

    @cached_property
    def _storage(self) -> RunStorage:
        """Lock, state and writer, opened at first use."""
        data, state = (self.crawler.settings.get(f"NEWSCRAWL_{name}") for name in ("DATA", "STATE"))
        folder = Path(data) if data else None
        megabytes = self.crawler.settings.getfloat("NEWSCRAWL_ROTATE_MB")
        rotate_bytes = int(megabytes * 1024 * 1024)
        storage = RunStorage(
            folder,
            state,
            self.now,
            self._stored,
            rotate_bytes,
            lambda published: self._default_schedule.next(published, self.now),
        )
        storage.state.on_failure(self.fail)
        return storage

    @cached_property
    def now(self) -> datetime:
        """When the run began, in UTC; ``NEWSCRAWL_NOW`` where it is set.

        Raises:
            UsageError: the setting is not a time.
        """
        now = datetime.now(UTC).replace(microsecond=0)
        stated = self.crawler.settings.get("NEWSCRAWL_NOW")
        return parse_moment(stated, now=now, name="NEWSCRAWL_NOW") or now

    def clock(self) -> str:
        """The time in UTC, ISO 8601, as counted from the run's begin."""
        gone = timedelta(seconds=int(monotonic() - self._began))
        return (self.now + gone).isoformat(timespec="seconds")

    @property
    def is_open(self) -> bool:
        """Whether lock, state and writer are open, or have been."""
        return "_storage" in vars(self)

    @property
    def run_id(self) -> str:
        """The name of the run: the time of its start in UTC."""
        return self._storage.run_id

    @property
    def state(self) -> State:
        """What is known between runs."""
        return self._storage.state

    @cached_property
    def _sentinel(self) -> Sentinel:
        return Sentinel(self.state, self.now)

    @property
    def frontier(self) -> Frontier:
        """The URLs to fetch, and what became of each."""
        return self.state.frontier

    def tally(self, site: str) -> SiteTally:
        """The tally of a site, made at first use."""
        if site not in self._tallies:
            self._tallies[site] = SiteTally(site)
        return self._tallies[site]

    def site_of(self, article: Article) -> str:
        """The site that an article is counted and stored under: the one its URL was taken for."""
        pending = self.frontier.taken(key_of(article))
        return pending.site if pending else site_of(article.url or article.requested_url or "")

    def before(self, article: Article) -> KnownArticle | None:
        """The last version of the article that has a record from this address, where it is known
        to have one: this is another visit."""
        pending = self.frontier.taken(key_of(article))
        known = pending.article if pending else None
        return self.state.articles.recorded(known) if known else None

    def observe(self, article: Article) -> None:
        """Count what was read of an article, for the drift sentinel."""
        is_new = self.before(article) is None
        self._sentinel.see(article, self.site_of(article), is_new=is_new)

    def record_of(self, known: KnownArticle) -> dict[str, Any] | None:
        """The record of a version, where its file still holds it."""
        return self._storage.record_of(known)

    @_unless_failed
    def settle(
        self,
        key: str,
        outcome: Outcome,
        *,
        reason: str | None = None,
        found: Iterable[Discovered] = (),
        date: str | None = None,
    ) -> None:
        """Settle a taken URL, add what its page led to and count the outcome in the site's tally
        (FAILED also as a problem, by reason). ``date`` (ISO 8601) is when it was published.

        For a page whose article is yielded the spider calls ``run.frontier.add(found)`` before it
        yields, and never settles: the pipelines do, once the record is durable.
        """
        if pending := self.frontier.taken(key):
            self.tally(pending.site).outcome(outcome, reason)
        self._settle(key, outcome, reason, found, date)

    @_unless_failed
    def note_others(self, urls: Iterable[str], pending: Pending, reason: str) -> None:
        """Settle the other pages of an article, which are not to be asked by themselves."""
        found = {
            url_key(url): Discovered(url, pending.site, Kind.PAGE, "pagination") for url in urls
        }
        self.frontier.add(found.values())
        for key in set(found) - self.frontier.with_record(found):
            if self.frontier.taken(key) is None:
                self.frontier.settle(key, Outcome.DUPLICATE, reason=reason)

    @_unless_failed
    def write(self, article: Article, key: str) -> None:
        """Write an article's record; its URL is settled as STORED once the record is durable.

        The article has passed :class:`DeduplicatePipeline`, or else the run ends.
        """
        claim = self.state.articles.claimed(article.id or "")
        if claim is None or claim.url_key != key:
            raise UsageError("DeduplicatePipeline must stand before WritePipeline")
        site = self.site_of(article)
        self._discover(article, key, site)
        pending = self.frontier.taken(key)
        anchor = article.date_published or self._published(pending) or article.fetched_at
        visit = self._schedule(site).next(anchor, self.now)
        self.repeated.pop(key, None)
        self._storage.write(article, key, site, published=article.date_published, next_visit=visit)

    @_unless_failed
    def commit(self) -> None:
        """Make durable all that was written and settled up to now."""
        if self.is_open:
            self._storage.commit()

    @_unless_failed
    def rotate(self) -> None:
        """Finish the files that are being written, for readers that follow the crawl."""
        if self.is_open:
            self._storage.rotate()

    @contextmanager
    def ends_if_storage_fails(self) -> Iterator[None]:
        """Close the crawl where storage fails, or cannot be opened, within this context."""
        try:
            yield
        except NewscrawlError as error:
            self.fail(error)

    @contextmanager
    def turns_away_if_storage_fails(self) -> Iterator[None]:
        """The same for a pipeline, whose item is turned away then."""
        with self.ends_if_storage_fails():
            yield
        if self.failure:
            raise TurnedAway(Outcome.FAILED, "storage failed")

    def fail(self, error: NewscrawlError) -> None:
        """Storage has failed: say so once, write nothing more, and close the crawl."""
        if self.failure:
            return
        self.failure = error
        logger.error("The run ends: %s", error)
        if self.is_open:
            self._storage.abandon()
        if self.crawler.spider and self.crawler.crawling and not self.reason:
            closing = self.crawler.engine.close_spider_async(reason=STORAGE_FAILED)
            deferred_from_coro(closing)

    def record(self) -> dict[str, Any]:
        """What the run did, as in ``runs/<run>.json``: ``reports.summary.RunSummary`` reads it."""
        return self._record or self._make_record(None, {})

    # -- Scrapy's signals

    def _start_timers(self) -> None:
        minutes = self.crawler.settings.getfloat("NEWSCRAWL_ROTATE_MINUTES")
        for call, seconds in ((self.commit, COMMIT_SECONDS), (self.rotate, minutes * 60)):
            if seconds > 0:
                timer = create_looping_call(call)
                timer.start(seconds, now=False)
                self._timers.append(timer)

    def _dropped(self, item: Any, exception: BaseException) -> None:
        outcome = getattr(exception, "outcome", Outcome.DROPPED)
        self._turn_away(item, outcome, str(exception))

    def _broken(self, item: Any, failure: Any) -> None:
        self._turn_away(item, Outcome.FAILED, f"a pipeline failed ({failure.type.__name__})")

    def _closed(self, reason: str) -> None:
        for timer in self._timers:
            if timer.running:
                timer.stop()
        self.reason = reason
        if self.is_open:
            self._finish()
            self._storage.release()

    # -- the end

    def _finish(self) -> None:
        balance: Balance | None = None
        known: Known = {}
        try:
            if not self.failure:
                balance = self._storage.finish()
                known = self._known()
                self._record = self._make_record(balance, known)
                self._storage.save(self._record, self.reason)
        except StorageError as error:
            self.fail(error)
        if self.failure:
            self._finish_failed(balance, known)

    def _known(self) -> Known:
        """What the state says of each site by now, and what of it was not to be expected."""
        known = known_of(self.state, {t.site: t.window for t in self._tallies.values()})
        complete = self.reason == FINISHED
        drift = self._sentinel.judge(self._tallies.values(), complete=complete)
        return {site: {**known[site], **drift[site]} for site in known}

    def _finish_failed(self, balance: Balance | None, known: Known) -> None:
        """The record is worth a try even then: it may be the database that failed."""
        self.reason = STORAGE_FAILED
        self._record = self._make_record(balance, known)
        try:
            self._storage.save_file(self._record)
        except StorageError as error:
            logger.error("The record of the run is not written: %s", error)

    def _make_record(self, balance: Balance | None, known: Known) -> dict[str, Any]:
        seconds = monotonic() - self._began  # the clock may have been set in between
        return {
            "run": self.run_id,
            "started_at": self.now.isoformat(),
            "finished_at": self.clock(),
            "seconds": round(seconds, 1),
            "reason": self.reason,
            "extractor_version": __version__,
            "schema_version": SCHEMA_VERSION,
            "storage_error": str(self.failure) if self.failure else None,
            "balance": asdict(balance) if balance else None,
            "sites": [
                {**self._tallies[site].as_dict(), "articles": 0, **known.get(site, {})}
                for site in sorted(self._tallies)
            ],
        }

    # -- articles

    def _stored(self, site: str, change_type: str) -> None:
        self.tally(site).count(change_type if change_type in (NEW, WITHDRAWN) else "updated")

    @_unless_failed
    def _turn_away(self, item: Any, outcome: Outcome, reason: str) -> None:
        if not isinstance(item, Article):
            return
        key, site = key_of(item), self.site_of(item)
        self._discover(item, key, site)
        self.state.articles.release(item.id or "", key)
        self.tally(site).outcome(outcome, reason)
        self._settle(key, outcome, reason)

    def _settle(
        self,
        key: str,
        outcome: Outcome,
        reason: str | None,
        found: Iterable[Discovered] = (),
        date: str | None = None,
    ) -> None:
        """Settle a URL; one that has a record keeps it."""
        pending, visit, failed = self.frontier.taken(key), None, outcome in FAILURES
        if pending and pending.article:
            schedule, published = self._schedule(pending.site), self._published(pending)
            visit = schedule.next(published, self.now)
            outcome, reason, visit = after_visit(pending, outcome, reason, visit, self.max_tries)
        self.repeated.pop(key, None)
        self.frontier.settle(
            key, outcome, reason=reason, found=found, date=date, failed=failed, next_visit=visit
        )

    def _published(self, pending: Pending | None) -> str | None:
        """What is known of an article's publication: its date, else when it was first fetched."""
        if pending is None:
            return None
        if pending.date or not pending.article:
            return pending.date
        first = next(iter(self.state.articles.versions(pending.article)), None)
        fetched = first.fetched if first else None
        return datetime.fromtimestamp(fetched, UTC).isoformat() if fetched is not None else None

    def _schedule(self, site: str) -> Schedule:
        return self.schedules.get(site) or self._default_schedule

    @cached_property
    def max_tries(self) -> int:
        """Runs that try a failing URL before it is left alone."""
        return read_number(self.crawler.settings, "NEWSCRAWL_MAX_TRIES")

    @cached_property
    def _default_schedule(self) -> Schedule:
        return Schedule.parse(self.crawler.settings.get("NEWSCRAWL_REVISITS"))

    def _discover(self, article: Article, key: str, site: str) -> None:
        """An article of a spider that does not use the frontier: its address is known by now."""
        url = article.requested_url or article.url
        if self.frontier.taken(key) is None and url:
            via = article.discovered_via or "link"
            self.frontier.add([Discovered(url, site, Kind.ARTICLE, via)])
