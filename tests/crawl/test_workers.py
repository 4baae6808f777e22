"""Pages read in worker processes: the same records, and a worker that dies fails its page alone."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import active_children
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.memusage import MemoryUsage
from scrapy.statscollectors import MemoryStatsCollector

from newscrawl.body import Others
from newscrawl.discovery.found import Kind
from newscrawl.middlewares.memory import MemoryLimit
from newscrawl.spiders.deadline import OutOfTime
from newscrawl.spiders.readers import Readers, WorkerError
from newscrawl.spiders.reading import Answer
from newscrawl.spiders.turns import Line
from newscrawl.state.outcomes import Pending

NOW = datetime(2026, 11, 22, 20, 17, tzinfo=UTC)
URL = "https://example.com/2026/11/20/ferry-runs-late"
PENDING = Pending("0" * 32, URL, "example.com", Kind.ARTICLE, "link", 60, 1, None, None, 0)
PATHS = [f"/2026/11/20/the-ferry-is-late-again-{number}.html" for number in range(8)]


@pytest.fixture
def readers() -> Iterator[Readers]:
    readers = Readers(1, 30.0)
    yield readers
    readers.close()


async def no_others() -> Others:
    return Others()


async def some_others() -> Others:
    return Others(2, {7: 2})


def answer(pages: Any, title: str = "Ferry runs late") -> Answer:
    return Answer(URL, pages["article"](title), "text/html")


def test_a_crawl_with_workers_gets_every_article_once(serve: Any, crawl: Any, pages: Any) -> None:
    site = serve({"/": pages["listing"](*PATHS)})
    site.answers |= {path: pages["article"](f"Ferry late: {path}") for path in PATHS}
    done = crawl(site, settings={"NEWSCRAWL_WORKERS": 2})
    assert done.code == 0, done.log
    assert sorted(one["headline"] for one in done.records) == [f"Ferry late: {p}" for p in PATHS]


@pytest.mark.parametrize("workers", [1, 2])
def test_pages_of_one_article_do_not_wait_for_those_that_wait_for_them(
    serve: Any, crawl: Any, pages: Any, workers: int
) -> None:
    site = serve({"/": pages["listing"](*PATHS)})
    for path in PATHS:
        further = f"<a rel='next' href='{path}?page=2'>2</a>"
        site.answers[path] = pages["article"](f"Ferry late: {path}", links=further)
        site.answers[f"{path}?page=2"] = pages["article"](f"And more: {path}")
    done = crawl(site, settings={"NEWSCRAWL_WORKERS": workers})
    assert done.code == 0, done.log
    assert [len(one["page_urls"]) for one in done.records] == [2] * len(PATHS)


def test_pages_that_wait_for_their_turn_leave_no_one_without_a_worker(pages: Any) -> None:
    async def read_all() -> list[str | None]:
        line, order = Line(), []

        async def read(number: int) -> None:
            turn = line.join()

            async def others() -> Others:
                await turn.comes()
                return Others()

            page = answer(pages, f"Ferry number {number}")
            reading = await readers.read(page, PENDING, NOW, others, None)
            await turn.comes()
            order.append(reading.article.headline if reading.article else None)
            turn.end()

        await asyncio.wait_for(asyncio.gather(*map(read, range(24))), 60)
        return order

    readers = Readers(2, 30.0)
    try:
        assert asyncio.run(read_all()) == [f"Ferry number {number}" for number in range(24)]
    finally:
        readers.close()


def test_what_is_read_is_the_same_in_a_worker(readers: Readers, pages: Any) -> None:
    given = (answer(pages), PENDING, NOW, some_others, None)
    here = asyncio.run(Readers(0, 0.0).read(*given))
    assert here.article is not None
    assert asyncio.run(readers.read(*given)) == here


def test_a_worker_that_dies_fails_its_page_alone(readers: Readers, pages: Any) -> None:
    async def read() -> tuple[Any, Any]:
        given = (PENDING, NOW, no_others, None)
        await readers.read(answer(pages), *given)
        (worker,) = active_children()
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSTOP)  # so that it cannot be done before it dies
        lost = asyncio.ensure_future(readers.read(answer(pages), *given))
        await asyncio.sleep(0.1)
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(WorkerError, match="the process that read the page ended"):
            await lost
        return await readers.read(answer(pages, "Ferry on time"), *given), worker.pid

    reading, dead = asyncio.run(read())
    assert reading.article.headline == "Ferry on time"
    assert [one.pid for one in active_children()] != [dead]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_processes_is_the_crawls_to_answer(
    readers: Readers, pages: Any, number: signal.Signals
) -> None:
    async def read() -> Any:
        given = (answer(pages), PENDING, NOW, no_others, None)
        await readers.read(*given)
        (worker,) = active_children()
        assert worker.pid is not None
        os.kill(worker.pid, number)
        return await readers.read(*given), [one.pid for one in active_children()] == [worker.pid]

    reading, is_same = asyncio.run(read())
    assert reading.article is not None
    assert is_same


def test_a_worker_that_hangs_is_replaced(pages: Any) -> None:
    async def read() -> Any:
        given = (answer(pages), PENDING, NOW, no_others, None)
        await readers.read(*given)
        (worker,) = active_children()
        assert worker.pid is not None
        readers._patience = 0.5
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(WorkerError, match="does not come to its end"):
            await readers.read(*given)
        readers._patience = 60.0  # another one has to start first
        return await readers.read(*given), worker.pid in [one.pid for one in active_children()]

    readers = Readers(1, 0.5)
    try:
        reading, is_there = asyncio.run(read())
    finally:
        readers.close()
    assert reading.article is not None
    assert not is_there


def test_a_page_that_takes_too_long_is_given_up_in_a_worker_too(pages: Any) -> None:
    readers = Readers(1, 0.001)
    long = b"<p>The ferry that is late is the ferry that we know.</p>" * 5_000
    page = Answer(URL, pages["article"]("Ferry runs late") + long, "text/html")
    try:
        with pytest.raises(OutOfTime):
            asyncio.run(readers.read(page, PENDING, NOW, no_others, None))
    finally:
        readers.close()


def test_workers_count_in_the_memory_of_a_crawl(readers: Readers, pages: Any) -> None:
    crawler = Crawler(Spider, {"MEMUSAGE_ENABLED": True})
    crawler.stats = MemoryStatsCollector(crawler)
    limit = MemoryLimit(crawler)
    asyncio.run(readers.read(answer(pages), PENDING, NOW, no_others, None))
    workers = limit.get_virtual_size() - MemoryUsage.get_virtual_size(limit)
    assert workers > 20_000_000  # it has lxml, numpy and the weights
