"""CSV (RFC 4180), for spreadsheets: UTF-8 with a byte order mark, one line of column names.

Approach, since a cell holds one value:

- An object becomes a column per field: ``publisher.name``, ``confidence.headline``.
- A list of texts becomes one cell, its items parted by ``"; "``; in an item, a ``;`` and a ``\\``
  have a ``\\`` before them, so that the list can be parted again.
- A list of objects becomes a column per field of the object, each such a list of equal length, with
  nothing where the field is null: ``authors.name``, ``authors.url``.
- null is an empty cell; true and false are spelt so.
- A cell that a spreadsheet would take for a formula (it begins with ``= + - @``, tab or carriage
  return) has a ``'`` before it. Numbers are left as they are. Spreadsheets of many countries part
  at ``;``, and take neither comma nor quotation mark for what they are: a formula that calls
  something has a ``'`` before it behind a ``;``, a tab and at the start of a line, too.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from newscrawl.output.dataset import Chunk
from newscrawl.output.export.package import Field
from newscrawl.output.tables import ADDED, MONTH, SITE
from newscrawl.schema import Column, columns
from newscrawl.schema.columns import ARRAY, OBJECT

if TYPE_CHECKING:
    import pyarrow

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
BETWEEN: Final = "; "
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_INNER_FORMULA: Final = re.compile(r"""(?<=[;\t\r\n])([ '"]*)(?=[=+\-@][^;\t\r\n]*?(?:\w\(|\|))""")
_DECODER: Final = msgspec.json.Decoder()


class CsvWriter:
    """Writes a CSV file: one draft per site, put together at the end."""

    def __init__(self, draft: Path) -> None:
        self._draft = draft
        self._sites = draft.with_name(f"{draft.name}.sites")
        self._sites.mkdir(exist_ok=True)
        self._file: Any = None
        self._rows: Any = None

    def begin(self, site: str | None) -> None:
        """Begin the site's draft anew."""
        self._file = (self._sites / f"{site or '_'}.csv").open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)

    def write(self, chunk: Chunk, table: pyarrow.Table) -> None:
        """Add a row per record."""
        places = zip(table.column(SITE).to_pylist(), table.column(MONTH).to_pylist(), strict=True)
        for record, place in zip(_DECODER.decode_lines(chunk.lines), places, strict=True):
            self._rows.writerow(map(cell, (*flat(record), *place)))

    def end(self) -> None:
        """Close the site's draft."""
        self.close()

    def finish(self) -> None:
        """Put the column names and the drafts of all sites together."""
        names = [field.name for field in csv_fields()]
        with self._draft.open("wb") as whole:
            whole.write(BYTE_ORDER_MARK + ",".join(names).encode() + b"\r\n")
            for part in sorted(self._sites.iterdir()):
                with part.open("rb") as rows:
                    shutil.copyfileobj(rows, whole)

    def close(self) -> None:
        """Close the site's draft."""
        if self._file:
            self._file.close()


def csv_fields() -> list[Field]:
    """The columns of the file."""
    own = [field for column in columns() for field in _fields(column)]
    return own + [Field(name, "string", meaning) for name, meaning in ADDED.items()]


def _fields(column: Column) -> Iterator[Field]:
    """The columns of the file that a column of the record becomes."""
    parts, is_list = (column.item.parts, True) if column.kind == ARRAY else (column.parts, False)
    for part in parts:
        kind = "string" if is_list else part.kind
        yield Field(f"{column.name}.{part.name}", kind, part.description or column.description)
    if not parts:
        yield Field(column.name, "string" if is_list else column.kind, column.description)


def flat(record: dict[str, Any]) -> Iterator[Any]:
    """The values of a record in the order of the columns."""
    for column in columns():
        yield from _FLATTEN.get(column.kind, _plain)(column, record.get(column.name))


def _plain(column: Column, value: Any) -> Iterator[Any]:
    yield value


def _object(column: Column, value: dict[str, Any] | None) -> Iterator[Any]:
    for part in column.parts:
        yield (value or {}).get(part.name)


def _array(column: Column, value: list[Any] | None) -> Iterator[str]:
    if not column.item.parts:
        yield joined(value or ())
    for part in column.item.parts:
        yield joined(one.get(part.name) for one in value or ())


_FLATTEN: Final[dict[str, Callable[[Column, Any], Iterator[Any]]]] = {
    OBJECT: _object,
    ARRAY: _array,
}


def joined(items: Iterable[str | None]) -> str:
    """A list in one cell."""
    return BETWEEN.join((one or "").replace("\\", "\\\\").replace(";", "\\;") for one in items)


def cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str):
        value = _INNER_FORMULA.sub(r"\1'", value)
        return f"'{value}" if value.startswith(FORMULA) else value
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value
