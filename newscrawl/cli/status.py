"""`newscrawl status`: how a data folder stands, per site and day; what drifts, what is to come, and
what is missing, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from newscrawl.cli.console import print_table
from newscrawl.cli.options import check_site, data_option, open_state

if TYPE_CHECKING:
    from newscrawl.discovery.window import Window
    from newscrawl.reports.status import SiteStatus, Status
    from newscrawl.state.store import State

# Days of publication shown where nothing else is asked for: a week shows its rhythm.
DAYS: Final = 7
_COUNTS: Final = ("listed", "linked", "fetched", "stored", "missing")
_TO_COME: Final = (
    "site", "waiting", "re-visits due", "within a day", "later", "next re-visit", "on disk",
)  # fmt: skip
_UNITS: Final = ("B", "KB", "MB", "GB", "TB")


@click.command()
@data_option("data", envvar="NEWSCRAWL_DATA")
@click.option("--state", metavar="URL", help="SQLAlchemy URL of the state; DIR/state.db otherwise.")
@click.option("--site", metavar="SITE", help="Only this site, as the table names it.")
@click.option("--since", metavar="WHEN", help="Count what was published since: 7d, 2026-11-01.")
@click.option("--until", metavar="WHEN", help="Count what was published until; like --since.")
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=DAYS,
    show_default=True,
    metavar="N",
    help="Newest days of publication to show of each site.",
)
@click.option(
    "--missing",
    is_flag=True,
    help="Name what sitemaps and feeds list and the dataset lacks: site, day, URL and reason.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="JSON instead of tables; with --missing, JSON lines."
)
def status(
    data: str,
    state: str | None,
    site: str | None,
    since: str | None,
    until: str | None,
    days: int,
    missing: bool,
    as_json: bool,
) -> None:
    """Say how a data folder stands: last run, drift, coverage per site and day, what waits and what
    is asked again when, failures, disk.

    Listed are the pages that sitemaps and feeds name, linked those that other pages lead to;
    missing are listed and have no record, pages that turned out to be no article left out.

    \b
    Examples:
      newscrawl status
      newscrawl status --data news --site example.com --since 7d
      newscrawl status --missing
      newscrawl status --json
    """
    from newscrawl.discovery.window import read_window
    from newscrawl.reports.status import status_of

    folder = Path(data)
    now = datetime.now(UTC)
    window = read_window(since, until, now)
    with open_state(folder, state) as opened:
        check_site(site, opened)
        if missing:
            _print_missing(opened, site, window, as_json=as_json)
            return
        found = status_of(folder, opened, window, now, site)
    _print_json(found.as_dict(days)) if as_json else _print(found, days)


def _print_json(value: Any) -> None:
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value)))


def _print_missing(state: State, site: str | None, window: Window, *, as_json: bool) -> None:
    import msgspec

    sites = [site] if site else sorted(state.sites.names().values())
    for one in (found for name in sites for found in state.coverage.missing(name, window)):
        if as_json:
            click.echo(msgspec.json.encode(one))
        else:
            click.echo(f"{one.site}\t{(one.date or '')[:10]}\t{one.url}\t{one.reason}")


def _print(found: Status, days: int) -> None:
    for line in (*_head(found), *_drift(found)):
        click.echo(line)
    columns = ["site", "articles", *_COUNTS, "failed", "last run"]
    print_table("Sites", columns, map(_site_row, found.sites), stderr=False)
    print_table("To come", _TO_COME, map(_to_come_row, found.sites), stderr=False)
    for site in found.sites:
        newest = site.coverage.last_days(days)
        if newest:
            rows = [[day, *_counts_of(counts)] for day, counts in newest.items()]
            print_table(
                f"{site.site}, by day of publication", ["day", *_COUNTS], rows, stderr=False
            )
        for line in _causes(site):
            click.echo(line)


def _head(found: Status) -> Iterator[str]:
    run, disk = found.last_run, found.disk
    if run:
        yield (
            f"Last run {run['run']}: ended {run['finished_at']} after {run['seconds']:.0f} s "
            f"({run['reason'].replace('_', ' ')})"
        )
    else:
        yield "No run has ended yet."
    yield (
        f"Disk: {_shown(disk.total)} in {found.data} (records {_shown(disk.records)}, "
        f"state {_shown(disk.state)}, runs {_shown(disk.runs)})"
    )


def _drift(found: Status) -> Iterator[str]:
    told = [f"  {site.site}: {drift.says}" for site in found.sites for drift in site.drift]
    if not told:
        yield "Drift: none, as far as the runs so far tell."
        return
    yield "Drift:"
    yield from told
    yield "  (newscrawl drift SITE --accept takes what is to stay for usual)"


def _site_row(site: SiteStatus) -> list[str]:
    last = site.last_run["finished_at"][:16].replace("T", " ") if site.last_run else "never"
    failed = sum(site.failures.values())
    counts = _counts_of(site.coverage.total)
    return [site.site, str(site.articles), *counts, str(failed), last]


def _to_come_row(site: SiteStatus) -> list[str]:
    """What waits, how many stored articles are asked again when, and what is stored."""
    visits, at = site.visits, site.next_visit
    later = visits.planned - visits.due - visits.within_day
    counts = (site.pending, visits.due, visits.within_day, later)
    following = at[:16].replace("T", " ") if at else "none"
    return [site.site, *map(str, counts), following, _shown(site.bytes)]


def _counts_of(counts: Any) -> list[str]:
    return [str(getattr(counts, name)) for name in _COUNTS]


def _causes(site: SiteStatus) -> Iterator[str]:
    for reason, times in site.coverage.reasons.most_common():
        yield f"{site.site}: listed, without a record: {reason} ({times})"
    for reason, times in site.failures.items():
        yield f"{site.site}: failed: {reason} ({times})"


def _shown(number: float) -> str:
    """Bytes for people."""
    for unit in _UNITS:
        if number < 1000 or unit == _UNITS[-1]:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return ""
