"""What sites have left of what was usual, with the level before and since, as a table shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.drift import FIELDS, PER_DAY, Drift
from newscrawl.reports.pages import percent
from newscrawl.reports.status import Status


@dataclass(frozen=True, slots=True)
class DriftRow:
    """One measure that a site has left since a day: levels as texts, and all in plain words."""

    site: str
    measure: str
    since: str
    before: str
    after: str
    says: str


def drift_rows(status: Status) -> Iterator[DriftRow]:
    """What all sites have left."""
    for site in status.sites:
        for drift in site.drift:
            levels = _levels(drift)
            yield DriftRow(site.site, drift.measure, drift.since, *levels, drift.says)


def _levels(drift: Drift) -> tuple[str, str]:
    """The level before and since: of a field how many articles have it; else the share that is
    amiss."""
    since = drift.part / drift.whole if drift.whole else 0.0
    if drift.measure == PER_DAY:
        return f"{drift.before:.1f} a day", f"{drift.before * since:.1f} a day"
    if drift.measure in FIELDS:
        return f"{percent(1 - drift.before)} have it", f"{percent(1 - since)} have it"
    return percent(drift.before), percent(since)
