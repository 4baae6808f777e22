"""Parquet, partitioned by site and month the way that Hive names folders.

``site=example.com/month=2026-11/part-0.parquet``, compressed with zstd. Rows wait until there are
enough of them, are then sorted by partition, and each partition gets a row group. So memory is
bounded whatever the number of months, and one sort serves all of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from newscrawl.errors import need
from newscrawl.items import EVIDENCE_FIELDS
from newscrawl.output.dataset import Chunk
from newscrawl.output.tables import MONTH, SITE

if TYPE_CHECKING:
    import pyarrow

# Bytes of Arrow data that wait to be sorted. Sorting takes as much again, twice, for a moment.
WAITING_BYTES: Final = 48_000_000
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
        self._waiting: list[pyarrow.Table] = []
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
        """Keep the rows until there are enough."""
        self._waiting.append(table)
        if sum(waiting.nbytes for waiting in self._waiting) >= WAITING_BYTES:
            self._flush()

    def end(self) -> None:
        """Write what waits, and close the files."""
        if self._waiting:
            self._flush()
        self.close()
        self._parts.clear()

    def finish(self) -> None:
        """Nothing is left to do."""

    def close(self) -> None:
        """Close the files."""
        while self._open:
            self._open.popitem()[1].close()

    def _flush(self) -> None:
        table = need("pyarrow", "export").concat_tables(self._waiting)
        self._waiting.clear()
        for partition, rows in _parted(table):
            self._file(partition, rows.schema).write_table(rows, row_group_size=rows.num_rows)

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
        return need("pyarrow.parquet", "export").ParquetWriter(
            folder / f"part-{number}.parquet",
            schema,
            compression="zstd",
            compression_level=ZSTD_LEVEL,
            use_dictionary=list(FEW_VALUES),
            write_statistics=list(SKIPPED_BY),
        )


def _folder(name: str, value: str) -> str:
    return f"{name}={quote(value, safe='')}"


def _parted(table: pyarrow.Table) -> Iterator[tuple[Partition, pyarrow.Table]]:
    """The rows of each partition, without its two columns."""
    compute = need("pyarrow.compute", "export")
    keys = [(SITE, "ascending"), (MONTH, "ascending")]
    order = compute.sort_indices(table.select([SITE, MONTH]), sort_keys=keys)
    places = table.select([SITE, MONTH]).take(order)
    rows = table.drop_columns([SITE, MONTH]).take(order)
    counts = places.group_by([SITE, MONTH], use_threads=False).aggregate([([], "count_all")])
    start = 0
    for group in counts.to_pylist():  # in the order of the rows
        count = group["count_all"]
        yield (group[SITE], group[MONTH]), rows.slice(start, count)
        start += count
