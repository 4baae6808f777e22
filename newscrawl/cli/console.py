"""What a command says beside its data: messages, progress and tables, all of them on stderr.

On a terminal rich draws; anywhere else (cron, a pipe, a log file) the same comes as plain text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

import click

from newscrawl.values.text import printable

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

# Columns of a table that goes into a log or a mail: wide enough for a site's name and ten numbers.
LOG_WIDTH: Final = 120
# Longest word of the first column that is not folded: leaves room for numbers on 80 columns.
MAX_WORD: Final = 30


def say(message: str) -> None:
    """A line for the reader, on stderr."""
    click.echo(printable(message), err=True)


def on_terminal() -> bool:
    """Whether someone is watching."""
    return sys.stderr.isatty()


def console(*, stderr: bool = True) -> Console:
    """A rich console that never wraps a table to 80 columns in a log."""
    from rich.console import Console

    watched = on_terminal() if stderr else sys.stdout.isatty()
    return Console(stderr=stderr, width=None if watched else LOG_WIDTH, highlight=False)


def track(items: Iterable[T], total: int, what: str, *, quiet: bool) -> Iterable[T]:
    """The items, with a progress bar where someone is watching and there is more than one."""
    if quiet or total < 2 or not on_terminal():
        return items
    from rich.progress import track as progress_bar

    return progress_bar(items, what, total=total, console=console(), transient=True)


@contextmanager
def reading(size: int, what: str, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A function to tell bytes to as they are read, of ``size`` in all; a bar where someone is
    watching."""
    if quiet or not on_terminal():
        yield lambda read: None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console(), transient=True) as bar:
        task = bar.add_task(what, total=size)
        yield lambda read: bar.advance(task, read)


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    stderr: bool = True,
) -> None:
    """A table whose first column is text and whose others are numbers, right-aligned.

    It goes to stdout where it is what a command is asked for (``stderr=False``). Where it is too
    wide, heads break between words and the first column folds; no number is cut.
    """
    from rich import box
    from rich.table import Table

    cells = [[str(cell) for cell in row] for row in rows]
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    words = [word for row in cells for word in row[0].split()]
    longest = max(map(len, words), default=0)
    table.add_column(columns[0], overflow="fold", min_width=min(longest, MAX_WORD))
    for head, *values in zip(columns[1:], *(row[1:] for row in cells), strict=True):
        width = max(map(len, [*head.split(), *values]))
        table.add_column(head, justify="right", min_width=width)
    for row in cells:
        table.add_row(*row)
    console(stderr=stderr).print(table)
