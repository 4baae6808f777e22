"""A DuckDB database: one table ``articles``, lists and structs nested as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl.errors import need
from newscrawl.output.dataset import Chunk
from newscrawl.output.duck import column_types, name, text
from newscrawl.output.tables import ADDED
from newscrawl.schema import columns

if TYPE_CHECKING:
    import pyarrow


class DuckdbWriter:
    """Writes a DuckDB database."""

    def __init__(self, draft: Path) -> None:
        self._database: Any = need("duckdb", "export").connect(str(draft))
        types = {**column_types(), **dict.fromkeys(ADDED, "VARCHAR")}
        typed = ", ".join(f"{name(column)} {kind}" for column, kind in types.items())
        self._database.execute(f"CREATE TABLE IF NOT EXISTS articles ({typed})")

    def begin(self, site: str | None) -> None:
        """Delete the rows of a site, in the transaction that adds them anew."""
        self._database.execute("BEGIN")
        self._database.execute("DELETE FROM articles WHERE site = $1 OR $1 IS NULL", [site])

    def write(self, chunk: Chunk, table: pyarrow.Table) -> None:
        """Add a row per record."""
        self._database.register("rows", table)
        self._database.execute("INSERT INTO articles SELECT * FROM rows")
        self._database.unregister("rows")

    def end(self) -> None:
        """Commit the site."""
        self._database.execute("COMMIT")

    def finish(self) -> None:
        """Write into the database what each column means."""
        meanings = {**{column.name: column.description for column in columns()}, **ADDED}
        for column, meaning in meanings.items():
            self._database.execute(f"COMMENT ON COLUMN articles.{name(column)} IS {text(meaning)}")
        self._database.execute("CHECKPOINT")

    def close(self) -> None:
        """Close the database; what is not committed is forgotten."""
        self._database.close()
