"""One export, from its beginning to the file or folder that appears when it is complete.

A hidden folder beside the target holds the draft, and notes of what is done, site by site. A site
is noted once its records are durable in the draft; an export that was killed is taken up by the
next one that asks for the same, and begins the site anew that was under way. At the end the draft
is renamed into place: what stands at the target is complete at every moment.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from newscrawl.errors import InvalidRecordError, StorageError, UsageError, need
from newscrawl.items import SCHEMA_VERSION
from newscrawl.output.dataset import Chunk, Dataset, Source
from newscrawl.output.export.csv import CsvWriter, csv_fields
from newscrawl.output.export.duckdb import DuckdbWriter
from newscrawl.output.export.gather import gathered
from newscrawl.output.export.package import Field, description, nested_fields
from newscrawl.output.export.parquet import ParquetWriter
from newscrawl.output.export.sqlite import SqliteWriter
from newscrawl.output.export.tally import Tally
from newscrawl.output.export.writer import Writer
from newscrawl.output.jsonl import sync_folder
from newscrawl.output.selection import Selection
from newscrawl.output.tables import table_of, tables
from newscrawl.state.lock import NAME as LOCK
from newscrawl.state.lock import FolderLock
from newscrawl.version import __version__

if TYPE_CHECKING:
    import pyarrow

FORMS: Final[dict[str, type[Writer]]] = {
    "parquet": ParquetWriter,
    "csv": CsvWriter,
    "sqlite": SqliteWriter,
    "duckdb": DuckdbWriter,
}
FOLDERS: Final = ("parquet",)  # forms that are a folder of files
# Chunks parsed ahead, each in a thread: parsing takes longer than what comes before and after it.
AHEAD: Final = 2
DESCRIPTION: Final = "datapackage.json"
# How long an export that was cut short is taken up: "the last 7 days" are others later on.
RESUMABLE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export: its file or folder, its description, what went into it, and how many
    sites were there already from an export that was cut short."""

    path: Path
    description: Path
    tally: Tally
    resumed: int


class Done(msgspec.Struct):
    """A site that is in the draft: the files that it was read from, with their sizes."""

    files: list[tuple[str, int]]
    tally: Tally


class Notes(msgspec.Struct):
    """What an export was asked for and when (ISO 8601), and what is done of it."""

    asked: dict[str, Any]
    now: str
    done: dict[str, Done] = {}


def export(
    dataset: Dataset,
    form: str,
    target: Path,
    *,
    now: datetime,
    asked: Mapping[str, Any] | None = None,
    progress: Callable[[int], None] = lambda read: None,
) -> Exported:
    """Write the wanted records of a dataset as ``parquet``, ``csv``, ``sqlite`` or ``duckdb``.

    ``asked`` is the selection, as :meth:`Selection.of` takes it, in plain texts; ``now`` what its
    ``7d`` counts from. ``progress`` is told the bytes read since it was told last.

    Raises:
        UsageError: something else stands at the target, or an extra is missing.
        LockedError: another export is writing there.
        StorageError: it cannot be written there.
        InvalidRecordError: a line is no record.
    """
    target = target.absolute()
    _check(form, target)
    Selection.of(**_plain(asked), now=now)
    staging = target.with_name(f".{target.name}.export")
    lock = FolderLock(staging)
    try:
        with _storage(target):
            return _Job(dataset, form, target, staging, _plain(asked), now).run(progress)
    finally:
        lock.release()


class _Job:
    def __init__(
        self,
        dataset: Dataset,
        form: str,
        target: Path,
        staging: Path,
        asked: dict[str, Any],
        now: datetime,
    ) -> None:
        self._form, self._target, self._staging = form, target, staging
        self._dataset, self._asked = dataset, asked
        self._notes = self._taken_up(now) or self._begun(now)
        moment = datetime.fromisoformat(self._notes.now)
        self._selection = Selection.of(**asked, now=moment)
        self._draft = staging / "draft" / target.name
        self._draft.parent.mkdir(exist_ok=True)
        self._writer = FORMS[form](self._draft)

    def run(self, progress: Callable[[int], None]) -> Exported:
        resumed = len(self._notes.done)
        try:
            for site, sources in self._sites():
                if self._is_done(site, sources):
                    progress(sum(source.size for source in sources))
                else:
                    self._add(site, sources, progress)
            self._writer.finish()
        finally:
            self._writer.close()
        return self._into_place(resumed)

    def _sites(self) -> list[tuple[str | None, list[Source]]]:
        sources = self._dataset.of_sites(self._selection).sources
        if any(source.site is None for source in sources):
            return [(None, list(sources))]
        by_site = sorted(sources, key=lambda source: source.site or "")
        return [(site, list(some)) for site, some in groupby(by_site, lambda one: one.site)]

    def _is_done(self, site: str | None, sources: list[Source]) -> bool:
        done = self._notes.done.get(site or "")
        return done is not None and done.files == _identity(sources)

    def _add(
        self, site: str | None, sources: list[Source], progress: Callable[[int], None]
    ) -> None:
        tally = Tally()
        self._writer.begin(site)
        chunks = self._dataset.only(sources).chunks(self._selection, progress)
        for chunk, table in self._tables(chunks, sources):
            self._writer.write(chunk, table)
            tally.add(table)
        self._writer.end()
        self._notes.done[site or ""] = Done(_identity(sources), tally)
        self._save()

    def _tables(
        self, chunks: Iterable[Chunk], sources: list[Source]
    ) -> Iterator[tuple[Chunk, pyarrow.Table]]:
        """The chunks, by month where that is how they are written, with their tables."""
        if self._form not in FOLDERS:
            yield from _parsed_ahead(chunks)
            return
        try:
            yield from _parsed_ahead(gathered(chunks))
        except InvalidRecordError:  # it does not know in which line of which file
            deque(tables(self._dataset.only(sources), self._selection), maxlen=0)
            raise

    # -- notes

    @property
    def _note(self) -> Path:
        return self._staging / "notes.json"

    @property
    def _question(self) -> dict[str, Any]:
        versions = {"schema": SCHEMA_VERSION, "newscrawl": __version__}
        return {"form": self._form, "selection": self._asked, **versions}

    def _taken_up(self, now: datetime) -> Notes | None:
        """The notes of an export that was cut short, if it was asked for the same of the same."""
        try:
            notes = msgspec.json.decode(self._note.read_bytes(), type=Notes)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None
        known = {source.site or "" for source in self._dataset.sources}
        fits = notes.asked == self._question and notes.done.keys() <= known
        fresh = now - datetime.fromisoformat(notes.now) < RESUMABLE
        return notes if fits and fresh else None

    def _begun(self, now: datetime) -> Notes:
        for old in self._staging.iterdir():
            if old.name != LOCK:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        return Notes(self._question, now.isoformat())

    def _save(self) -> None:
        draft = self._note.with_suffix(".part")
        draft.write_bytes(msgspec.json.encode(self._notes))
        draft.replace(self._note)

    # -- the end

    def _into_place(self, resumed: int) -> Exported:
        tally = Tally()
        for done in self._notes.done.values():
            tally.join(done.tally)
        told = self._describe(tally)
        if self._target.is_dir():
            self._target.rename(self._staging / "old")
        self._draft.replace(self._target)
        told = told.replace(self._target.with_name(f"{self._target.stem}.{DESCRIPTION}"))
        sync_folder(self._target.parent)
        shutil.rmtree(self._staging)
        return Exported(self._target, told, tally, resumed)

    def _describe(self, tally: Tally) -> Path:
        """Write the description, to be put beside the data: in it, readers would trip."""
        is_folder, folder = self._draft.is_dir(), self._draft.parent
        files = sorted(self._draft.rglob("*.parquet")) if is_folder else [self._draft]
        told = description(
            self._form, files, folder, _fields(self._form), tally,
            asked=self._asked, created=self._notes.now,
        )  # fmt: skip
        path = self._staging / DESCRIPTION
        path.write_bytes(told)
        return path


def _parsed_ahead(chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, pyarrow.Table]]:
    """The chunks with their tables: the next ones are parsed while the last is written."""
    with ThreadPoolExecutor(max_workers=AHEAD) as pool:
        waiting: deque[tuple[Chunk, Future[pyarrow.Table]]] = deque()
        for chunk in chunks:
            if not chunk.is_empty:
                waiting.append((chunk, pool.submit(table_of, chunk)))
            if len(waiting) > AHEAD:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)


def _next(waiting: deque[tuple[Chunk, Future[pyarrow.Table]]]) -> tuple[Chunk, pyarrow.Table]:
    chunk, coming = waiting.popleft()
    return chunk, coming.result()


def _fields(form: str) -> list[Field]:
    return csv_fields() if form == "csv" else nested_fields()


def _identity(sources: list[Source]) -> list[tuple[str, int]]:
    return [(source.path.name, source.size) for source in sources]


def _plain(asked: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is asked, as it stands in the notes: JSON, without what is not asked."""
    given = {name: value for name, value in (asked or {}).items() if value}
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(given))
    return plain


def _check(form: str, target: Path) -> None:
    """Only an earlier export is replaced by a folder; a file replaces a file."""
    if form not in FORMS:
        raise UsageError(f"{form}: unknown form; choose one of {', '.join(FORMS)}")
    if not target.parent.is_dir():
        raise UsageError(f"{target.parent}: no such folder; make it first")
    if form not in FOLDERS and target.is_dir():
        raise UsageError(
            f"{target} is a folder; name a file in it: -o {target / f'articles.{form}'}"
        )
    ours = target.is_dir() and all(one.name.startswith("site=") for one in target.iterdir())
    if form in FOLDERS and target.exists() and not ours:
        raise UsageError(
            f"{target} is there and is no earlier export; give the name of a folder to be made"
        )


@contextmanager
def _storage(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.DatabaseError, need("duckdb", "export").Error) as error:
        raise StorageError(f"{target} cannot be written: {error}") from error
