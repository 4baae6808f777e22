"""What went into an export, counted as it goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import msgspec

from newscrawl.errors import need
from newscrawl.output.tables import MONTH, SITE

if TYPE_CHECKING:
    import pyarrow

# Dates whose first and last are told, in full days: their offsets differ, or are not known.
PERIODS: Final = ("date_published", "fetched_at")


class Tally(msgspec.Struct):
    """Counts of records: by ``sites``, ``months`` (of publication), ``languages``, and ``rights``
    that their pages reserve; ``""`` stands for "not known". ``periods`` has the first and the last
    day of each date."""

    records: int = 0
    sites: dict[str, int] = {}
    months: dict[str, int] = {}
    languages: dict[str, int] = {}
    rights: dict[str, int] = {}
    periods: dict[str, tuple[str, str]] = {}

    def add(self, table: pyarrow.Table) -> None:
        """Count the records of a table."""
        self.records += table.num_rows
        flatten = need("pyarrow.compute", "export").list_flatten
        _count(self.sites, table.column(SITE))
        _count(self.months, table.column(MONTH))
        _count(self.languages, table.column("in_language"))
        _count(self.rights, flatten(table.column("rights")))
        for name in PERIODS:
            days = [self.periods.get(name), _days(table.column(name))]
            self._span(name, [day for both in days if both for day in both])

    def join(self, other: Tally) -> None:
        """Count what another tally has counted."""
        self.records += other.records
        for name in ("sites", "months", "languages", "rights"):
            counts = getattr(self, name)
            for key, count in getattr(other, name).items():
                counts[key] = counts.get(key, 0) + count
        for name, days in other.periods.items():
            self._span(name, [*self.periods.get(name, ()), *days])

    def _span(self, name: str, days: Iterable[str]) -> None:
        if known := sorted(days):
            self.periods[name] = (known[0], known[-1])


def _count(counts: dict[str, int], column: Any) -> None:
    for one in column.value_counts().to_pylist():
        key = one["values"] or ""
        counts[key] = counts.get(key, 0) + one["counts"]


def _days(column: Any) -> tuple[str, str] | None:
    compute = need("pyarrow.compute", "export")
    ends = compute.min_max(compute.utf8_slice_codeunits(column, 0, 10)).as_py()
    return (ends["min"], ends["max"]) if ends["min"] else None
