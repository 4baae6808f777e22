"""What a crawl shows while it runs: live rows per site on a terminal, a log line now and then else.

Scrapy's signals say that something happened; the numbers come from the run's own tallies, looked at
no more often than a person can read.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from scrapy import signals

from newscrawl.cli.console import console, on_terminal
from newscrawl.spiders.run import run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# Least time between two looks at the tallies: a live display, and lines in a log.
LIVE_SECONDS: Final = 0.5
LOG_SECONDS: Final = 30.0


class Display(Protocol):
    """Shows a site's numbers."""

    seconds: float

    def show(self, site: str, row: dict[str, Any], done: int, known: int) -> None:
        """Show a site's tally, and of its known URLs how many are done."""

    def close(self) -> None:
        """Show no more."""


class LiveDisplay:
    """A row per site, with a bar that fills as the site's known URLs are done."""

    seconds = LIVE_SECONDS

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[new]} new"),
            console=console(),
            transient=True,
        )
        self._tasks: dict[str, Any] = {}
        self._progress.start()

    def show(self, site: str, row: dict[str, Any], done: int, known: int) -> None:
        if site not in self._tasks:
            self._tasks[site] = self._progress.add_task(site, new=0)
        self._progress.update(self._tasks[site], completed=done, total=known, new=row["new"])

    def close(self) -> None:
        self._progress.stop()


class LogDisplay:
    """A log line per site that has moved since the line before."""

    seconds = LOG_SECONDS

    def __init__(self) -> None:
        self._pages: dict[str, int] = {}

    def show(self, site: str, row: dict[str, Any], done: int, known: int) -> None:
        if row["pages"] != self._pages.get(site, 0):
            self._pages[site] = row["pages"]
            logger.info(
                "%s: %d pages, %d new, %d to go", site, row["pages"], row["new"], known - done
            )

    def close(self) -> None:
        """A log has nothing to take down."""


class CrawlProgress:
    """Looks at the run whenever a response arrives, and shows what has changed; a context."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._display: Display = LiveDisplay() if on_terminal() else LogDisplay()
        self._latest = monotonic()
        crawler.signals.connect(self._look, signal=signals.response_received)
        crawler.signals.connect(self._display.close, signal=signals.spider_closed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._display.close()

    def _look(self) -> None:
        if monotonic() - self._latest < self._display.seconds:
            return
        run = run_of(self._crawler)
        for row in run.record()["sites"]:
            counts = run.frontier.counts(row["site"])
            self._display.show(row["site"], row, counts.done + counts.failed, counts.discovered)
        self._latest = monotonic()
