"""Download slots: one per host and port, so that each server is served politely by itself.

Scrapy's own slots are per host name, and a redirect keeps the slot that it came from. The least
delay of a slot is kept in the downloader's settings for it: slots that fall idle are dropped and
made anew from these, and adaptive throttling goes no lower (see ``throttle.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newscrawl.spiders.refusals import DELAY_KEY
from newscrawl.values.addresses import host_port
from newscrawl.values.urls import DEFAULT_PORTS

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

# Variation of a delay, as a share; the mean is raised so that the least is the delay asked for.
JITTER: Final = 0.2
# The least delay of a slot, in seconds. Scrapy looks at its clock only where there is one, and
# counts a request as on the wire a moment after it has sent it: without a delay several would leave
# at once, each over a connection of its own.
LEAST_DELAY_S: Final = 0.001


def slot_of(url: str) -> str:
    """``host:port`` of a URL; the port is left out where it is the scheme's own.

    http and https of one host are one server.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)):
        return host
    return host_port(host, parts.port or 0)


class SlotMiddleware:
    """Names the slot of every request, redirected ones included, and gives it its site's delay."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set ``download_slot``, and the slot's delay where the request's site has one."""
        request.meta["download_slot"] = slot = slot_of(request.url)
        if (delay := request.meta.get(DELAY_KEY)) is not None:
            set_delay(self._crawler, slot, mean_delay(delay), JITTER)


def mean_delay(least: float) -> float:
    """What Scrapy is told where a host is to be asked no more often than this, in seconds."""
    return max(least, LEAST_DELAY_S) / (1 - JITTER)


def delay_of(crawler: Crawler, slot: str) -> float | None:
    """The least delay of a slot, in seconds, where it has one of its own."""
    delay: float | None = crawler.engine.downloader.per_slot_settings.get(slot, {}).get("delay")
    return delay


def set_delay(crawler: Crawler, slot: str, delay: float, jitter: float) -> None:
    """Give a slot a least delay, in seconds; one that is longer already stays."""
    before = delay_of(crawler, slot)
    if before is not None and before >= delay:
        return
    downloader = crawler.engine.downloader
    more = downloader.per_slot_settings.get(slot, {})
    downloader.per_slot_settings[slot] = {**more, "delay": delay, "jitter": jitter}
    if (made := downloader.slots.get(slot)) is not None:
        made.delay, made.jitter = delay, jitter
