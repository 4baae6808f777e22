"""Runs: when each began and ended, why, and what it did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from newscrawl.state.ledger import Ledger
from newscrawl.state.tables import SHORT, runs


class Runs:
    """Runs by id. Reached as ``state.runs``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def begin(self, run: str, started_at: str) -> None:
        """Note a new run (``started_at``: ISO 8601, UTC)."""
        self._ledger.run(insert(runs).values(id=run, started_at=started_at))

    def finish(self, run: str, finished_at: str, reason: str, record: dict[str, Any]) -> None:
        """Note how a run ended, and its record as in ``runs/<run>.json``."""
        row = update(runs).where(runs.c.id == run)
        self._ledger.run(row.values(finished_at=finished_at, reason=reason[:SHORT], record=record))

    def known(self, run: str) -> bool:
        """Whether the state has seen this run."""
        return self._ledger.run(select(runs.c.id).where(runs.c.id == run)).first() is not None

    @property
    def are_none(self) -> bool:
        """Whether the state has not seen any run yet."""
        return self._ledger.run(select(runs.c.id).limit(1)).first() is None

    def last(self, limit: int = 1) -> list[dict[str, Any]]:
        """Records of the last runs that ended, newest first."""
        ended = select(runs.c.record).where(runs.c.record.is_not(None))
        rows = self._ledger.run(ended.order_by(runs.c.started_at.desc()).limit(limit))
        return [dict(record) for record in rows.scalars()]
