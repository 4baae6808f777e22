"""Fetches single pages for `newscrawl extract URL`: politely and guarded, as the crawl does.

The add-on's middlewares stand as in the crawl (robots.txt, address guard, delays, limits); state
and pipelines do not, as nothing is stored. Each page is extracted as it arrives.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request, Spider
from scrapy.http import Response
from w3lib.encoding import http_content_type_encoding

from newscrawl.addon import COMPONENTS
from newscrawl.cli.extract import Result, extract_page
from newscrawl.cli.pages import Failure, Task
from newscrawl.cli.process import SpiderRun, log_to_stderr, make_settings
from newscrawl.middlewares.notify import Notifier
from newscrawl.spiders.refusals import reason_of
from newscrawl.spiders.run import RunExtension
from newscrawl.values.sniff import why_not_a_page

if TYPE_CHECKING:
    from twisted.python.failure import Failure as TwistedFailure

WITHOUT_STORE: Final = {
    "ITEM_PIPELINES": dict.fromkeys(COMPONENTS["ITEM_PIPELINES"]),
    "EXTENSIONS": {RunExtension: None, Notifier: None},
}


class PageSpider(Spider):
    """Asks for each address once; what became of it goes into `results`."""

    name = "pages"

    def __init__(
        self,
        tasks: Iterable[Task],
        results: dict[str, Result],
        reader: Callable[..., Result],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.tasks = list(tasks)
        self.results = results
        self.reader = reader

    async def start(self) -> AsyncIterator[Request]:
        for task in self.tasks:
            yield Request(
                task.name,
                dont_filter=True,
                callback=self.read,
                errback=self.note_failure,
                cb_kwargs={"task": task},
            )

    def read(self, response: Response, task: Task) -> None:
        """Read the page."""
        if reason := why_not_a_page(response.body):
            self.results[task.name] = Failure(task.name, reason)
            return
        now = datetime.now(UTC)
        page = replace(task, url=response.url, encoding=task.encoding or _stated_encoding(response))
        self.results[task.name] = self.reader(
            response.body,
            page,
            now,
            requested_url=task.name,
            http_status=response.status,
            fetched_at=now.isoformat(timespec="seconds"),
        )

    def note_failure(self, failure: TwistedFailure) -> None:
        """Note why there is no page."""
        task: Task = failure.request.cb_kwargs["task"]  # type: ignore[attr-defined]
        error = failure.value or ConnectionError()
        self.results[task.name] = Failure(task.name, reason_of(error))


def _stated_encoding(response: Response) -> str | None:
    return http_content_type_encoding(
        (response.headers.get("Content-Type") or b"").decode("latin-1")
    )


def fetch_pages(
    tasks: Sequence[Task], *, quiet: bool, read: Callable[..., Result] = extract_page
) -> dict[str, Result]:
    """What ``read`` made of each address (its record), or the failure.

    ``read`` takes what :func:`extract_page` takes. Raises what kept the crawl from starting.
    """
    log_to_stderr(quiet=quiet)
    results: dict[str, Result] = {}
    run = SpiderRun(PageSpider, make_settings(WITHOUT_STORE))
    run.start(tasks=tasks, results=results, reader=read)
    if run.exit_code is not None:
        raise KeyboardInterrupt
    missing = (task for task in tasks if task.name not in results)
    return results | {task.name: Failure(task.name, "never answered") for task in missing}
