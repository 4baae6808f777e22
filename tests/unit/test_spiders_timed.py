"""spiders.timed: what is loaded once is no page's own time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from newscrawl.spiders import timed
from newscrawl.spiders.deadline import OutOfTime
from newscrawl.spiders.reading import Reading
from newscrawl.spiders.timed import TimedReader

SECONDS = 0.2


def burn(seconds: float) -> None:
    from time import process_time

    end = process_time() + seconds
    while process_time() < end:
        pass


def slow_for(calls: int) -> Callable[..., Reading]:
    """A reading that takes too long the first so many times."""
    left = [calls]

    def read(*_: Any) -> Reading:
        left[0] -= 1
        burn(10 * SECONDS if left[0] >= 0 else 0)
        return Reading(is_page=True)

    return read


def test_the_first_page_that_takes_too_long_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = TimedReader(SECONDS)
    monkeypatch.setattr(timed, "read", slow_for(1))
    assert reader.read(()).is_page


def test_but_only_once_and_only_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = TimedReader(SECONDS)
    monkeypatch.setattr(timed, "read", slow_for(3))
    with pytest.raises(OutOfTime):
        reader.read(())
    with pytest.raises(OutOfTime):
        reader.read(())
    assert reader.read(()).is_page
