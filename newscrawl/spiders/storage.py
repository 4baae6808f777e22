"""Where a run keeps what it learns: lock, state and writer, opened and closed together.

Order at the start: lock the data folder, open the state, recover the files of killed runs, begin a
run of a new name. While it goes: :meth:`RunStorage.commit` makes records durable, then settles
their URLs, in one transaction. At the end: rename the files into place, then strike the balance.
Knows nothing of Scrapy.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

import msgspec

from newscrawl.errors import StorageError
from newscrawl.items import WITHDRAWN, Article
from newscrawl.output.jsonl import (
    ROTATE_BYTES,
    ArticleWriter,
    Recovered,
    Written,
    has_files,
    recover,
    run_of,
    sync_folder,
    unfinished,
)
from newscrawl.output.records import read_record
from newscrawl.schema import encode
from newscrawl.spiders.adopting import NextVisit, adopt
from newscrawl.spiders.known import known_as
from newscrawl.state.articles import Known, Stored
from newscrawl.state.lock import FolderLock
from newscrawl.state.outcomes import Counts, Outcome
from newscrawl.state.store import State

logger = logging.getLogger(__name__)

STATE: Final = "state.db"
RUNS: Final = "runs"


@dataclass(frozen=True, slots=True)
class Balance:
    """The closing balance: all URLs of the state, and the records of this run."""

    discovered: int
    done: int
    failed: int
    pending: int
    lines: int  # counted in this run's files
    records: int  # done, by the state
    errors: tuple[str, ...] = ()


class RunStorage:
    """Lock, state and writer of one run.

    ``data`` is the data folder; without one nothing is written but the state, and a record counts
    as durable when it is handed in. ``state`` is a path or SQLAlchemy URL instead of the folder's
    ``state.db``. ``on_stored`` is called with site and change type of each durable record. A file
    of ``rotate_bytes`` is finished and a new one begun. ``next_visit`` says of an article's
    publication (ISO 8601) when it is asked again, for articles that the state has lost.
    """

    def __init__(
        self,
        data: Path | None,
        state: str | Path | None,
        now: datetime,
        on_stored: Callable[[str, str], None] = lambda _site, _change: None,
        rotate_bytes: int = ROTATE_BYTES,
        next_visit: NextVisit = lambda _published: None,
    ) -> None:
        self.data = data
        self._on_stored = on_stored
        self._next_visit = next_visit
        self._lock: FolderLock | None = None
        with ExitStack() as undo:
            if data is not None:
                self._lock = FolderLock(data)
                undo.callback(self._lock.release)
            self.state = State.open(state or (data and data / STATE))
            undo.callback(self.state.close)
            self.run_id = self._begin(now)
            undo.pop_all()
        self._at_start = self.state.frontier.counts()
        self._added_at_start = self.state.frontier.added
        self._writer = (
            ArticleWriter(data, self.run_id, self._settle, rotate_bytes=rotate_bytes)
            if data
            else None
        )

    def write(
        self,
        article: Article,
        key: str,
        site: str,
        *,
        published: str | None = None,
        next_visit: int | None = None,
    ) -> None:
        """Write the record of a claimed article; its URL is settled once that is durable.

        ``published`` (ISO 8601) and ``next_visit`` (seconds since 1970) are kept with the URL.
        """
        stored = Stored(known_as(article, key, site), published, next_visit)
        if self._writer:
            self._writer.write(site, encode(article), stored)
        else:
            self._note([stored])

    def record_of(self, known: Known) -> dict[str, Any] | None:
        """The record of a version, where its file still holds it."""
        place = self.state.articles.place(known.id, known.version) if self.data else None
        return read_record(self.data, place) if self.data and place else None

    def commit(self) -> None:
        """Make durable all that was written and settled up to now."""
        if self._writer:
            self._writer.flush()
        self.state.commit()

    def rotate(self) -> None:
        """Finish the files that are being written, for readers that follow the crawl."""
        self.commit()
        if self._writer:
            self._writer.rotate()

    def finish(self) -> Balance:
        """Make everything durable, rename the files into place, strike the balance."""
        self.state.drain_memories(every=1)
        self.commit()
        if self._writer:
            self._writer.close()
        return self._balance()

    def save(self, record: dict[str, Any], reason: str) -> None:
        """Keep what the run did: in the state, and in ``runs/<run>.json``."""
        self.state.runs.finish(self.run_id, record["finished_at"], reason, record)
        self.state.commit()
        self.save_file(record)

    def save_file(self, record: dict[str, Any]) -> None:
        """Write ``runs/<run>.json``, whole or not at all."""
        if self.data is None:
            return
        try:
            _write_whole(_record_of(self.data, self.run_id), record)
        except OSError as error:
            raise StorageError(
                f"{self.data / RUNS} cannot be written: {error.strerror}. Free space or mend the "
                "folder and start again"
            ) from error

    def abandon(self) -> None:
        """After a failure: leave the files and the last commit as they are, for recovery."""
        if self._writer:
            self._writer.abandon()

    def release(self) -> None:
        """Close the state and let other runs in. May be called twice."""
        self.state.close()
        if self._lock:
            self._lock.release()

    def _begin(self, now: datetime) -> str:
        self._recover()
        if self.data is not None and self.state.runs.are_none:
            adopt(self.data, self.state, self._next_visit)
        run_id = self._free_name(f"{now:%Y%m%dT%H%M%SZ}")
        if self._lock:
            self._lock.name_holder(f"process {os.getpid()}, run {run_id}")
        self.state.runs.begin(run_id, now.isoformat(timespec="seconds"))
        self.state.commit()
        return run_id

    def _free_name(self, base: str) -> str:
        """The time of the start, numbered where a run of that name exists already.

        Names sort in the order of the runs, also with the files' suffix behind them.
        """
        names = chain([base], (f"{base}_{number}" for number in count(2)))
        return next(name for name in names if not self._is_taken(name))

    def _is_taken(self, run_id: str) -> bool:
        on_disk = self.data is not None and (
            _record_of(self.data, run_id).exists() or has_files(self.data, run_id)
        )
        return on_disk or self.state.runs.known(run_id)

    def _recover(self) -> None:
        if self.data is None:
            return
        paths = unfinished(self.data)
        committed = {path: 0 for path in paths if self.state.runs.known(run_of(path))}
        committed |= self.state.files.committed(paths)
        for recovered in recover(self.data, committed):
            self._note_recovered(recovered)
        self.state.commit()

    def _note_recovered(self, one: Recovered) -> None:
        logger.info(
            "Recovered %s of a run that was killed: %d bytes kept, %d not settled cut off",
            one.path,
            one.kept,
            one.cut,
        )
        if one.missing:
            lost = self.state.articles.lose(one.path, one.kept)
            logger.warning(
                "%s lacks %d bytes that were settled; its %d last articles are fetched again",
                one.path,
                one.missing,
                lost,
            )

    def _settle(self, written: list[Written]) -> None:
        """Lines are durable: their URLs and the files' lengths follow, in one transaction."""
        files = self.state.files
        numbers = {one.path: files.number(one.path, self.run_id) for one in written}
        for path, number in numbers.items():
            ends = [one.end for one in written if one.path == path]
            files.grow(number, end=max(ends), lines=len(ends))
        self._note(
            [
                replace(one.token, file=numbers[one.path], offset=one.offset, bytes=one.length)
                for one in written
            ]
        )
        self.state.commit()

    def _note(self, stored: list[Stored]) -> None:
        self.state.articles.record(stored)
        for one in stored:
            withdrawn = one.known.change_type == WITHDRAWN
            self.state.frontier.settle(
                one.known.url_key,
                Outcome.GONE if withdrawn else Outcome.STORED,
                date=one.published,
                article=one.known.id,
                next_visit=one.next_visit,
            )
            self._on_stored(one.known.site, one.known.change_type)

    def _balance(self) -> Balance:
        counts = self.state.frontier.counts()
        records = self.state.articles.written(self.run_id)
        lines = sum(self._lines(path) for path in self.state.files.paths(self.run_id))
        return Balance(
            **asdict(counts),
            lines=lines,
            records=records,
            errors=tuple(self._errors(counts, lines, records)),
        )

    def _errors(self, counts: Counts, lines: int, records: int) -> list[str]:
        """What does not add up. The sums are made of figures that were kept apart."""
        added = self.state.frontier.added - self._added_at_start
        expected = self._at_start.discovered + added
        checks = (
            ("URLs discovered", counts.discovered, "known before and added", expected),
            (
                "URLs discovered",
                counts.discovered,
                "done, failed and pending",
                counts.done + counts.failed + counts.pending,
            ),
            ("lines written", lines, "records done", records),
        )
        return [f"{a} {m} but {b} {n}" for a, m, b, n in checks if m != n]

    def _lines(self, path: str) -> int:
        if self.data is None:
            return 0
        try:
            with (self.data / path).open("rb") as file:
                return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        except OSError as error:
            raise StorageError(f"{path} cannot be read back: {error.strerror}") from error


def _record_of(data: Path, run_id: str) -> Path:
    return data / RUNS / f"{run_id}.json"


def _write_whole(path: Path, record: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    unfinished_file = path.with_suffix(".tmp")
    with unfinished_file.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(record)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished_file.rename(path)
    sync_folder(path.parent)
