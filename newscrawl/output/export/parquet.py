"""Parquet, partitioned by site and month the way that Hive names folders.

``site=example.com/month=2026-11/part-0.parquet``, compressed with zstd. Rows come by month
(``gather``), and those of a partition that come together are a row group.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from newscrawl.errors import need
from newscrawl.items import EVIDENCE_FIELDS
from newscrawl.output.dataset import Chunk
from newscrawl.output.tables import MONTH, SITE
from newscrawl.schema import Column, columns
from newscrawl.schema.columns import ARRAY, OBJECT, TEXT

if TYPE_CHECKING:
    import pyarrow

# Files open at once: a process may usually have 1,024.
OPEN_FILES: Final = 128
# zstd's own default; higher levels are several times slower for some per cent.
ZSTD_LEVEL: Final = 3
# Columns of few values, which Parquet stores once each; it would try that on texts in vain.
FEW_VALUES: Final = (
    "article_type",
    "in_language",
    "change_type",
    "discovered_via",
    "schema_version",
    "extractor_version",
    "fetched_at",
    "publisher.name",
    "publisher.url",
    *(f"sources.{field}" for field in EVIDENCE_FIELDS),
    *(f"confidence.{field}" for field in EVIDENCE_FIELDS),
)
_ITEM: Final = ".list.element"  # what Parquet puts between a list's name and its items
# Columns by which readers skip row groups; the least and greatest of texts would bloat the files.
SKIPPED_BY: Final = (
    "id",
    "url",
    "is_article",
    "in_language",
    "date_published",
    "fetched_at",
    "version",
    "word_count",
)

Partition = tuple[str, str]  # site and month


class ParquetWriter:
    """Writes a folder of Parquet files."""

    def __init__(self, draft: Path) -> None:
        self._draft = draft
        self._open: dict[Partition, Any] = {}
        self._parts: dict[Partition, int] = {}
        draft.mkdir(exist_ok=True)

    def begin(self, site: str | None) -> None:
        """Remove the files of a site."""
        old = self._draft / _folder(SITE, site) if site else self._draft
        if old.exists():
            shutil.rmtree(old)
        self._draft.mkdir(exist_ok=True)

    def write(self, chunk: Chunk, table: pyarrow.Table) -> None:
        """Add a row group to each partition that has rows here."""
        for partition, rows in _parted(table):
            self._file(partition, rows.schema).write_table(rows, row_group_size=rows.num_rows)

    def end(self) -> None:
        """Close the files."""
        self.close()
        self._parts.clear()

    def finish(self) -> None:
        """Nothing is left to do."""

    def close(self) -> None:
        """Close the files."""
        while self._open:
            self._open.popitem()[1].close()

    def _file(self, partition: Partition, schema: Any) -> Any:
        if partition not in self._open:
            if len(self._open) >= OPEN_FILES:
                self._open.pop(next(iter(self._open))).close()
            self._open[partition] = self._create(partition, schema)
        return self._open[partition]

    def _create(self, partition: Partition, schema: Any) -> Any:
        site, month = partition
        folder = self._draft / _folder(SITE, site) / _folder(MONTH, month)
        folder.mkdir(parents=True, exist_ok=True)
        number = self._parts[partition] = self._parts.get(partition, -1) + 1
        packed = _packed()
        return need("pyarrow.parquet", "export").ParquetWriter(
            folder / f"part-{number}.parquet",
            schema,
            compression=dict.fromkeys(packed, "zstd"),
            compression_level=dict.fromkeys(packed, ZSTD_LEVEL),
            use_dictionary=list(FEW_VALUES),
            write_statistics=list(SKIPPED_BY),
        )


@cache
def _packed() -> list[str]:
    """Columns that are compressed: texts, which the others beside them would only slow down."""
    return [path for path in _texts(columns()) if path not in FEW_VALUES]


def _texts(some: Iterable[Column], above: str = "") -> Iterator[str]:
    """The columns of texts, as Parquet names them."""
    for column in some:
        path = f"{above}{column.name}"
        if column.kind == ARRAY and not column.item.parts:
            yield f"{path}{_ITEM}"
        elif column.kind == ARRAY:
            yield from _texts(column.item.parts, f"{path}{_ITEM}.")
        elif column.kind == OBJECT:
            yield from _texts(column.parts, f"{path}.")
        elif column.kind == TEXT:
            yield path


def _folder(name: str, value: str) -> str:
    return f"{name}={quote(value, safe='')}"


def _parted(table: pyarrow.Table) -> Iterator[tuple[Partition, pyarrow.Table]]:
    """The rows of each partition, without its two columns."""
    compute = need("pyarrow.compute", "export")
    places, rows = table.select([SITE, MONTH]), table.drop_columns([SITE, MONTH])
    counts = places.group_by([SITE, MONTH], use_threads=False).aggregate([([], "count_all")])
    groups = sorted((one[SITE], one[MONTH], one["count_all"]) for one in counts.to_pylist())
    if len(groups) > 1:
        keys = [(SITE, "ascending"), (MONTH, "ascending")]
        rows = rows.take(compute.sort_indices(places, sort_keys=keys))
    start = 0
    for site, month, count in groups:  # in the order of the rows
        yield (site, month), rows.slice(start, count)
        start += count
