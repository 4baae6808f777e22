"""spiders.deadline: the time that one page may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from itertools import count

import pytest

from newscrawl.spiders.deadline import OutOfTime, within


def work_for_ever() -> None:
    for _ in count():
        try:
            sum(range(100))
        except Exception:  # noqa: BLE001 - what fields do with errors
            continue


def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(OutOfTime), within(0.05):
        work_for_ever()


class Slow:
    def __del__(self) -> None:
        work_for_ever()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_alarm_that_a_destructor_swallows_rings_again() -> None:
    with pytest.raises(OutOfTime), within(0.05):
        Slow()
        work_for_ever()


def test_the_alarm_is_off_again() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with within(10):
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0
    assert signal.getsignal(signal.SIGVTALRM) is before


def test_no_limit() -> None:
    with within(0):
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def test_other_threads_have_none() -> None:
    done: list[int] = []

    def read() -> None:
        with within(0.01):
            done.extend(range(3))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert done == [0, 1, 2]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
