"""`newscrawl drift`: what sites have left of what was usual; `--accept` takes it for usual."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newscrawl.cli.console import say
from newscrawl.cli.options import check_site, data_option, open_state
from newscrawl.errors import UsageError

if TYPE_CHECKING:
    from newscrawl.drift import Drift
    from newscrawl.state.store import State


@click.command()
@click.argument("site", required=False)
@click.option("--accept", is_flag=True, help="Take what SITE has left for usual from now on.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    help="With --accept only this one, as the list names it; several times for more.",
)
@data_option("data", envvar="NEWSCRAWL_DATA")
@click.option("--state", metavar="URL", help="SQLAlchemy URL of the state; DIR/state.db otherwise.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines instead of text.")
def drift(
    site: str | None,
    accept: bool,
    measures: tuple[str, ...],
    data: str,
    state: str | None,
    as_json: bool,
) -> None:
    """Say what sites have left of what was usual: since when, how much, and the share before.

    With --accept the next runs take it for usual: a site that no longer names its authors, say, is
    not told of again until that changes. What came before is not held against it any more.

    \b
    Examples:
      newscrawl drift
      newscrawl drift example.com --accept
      newscrawl drift example.com --accept --measure authors --measure description

    \b
    Exit codes: 0 done, 2 there is nothing to accept, 4 a run holds the data folder.
    """
    if (accept and not site) or (measures and not accept):
        raise UsageError("write it like: newscrawl drift example.com --accept [--measure authors]")
    folder = Path(data)
    with open_state(folder, state) as opened:
        check_site(site, opened)
    with _held(folder, accept), open_state(folder, state) as opened:
        if accept and site:
            _accept(site, measures, opened)
        else:
            _print(site, opened, as_json=as_json)


@contextmanager
def _held(folder: Path, accept: bool) -> Iterator[None]:
    """No run at work: it would not see what is accepted, and write over it."""
    from newscrawl.state.lock import FolderLock

    lock = FolderLock(folder) if accept else None
    try:
        yield
    finally:
        if lock:
            lock.release()


def _accept(site: str, measures: tuple[str, ...], state: State) -> None:
    left = state.baselines.left(site)
    names = [one.measure for one in left]
    unknown = [name for name in measures if name not in names]
    if not left or unknown:
        what = f"has not left {unknown[0]}, only {', '.join(names)}" if left else "has left nothing"
        raise UsageError(f"{site} {what} of what was usual, by its last run; nothing was accepted")
    for one in state.baselines.accept(site, measures):
        say(f"Usual from {one.since} on, {site}: {one.says}")


def _print(only: str | None, state: State, *, as_json: bool) -> None:
    sites = [only] if only else sorted(state.sites.names().values())
    told = [(site, one) for site in sites for one in state.baselines.left(site)]
    for site, one in told:
        click.echo(_json(site, one) if as_json else f"{site}\t{one.measure}\t{one.says}")
    if not told:
        say("No drift, as far as the runs so far tell.")


def _json(site: str, one: Drift) -> bytes:
    import msgspec

    return msgspec.json.encode({"site": site, **asdict(one)})
