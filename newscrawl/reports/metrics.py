"""A run's figures for Prometheus, as a text file that its node exporter collects.

All are gauges, of the last run: a scheduled crawl is a process that has ended when it is asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from newscrawl.errors import StorageError, UsageError
from newscrawl.reports.summary import RunSummary, SiteSummary
from newscrawl.values.dates import as_moment

# Counts of a site, and what they say.
COUNTS: Final = {
    "pages": "Pages read in the run.",
    "new": "New articles stored in the run.",
    "updated": "Articles stored again in the run, because they changed.",
    "withdrawn": "Articles found withdrawn in the run.",
    "unchanged": "Articles found unchanged in the run.",
    "duplicates": "Pages of articles that have a record already.",
    "not_articles": "Pages that turned out to be no articles.",
    "failed": "Requests that came to nothing.",
    "missing": "Pages that sitemaps or feeds list, and that have no record.",
    "articles": "Articles of the site that are stored by now.",
    "seconds": "Time between the first and the last page.",
}


def check_place(file: Path) -> None:
    """Raise UsageError where a file cannot be written there."""
    if not file.parent.is_dir():
        raise UsageError(
            f"--metrics {file}: the folder {file.parent} does not exist; make it first"
        )


def write_metrics(summary: RunSummary, exit_code: int, file: Path) -> None:
    """Write the figures, whole or not at all.

    Raises:
        StorageError: the file cannot be written.
    """
    try:
        write_to_textfile(str(file), registry_of(summary, exit_code))
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {error.strerror}") from error


def registry_of(summary: RunSummary, exit_code: int) -> CollectorRegistry:
    """The figures of a run and of its sites."""
    registry = CollectorRegistry()
    _set_run(registry, summary, exit_code)
    for name, says in COUNTS.items():
        gauge = Gauge(f"newscrawl_site_{name}", says, ["site"], registry=registry)
        for site in summary.sites:
            gauge.labels(site.site).set(getattr(site, name))
    _set_states(registry, summary.sites)
    return registry


def _set_run(registry: CollectorRegistry, summary: RunSummary, exit_code: int) -> None:
    ended = as_moment(summary.finished_at)
    figures = (
        ("exit_code", "Exit code of the run.", exit_code),
        ("seconds", "How long the run took.", summary.seconds),
        ("finished_timestamp_seconds", "When the run ended.", ended.timestamp() if ended else 0),
        ("pending", "Addresses that wait.", summary.balance.pending if summary.balance else 0),
    )
    for name, says, value in figures:
        Gauge(f"newscrawl_run_{name}", says, registry=registry).set(value)


def _set_states(registry: CollectorRegistry, sites: tuple[SiteSummary, ...]) -> None:
    unwell = Gauge(
        "newscrawl_site_unwell", "1 where the site has a problem.", ["site"], registry=registry
    )
    drift = Gauge(
        "newscrawl_site_drift",
        "1 for each measure that the site has left.",
        ["site", "measure"],
        registry=registry,
    )
    for site in sites:
        unwell.labels(site.site).set(bool(site.problem))
        for one in site.drift:
            drift.labels(site.site, one.measure).set(1)
