"""The time that one page may take: an alarm of the operating system, on processor time.

Extraction is linear in the size of a page and bounded in every list, so this is the last line: a
page that takes longer than any honest one fails alone, and the crawl goes on. Processor time is
counted, not the clock's, so that a busy machine fails no page that a calm one reads. The alarm
rings in the main thread of a system that has such alarms (all but Windows); elsewhere there is no
limit.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class OutOfTime(BaseException):
    """The code inside :func:`within` has used up its time.

    Like KeyboardInterrupt no ``Exception``, so that no one who catches those stops it.
    """


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give the code inside so many seconds of processor time; 0 is no limit.

    Not to be nested. What is running in C when the time is up is finished first. The alarm rings
    again each time that as much has gone by: an error in a destructor or a callback of the garbage
    collector comes to nothing.

    Raises:
        OutOfTime: it takes longer.
    """
    if not seconds or not _can_ring():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within a page's time: code that is finished first when the time is up."""
    if not _can_ring():
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGVTALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGVTALRM})


def _can_ring() -> bool:
    has_alarm = hasattr(signal, "setitimer")
    return has_alarm and threading.current_thread() is threading.main_thread()


def _ring(signum: int, frame: object) -> NoReturn:
    raise OutOfTime
