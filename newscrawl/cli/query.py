"""`newscrawl query`: SQL over a dataset, by DuckDB."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from shutil import get_terminal_size
from typing import Any, Final

import click

from newscrawl.cli.console import LOG_WIDTH, say
from newscrawl.cli.output import open_output
from newscrawl.cli.query_table import drawn, encoded, one_line

MOST: Final = 200  # rows that a table for the eye shows

Rows = Iterator[tuple[Any, ...]]


@click.command()
@click.argument("sql")
@click.option(
    "--data",
    default="data",
    show_default=True,
    metavar="DIR",
    help="Folder of a crawl, any folder with .jsonl files, or such a file.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help=f"table: the first {MOST} rows, for the eye; csv; json: an object per line.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of stdout.")
def query(sql: str, data: str, form: str, output: str) -> None:
    """Ask a dataset by SQL: the view articles has every field of the record, and site and month.

    DuckDB reads the files as they are; lists and objects are nested (authors[1].name,
    publisher.name). One statement that reads; it can reach the records of DATA and nothing else on
    this machine.

    \b
    Examples:
      newscrawl query "SELECT site, count(*) FROM articles GROUP BY site"
      newscrawl query "SELECT headline, confidence.headline FROM articles LIMIT 5" --format json

    \b
    Exit codes: 0 done, 2 the query or the data cannot be used.
    """
    from newscrawl.output.dataset import Dataset
    from newscrawl.output.duck import connect, select

    with connect(Dataset.open(data)) as database:
        names, rows = select(database, sql)
        with open_output(output) as stream:
            for text in _WRITE[form](names, rows):
                stream.write(text.encode())


def _table(names: Sequence[str], rows: Rows) -> Iterator[str]:
    width = get_terminal_size().columns if sys.stdout.isatty() else LOG_WIDTH
    yield drawn(names, list(islice(rows, MOST)), width)
    if next(rows, None) is not None:
        say(f"only the first {MOST} rows are shown; --format csv or json has all")


def _csv(names: Sequence[str], rows: Rows) -> Iterator[str]:
    from newscrawl.output.export.csv import cell

    for row in chain([names], rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(
            cell(one_line(value) if isinstance(value, (list, dict)) else value) for value in row
        )
        yield line.getvalue()


def _json(names: Sequence[str], rows: Rows) -> Iterator[str]:
    for row in rows:
        yield encoded(dict(zip(names, row, strict=True))) + "\n"


_WRITE: Final = {"table": _table, "csv": _csv, "json": _json}
