"""Who reads the answers: this process, or several worker processes beside it.

Each worker reads one page at a time and is a pool of its own, so that a worker that dies (out of
memory, killed) or hangs takes no other page with it; another takes its place. The answers of one
site are read one after the other (the spider sees to it), in the order in which they came, because
each is read by what is known of the site's articles before: so workers do not change what is read.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, Final

from newscrawl.errors import NewscrawlError
from newscrawl.spiders.deadline import OutOfTime, within
from newscrawl.spiders.reading import Answer, Reading, read, warm_up
from newscrawl.values.limits import STANDARD, ReadLimits

if TYPE_CHECKING:
    from newscrawl.body import Others
    from newscrawl.sites import Profiles
    from newscrawl.state.outcomes import Pending

# How long a worker may take beyond the processor time of a page, by the clock, in seconds: it may
# have to start first, on a busy machine. One that takes longer hangs where no alarm is heard.
PATIENCE_S: Final = 60.0


class WorkerError(NewscrawlError):
    """The process that read a page ended before it was done, or had to be ended."""


class Readers:
    """Reads answers in this process (``workers`` is 0), or in so many others.

    ``seconds`` is what a page may take, of processor time; 0 is no limit. A worker has so many more
    as ``patience`` says, by the clock. ``body_html`` asks for the articles' text as HTML as well;
    ``limits`` say how much of an answer is read.
    """

    def __init__(
        self,
        workers: int,
        seconds: float,
        *,
        body_html: bool = False,
        limits: ReadLimits = STANDARD,
        patience: float = PATIENCE_S,
    ) -> None:
        self._seconds = seconds
        self._patience = patience
        self._manner = (body_html, limits)
        self._idle: asyncio.Queue[ProcessPoolExecutor] = asyncio.Queue()
        self._has_workers = workers > 0
        for _ in range(workers):
            self._idle.put_nowait(_pool())
        if not workers:
            warm_up()

    async def read(
        self,
        answer: Answer,
        pending: Pending,
        now: datetime,
        others: Others,
        profiles: Profiles | None,
    ) -> Reading:
        """Read one answer; the arguments are those of :func:`~newscrawl.spiders.reading.read`.

        Raises:
            OutOfTime: it takes too long.
            WorkerError: the process that read it ended, or hung.
        """
        given = (answer, pending, now, others, profiles, *self._manner)
        if not self._has_workers:
            with within(self._seconds):
                return read(*given)
        pool = await self._idle.get()
        try:
            coming = asyncio.wrap_future(pool.submit(_read, self._seconds, *given))
            patience = self._seconds + self._patience if self._seconds else None
            reading = await asyncio.wait_for(coming, patience)
        except BrokenProcessPool as error:
            pool = _pool()
            raise WorkerError("the process that read the page ended") from error
        except TimeoutError as error:
            _kill(pool)
            pool = _pool()
            raise WorkerError("the process that read the page does not come to its end") from error
        finally:
            self._idle.put_nowait(pool)
        if reading is None:
            raise OutOfTime
        return reading

    def close(self) -> None:
        """Let the workers go."""
        while not self._idle.empty():
            self._idle.get_nowait().shutdown(wait=False, cancel_futures=True)


def _pool() -> ProcessPoolExecutor:
    """A pool of one, started when it is first used.

    Spawned, not forked: this process has open connections, files and threads.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_begin)


def _kill(pool: ProcessPoolExecutor) -> None:
    """End a pool whose worker hangs."""
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """Ctrl-C is the crawl's to answer, and so is the end of a service, of which systemd tells all
    its processes; without the crawl there is nothing to do."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    warm_up()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _read(
    seconds: float,
    answer: Answer,
    pending: Pending,
    now: datetime,
    others: Others,
    profiles: Profiles | None,
    body_html: bool,
    limits: ReadLimits,
) -> Reading | None:
    """Read in a worker; None where it takes too long."""
    try:
        with within(seconds):
            return read(answer, pending, now, others, profiles, body_html, limits)
    except OutOfTime:
        return None
