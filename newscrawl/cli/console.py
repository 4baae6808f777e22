"""What a command says beside its data: messages, progress and tables, all of them on stderr.

On a terminal rich draws; anywhere else (cron, a pipe, a log file) the same comes as plain text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

# Columns of a table that goes into a log or a mail: wide enough for a site's name and ten numbers.
LOG_WIDTH: Final = 120


def say(message: str) -> None:
    """A line for the reader, on stderr."""
    click.echo(message, err=True)


def on_terminal() -> bool:
    """Whether someone is watching."""
    return sys.stderr.isatty()


def console() -> Console:
    """A rich console on stderr that never wraps a table to 80 columns in a log."""
    from rich.console import Console

    return Console(stderr=True, width=None if on_terminal() else LOG_WIDTH, highlight=False)


def track(items: Iterable[T], total: int, what: str, *, quiet: bool) -> Iterable[T]:
    """The items, with a progress bar where someone is watching and there is more than one."""
    if quiet or total < 2 or not on_terminal():
        return items
    from rich.progress import track as progress_bar

    return progress_bar(items, what, total=total, console=console(), transient=True)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table whose first column is text and whose others are numbers, right-aligned."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(columns[0], no_wrap=True)
    for column in columns[1:]:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*map(str, row))
    console().print(table)
