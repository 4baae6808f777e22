"""When stored articles are asked again: how many visits are planned, and which come next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import case, func, select

from newscrawl.state.ledger import Ledger
from newscrawl.state.sites import Sites
from newscrawl.state.tables import urls

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Visits:
    """Articles of a site that are asked again: in all, those due by now, and those that become due
    within a day; ``next`` is when the first of the others does, in seconds since 1970."""

    planned: int = 0
    due: int = 0
    within_day: int = 0
    next: int | None = None


class Schedule:
    """Visits to come. Reached as ``state.schedule``."""

    def __init__(self, ledger: Ledger, sites: Sites) -> None:
        self._ledger = ledger
        self._sites = sites

    def visits(self, now: int) -> dict[str, Visits]:
        """The visits of each site that has any, as of ``now`` (seconds since 1970)."""
        at = urls.c.next_visit
        tomorrow = now + int(DAY.total_seconds())
        query = select(
            urls.c.site_id,
            func.count().label("planned"),
            func.count(case((at <= now, 1))).label("due"),
            func.count(case(((at > now) & (at <= tomorrow), 1))).label("within_day"),
            func.min(case((at > now, at))).label("next"),
        ).where(at.is_not(None))
        names = self._sites.names()
        rows = self._ledger.run(query.group_by(urls.c.site_id))
        return {
            names[row.site_id]: Visits(row.planned, row.due, row.within_day, row.next)
            for row in rows
        }
