"""Runs one spider in this process, on Scrapy's own machinery, and tells how it ended.

Order: settings (ours, then what the command line gave), logging (ours alone: Scrapy's own lines are
for those who write spiders), the crawl, and the error that kept it from starting, if any.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from types import FrameType
from typing import Any, Final

import click
import msgspec
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from newscrawl.values.text import printable

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
    settings.setdict({"LOG_INSTALL_ROOT_HANDLER": False, **overrides}, priority="cmdline")
    return settings


class EchoHandler(logging.Handler):
    """Writes to whatever stderr is at the time, so that lines stand above a live display.

    Of others' loggers only warnings pass, whatever their level: Scrapy sets its own to DEBUG.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or record.name.startswith(PROJECT_LOGGER)

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)


class LineFormatter(logging.Formatter):
    """Lines with the time; errors look like those of the command line itself.

    What pages and servers say is in them: it is made printable.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the interface's name
        record.message = printable(record.message)
        if record.levelno == logging.ERROR and record.name.startswith(PROJECT_LOGGER):
            return f"Error: {record.message}"
        return super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (ISO 8601, UTC), level, logger, message, and what more the
    record was given as ``fields``."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "time": time,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": printable(record.getMessage()),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told = self.formatException(record.exc_info)
            line["exception"] = told.encode("utf-8", "backslashreplace").decode()
        return msgspec.json.encode(line).decode()


def log_to_stderr(*, quiet: bool, as_json: bool = False) -> None:
    """Our own progress lines unless quiet, and of everything else only warnings."""
    handler = EchoHandler(logging.WARNING if quiet else logging.INFO)
    lines = LineFormatter(LOG_FORMAT, "%H:%M:%S")
    handler.setFormatter(JsonFormatter() if as_json else lines)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class SpiderRun:
    """One run of one spider: make it, look at its crawler if need be, then start it once."""

    def __init__(self, spider: type[Spider], settings: Settings) -> None:
        self._process = CrawlProcess(settings)
        # It has just been set to DEBUG, whose lines are made one by one and shown to nobody.
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
