"""How a data folder stands: its last run, and for each site what is there, missing and to come, and
whether it is still read as it was.

Read from the state and from the sizes of files; a run that is going on is not disturbed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from newscrawl.discovery.window import Window
from newscrawl.drift import Drift
from newscrawl.spiders.accounts import coverage_as_dict
from newscrawl.state.coverage import SiteCoverage
from newscrawl.state.schedule import Visits
from newscrawl.state.store import State
from newscrawl.values.urls import site_folder

# Runs looked through for the last one of each site: a week of hourly ones.
RUNS_READ: Final = 168


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """One site: articles in all, URLs that wait, visits to come, failures by cause, coverage, its
    last run, and what it has left of what was usual."""

    site: str
    articles: int
    pending: int
    visits: Visits
    failures: dict[str, int]
    coverage: SiteCoverage
    drift: list[Drift]
    last_run: dict[str, Any] | None  # the site's part of that run's record, with ``run``
    bytes: int  # of its records on disk

    @property
    def next_visit(self) -> str | None:
        """When the first article that is not due yet is asked again (ISO 8601, UTC)."""
        at = self.visits.next
        return None if at is None else datetime.fromtimestamp(at, UTC).isoformat()

    def as_dict(self, days: int) -> dict[str, Any]:
        """For JSON; ``days`` are the days of publication that are told apart."""
        return {
            "site": self.site,
            "articles": self.articles,
            "pending": self.pending,
            "visits": asdict(self.visits) | {"next": self.next_visit},
            "failures": self.failures,
            "coverage": coverage_as_dict(self.coverage, days),
            "drift": [asdict(drift) for drift in self.drift],
            "last_run": self.last_run,
            "bytes": self.bytes,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The data folder; ``last_run`` is the record of the last run that ended, without its sites."""

    data: str
    last_run: dict[str, Any] | None
    disk: Disk
    sites: tuple[SiteStatus, ...] = field(default=())

    def as_dict(self, days: int) -> dict[str, Any]:
        """For JSON."""
        return {
            "data": self.data,
            "last_run": self.last_run,
            "disk": asdict(self.disk),
            "sites": [site.as_dict(days) for site in self.sites],
        }


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes on disk."""

    records: int
    state: int
    runs: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.records + self.state + self.runs


def status_of(
    data: Path, state: State, window: Window, now: datetime, only: str | None = None
) -> Status:
    """How a data folder stands at ``now``; coverage within ``window``, of one site or of all."""
    sites = [site for site in state.sites.names().values() if only in (None, site)]
    coverage = state.coverage.of(dict.fromkeys(sites, window))
    articles = state.articles.counts()
    runs = state.runs.last(RUNS_READ)
    last = _last_runs(runs)
    visits = state.schedule.visits(int(now.timestamp()))
    return Status(
        data=str(data),
        last_run=_without_sites(runs[0]) if runs else None,
        disk=_disk(data),
        sites=tuple(
            SiteStatus(
                site=site,
                articles=articles.get(site, 0),
                pending=state.frontier.pending(site),
                visits=visits.get(site, Visits()),
                failures=state.coverage.failures(site),
                coverage=coverage[site],
                drift=state.baselines.left(site),
                last_run=last.get(site),
                bytes=_size(data / "articles" / site_folder(site)),
            )
            for site in sorted(sites)
        ),
    )


def _last_runs(runs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The last run of each site, its coverage left out: what holds is asked of the state."""
    last: dict[str, dict[str, Any]] = {}
    for run in reversed(runs):
        for site in run.get("sites", ()):
            told = {name: value for name, value in site.items() if name not in ("site", "coverage")}
            last[site["site"]] = {
                "run": run["run"],
                "finished_at": run["finished_at"],
                "reason": run["reason"],
                **told,
            }
    return last


def _without_sites(run: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in run.items() if name != "sites"}


def _disk(data: Path) -> Disk:
    return Disk(
        records=_size(data / "articles"),
        state=sum(path.stat().st_size for path in data.glob("state.db*")),
        runs=_size(data / "runs"),
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
