"""One run: the Scrapy extension that holds state, lock and writer, and keeps the tally.

``crawler.get_extension(RunExtension)`` reaches it; it exists before the spider's ``start()``.
``NEWSCRAWL_DATA`` names the data folder; without it the state is in memory (or at
``NEWSCRAWL_STATE``) and no file of ours is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.discovery.found import Discovered
from newscrawl.items import Article
from newscrawl.state.frontier import Frontier, Outcome
from newscrawl.state.store import State


class TurnedAway(DropItem):
    """An article that is not stored; its URL is settled with ``outcome`` and the reason."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason, log_level="DEBUG")
        self.outcome = outcome
        self.reason = reason


class SiteTally:
    """What a run did on one site."""

    def count(self, what: str, number: int = 1) -> None:
        """Count ``pages`` (the spider does), or any other name. Outcomes are counted by
        :meth:`RunExtension.settle`."""
        raise NotImplementedError

    def problem(self, cause: str) -> None:
        """Count a problem by its cause, in plain words without URLs ("HTTP 503", "no sitemap")."""
        raise NotImplementedError


class RunExtension:
    """The run that a crawl belongs to."""

    run_id: str
    now: datetime  # UTC, the start of the run: the ``now`` of every extraction
    state: State
    frontier: Frontier

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the run.

        Raises:
            UsageError: the data folder or the state's URL cannot be used (exit code 2).
            LockedError: another run holds the data folder (exit code 4).
            StorageError: the state cannot be opened (exit code 5).
        """
        raise NotImplementedError

    def tally(self, site: str) -> SiteTally:
        """The tally of a site, made at first use."""
        raise NotImplementedError

    def settle(
        self,
        key: str,
        outcome: Outcome,
        *,
        reason: str | None = None,
        found: Iterable[Discovered] = (),
    ) -> None:
        """Settle a taken URL, add what its page led to and count the outcome in the site's tally
        (FAILED and DISALLOWED also as a problem, by reason).

        For a page whose article is yielded the spider calls ``run.frontier.add(found)`` before it
        yields, and never settles: the pipelines do, once the record is durable.
        """
        raise NotImplementedError

    def write(self, article: Article, key: str) -> None:
        """Write an article's record; its URL is settled as STORED once the record is durable."""
        raise NotImplementedError

    def record(self) -> dict[str, Any]:
        """What the run did, as in ``runs/<run>.json``: ``reports.summary.RunSummary`` reads it."""
        raise NotImplementedError
