"""When a crawl is being stopped, what is on the wire is finished; the rest stays pending.

Scrapy waits for every request that it has taken, also for those that wait in a download slot for
their turn: with a Crawl-delay of a minute, minutes for nothing. Here they are turned away as soon
as the stop is noticed; so the end comes within the time that one answer may take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

from newscrawl.spiders.refusals import Stopped

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

# Time between two looks at whether the crawl is being stopped, in seconds: Scrapy does not tell.
LOOK_S: Final = 0.25


class StoppingMiddleware:
    """Turns away what has not left yet once the crawl is being stopped."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._timer = create_looping_call(self._look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look at the crawl as long as it goes."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware._start, signal=signals.spider_opened)
        crawler.signals.connect(middleware._end, signal=signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Turn away what comes late, such as another try after a failure.

        Raises:
            Stopped: the crawl is being stopped.
        """
        if self._is_stopping():
            raise Stopped("the crawl was stopped")

    def _start(self) -> None:
        self._timer.start(LOOK_S, now=False)

    def _end(self) -> None:
        if self._timer.running:
            self._timer.stop()

    def _look(self) -> None:
        if not self._is_stopping():
            return
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                failure = Failure(Stopped("the crawl was stopped"))  # type: ignore[no-untyped-call]
                waiting.errback(failure)

    def _is_stopping(self) -> bool:
        engine = self._crawler.engine
        closing = engine._slot is not None and engine._slot.closing is not None
        return closing or not engine.running
