"""state.ahead: what is read ahead is taken in the order in which the database would give it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.state import frontier as module
from newscrawl.state.ahead import AHEAD
from newscrawl.state.outcomes import Outcome
from newscrawl.state.store import State
from newscrawl.values.urls import url_key

SITES = ("example.com", "example.org")
MANY = 600  # addresses, so that some are always held


def found(random: Random, number: int) -> Discovered:
    site = SITES[number % 2]
    date = "2026-11-22" if random.random() < 0.03 else None
    rank = min(random.randrange(40), 3)
    return Discovered(f"https://{site}/{number}", site, Kind.ARTICLE, "link", rank, date=date)


def life(state: State, seed: int) -> Iterator[list[str]]:
    """What is taken, one taking after another, while all sorts of things happen."""
    random, frontier, out = Random(seed), state.frontier, list[str]()
    for step in range(200):
        frontier.add(found(random, random.randrange(MANY)) for _ in range(random.randrange(6)))
        taken = frontier.take(random.randrange(4), site=random.choice(SITES))
        yield [one.url for one in taken]
        out += [one.key for one in taken]
        random.shuffle(out)
        while len(out) > 3:
            if random.random() < 0.95:
                frontier.settle(out.pop(), Outcome.LISTED, found=[found(random, MANY + step)])
            else:
                frontier.release(out.pop())
        if random.random() < 0.3:  # a page of an article, which was asked with its first one
            url = f"https://{SITES[0]}/{2 * random.randrange(MANY // 2)}"
            if frontier.known(url) and frontier.taken(url_key(url)) is None:
                frontier.settle(url_key(url), Outcome.DUPLICATE)
        if random.random() < 0.02:
            frontier.plant(found(random, random.randrange(MANY)))
            frontier.again.further_pages(SITES[0])


@pytest.mark.parametrize("seed", range(5))
def test_reading_ahead_changes_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open() as state:
        ahead = list(life(state, seed))
    monkeypatch.setattr(module, "AHEAD", 0)
    with State.open() as state:
        assert list(life(state, seed)) == ahead
    assert sum(map(len, ahead)) > 2 * AHEAD


def test_one_question_serves_many_takings(monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open() as state:
        numbers = range(0, 2 * AHEAD, 2)
        state.frontier.add(
            Discovered(f"https://{SITES[0]}/{number}", SITES[0], Kind.ARTICLE, "link")
            for number in numbers
        )
        taken = [*state.frontier.take(1, site=SITES[0])]
        monkeypatch.setattr(state.frontier, "_best", lambda *_, **__: pytest.fail("asked again"))
        taken += [one for _ in numbers[1:] for one in state.frontier.take(1, site=SITES[0])]
    assert [one.url.rpartition("/")[2] for one in taken] == [str(number) for number in numbers]
