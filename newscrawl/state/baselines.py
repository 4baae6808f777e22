"""What earlier runs saw of each site: the history that the drift sentinel judges a run by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from newscrawl.state.ledger import Ledger
from newscrawl.state.sites import Sites
from newscrawl.state.tables import baselines


class Baselines:
    """Histories by site. Reached as ``state.baselines``."""

    def __init__(self, ledger: Ledger, sites: Sites) -> None:
        self._ledger = ledger
        self._sites = sites

    def of(self, site: str) -> list[dict[str, Any]]:
        """The site's history, oldest first; empty for a new one."""
        row = baselines.c.site_id == self._sites.number(site)
        return list(self._ledger.run(select(baselines.c.history).where(row)).scalar() or ())

    def keep(self, site: str, history: Sequence[dict[str, Any]]) -> None:
        """Put a history (JSON types) in the place of the one before."""
        number = self._sites.number(site)
        self._ledger.run(delete(baselines).where(baselines.c.site_id == number))
        self._ledger.run(insert(baselines).values(site_id=number, history=list(history)))
