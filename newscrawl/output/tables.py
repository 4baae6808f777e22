"""Records as Arrow tables, and from there as pandas or polars frames.

The lines are parsed by pyarrow, with the types of the schema, so that no file's contents can change
a type. Two columns are added at the end: ``site``, the site's folder name, and ``month``, the month
of publication (``2026-11``, or ``undated``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newscrawl.errors import UsageError, need
from newscrawl.items import Article
from newscrawl.output.dataset import Chunk, Data, Dataset, Source
from newscrawl.output.selection import HEAD, Selection, site_of_record
from newscrawl.schema import arrow_schema, encode

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

SITE: Final = "site"
MONTH: Final = "month"
ADDED: Final = {
    SITE: "Site that the record was stored under: its registered domain.",
    MONTH: "Month of `date_published`, for example `2026-11`; else `undated`.",
}
UNDATED: Final = "undated"
MONTH_FORM: Final = r"^\d{4}-\d\d"

Articles = Data | Iterable[Data] | Iterable[Article]


def to_arrow(data: Articles, **selection: Any) -> pyarrow.Table:
    """The records of a dataset, or articles, as one Arrow table.

    ``data`` and ``selection`` as for :func:`~newscrawl.output.dataset.read`; of articles at hand
    nothing is selected.

    Raises:
        UsageError: pyarrow is not installed (extra ``export``), or as for ``read``.
    """
    arrow = need("pyarrow", "export")
    return arrow.concat_tables([table_schema().empty_table(), *_tables(data, selection)])


def _tables(data: Articles, selection: dict[str, Any]) -> Iterator[pyarrow.Table]:
    given = [data] if isinstance(data, (str, PathLike)) else list(data)
    articles = [one for one in given if isinstance(one, Article)]
    if not articles and given:
        yield from tables(Dataset.open(given), Selection.of(**selection))  # type: ignore[arg-type]
    elif len(articles) < len(given) or selection:
        raise UsageError("of articles at hand nothing is selected: give articles only, or a folder")
    elif articles:
        lines = b"".join(map(encode, articles))
        yield table_of(Chunk(Source(Path("articles"), None, len(lines)), lines, 1))


def to_pandas(data: Articles, **selection: Any) -> pandas.DataFrame:
    """The same as a pandas DataFrame: texts as text, lists and objects as Python ones.

    Raises:
        UsageError: pandas is not installed (extra ``pandas``), or as for ``to_arrow``.
    """
    need("pandas", "pandas")
    frame: pandas.DataFrame = to_arrow(data, **selection).to_pandas()
    return frame


def to_polars(data: Articles, **selection: Any) -> polars.DataFrame:
    """The same as a polars DataFrame, lists and structs nested as they are.

    Raises:
        UsageError: polars is not installed (extra ``polars``), or as for ``to_arrow``.
    """
    library = need("polars", "polars")
    frame: polars.DataFrame = library.from_arrow(to_arrow(data, **selection))
    return frame


@cache
def table_schema() -> pyarrow.Schema:
    """The schema of the tables: that of a record, with site and month."""
    arrow = need("pyarrow", "export")
    schema = arrow_schema()
    for name, meaning in ADDED.items():
        schema = schema.append(arrow.field(name, arrow.string(), metadata={"description": meaning}))
    return schema


def tables(
    dataset: Dataset,
    selection: Selection,
    progress: Callable[[int], None] = lambda read: None,
) -> Iterator[pyarrow.Table]:
    """The wanted records, some thousands at a time; memory stays flat.

    Raises:
        InvalidRecordError: a line is no record; the message names it.
    """
    for chunk in dataset.chunks(selection, progress):
        if not chunk.is_empty:
            yield table_of(chunk)


def table_of(chunk: Chunk) -> pyarrow.Table:
    """The records of a chunk; there is at least one."""
    arrow = need("pyarrow", "export")
    try:
        table = _parsed(chunk.lines)
    except arrow.ArrowInvalid as error:
        raise chunk.error(str(error)) from error
    added = [_sites(chunk, table.num_rows), _months(table)]
    return arrow.Table.from_arrays([*table.columns, *added], schema=table_schema())


def _parsed(lines: bytes) -> pyarrow.Table:
    json, arrow = need("pyarrow.json", "export"), need("pyarrow", "export")
    block = json.ReadOptions(use_threads=False, block_size=len(lines) + 1)
    typed = json.ParseOptions(explicit_schema=arrow_schema(), unexpected_field_behavior="ignore")
    return json.read_json(arrow.BufferReader(lines), read_options=block, parse_options=typed)


def _sites(chunk: Chunk, count: int) -> pyarrow.Array:
    arrow = need("pyarrow", "export")
    if chunk.source.site is not None:
        return arrow.repeat(arrow.scalar(chunk.source.site, arrow.string()), count)
    lines = (line for line in chunk.lines.split(b"\n") if line.strip())
    return arrow.array([site_of_record(HEAD.decode(line)) for line in lines], arrow.string())


def _months(table: pyarrow.Table) -> pyarrow.Array:
    compute = need("pyarrow.compute", "export")
    published = table.column("date_published")
    stated = compute.fill_null(compute.match_substring_regex(published, MONTH_FORM), False)
    months = compute.utf8_slice_codeunits(published, 0, 7)
    return compute.if_else(stated, months, UNDATED)
