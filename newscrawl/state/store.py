"""The state of a data folder: one database, opened once per run.

Approach: SQLAlchemy Core on one connection and one open transaction; its parts (``frontier``,
``articles``, ``files``, ``runs``, ``sites``) write into that transaction, :meth:`State.commit` makes
it durable. SQLite by default, any SQLAlchemy URL, in memory where there is no data folder.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newscrawl.state.frontier import Frontier


class Sites:
    """Facts per site that a run learns and the next one uses, as one JSON object. ``state.sites``."""

    def facts(self, site: str) -> dict[str, Any]:
        """What is known of the site; empty for a new one. A copy."""
        raise NotImplementedError

    def learn(self, site: str, facts: dict[str, Any]) -> None:
        """Merge ``facts`` (JSON types) over what is known of the site."""
        raise NotImplementedError


class State:
    """Everything known between runs. A context manager: leaving it commits, or rolls back on an
    exception, and closes."""

    frontier: Frontier
    sites: Sites

    @classmethod
    def open(cls, where: str | Path | None = None) -> State:
        """Open (and create) a state: a path of an SQLite file, a SQLAlchemy URL, None for memory.

        Raises:
            UsageError: the URL cannot be used, or the database belongs to a newer newscrawl or to
                something else.
            StorageError: the database cannot be opened, or is damaged.
        """
        raise NotImplementedError

    def commit(self) -> None:
        """Make everything staged since the last commit durable, in one transaction."""
        raise NotImplementedError

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        raise NotImplementedError

    def close(self) -> None:
        """Close without committing."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        raise NotImplementedError
