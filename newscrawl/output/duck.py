"""DuckDB over a dataset: types from the schema, and a view ``articles`` over the files.

The view reads the JSON Lines files themselves, with every column's type given, so that an empty
file, or a column that is null throughout, is no matter. What a query can reach is the dataset:
:func:`connect` lets DuckDB open its files and nothing else, and :func:`select` takes a single
statement that only reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from newscrawl.errors import UsageError, need
from newscrawl.output.dataset import Dataset, Source
from newscrawl.output.tables import MONTH, MONTH_FORM, SITE, UNDATED
from newscrawl.schema import Column, columns
from newscrawl.schema.columns import ARRAY, OBJECT
from newscrawl.values.urls import site_folder, site_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS: Final = 1_000  # fetched at once
# Bytes of the longest line: an article with a live blog of years is a tenth of that.
MAX_LINE_BYTES: Final = 32_000_000
_DATES_ARE_TEXTS: Final = (
    "\n\nDates are texts, as pages state them: compare date_published::TIMESTAMPTZ with times, and "
    "date_published::DATE with days"
)
_TYPES: Final = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "number": "DOUBLE",
}


def column_types() -> dict[str, str]:
    """DuckDB's type of each column of a record."""
    return {column.name: _type(column) for column in columns()}


def _type(column: Column) -> str:
    if column.kind == ARRAY:
        return f"{_type(column.item)}[]"
    if column.kind == OBJECT:
        parts = ", ".join(f"{name(part.name)} {_type(part)}" for part in column.parts)
        return f"STRUCT({parts})"
    return _TYPES[column.kind]


def name(identifier: str) -> str:
    """A name, quoted for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text, quoted for SQL."""
    return "'" + value.replace("'", "''") + "'"


def connect(dataset: Dataset, *, extra: str = "export") -> DuckDBPyConnection:
    """A DuckDB in memory with the view ``articles``, which can reach nothing but the dataset.

    Beside the columns of a record the view has ``site`` and ``month``. Times are shown in UTC.

    Raises:
        UsageError: duckdb is not installed; ``extra`` is the one that brings it.
    """
    database: DuckDBPyConnection = need("duckdb", extra).connect()
    if any(source.site is None for source in dataset.sources):
        database.create_function("site_of_url", _site_of_url, ["VARCHAR"], "VARCHAR")
    database.execute(f"CREATE VIEW articles AS {_view(dataset.sources)}")
    paths = ", ".join(text(str(source.path.absolute())) for source in dataset.sources)
    for setting in (
        "TimeZone = 'UTC'",
        f"allowed_paths = [{paths}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        database.execute(f"SET {setting}")
    return database


def select(database: DuckDBPyConnection, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Run one statement that reads (SELECT, WITH, FROM, DESCRIBE, SUMMARIZE): names, and rows.

    Raises:
        UsageError: it is something else, or DuckDB cannot run it; with DuckDB's message.
    """
    with explained():
        statements = database.extract_statements(sql)
        if [one.type for one in statements] != [need("duckdb", "export").StatementType.SELECT]:
            raise UsageError(
                "a query is one statement that reads, such as SELECT ... FROM articles; "
                "newscrawl export writes other formats"
            )
        result = database.execute(statements[0])
    return [column[0] for column in result.description or ()], _rows(result)


def _rows(result: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while True:
        with explained():
            rows = result.fetchmany(ROWS)
        if not rows:
            return
        yield from rows


@contextmanager
def explained() -> Iterator[None]:
    """DuckDB's errors as ours."""
    try:
        yield
    except need("duckdb", "export").Error as error:
        hint = _DATES_ARE_TEXTS if "explicit cast" in str(error) else ""
        raise UsageError(f"the query failed: {error}{hint}") from error


def _site_of_url(url: str) -> str:
    return site_folder(site_of(url))


def _view(sources: tuple[Source, ...]) -> str:
    """Finished and unfinished files: the torn last line of these is left out."""
    finished = [source for source in sources if source.finished]
    parts = [source for source in sources if not source.finished]
    return " UNION ALL ".join(
        _selected(some, ignore_errors=some is parts) for some in (finished, parts) if some
    )


def _selected(sources: list[Source], *, ignore_errors: bool) -> str:
    typed = ", ".join(f"{name(column)}: {text(kind)}" for column, kind in column_types().items())
    files = ", ".join(text(str(source.path.absolute())) for source in sources)
    options = [
        f"[{files}]",
        f"columns = {{{typed}}}",
        "format = 'newline_delimited'",
        "filename = true",
        f"maximum_object_size = {MAX_LINE_BYTES}",
        f"ignore_errors = {str(ignore_errors).lower()}",
    ]
    shown = ", ".join(map(name, column_types()))
    where = " WHERE schema_version IS NOT NULL" if ignore_errors else ""
    return (
        f"SELECT {shown}, {_site(sources)} AS {SITE}, {_MONTH} AS {MONTH} "
        f"FROM read_json({', '.join(options)}){where}"
    )


_MONTH: Final = (
    f"CASE WHEN regexp_matches(date_published, {text(MONTH_FORM)}) THEN date_published[:7] "
    f"ELSE {text(UNDATED)} END"
)


def _site(sources: list[Source]) -> str:
    """The folder that a file stands in; a loose file's records tell their site themselves."""
    if any(source.site is None for source in sources):
        return "site_of_url(coalesce(url, ''))"
    return "parse_path(filename)[-2]"
