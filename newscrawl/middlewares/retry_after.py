"""Retry-After: a host that says 429 or 503 is left alone for as long as it asks.

The pause is put on the host's download slot the moment the answer arrives, before the slot sends
its next request: so it holds for everything that waits there, Scrapy's own retry included.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Final

from scrapy import signals

from newscrawl.middlewares.slots import LEAST_DELAY_S
from newscrawl.spiders.arguments import read_seconds

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_BUSY: Final = (429, 503)
# Pause after 429 or 503 without Retry-After, in delays of the slot (RFC 6585 leaves it open).
DEFAULT_PAUSE_DELAYS: Final = 10


def retry_after(value: str | None, now: datetime, most: float) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date), ``most`` of them; None if
    it has neither."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), most)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)
    return min(max((moment - now).total_seconds(), 0.0), most)


class RetryAfterMiddleware:
    """Pauses the slot of a busy host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most = read_seconds(crawler.settings, "NEWSCRAWL_MAX_RETRY_AFTER")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.pause, signal=signals.response_downloaded)
        return middleware

    def pause(self, response: Response, request: Request) -> None:
        """Let the slot of a busy host rest."""
        if response.status not in _BUSY:
            return
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is None:
            return
        header = response.headers.get("Retry-After")
        value = header.decode("latin-1") if header else None
        stated = retry_after(value, datetime.now(UTC), self._most)
        slot.delay = max(slot.delay, LEAST_DELAY_S)
        rest = stated if stated is not None else DEFAULT_PAUSE_DELAYS * slot.delay
        slot.lastseen = max(slot.lastseen, monotonic() + min(rest, self._most))
