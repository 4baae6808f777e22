"""Work on pages in several processes: what goes in comes out in order, and few at a time."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Final, TypeVar

from newscrawl.errors import NewscrawlError

# Pages handed out ahead of the one that is waited for, per process: enough to keep all busy while
# one works on a slow page, few enough to hold only a handful of records in memory.
AHEAD_PER_JOB: Final = 8

Given = TypeVar("Given")
Made = TypeVar("Made")


def work(call: Callable[[Given], Made], given: Iterable[Given], jobs: int) -> Iterator[Made]:
    """``call`` of each given thing, in order, in so many processes; in this one for a single job.

    Raises:
        NewscrawlError: a process was killed.
    """
    return map(call, given) if jobs < 2 else _in_processes(call, iter(given), jobs)


def _in_processes(
    call: Callable[[Given], Made], given: Iterator[Given], jobs: int
) -> Iterator[Made]:  # fmt: skip
    # Spawned, not forked: the parent may have had threads (the downloader's resolver).
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts) as pool:
        waiting = deque(pool.submit(call, one) for one in islice(given, jobs * AHEAD_PER_JOB))
        while waiting:
            yield _answer(waiting.popleft())
            waiting.extend(pool.submit(call, one) for one in islice(given, 1))


def _leave_interrupts() -> None:
    """Ctrl-C goes to every process of the terminal; only the parent answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _answer(future: Future[Made]) -> Made:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise NewscrawlError(
            "a worker process was killed (out of memory?); try again with fewer --jobs"
        ) from error
