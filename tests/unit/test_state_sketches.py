"""state.sketches: what a band leads to, and that it never leads to many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.state.articles import Known, Stored
from newscrawl.state.outcomes import Outcome
from newscrawl.state.sketches import CANDIDATES, PER_BAND
from newscrawl.state.store import State
from newscrawl.state.tables import articles
from newscrawl.values.urls import url_key

SITE = "example.com"


@pytest.fixture
def state() -> Iterator[State]:
    state = State.open()
    yield state
    state.close()


def store(state: State, number: int, bands: tuple[int, ...], version: int = 1) -> str:
    url = f"https://{SITE}/{number}"
    key = url_key(url)
    state.frontier.add([Discovered(url, SITE, Kind.ARTICLE, "link")])
    known = Known(key, version, SITE, key, "c" * 64, "d" * 16)
    state.articles.claim(known, bands)
    state.articles.record([Stored(known)])
    state.frontier.settle(key, Outcome.STORED, article=key)
    return key


def ids(state: State, *bands: int) -> list[str]:
    return [known.id for known in state.alike(bands)]


def test_one_band_in_common_is_enough_and_more_come_first(state: State) -> None:
    one = store(state, 1, (1, 2, 3, 4, 5, 6))
    two = store(state, 2, (1, 20, 30, 40, 50, 60))
    assert ids(state, 1, 2, 3, 7, 8, 9) == [one, two]
    assert ids(state, 7, 20, 8, 9, 10, 11) == [two]
    assert ids(state, 7, 8, 9, 10, 11, 12) == []
    assert ids(state) == []


def test_what_is_claimed_is_found_until_it_is_released(state: State) -> None:
    known = Known("a" * 32, 1, SITE, "b" * 32, "c" * 64, "d" * 16)
    state.articles.claim(known, (1, 2, 3, 4, 5, 6))
    assert state.alike((6, 7, 8, 9, 10, 11)) == [known]
    state.articles.release(known.id, known.url_key)
    assert state.alike((6, 7, 8, 9, 10, 11)) == []


def test_the_last_version_is_found_by_its_own_bands_and_by_those_before(state: State) -> None:
    store(state, 1, (1, 2, 3, 4, 5, 6))
    store(state, 1, (1, 2, 3, 7, 8, 9), version=2)
    for bands in ((4, 10, 11, 12, 13, 14), (7, 10, 11, 12, 13, 14)):
        assert [known.version for known in state.alike(bands)] == [2]


def test_a_lost_record_takes_its_bands_along_and_is_noted_again(state: State) -> None:
    key = store(state, 1, (1, 2, 3, 4, 5, 6))
    file = state.files.number("articles/example.com/a.jsonl", "a")
    state.articles._ledger.run(update(articles).values(file_id=file, offset=0, bytes=10))
    state.commit()
    assert state.articles.lose("articles/example.com/a.jsonl", 0) == 1
    assert ids(state, 1, 2, 3, 4, 5, 6) == []
    assert store(state, 1, (1, 2, 3, 4, 5, 6)) == key
    assert ids(state, 1, 2, 3, 4, 5, 6) == [key]


def test_a_template_leads_to_the_newest_pages_only(state: State) -> None:
    keys = [store(state, number, (1, 2, 3, 4, 5, 6)) for number in range(3 * PER_BAND)]
    assert ids(state, 1, 2, 3, 4, 5, 6) == keys[::-1][:PER_BAND]
    assert PER_BAND <= CANDIDATES


def test_an_index_answers_however_many_bands_there_are(state: State) -> None:
    from sqlalchemy import text

    from newscrawl.state.sketches import _NEWEST

    query = str(_NEWEST.compile(state._ledger.engine, compile_kwargs={"literal_binds": False}))
    steps = state._ledger.run(text(f"EXPLAIN QUERY PLAN {query.replace('?', '1')}"))
    details = [step.detail for step in steps]
    assert sum("SEARCH sketches USING PRIMARY KEY (band=?)" in one for one in details) == 6
    assert not [one for one in details if "TEMP B-TREE" in one or "SCAN sketches" in one]
