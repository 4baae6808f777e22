"""Sites: their numbers in the other tables, and facts that one run learns for the next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from newscrawl.state.ledger import Ledger
from newscrawl.state.tables import sites


class Sites:
    """Sites by name. Reached as ``state.sites``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def number(self, site: str) -> int:
        """The number that stands for the site in other tables; a new site gets one."""
        if site not in self._numbers:
            self._numbers[site] = self._find(site) or self._create(site)
        return self._numbers[site]

    def name(self, number: int) -> str:
        """The site that a number stands for."""
        if number not in self._names:
            self._names = self.names()
        return self._names[number]

    def names(self) -> dict[int, str]:
        """All sites by number."""
        rows = self._ledger.run(select(sites.c.id, sites.c.name))
        return {row.id: row.name for row in rows}

    def facts(self, site: str) -> dict[str, Any]:
        """What is known of the site; empty for a new one. A copy."""
        found = self._ledger.run(select(sites.c.facts).where(sites.c.name == site)).scalar()
        return dict(found or {})

    def learn(self, site: str, facts: dict[str, Any]) -> None:
        """Merge ``facts`` (JSON types) over what is known of the site."""
        merged = self.facts(site) | facts
        number = self.number(site)
        self._ledger.run(update(sites).where(sites.c.id == number).values(facts=merged))

    def forget(self) -> None:
        """Drop the numbers held in memory, after a rollback."""
        self._numbers.clear()
        self._names.clear()

    def _find(self, site: str) -> int | None:
        found: int | None = self._ledger.run(
            select(sites.c.id).where(sites.c.name == site)
        ).scalar()
        return found

    def _create(self, site: str) -> int:
        made = self._ledger.run(insert(sites).values(name=site, facts={})).inserted_primary_key
        return int(made[0]) if made else 0
