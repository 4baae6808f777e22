"""SQLite: one table ``articles``, a row per record.

Lists and objects are JSON texts, as they stand in the record: SQLite's own ``json_each`` and
``->>`` read them. true and false are 1 and 0. Indexes on site and date of publication.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from newscrawl.output.dataset import Chunk
from newscrawl.output.tables import ADDED, MONTH, SITE
from newscrawl.schema import columns
from newscrawl.schema.columns import ARRAY, OBJECT

if TYPE_CHECKING:
    import pyarrow

_TYPES: Final = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
INDEXED: Final = (SITE, "date_published", "id")


class SqliteWriter:
    """Writes an SQLite database."""

    def __init__(self, draft: Path) -> None:
        self._database = sqlite3.connect(draft)
        typed = [f'"{c.name}" {_TYPES.get(c.kind, "TEXT")}' for c in columns()]
        typed += [f'"{name}" TEXT' for name in ADDED]
        self._database.execute(f"CREATE TABLE IF NOT EXISTS articles ({', '.join(typed)})")
        self._insert = f"INSERT INTO articles VALUES ({', '.join('?' * len(typed))})"

    def begin(self, site: str | None) -> None:
        """Delete the rows of a site."""
        every = site is None
        self._database.execute("DELETE FROM articles WHERE site = ? OR ?", (site, every))

    def write(self, chunk: Chunk, table: pyarrow.Table) -> None:
        """Add a row per record."""
        places = zip(table.column(SITE).to_pylist(), table.column(MONTH).to_pylist(), strict=True)
        rows = zip(_rows(chunk.lines), places, strict=True)
        self._database.executemany(self._insert, ((*row, *place) for row, place in rows))

    def end(self) -> None:
        """Commit the site."""
        self._database.commit()

    def finish(self) -> None:
        """Make the indexes."""
        for name in INDEXED:
            self._database.execute(
                f"CREATE INDEX IF NOT EXISTS articles_{name} ON articles ({name})"
            )
        self._database.commit()

    def close(self) -> None:
        """Close the database; what is not committed is forgotten."""
        self._database.close()


def _rows(lines: bytes) -> Iterator[tuple[Any, ...]]:
    """The values of each record; of lists and objects the JSON text itself."""
    for record in _decoder().decode_lines(lines):
        yield tuple(map(_value, msgspec.structs.astuple(record)))


def _value(value: Any) -> Any:
    return bytes(value).decode() if isinstance(value, msgspec.Raw) else value


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    """Decodes a record's plain fields, and leaves lists and objects as they stand."""
    fields: list[tuple[str, Any, Any]] = [
        (column.name, msgspec.Raw, msgspec.Raw(b"null"))
        if column.kind in (ARRAY, OBJECT)
        else (column.name, str | int | float | bool | None, None)
        for column in columns()
    ]
    return msgspec.json.Decoder(msgspec.defstruct("Row", fields))
