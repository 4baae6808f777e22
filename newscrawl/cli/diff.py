"""`newscrawl diff`: what changed between two versions of an article, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from newscrawl.cli.console import console, say
from newscrawl.cli.options import data_option, open_state
from newscrawl.errors import UsageError
from newscrawl.values.text import printable

if TYPE_CHECKING:
    from rich.text import Text

    from newscrawl.reports.differences import Piece, Row
    from newscrawl.state.articles import Known
    from newscrawl.state.store import State

_ID: Final = re.compile(r"[0-9a-f]{32}")
_STYLES: Final = {"removed": "red", "added": "green"}
# Where there is no colour: what was removed and added, as wdiff writes it.
_MARKS: Final = {"removed": ("[-", "-]"), "added": ("{+", "+}")}


@click.command()
@click.argument("article", metavar="ID|URL")
@data_option("data", envvar="NEWSCRAWL_DATA")
@click.option("--state", metavar="URL", help="SQLAlchemy URL of the state; DIR/state.db otherwise.")
@click.option(
    "--from", "low", type=click.IntRange(1), metavar="N", help="Version; the last but one."
)
@click.option("--to", "high", type=click.IntRange(1), metavar="N", help="Version; the last one.")
@click.option(
    "--html", type=click.Path(dir_okay=False), metavar="FILE", help="Write a page instead."
)
def diff(
    article: str, data: str, state: str | None, low: int | None, high: int | None, html: str | None
) -> None:
    """Show two versions of an article side by side, by paragraphs and words.

    The article is named by its `id` in the records, or by its address. With --html the comparison
    is a page in one file, for a browser.

    \b
    Examples:
      newscrawl diff https://www.example.com/2026/11/20/ferry-late
      newscrawl diff 0f3b2c19a6d4e85790c1b2a3d4e5f607 --data news --from 1 --to 3
      newscrawl diff https://www.example.com/2026/11/20/ferry-late --html ferry.html
    """
    from newscrawl.reports.differences import differences

    before, after = _records(article, Path(data), state, low, high)
    rows = differences(before, after)
    if html:
        _write_page(Path(html), before, after, rows)
        say(f"Versions {before['version']} and {after['version']}: {html}")
    else:
        _print_rows(before, after, rows)


def _records(
    article: str, folder: Path, where: str | None, low: int | None, high: int | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    with open_state(folder, where) as state:
        known = state.articles.versions(_id_of(article, state))
        if not known:
            raise UsageError(f"{article}: no article with a record; give its id or its address")
        if len(known) == 1:
            raise UsageError(f"{article}: there is one version of it so far, nothing to compare")
        by_number = {one.version: one for one in known}
        one, other = (_chosen(by_number, n, d) for n, d in ((low, -2), (high, -1)))
        return _record(one, folder, state), _record(other, folder, state)


def _id_of(article: str, state: State) -> str:
    from newscrawl.values.urls import check_seed, url_key

    if _ID.fullmatch(article):
        return article
    key = url_key(check_seed(article))
    return state.articles.at(key) or key


def _chosen(known: dict[int, Known], number: int | None, default: int) -> Known:
    number = number or sorted(known)[default]
    if number not in known:
        raise UsageError(f"there is no version {number}; there are {', '.join(map(str, known))}")
    return known[number]


def _record(known: Known, folder: Path, state: State) -> dict[str, Any]:
    from newscrawl.output.records import read_record

    place = state.articles.place(known.id, known.version)
    record = read_record(folder, place) if place else None
    if record is None:
        where = folder / place.path if place else folder
        raise UsageError(f"{where} does not hold version {known.version}; put the file back")
    return record


def _write_page(path: Path, before: dict[str, Any], after: dict[str, Any], rows: list[Row]) -> None:
    from newscrawl.reports.pages import render

    title = after["headline"] or before["headline"] or after["url"]
    page = render("diff.html.j2", title=title, before=before, after=after, rows=rows)
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def _print_rows(before: dict[str, Any], after: dict[str, Any], rows: list[Row]) -> None:
    from rich import box
    from rich.table import Table

    screen = console(stderr=False)
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), show_lines=False)
    table.add_column("")
    for one in (before, after):
        heading = f"version {one['version']} ({one['change_type']}), {one['fetched_at']}"
        table.add_column(heading, ratio=1, overflow="fold")
    coloured = screen.is_terminal and not screen.no_color
    for row in rows:
        name = row.name or ("" if row.change == "same" else row.change)
        sides = (_text(pieces, coloured=coloured) for pieces in (row.before, row.after))
        table.add_row(name, *sides, style="dim" if row.change == "same" else "")
        table.add_row()
    screen.print(printable(after["url"]), soft_wrap=True, markup=False)
    screen.print(table)


def _text(pieces: Iterable[Piece], *, coloured: bool) -> Text:
    from rich.text import Text

    text = Text()
    for piece in pieces:
        before, after = ("", "") if coloured else _MARKS.get(piece.change, ("", ""))
        style = _STYLES.get(piece.change, "") if coloured else ""
        text.append(before + printable(piece.text) + after, style)
    return text
