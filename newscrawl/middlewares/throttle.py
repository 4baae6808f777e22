"""Adaptive throttling: Scrapy's, with each host's own least delay instead of one for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.extensions.throttle import AutoThrottle

from newscrawl.middlewares.slots import delay_of

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response


class HostThrottle(AutoThrottle):
    """Asks a slow host less often, and no host more often than its delay allows."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        own = delay_of(self.crawler, request.meta.get("download_slot", ""))
        self.mindelay = self._min_delay() if own is None else own
        super()._response_downloaded(response, request, spider)
