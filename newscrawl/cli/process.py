"""Runs one spider in this process, on Scrapy's own machinery, and tells how it ended.

Order: settings (ours, then what the command line gave), logging (ours alone: Scrapy's own lines are
for those who write spiders), the crawl, and the error that kept it from starting, if any.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any, Final

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

LOG_FORMAT: Final = "%(asctime)s %(levelname)s %(message)s"
PROJECT_LOGGER: Final = "newscrawl"


class CrawlProcess(AsyncCrawlerProcess):
    """Scrapy's crawler process, which also remembers the signal that ended the crawl."""

    signal_received: int | None = None

    def _signal_shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.signal_received = signum
        super()._signal_shutdown(signum, frame)


def make_settings(overrides: Mapping[str, Any]) -> Settings:
    """Our settings module, and over it what the command line gave."""
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    settings.setdict(overrides, priority="cmdline")
    return settings


def log_to_stderr(*, quiet: bool) -> None:
    """Our own progress lines unless quiet, and of everything else only warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(LOG_FORMAT, "%H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(PROJECT_LOGGER).setLevel(logging.WARNING if quiet else logging.INFO)


class SpiderRun:
    """One run of one spider: make it, look at its crawler if need be, then start it once."""

    def __init__(self, spider: type[Spider], settings: Settings) -> None:
        self._process = CrawlProcess(settings, install_root_handler=False)
        # Scrapy wants its logger at DEBUG and filters at its handler, which is not installed here.
        logging.getLogger("scrapy").setLevel(logging.WARNING)
        self.crawler: Crawler = self._process.create_crawler(spider)

    def start(self, **arguments: Any) -> None:
        """Crawl until the end or a signal; raises what kept the crawl from starting."""
        task = self._process.crawl(self.crawler, **arguments)
        self._process.start()
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error

    @property
    def exit_code(self) -> int | None:
        """128 plus the number of the signal that ended the crawl, else None."""
        number = self._process.signal_received
        return None if number is None else 128 + signal.Signals(number).value
