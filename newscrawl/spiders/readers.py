"""Who reads the answers: this process, or several worker processes beside it.

Each worker reads one page at a time, so that one that dies (out of memory, killed) or hangs takes
no other page with it; another takes its place. Each page is read by what is known of its site's
articles before, and is asked for that only where it matters: until then, pages of one site are read
at once, and from then on one after the other, in the order in which they came (the spider sees to
it). So workers do not change what is read. Who asks first has a worker first, so that none waits
for a page that waits for a worker; and the further pages of an article, for whose sake others wait,
have a worker of their own, which is started with the first of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from newscrawl.errors import NewscrawlError
from newscrawl.spiders.deadline import OutOfTime
from newscrawl.spiders.reading import Answer, Reading
from newscrawl.spiders.timed import TimedReader
from newscrawl.spiders.turns import Line
from newscrawl.spiders.worker import Answered, Worker
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
        self._workers = {Worker(seconds) for _ in range(workers)}
        self._idle = _Idle(self._workers)
        self._for_parts: _Idle | None = None
        self._own = None if workers else TimedReader(seconds)

    async def read(
        self,
        answer: Answer,
        pending: Pending,
        now: datetime,
        others: Callable[[], Awaitable[Others]],
        profiles: Profiles | None,
        *,
        is_part: bool = False,
    ) -> Reading:
        """Read one answer; the arguments are those of :func:`~newscrawl.spiders.reading.read`,
        except that ``others`` gives what is known of the site's other articles, once it is;
        ``is_part`` where it is a further page of an article.

        Raises:
            OutOfTime: it takes too long.
            WorkerError: the process that read it ended, or hung.
        """
        if self._own:
            known = await others()
            return self._own.read((answer, pending, now, known, profiles, *self._manner))
        idle = self._idle_for_parts() if is_part else self._idle
        answered = await self._ask(idle, (answer, pending, now, profiles, *self._manner), others)
        if answered is None:
            raise OutOfTime
        if isinstance(answered, Exception):
            raise answered
        return answered

    def close(self) -> None:
        """Let the workers go."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _idle_for_parts(self) -> _Idle:
        if self._for_parts is None:
            worker = Worker(self._seconds)
            self._workers.add(worker)
            self._for_parts = _Idle([worker])
        return self._for_parts

    async def _ask(
        self, idle: _Idle, question: tuple[Any, ...], others: Callable[[], Awaitable[Others]]
    ) -> Answered:
        """What a worker answers; one that does not is replaced."""
        worker = await idle.take()
        # It may read the page twice; while it waits for other pages the time stands still.
        patience = 2 * self._seconds + self._patience if self._seconds else None
        try:
            async with asyncio.timeout(patience) as clock:
                answered = await worker.ask(question, partial(_paused, clock, others))
        except BaseException as error:
            worker = self._replaced(worker)
            if isinstance(error, TimeoutError):
                told = "the process that read the page does not come to its end"
                raise WorkerError(told) from error
            if isinstance(error, (OSError, EOFError)):
                raise WorkerError("the process that read the page ended") from error
            raise
        finally:
            idle.give_back(worker)
        return answered

    def _replaced(self, worker: Worker) -> Worker:
        worker.end()
        self._workers.discard(worker)
        another = Worker(self._seconds)
        self._workers.add(another)
        return another


class _Idle:
    """Workers that have nothing to do. (A queue alone lets those overtake who come just as a worker
    is given back.)"""

    def __init__(self, workers: Iterable[Worker]) -> None:
        self._line = Line()
        self._workers: asyncio.Queue[Worker] = asyncio.Queue()
        for worker in workers:
            self._workers.put_nowait(worker)

    async def take(self) -> Worker:
        """One of them, for who asked first."""
        turn = self._line.join()
        try:
            await turn.comes()
            return await self._workers.get()
        finally:
            turn.end()

    def give_back(self, worker: Worker) -> None:
        """It has nothing to do again."""
        self._workers.put_nowait(worker)


async def _paused(clock: asyncio.Timeout, others: Callable[[], Awaitable[Others]]) -> Others:
    """What others tell, for which no time is counted."""
    until, began = clock.when(), asyncio.get_running_loop().time()
    clock.reschedule(None)
    known = await others()
    if until is not None:
        clock.reschedule(until + asyncio.get_running_loop().time() - began)
    return known
