"""Retry-After: a host that says 429 or 503 is left alone for as long as it asks.

The pause holds for the whole slot (host and port), robots.txt included. Scrapy's own retry then
asks again: it comes back through here and waits with the others.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Final

from newscrawl.middlewares.slots import slot_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_BUSY: Final = (429, 503)
# Longest pause, in seconds: a host that asks for more gets an hour.
MAX_PAUSE_S: Final = 3_600.0
# Pause after 429 or 503 without Retry-After, in delays of the crawl (RFC 6585 leaves it open).
DEFAULT_PAUSE_DELAYS: Final = 10


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date); None if it says neither."""
    text = (value or "").strip()
    if text.isdigit():
        return min(float(text[:9]), MAX_PAUSE_S)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)
    return min(max((moment - now).total_seconds(), 0.0), MAX_PAUSE_S)


class RetryAfterMiddleware:
    """Holds requests back while their host wants to be left alone."""

    def __init__(self, default_pause_s: float) -> None:
        self._default_pause_s = default_pause_s
        self._until: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(DEFAULT_PAUSE_DELAYS * crawler.settings.getfloat("DOWNLOAD_DELAY"))

    async def process_request(self, request: Request) -> None:
        """Wait until the pause of the request's host is over."""
        slot = slot_of(request.url)
        while (wait := self._until.get(slot, 0.0) - monotonic()) > 0:
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note the pause that a busy host asks for."""
        if response.status in _BUSY:
            header = response.headers.get("Retry-After")
            stated = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
            pause = stated if stated is not None else min(self._default_pause_s, MAX_PAUSE_S)
            slot = slot_of(request.url)
            self._until[slot] = max(self._until.get(slot, 0.0), monotonic() + pause)
        return response
