"""Rows of a query for the eye: a table where its columns have room, else lines for each row."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from types import NoneType
from typing import Any, Final

import msgspec

# The least that a cell is cut to, in characters; a table whose columns get less says nothing.
LEAST: Final = 12
BETWEEN: Final = 2  # characters between two columns

Row = tuple[Any, ...]


def drawn(names: Sequence[str], rows: Sequence[Row], width: int) -> str:
    """The rows, not wider than ``width`` characters as far as they can be cut."""
    texts = [[one_line(value) for value in row] for row in rows]
    columns = list(zip(names, *texts, strict=True))
    needed = sum(min(LEAST, max(map(len, column))) + BETWEEN for column in columns)
    return _table(names, rows, width) if needed <= width else "".join(_blocks(names, texts, width))


def one_line(value: Any) -> str:
    """A value in one line."""
    if value is None:
        return ""
    text = encoded(value) if isinstance(value, (list, dict, bool)) else str(value)
    return " ".join(text.split())


def encoded(value: Any) -> str:
    """A value as JSON; what JSON has no form for, dates say, as text."""
    return msgspec.json.encode(value, enc_hook=str).decode()


def _table(names: Sequence[str], rows: Sequence[Row], width: int) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name, values in zip_longest(names, zip(*rows, strict=True), fillvalue=()):
        side: Any = (
            "right" if all(isinstance(v, (int, float, NoneType)) for v in values) else "left"
        )
        table.add_column(Text(str(name)), justify=side, overflow="ellipsis", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(one_line(value)) for value in row))
    page = io.StringIO()
    Console(file=page, width=width).print(table)
    return page.getvalue()


def _blocks(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A line for each column of a row; what is longer than the line is cut."""
    longest = max(map(len, names))
    for number, row in enumerate(rows, start=1):
        yield f"\n── row {number} {'─' * max(0, width - len(str(number)) - 8)}\n"
        for name, value in zip(names, row, strict=True):
            room = width - longest - BETWEEN
            cut = value if len(value) <= room else f"{value[: room - 1]}…"
            yield f"{name:{longest}}{' ' * BETWEEN}{cut}".rstrip() + "\n"
