"""Options that several commands share, and what they name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newscrawl.errors import UsageError

if TYPE_CHECKING:
    from newscrawl.state.store import State

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(default: str, **more: Any) -> Callable[[Command], Command]:
    """`--data DIR`: where a crawl keeps what it finds. An empty name is an unset variable."""
    return click.option(
        "--data",
        default=default,
        show_default=True,
        metavar="DIR",
        callback=_named,
        help="Folder for records and state; made when it is missing.",
        **more,
    )


def profiles_option(command: Command) -> Command:
    """`--profiles DIR`, or the setting as an environment variable."""
    return click.option(
        "--profiles",
        envvar="NEWSCRAWL_PROFILES_DIR",
        metavar="DIR",
        help="Site profiles of your own: a folder of *.toml files.",
    )(command)


def reviewer_option(command: Command) -> Command:
    """`--reviewed-by NAME`, for :func:`reviewer`."""
    return click.option(
        "--reviewed-by", metavar="NAME", help="Who has looked at the values and approves them."
    )(command)


def check_reviewer(named: str | None) -> None:
    """Before anything is done: whether somebody says who approves values, or can be asked.

    Raises:
        UsageError: nobody does, and there is no terminal to ask on.
    """
    if named is not None or not sys.stdin.isatty():
        reviewer(named)


def reviewer(named: str | None) -> str:
    """Who approves values; asked for on a terminal.

    Raises:
        UsageError: nobody says.
    """
    if named is None and sys.stdin.isatty():
        named = str(click.prompt("Who has looked at these values and approves them", err=True))
    if named is None or not named.strip():
        raise UsageError('say who has looked at the values: --reviewed-by "Ada Ferry"')
    return named.strip()


def open_state(folder: Path, state: str | None) -> State:
    """The state of a data folder, or the one that ``--state`` names, as a crawl left it.

    Raises:
        UsageError: there is none, or it cannot be used.
    """
    from newscrawl.state.store import State

    if state is None and not (folder / "state.db").is_file():
        raise UsageError(
            f"{folder} holds no state of a crawl; name the folder that was given to "
            "`newscrawl crawl --data`"
        )
    return State.open(state or folder / "state.db")


def check_site(site: str | None, state: State) -> None:
    """Raise UsageError where a site is named that was never crawled."""
    known = sorted(state.sites.names().values())
    if site is not None and site not in known:
        raise UsageError(f"{site} was never crawled into this folder; it has {', '.join(known)}")


def _named(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("the name of the folder is empty; write it like --data news")
    return value


_SELECTION = (
    click.option(
        "--since", metavar="WHEN", help="Published from then on: 7d, 12h, a date or ISO 8601."
    ),
    click.option("--until", metavar="WHEN", help="Published before then."),
    click.option(
        "--site",
        multiple=True,
        metavar="DOMAIN",
        help="Only this site; several times for more.",
    ),
    click.option(
        "--lang",
        multiple=True,
        metavar="TAG",
        help="Only this language; likewise.",
    ),
    click.option(
        "--latest-versions", is_flag=True, help="Of an article that changed only the last record."
    ),
)


def selection_options(command: Command) -> Command:
    """`--since` and the other options that choose records, as `Selection.of` takes them."""
    for option in reversed(_SELECTION):
        command = option(command)
    return command
