"""Files of records, and how far each is committed: the bytes that belong to settled URLs."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, func, insert, select, update

from newscrawl.state.ledger import Ledger
from newscrawl.state.tables import files

_GROW = (
    update(files)
    .where(files.c.id == bindparam("file"))
    .values(committed=bindparam("end"), lines=files.c.lines + bindparam("more"))
)


class Files:
    """Files by their path relative to the data folder, without ``.part``. ``state.files``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._numbers: dict[str, int] = {}

    def number(self, path: str, run: str) -> int:
        """The number that stands for the file; a new file gets one."""
        if path not in self._numbers:
            self._numbers[path] = self._find(path) or self._create(path, run)
        return self._numbers[path]

    def grow(self, file: int, *, end: int, lines: int) -> None:
        """Note that the file is committed up to byte ``end``, by so many more lines."""
        self._ledger.run(_GROW, {"file": file, "end": end, "more": lines})

    def committed(self, paths: Iterable[str]) -> dict[str, int]:
        """The committed length in bytes of those of the files that are known."""
        columns = select(files.c.path, files.c.committed)
        rows = self._ledger.run(columns.where(files.c.path.in_(list(paths))))
        return {row.path: row.committed for row in rows}

    def lines(self, run: str) -> int:
        """How many lines the files of a run have by this ledger."""
        total = select(func.sum(files.c.lines)).where(files.c.run == run)
        return int(self._ledger.run(total).scalar() or 0)

    def paths(self, run: str) -> list[str]:
        """The files of a run."""
        rows = self._ledger.run(select(files.c.path).where(files.c.run == run))
        return sorted(rows.scalars())

    def cut(self, path: str, *, end: int, lines: int) -> None:
        """Note that a file was found shorter than committed: so long, so many lines."""
        row = update(files).where(files.c.path == path)
        self._ledger.run(row.values(committed=end, lines=lines))

    def forget(self) -> None:
        """Drop the numbers held in memory, after a rollback."""
        self._numbers.clear()

    def _find(self, path: str) -> int | None:
        found: int | None = self._ledger.run(
            select(files.c.id).where(files.c.path == path)
        ).scalar()
        return found

    def _create(self, path: str, run: str) -> int:
        row = insert(files).values(path=path, run=run, committed=0, lines=0)
        made = self._ledger.run(row).inserted_primary_key
        return int(made[0]) if made else 0
