"""The state of a data folder: one database, opened once per run.

Approach: SQLAlchemy Core on one connection and one open transaction; its parts (``frontier``,
``articles``, ``files``, ``runs``, ``sites``, ``repeats``, ``experiences``, ``baselines``) write
into that transaction, and :meth:`State.commit` makes it durable. SQLite by default, any SQLAlchemy
URL, in memory where there is no data folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Table, insert, inspect, select, text
from sqlalchemy.schema import CreateColumn

from newscrawl.errors import StorageError, UsageError
from newscrawl.state.articles import Articles, Known
from newscrawl.state.baselines import Baselines
from newscrawl.state.coverage import Coverage
from newscrawl.state.files import Files
from newscrawl.state.frontier import Frontier
from newscrawl.state.ledger import Ledger, connect, shown
from newscrawl.state.memories import WRITE_EVERY, experiences_of, repeats_of
from newscrawl.state.runs import Runs
from newscrawl.state.schedule import Schedule
from newscrawl.state.sites import Sites
from newscrawl.state.tables import SCHEMA, info, metadata
from newscrawl.state.upgrades import upgrade_from_1


class State:
    """Everything known between runs.

    A context manager: leaving it commits (or rolls back on an exception) and closes.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.sites = Sites(ledger)
        self.frontier = Frontier(ledger, self.sites)
        self.articles = Articles(ledger, self.sites)
        self.files = Files(ledger)
        self.runs = Runs(ledger)
        self.repeats = repeats_of(ledger, self.sites)
        self.experiences = experiences_of(ledger, self.sites)
        self.coverage = Coverage(ledger, self.sites)
        self.baselines = Baselines(ledger, self.sites)
        self.schedule = Schedule(ledger, self.sites)

    @classmethod
    def open(cls, where: str | Path | None = None) -> State:
        """Open (and create) a state: a path of an SQLite file, a SQLAlchemy URL, None for memory.

        Raises:
            UsageError: the URL cannot be used, or the database belongs to a newer newscrawl or to
                something else.
            StorageError: the database cannot be opened, or is damaged.
        """
        ledger = connect(where)
        try:
            _prepare(ledger)
            return cls(ledger)
        except BaseException:
            ledger.close()
            raise

    def on_failure(self, call: Callable[[StorageError], None]) -> None:
        """Call this with the error before any method of the state raises it."""
        self._ledger.on_failure = call

    def commit(self) -> None:
        """Make everything staged since the last commit durable, in one transaction."""
        self.frontier.drain()
        self.drain_memories()
        self._ledger.commit()

    def drain_memories(self, every: int = WRITE_EVERY) -> None:
        """Write what is remembered of sites, where it has grown by so many pages."""
        self.repeats.drain(every)
        self.experiences.drain(every)

    def alike(self, bands: Sequence[int]) -> list[Known]:
        """Articles whose text may be that of these bands, also those settled a moment ago."""
        self.frontier.drain_stored()
        return self.articles.alike(bands)

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self._ledger.rollback()
        for part in (self.frontier, self.articles, self.files, self.sites):
            part.forget()
        for memories in (self.repeats, self.experiences):
            memories.forget()

    def close(self) -> None:
        """Close without committing."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()


def _prepare(ledger: Ledger) -> None:
    """Create what is missing; refuse a database that is not ours or from a newer newscrawl.

    The version is written last, so that a creation that was cut short is done again.
    """
    with ledger.guard():
        present = set(inspect(ledger.connection).get_table_names())
    _check_ours(present, shown(ledger.engine.url))
    found = _version(ledger) if info.name in present else None
    if found is None:
        _create(ledger)
    elif found <= SCHEMA:
        if found == 1:
            upgrade_from_1(ledger, present)
        _add_missing(ledger, present)
    else:
        raise UsageError(
            f"{shown(ledger.engine.url)} was written by a newer newscrawl (schema {found}, this "
            f"one reads up to {SCHEMA}); upgrade newscrawl, or give another data folder"
        )


def _check_ours(present: set[str], name: str) -> None:
    foreign = present - set(metadata.tables)
    if foreign and info.name not in present:
        raise UsageError(
            f"{name} is the database of something else (it has a table {min(foreign)!r}); "
            "give the state a file or database of its own"
        )


def _version(ledger: Ledger) -> int | None:
    found = ledger.run(select(info.c.value).where(info.c.name == "schema")).scalar()
    return None if found is None else int(found)


def _add_missing(ledger: Ledger, present: set[str]) -> None:
    """Tables, columns that may be null and indexes that a newscrawl of this schema did not have."""
    if set(metadata.tables) - present:
        with ledger.guard():
            metadata.create_all(ledger.connection)
    for table in metadata.sorted_tables:
        if table.name in present:
            _add_columns(ledger, table)
            _add_indexes(ledger, table)


def _add_columns(ledger: Ledger, table: Table) -> None:
    with ledger.guard():
        known = {column["name"] for column in inspect(ledger.connection).get_columns(table.name)}
    for column in table.columns:
        if column.name not in known:
            name = ledger.engine.dialect.identifier_preparer.format_table(table)
            column_is = CreateColumn(column).compile(dialect=ledger.engine.dialect)
            ledger.run(text(f"ALTER TABLE {name} ADD COLUMN {column_is}"))
            ledger.commit()


def _add_indexes(ledger: Ledger, table: Table) -> None:
    with ledger.guard():
        for index in table.indexes:
            index.create(ledger.connection, checkfirst=True)


def _create(ledger: Ledger) -> None:
    with ledger.guard():
        metadata.create_all(ledger.connection)
    ledger.run(insert(info).values(name="schema", value=str(SCHEMA)))
    ledger.commit()
