"""The one connection to the database and its one open transaction.

Every part of the state runs its statements through :class:`Ledger`, so that a failure of the
database comes out as one kind of error, and is told once to whoever runs the crawl. SQLite's
PRAGMAs stand here and nowhere else.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.sql import Executable

from newscrawl.errors import StorageError, UsageError

# WAL lets `status` and analysts read while a run writes; FULL makes a commit survive power loss.
# The cache (KiB when negative) is small: what it has not, the system's own cache of files has.
PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-8192",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_size_limit=67108864",
)

_PASSWORD: Final = re.compile(r"//[^/]*@")


class Ledger:
    """Statements in, rows out; all in one transaction until :meth:`commit`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.on_failure: Callable[[StorageError], None] | None = None
        self._name = shown(engine.url)
        with self.guard():
            self._connection: Connection = engine.connect()

    def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()
    ) -> CursorResult[Any]:
        """Execute a statement, once per set of values."""
        with self.guard():
            return self._connection.execute(statement, values or None)

    @property
    def connection(self) -> Connection:
        """For setting the tables up."""
        return self._connection

    def commit(self) -> None:
        with self.guard():
            self._connection.commit()

    def rollback(self) -> None:
        with self.guard():
            self._connection.rollback()

    def close(self) -> None:
        """Close without committing. A database that already failed is let go of quietly."""
        try:
            self._connection.close()
            self.engine.dispose()
        except SQLAlchemyError as error:
            self._connection.invalidate(error)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn a failure of the database into a StorageError, and tell who listens."""
        try:
            yield
        except SQLAlchemyError as error:
            failure = StorageError(f"{self._name}: {_cause(error)}. {_mend(error)}")
            if self.on_failure:
                self.on_failure(failure)
            raise failure from error


def connect(where: str | Path | None) -> Ledger:
    """Open a ledger on an SQLite file, a SQLAlchemy URL, or in memory (None).

    Raises:
        UsageError: the URL is not one, or its driver is not installed.
        StorageError: the database cannot be opened.
    """
    url = _url(where)
    try:
        engine = create_engine(url)
    except (NoSuchModuleError, ImportError) as error:
        raise UsageError(
            f"The state {shown(url)} needs a database driver that is not installed ({error}); "
            "install it, or leave the state to SQLite"
        ) from error
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"The state {shown(url)} cannot be used: {error}") from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _tune)
    return Ledger(engine)


def shown(url: URL) -> str:
    """How messages name the database: the file, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return unquote((url.database or "state in memory").removeprefix("file:"))
    return url.render_as_string(hide_password=True)


def _url(where: str | Path | None) -> URL:
    if where is None:
        return URL.create("sqlite")
    if isinstance(where, Path) or "://" not in where:
        return _file_url(Path(where))
    try:
        return make_url(where)
    except (ArgumentError, ValueError) as error:
        raise UsageError(
            f"{_PASSWORD.sub('//***@', where)} is not a database URL; write it like "
            "postgresql+psycopg://user@host/name or sqlite:////var/lib/news/state.db"
        ) from error


def _file_url(path: Path) -> URL:
    """A file; in a folder that cannot be written (a snapshot, a mount to read from) as one that
    nobody changes, which needs no files beside it."""
    log = path.with_name(f"{path.name}-wal")
    settled = path.is_file() and not (log.exists() and log.stat().st_size)
    if settled and not os.access(path.parent, os.W_OK):
        fixed = {"uri": "true", "immutable": "1"}
        return URL.create("sqlite", database=f"file:{quote(str(path))}", query=fixed)
    return URL.create("sqlite", database=str(path))


def _tune(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _cause(error: SQLAlchemyError) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split())


def _mend(error: SQLAlchemyError) -> str:
    cause = _cause(error).lower()
    if "full" in cause or "i/o" in cause:
        return "Free space on the disk and start again: nothing that was reported done is lost"
    if "not a database" in cause or "malformed" in cause:
        return (
            "The file is damaged: put a backup in its place, or move it away; the next crawl then "
            "learns from the records what has been stored"
        )
    if "unable to open" in cause:
        return "Its folder must be one that can be written; copy the file to such a one to read it"
    if "readonly" in cause:
        return "Give a state that can be written"
    if "locked" in cause:
        return "Another program holds the database: end it and start again"
    return "Mend the database or its address and start again"
