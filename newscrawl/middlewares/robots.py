"""robots.txt before all else: asked once per host and run, obeyed as RFC 9309 says.

Replaces Scrapy's middleware, which takes a robots.txt that fails for consent. Here an answer of
5xx, 429 or none at all means that nothing is asked; 4xx means that everything may be. The host's
Crawl-delay is put on its download slot, up to a cap. The spider reads the rules (sitemaps, whether
everything is forbidden) from ``Request.meta``.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK

from newscrawl.discovery.robots import RobotsRules, rules_for_status
from newscrawl.middlewares.slots import delay_of, set_delay
from newscrawl.spiders.arguments import read_how_much, read_seconds
from newscrawl.spiders.refusals import (
    ROBOTS_KEY,
    AddressRefused,
    RobotsDenied,
    RobotsUnavailable,
    Stopped,
    reason_of,
)

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# Hosts whose rules are kept, and bytes of their robots.txt: in memory the worst is 75 times that.
# Those that were asked first are asked again when they are needed.
MAX_KEPT: Final = 5_000
MAX_KEPT_BYTES: Final = 8 * 1024 * 1024
# Redirects followed from a robots.txt: RFC 9309, 2.3.1.2 asks for at least five.
MAX_ROBOTS_REDIRECTS: Final = 5


class RobotsPolicyMiddleware:
    """Asks robots.txt of every host first, then lets through what it allows."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._user_agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._max_delay = read_seconds(settings, "NEWSCRAWL_MAX_CRAWL_DELAY")
        self._limits = read_how_much(settings)
        self._rules: dict[str, asyncio.Future[RobotsRules]] = {}
        self._sizes: dict[str, int] = {}  # of those that have come, in their order

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Judge one request, after the host's robots.txt has come.

        Raises:
            RobotsDenied: the rules forbid it.
            RobotsUnavailable: there are no rules to go by.
            AddressRefused: the host itself is refused by the address guard.
        """
        if request.meta.get("dont_obey_robotstxt"):
            return
        request.meta[ROBOTS_KEY] = rules = await self._rules_for(request)
        if rules.refusal:
            raise RobotsUnavailable(rules.refusal)
        if not rules.allows(request.url):
            what = "everything (Disallow: /)" if rules.forbids_everything else "this address"
            raise RobotsDenied(f"robots.txt forbids {what}")
        self._slow_down(request, rules.crawl_delay)

    async def _rules_for(self, request: Request) -> RobotsRules:
        origin = _origin(request.url)
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._ask(origin))
            self._forget_oldest()
        asked = self._rules[origin]
        # Shielded: a cancelled request must not take the rules away from all others.
        return asked.result() if asked.done() else await asyncio.shield(asked)

    def _forget_oldest(self) -> None:
        """A site may have hosts without end, each with a large robots.txt."""
        while sum(self._sizes.values()) > MAX_KEPT_BYTES or len(self._rules) > MAX_KEPT:
            oldest = next((one for one, rules in self._rules.items() if rules.done()), None)
            if oldest is None:
                return
            del self._rules[oldest]
            self._sizes.pop(oldest, None)

    async def _ask(self, origin: str) -> RobotsRules:
        meta = {"dont_obey_robotstxt": True, "redirect_ttl": MAX_ROBOTS_REDIRECTS}
        request = Request(f"{origin}/robots.txt", callback=NO_CALLBACK, meta=meta)
        try:
            response = await self._crawler.engine.download_async(request)
        except (AddressRefused, Stopped):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, there are no rules
            reason = f"robots.txt cannot be had: {reason_of(error)}"
            logger.debug("%s: %s (%r)", origin, reason, error)
            return RobotsRules(None, self._user_agent, origin, reason)
        body, status = response.body, response.status
        self._sizes[origin] = min(len(body), self._limits.robots_bytes)
        return rules_for_status(status, body, origin, self._user_agent, self._limits)

    def _slow_down(self, request: Request, crawl_delay: float | None) -> None:
        """Give the slot the delay that the host asks for; never less than the crawl's own."""
        slot = request.meta.get("download_slot")
        if not crawl_delay or slot is None:
            return
        own = delay_of(self._crawler, slot)
        default = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        delay = min(crawl_delay, self._max_delay)
        if delay > (default if own is None else own):
            set_delay(self._crawler, slot, delay, jitter=0.0)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
