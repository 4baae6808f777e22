"""state.frontier: what is added, taken, settled and opened again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.sql import ClauseElement

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.window import Window
from newscrawl.state.frontier import _BEST_FIRST, _HOW_MANY_PENDING, BATCH_ROWS, Frontier
from newscrawl.state.outcomes import Counts, Outcome, Validators
from newscrawl.state.reopening import (
    _DUE_AGAIN,
    _FAILED_AGAIN,
    _LEFT_OUT,
    _LISTINGS_AGAIN,
    MAX_TRIES,
)
from newscrawl.state.store import State
from newscrawl.values.urls import url_key

SITE = "example.com"


def found(path: str, kind: Kind = Kind.ARTICLE, site: str = SITE, **more: Any) -> Discovered:
    return Discovered(f"https://{site}/{path}", site, kind, more.pop("via", "link"), **more)


@pytest.fixture
def path(quick_folder: Path) -> Path:
    return quick_folder / "state.db"


@pytest.fixture
def state(path: Path) -> Iterator[State]:
    state = State.open(path)
    yield state
    state.close()


@pytest.fixture
def frontier(state: State) -> Frontier:
    return state.frontier


def paths(frontier: Frontier, limit: int = 100, site: str = SITE) -> list[str]:
    taken = frontier.take(limit, site=site)
    return [one.url.removeprefix(f"https://{site}/") for one in taken]


def test_the_best_is_taken_first_then_the_oldest(frontier: Frontier) -> None:
    priorities = {"a": 0, "b": 5, "c": 0, "d": 5, "e": -1}
    assert frontier.add(found(path, priority=rank) for path, rank in priorities.items()) == 5
    assert paths(frontier, 3) == ["b", "d", "a"]
    assert paths(frontier, 3) == ["c", "e"]
    assert paths(frontier) == []


def test_a_taken_url_is_what_was_found(frontier: Frontier) -> None:
    one = found("a", Kind.PAGE, priority=3, depth=2, date="2026-11-22", title="A ferry", via="feed")
    frontier.add([one])
    (taken,) = frontier.take(1, site=SITE)
    for name in ("url", "site", "kind", "via", "priority", "depth", "date", "title"):
        assert getattr(taken, name) == getattr(one, name)
    assert (taken.key, taken.tries) == (url_key(one.url), 0)
    assert frontier.taken(taken.key) == taken


def test_one_url_in_many_spellings_is_added_once(frontier: Frontier) -> None:
    spellings = ["a", "a/", "a?utm_source=x", "a#top"]
    assert frontier.add(found(path) for path in spellings) == 1
    assert frontier.add([found("a")]) == 0
    assert frontier.known("http://www.example.com/a")
    assert not frontier.known("https://example.com/b")


def test_sites_are_apart(frontier: Frontier) -> None:
    frontier.add([found("a"), found("b", site="example.org")])
    assert paths(frontier, site="example.org") == ["b"]
    assert paths(frontier) == ["a"]
    assert (frontier.in_flight(SITE), frontier.in_flight("example.org")) == (1, 1)
    assert frontier.pending(SITE) == 1
    assert frontier.counts(SITE) == Counts(discovered=1, pending=1)
    assert frontier.counts() == Counts(discovered=2, pending=2)


def test_released_urls_are_taken_again(frontier: Frontier) -> None:
    frontier.add([found("a")])
    (taken,) = frontier.take(1, site=SITE)
    frontier.release(taken.key)
    frontier.release(taken.key)
    assert frontier.in_flight(SITE) == 0
    assert paths(frontier) == ["a"]


def test_words_of_others_are_cut_to_what_databases_take(frontier: Frontier) -> None:
    frontier.add([found("a", via="x" * 999, date="2" * 999, title="\ud800\0title")])
    (taken,) = frontier.take(1, site=SITE)
    assert (len(taken.via), len(taken.date or ""), taken.title) == (40, 40, "?title")


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_done_or_failed(frontier: Frontier, outcome: Outcome) -> None:
    frontier.add([found("a")])
    (taken,) = frontier.take(1, site=SITE)
    frontier.settle(taken.key, outcome, reason="r" * 1000 + "\0\ud800", found=[found("b")])
    failed = int(outcome is Outcome.FAILED)
    assert frontier.counts() == Counts(discovered=2, done=1 - failed, failed=failed, pending=1)
    assert frontier.in_flight(SITE) == 0
    assert paths(frontier) == ["b"]


def test_a_later_finding_tells_date_title_and_priority(frontier: Frontier) -> None:
    frontier.add([found("a", title="First"), found("b", priority=9)])
    told = found("a", date="2026-11-22", title="First", language="cy", priority=10)
    frontier.add([told, found("b", title="B")])
    first, second = frontier.take(2, site=SITE)
    assert (first.language, second.language) == ("cy", None)
    assert (first.date, first.title, first.priority) == ("2026-11-22", "First", 10)
    assert (second.date, second.title, second.priority) == (None, "B", 9)


def test_what_is_known_keeps_its_status(frontier: Frontier) -> None:
    frontier.add([found("a")])
    frontier.settle(url_key(found("a").url), Outcome.STORED)
    frontier.add([found("a", date="2026-11-22", priority=99)])
    assert paths(frontier) == []


def test_many_rows_pass_the_batches(frontier: Frontier) -> None:
    many = BATCH_ROWS * 2 + 7
    assert frontier.add(found(f"p{number}") for number in range(many)) == many
    for one in frontier.take(many, site=SITE):
        frontier.settle(one.key, Outcome.STORED, found=[found(f"{one.key}-next")])
    assert frontier.counts() == Counts(discovered=2 * many, done=many, pending=many)


@pytest.mark.parametrize(
    ("kind", "via", "outcome", "again"),
    [
        (Kind.SEED, "seed", Outcome.LISTED, True),
        (Kind.LISTING, "link", Outcome.LISTED, True),
        (Kind.LISTING, "pagination", Outcome.LISTED, False),
        (Kind.FEED, "link", Outcome.FAILED, True),
        (Kind.SITEMAP, "robots", Outcome.LISTED, True),
        (Kind.ARTICLE, "link", Outcome.STORED, False),
        (Kind.ARTICLE, "link", Outcome.FAILED, True),
        (Kind.ARTICLE, "link", Outcome.GONE, False),
        (Kind.PAGE, "link", Outcome.NOT_ARTICLE, False),
    ],
)
def test_a_new_run_opens_what_changes(
    frontier: Frontier, kind: Kind, via: str, outcome: Outcome, again: bool
) -> None:
    frontier.add([found("a", kind, via=via), found("a", Kind.SEED, site="example.org")])
    frontier.settle(url_key("https://example.org/a"), Outcome.LISTED)
    frontier.settle(url_key(found("a").url), outcome)
    assert frontier.again.listings(SITE) == int(again)
    assert paths(frontier) == (["a"] if again else [])
    assert paths(frontier, site="example.org") == []


def test_a_url_that_keeps_failing_is_left_alone(frontier: Frontier) -> None:
    frontier.add([found("a")])
    for tries in range(MAX_TRIES):
        (taken,) = frontier.take(1, site=SITE)
        assert taken.tries == tries
        frontier.settle(taken.key, Outcome.FAILED)
        frontier.again.listings(SITE)
    assert paths(frontier) == []


def test_only_what_was_committed_is_there_after_a_crash(path: Path, state: State) -> None:
    frontier = state.frontier
    frontier.add([found("a"), found("b"), found("c")])
    first, second, _third = frontier.take(3, site=SITE)
    frontier.settle(first.key, Outcome.STORED, found=[found("from-a")])
    state.commit()
    frontier.settle(second.key, Outcome.STORED, found=[found("from-b")])
    frontier.drain()
    state.close()
    with State.open(path) as after:
        assert paths(after.frontier) == ["b", "c", "from-a"]


def test_a_rollback_forgets_what_was_staged(state: State) -> None:
    state.frontier.add([found("a")])
    state.commit()
    state.frontier.take(1, site=SITE)
    state.frontier.settle(url_key(found("a").url), Outcome.STORED, found=[found("b")])
    state.frontier.drain()
    state.rollback()
    assert paths(state.frontier) == ["a"]
    assert state.frontier.add([found("b")]) == 1


def settled(frontier: Frontier, path: str, outcome: Outcome, **more: Any) -> None:
    date, kind = more.pop("published", None), more.pop("kind", Kind.ARTICLE)
    frontier.add([found(path, kind, **more)])
    frontier.settle(url_key(f"https://{SITE}/{path}"), outcome, date=date)


@pytest.mark.parametrize(
    ("since", "until", "again"),
    [
        (None, None, ["listed", "read", "undated"]),
        ("2026-11-10", None, ["listed", "undated"]),
        ("2026-11-20", None, ["undated"]),
        (None, "2026-11-08", ["read", "undated"]),
    ],
)
def test_what_a_window_left_out_is_pending_where_the_next_one_admits_it(
    frontier: Frontier, since: str | None, until: str | None, again: list[str]
) -> None:
    """By the date that its page states, or else by the one that a list states."""
    settled(frontier, "listed", Outcome.OUT_OF_WINDOW, date="2026-11-12T08:00:00+01:00")
    settled(frontier, "read", Outcome.OUT_OF_WINDOW, date="2026-11-30", published="2026-11-01")
    settled(frontier, "undated", Outcome.OUT_OF_WINDOW)
    settled(frontier, "stored", Outcome.STORED, published="2026-11-12")
    bounds = (
        datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None for day in (since, until)
    )
    assert frontier.again.left_out(SITE, Window(*bounds)) == len(again)
    assert paths(frontier) == again


def test_further_pages_are_opened_by_themselves(frontier: Frontier) -> None:
    settled(frontier, "sport", Outcome.LISTED, kind=Kind.LISTING)
    settled(frontier, "sport/2", Outcome.LISTED, kind=Kind.LISTING, via="pagination")
    assert frontier.again.further_pages(SITE) == 1
    assert paths(frontier) == ["sport/2"]


def test_a_start_address_is_asked_whatever_it_was_known_as(frontier: Frontier) -> None:
    settled(frontier, "town", Outcome.NOT_ARTICLE, kind=Kind.PAGE, depth=3)
    frontier.plant(Discovered(f"http://{SITE}/town/", SITE, Kind.SEED, "seed", 100))
    (pending,) = frontier.take(9, site=SITE)
    assert (pending.url, pending.kind, pending.depth) == (f"http://{SITE}/town/", Kind.SEED, 0)
    assert (pending.priority, frontier.added) == (100, 1)


def test_which_urls_have_a_record(frontier: Frontier) -> None:
    for path, outcome in (("a", Outcome.STORED), ("b", Outcome.UNCHANGED), ("c", Outcome.FAILED)):
        settled(frontier, path, outcome)
    frontier.drain()
    keys = [url_key(f"https://{SITE}/{path}") for path in ("a", "b", "c", *range(1000))]
    assert frontier.with_record(keys) == set(keys[:2])


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (_BEST_FIRST, "INDEX urls_pending (site_id=?)"),
        (_HOW_MANY_PENDING, "COVERING INDEX urls_outcomes (site_id=? AND outcome=?)"),
        (_LISTINGS_AGAIN, "INDEX urls_outcomes (site_id=? AND outcome=? AND kind=?)"),
        (_FAILED_AGAIN, "INDEX urls_outcomes (site_id=? AND outcome=?)"),
        (_LEFT_OUT, "INDEX urls_outcomes (site_id=? AND outcome=?)"),
        (_DUE_AGAIN, "INDEX urls_due (site_id=? AND next_visit<?)"),
    ],
)
def test_an_index_answers_however_many_urls_are_done(
    state: State, statement: ClauseElement, index: str
) -> None:
    """No sorting, and no reading of rows that are not wanted."""
    compiled = statement.compile(state._ledger.engine)
    given = compiled.construct_expanded_state(
        {
            "number": 1,
            "most": 1,
            "earliest": "",
            "moment": 1,
            "most_tries": 1,
        }
    )
    query = given.statement.replace("?", "1")
    steps = state._ledger.run(text(f"EXPLAIN QUERY PLAN {query}"))
    assert [step.detail for step in steps] == [f"SEARCH urls USING {index}"]


def test_validators_are_kept_with_the_outcome_or_not_at_all(path: Path) -> None:
    heard = Validators('"v1"', "Sun, 22 Nov 2026 08:00:00 GMT")
    with State.open(path) as state:
        state.frontier.add([found("kept"), found("given-back"), found("long"), found("without")])
        keys = [one.key for one in state.frontier.take(9, site=SITE)]
        for key in keys[:2]:
            state.frontier.hear(key, heard)
        state.frontier.hear(keys[2], Validators("x" * 1000, "y" * 1000))
        state.frontier.release(keys[1])
        for key in keys:
            state.frontier.settle(key, Outcome.STORED, article=key, next_visit=100)
    with State.open(path) as state:
        assert state.frontier.again.due(SITE, 100) == 4
        taken = state.frontier.take(9, site=SITE)
        assert [one.validators for one in taken] == [
            heard,
            Validators(),
            Validators(),
            Validators(),
        ]
        assert [one.article for one in taken] == keys


def test_articles_are_due_at_their_time_and_after_new_ones(frontier: Frontier) -> None:
    for number in range(4):
        frontier.add([found(f"a{number}", priority=60)])
    for number, (one, visit) in enumerate(
        zip(frontier.take(4, site=SITE), (100, 200, None, 50), strict=True)
    ):
        frontier.settle(one.key, Outcome.STORED, article=f"{number:032x}", next_visit=visit)
    assert frontier.again.due(SITE, 100) == 2
    assert frontier.again.due(SITE, 100) == 0
    frontier.add([found("new", Kind.PAGE, priority=30), found("a3", priority=90, title="Told")])
    assert paths(frontier) == ["new", "a0", "a3"]


def test_listings_are_asked_in_full_when_it_is_said(frontier: Frontier) -> None:
    frontier.add([found("list", Kind.LISTING), found("story")])
    for one in frontier.take(2, site=SITE):
        frontier.hear(one.key, Validators('"v1"'))
        frontier.settle(one.key, Outcome.LISTED, next_visit=1)
    frontier.again.in_full(SITE)
    frontier.again.due(SITE, 1)
    known = {one.kind: one.validators.etag for one in frontier.take(2, site=SITE)}
    assert known == {Kind.LISTING: None, Kind.ARTICLE: '"v1"'}


def test_dead_lists_come_last_in_the_next_run_until_they_are_back(frontier: Frontier) -> None:
    def sitemap() -> Discovered:
        return found("map", Kind.SITEMAP, via="sitemap", priority=80, date="2026-11-22")

    frontier.add([sitemap(), found("a", priority=60)])
    for outcome, first in (
        (Outcome.FAILED, ["map", "a"]),
        (Outcome.GONE, ["a", "map"]),
        (Outcome.LISTED, ["a", "map"]),
        (Outcome.LISTED, ["map", "a"]),
    ):
        frontier.add([sitemap()])  # its index names it again
        assert paths(frontier) == first
        frontier.settle(url_key(f"https://{SITE}/map"), outcome)
        frontier.release(url_key(f"https://{SITE}/a"))
        frontier.again.listings(SITE)


@pytest.mark.parametrize(
    ("via", "outcome", "reason", "again"),
    [
        ("guess", Outcome.GONE, "HTTP 404", 0),
        ("guess", Outcome.GONE, "HTTP 503", 1),
        ("guess", Outcome.GONE, None, 1),
        ("guess", Outcome.LISTED, None, 1),
        ("robots", Outcome.GONE, "HTTP 404", 1),
    ],
)
def test_a_guess_in_vain_is_not_made_again(
    frontier: Frontier, via: str, outcome: Outcome, reason: str | None, again: int
) -> None:
    frontier.add([found("feed", Kind.FEED, via=via)])
    frontier.settle(url_key(f"https://{SITE}/feed"), outcome, reason=reason)
    assert frontier.again.listings(SITE) == again
