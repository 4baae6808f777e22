"""Reads pages in the time that each may take."""

from __future__ import annotations

from typing import Any

from newscrawl.spiders.deadline import OutOfTime, within
from newscrawl.spiders.reading import Reading, read, warm_up


class TimedReader:
    """Reads one page after another, each within ``seconds`` of processor time; 0 is no limit.

    The first page that takes longer is read once more: it may have been the first one to need what
    is loaded once and seldom needed (the relative dates of two hundred languages take two seconds).
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._may_have_loaded = False
        warm_up()

    def read(self, question: tuple[Any, ...]) -> Reading:
        """Read with the arguments of :func:`~newscrawl.spiders.reading.read`.

        Raises:
            OutOfTime: it takes too long.
        """
        try:
            with within(self._seconds):
                return read(*question)
        except OutOfTime:
            if self._may_have_loaded:
                raise
        self._may_have_loaded = True
        with within(self._seconds):
            return read(*question)
