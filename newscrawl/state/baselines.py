"""What earlier runs saw of each site: the history that the drift sentinel judges a run by; what the
last run told of it, and what a person has accepted of that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any, Final

import msgspec
from sqlalchemy import delete, insert, select

from newscrawl.drift import Drift
from newscrawl.state.ledger import Ledger
from newscrawl.state.sites import Sites
from newscrawl.state.tables import baselines

# Facts of a site: what it has left, and from when on a measure's level is the usual one.
LEFT: Final = "left"
ACCEPTED: Final = "accepted"


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

    def left(self, site: str) -> list[Drift]:
        """What the site has left of what was usual, by its last run that was judged."""
        return msgspec.convert(self._sites.facts(site).get(LEFT) or [], list[Drift])

    def leave(self, site: str, drifts: Sequence[Drift]) -> None:
        """Note what the site has left."""
        if list(drifts) != self.left(site):
            self._sites.learn(site, {LEFT: [asdict(drift) for drift in drifts]})

    def accepted(self, site: str) -> dict[str, int]:
        """From when on (seconds since 1970) measures are at their usual level, by their names."""
        return dict(self._sites.facts(site).get(ACCEPTED) or {})

    def accept(self, site: str, measures: Collection[str] = ()) -> list[Drift]:
        """Take what the site has left for usual from its begin on: these measures, or all.

        Returns what was accepted.
        """
        left = self.left(site)
        taken = [drift for drift in left if not measures or drift.measure in measures]
        usual = self.accepted(site) | {drift.measure: drift.at for drift in taken}
        rest = [asdict(drift) for drift in left if drift not in taken]
        self._sites.learn(site, {LEFT: rest, ACCEPTED: usual})
        return taken
