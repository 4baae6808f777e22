"""state.memories: what is remembered of a site from run to run, and what a crash takes of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from newscrawl.body import Repeats
from newscrawl.body.repeats import Sighting
from newscrawl.state.memories import WRITE_EVERY
from newscrawl.state.store import State

SITE, OTHER = "example.com", "example.org"


def observe(state: State, site: str, numbers: range) -> Repeats:
    memory = state.repeats.of(site)
    for number in numbers:
        memory.observe(f"{number:032}", Sighting(frozenset({1, 100 + number}), number))
    return memory


def test_a_memory_lasts_from_run_to_run(quick_folder: Path) -> None:
    with State.open(quick_folder / "state.db") as state:
        observe(state, SITE, range(3))
        observe(state, OTHER, range(1))
        state.repeats.drain(every=1)
    with State.open(quick_folder / "state.db") as state:
        assert len(state.repeats.of(SITE)) == 3
        assert len(state.repeats.of(OTHER)) == 1
        observe(state, SITE, range(2, 5))
        state.repeats.drain(every=1)
    with State.open(quick_folder / "state.db") as state:
        assert dict(state.repeats.of(SITE).besides("x").counts) == {1: 5}


def test_a_crash_takes_the_last_articles_only(quick_folder: Path) -> None:
    state = State.open(quick_folder / "state.db")
    observe(state, SITE, range(WRITE_EVERY))
    state.commit()
    observe(state, SITE, range(WRITE_EVERY, 2 * WRITE_EVERY - 1))
    state.commit()
    state.close()
    with State.open(quick_folder / "state.db") as again:
        assert len(again.repeats.of(SITE)) == WRITE_EVERY


def test_a_rollback_forgets() -> None:
    with State.open() as state:
        observe(state, SITE, range(3))
        state.repeats.drain(every=1)
        state.rollback()
        assert len(state.repeats.of(SITE)) == 0


def test_a_damaged_memory_begins_anew(quick_folder: Path) -> None:
    path = quick_folder / "state.db"
    with State.open(path) as state:
        observe(state, SITE, range(3))
        state.repeats.drain(every=1)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE repeats SET memory = x'00ff'")
    database.close()
    with State.open(path) as state:
        assert len(state.repeats.of(SITE)) == 0


def test_a_state_from_before_gets_the_table(quick_folder: Path) -> None:
    path = quick_folder / "state.db"
    State.open(path).close()
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE repeats")
    database.close()
    with State.open(path) as state:
        assert len(observe(state, SITE, range(2))) == 2
        state.repeats.drain(every=1)
