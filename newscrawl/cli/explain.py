"""`newscrawl explain`: a page that says why a record is what it is.

Order: the argument is a file, standard input, an address, or the id of a stored record, whose
address is taken; addresses are fetched politely, as a crawl does; what the data folder knows of the
site goes into the reading, and its stored record is compared. Where the page of a record is out of
reach, the record alone is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from newscrawl.cli.console import say
from newscrawl.cli.options import profiles_option
from newscrawl.cli.output import open_output
from newscrawl.cli.pages import Failure, Task, UnreadableError, is_url, read_page
from newscrawl.cli.profiles import check_profiles, profiles_in
from newscrawl.errors import UsageError

if TYPE_CHECKING:
    from newscrawl.body import Others

OUT_OF_REACH: Final = 3
_ID: Final = re.compile(r"[0-9a-f]{32}")


@click.command()
@click.argument("page", metavar="PAGE|URL|ID")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of stdout.")
@click.option(
    "--data",
    default="data",
    show_default=True,
    metavar="DIR",
    help="Folder of a crawl, for ids and for what is known of the page's site.",
)
@click.option("--url", help="Address of the page, when it comes from a file or from stdin.")
@click.option("--encoding", help="Encoding of the file, when it is known better than it says.")
@profiles_option
@click.option("--offline", is_flag=True, help="Fetch nothing: show what the stored record says.")
@click.option("-q", "--quiet", is_flag=True, help="No log of what is fetched.")
def explain(
    page: str,
    output: str,
    data: str,
    url: str | None,
    encoding: str | None,
    profiles: str | None,
    offline: bool,
    quiet: bool,
) -> None:
    """Make a page that says why: each block of a page with the reason why it is in the text or not,
    each field with where it was found, how sure it is, and the candidates that lost.

    PAGE is a file (or - for stdin), URL is fetched politely, ID is the id of a record in the data
    folder, whose page is fetched anew. Where the data folder has a record of the page, what differs
    from it is told. Where that page is gone or out of reach, and with --offline, the record itself
    is shown: each field with its source and how sure it is, and how the record came about.

    \b
    Examples:
      newscrawl explain saved.html --url https://www.example.com/story -o why.html
      newscrawl explain https://www.example.com/story -o why.html
      newscrawl explain 5bbb2812f255ed1df31423a36bd86d84 --data news -o why.html
      newscrawl explain 5bbb2812f255ed1df31423a36bd86d84 --data news --offline -o stored.html

    \b
    Exit codes: 0 done, 2 there is no such page, 3 the page is out of reach and its record is shown.
    """
    stored = _stored(page, url, Path(data))
    address = stored["url"] if stored and _ID.fullmatch(page) else page
    if offline and is_url(address):
        _write(output, _as_stored(stored, address, "nothing was to be fetched"))
        return
    check_profiles(profiles)
    task = Task(address, url, encoding, repeats=_repeats(Path(data), stored), profiles=profiles)
    html = _fetched(task, stored, quiet) if is_url(address) else _read(task, stored)
    if isinstance(html, Failure):
        say(f"{address}: {html.reason}; only its record can be shown")
        _write(output, _as_stored(stored, address, html.reason))
        click.get_current_context().exit(OUT_OF_REACH)
    _write(output, html)


def _write(output: str, html: bytes) -> None:
    with open_output(output) as stream:
        stream.write(html)


def _as_stored(stored: Mapping[str, Any] | None, address: str, why: str) -> bytes:
    from newscrawl.reports.record import record_page

    if stored is None:
        raise UsageError(f"{address}: no record of this page; name the crawl's folder with --data")
    return record_page(stored, why).encode()


def _stored(page: str, url: str | None, data: Path) -> Mapping[str, Any] | None:
    """The last record of the page in the data folder; an id has to have one."""
    from newscrawl.output.dataset import last_record
    from newscrawl.values.urls import url_key

    is_id = bool(_ID.fullmatch(page)) and not Path(page).exists()
    address = page if is_url(page) else url
    key = page if is_id else url_key(address) if address else None
    known = (data / "articles").is_dir()
    record = last_record(data, key) if key and known else None
    if is_id and not (record and record.get("url")):
        raise UsageError(
            f"{page}: no record with this id in {data}; name the folder of the crawl with --data"
        )
    return record


def _repeats(data: Path, stored: Mapping[str, Any] | None) -> Others | None:
    """What the site's other articles show, by the state of the crawl."""
    path = data / "state.db"
    if stored is None or not path.is_file():
        return None
    from newscrawl.state.store import State
    from newscrawl.values.urls import site_of, url_key

    with State.open(path) as state:
        asked = stored.get("requested_url") or stored["url"]
        site = site_of(asked)
        known = site in state.sites.names().values()
        return state.repeats.of(site).besides(url_key(asked)) if known else None


def _read(task: Task, stored: Mapping[str, Any] | None) -> bytes:
    try:
        raw = read_page(task.name)
    except UnreadableError as error:
        raise UsageError(f"{task.name}: {error}") from error
    return _explained(raw, task, None, stored)


def _fetched(task: Task, stored: Mapping[str, Any] | None, quiet: bool) -> bytes | Failure:
    """The page; the failure where there is a record to show instead."""
    from newscrawl.cli.fetch import fetch_pages
    from newscrawl.values.urls import check_seed

    check_seed(task.name)

    def read(raw: bytes, answered: Task, now: datetime, **provenance: Any) -> bytes:
        return _explained(raw, answered, now, stored)

    result: bytes | Failure = fetch_pages([task], quiet=quiet, read=read)[task.name]
    if isinstance(result, Failure) and stored is None:
        raise UsageError(f"{result.name}: {result.reason}")
    return result


def _explained(
    raw: bytes, task: Task, now: datetime | None, stored: Mapping[str, Any] | None
) -> bytes:
    from newscrawl.explanation import explain as why
    from newscrawl.reports.explain import explain_page

    explanation = why(
        raw,
        url=task.url,
        encoding=task.encoding,
        now=now or datetime.now(UTC),
        repeats=task.repeats,
        profiles=profiles_in(task.profiles),
    )
    return explain_page(explanation, name=task.url or task.name, stored=stored).encode()
