"""`newscrawl report`: a page that shows what a dataset holds, and where it is thin."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newscrawl.cli.output import open_output

if TYPE_CHECKING:
    from newscrawl.reports.status import Status


@click.command()
@click.argument("data", default="data", metavar="[DATA]")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of stdout.")
@click.option(
    "--state", metavar="URL", help="SQLAlchemy URL of the state; DATA/state.db otherwise."
)
def report(data: str, output: str, state: str | None) -> None:
    """Make a page that shows a dataset: articles over time and by site, languages, lengths, hours,
    freshness, how full and how sure each field is, sources, versions, drift, coverage and its gaps,
    failures by cause.

    DATA is the folder of a crawl (by default data), any folder with .jsonl files, or such a file;
    drift, coverage and failures are known of a crawl's folder only. The page is one file that loads
    nothing.

    \b
    Examples:
      newscrawl report -o report.html
      newscrawl report news -o report.html

    \b
    Exit codes: 0 done, 2 the data cannot be used.
    """
    from newscrawl.output.dataset import Dataset
    from newscrawl.reports.report import report_page

    folder = Path(data)
    dataset = Dataset.open(folder)
    now = datetime.now(UTC)
    page = report_page(folder, dataset, _status(folder, state, now), now)
    with open_output(output) as stream:
        stream.write(page.encode())


def _status(folder: Path, state: str | None, now: datetime) -> Status | None:
    """How the crawl stands; None where there is no state beside the records."""
    if state is None and not (folder / "state.db").is_file():
        return None
    from newscrawl.discovery.window import Window
    from newscrawl.reports.status import status_of
    from newscrawl.state.store import State

    with State.open(state or folder / "state.db") as opened:
        return status_of(folder, opened, Window(), now)
