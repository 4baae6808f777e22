"""The durable writer: ``articles/<site>/<run>.jsonl``, one record per line.

Order, never the reverse: a line is appended to ``<run>.jsonl.part`` with one write; a batch of
lines is fsynced; then ``on_durable`` is told, which settles their URLs and the file's length in one
transaction; at the end the file is renamed into place and its folder fsynced. After a crash
:func:`recover` cuts every ``.part`` back to the length that was settled. So a line is in a file if
and only if its URL is done.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from newscrawl.errors import StorageError
from newscrawl.values.urls import site_folder

ARTICLES: Final = "articles"
SUFFIX: Final = ".jsonl"
PART: Final = ".part"

# Lines per fsync: at ten articles a second some five seconds of work are fetched again after a
# crash, and the price of the fsync is spread thin. A timer of the caller bounds the wait.
BATCH_LINES: Final = 50
# A file of this size is finished and the next one begun, so that readers need not wait for the end
# of a long crawl.
ROTATE_BYTES: Final = 256 * 1024 * 1024
# Files held open at once; a process may usually have 1,024 descriptors, most are for connections.
MAX_OPEN: Final = 64


@dataclass(frozen=True, slots=True)
class Written:
    """A line that is durable.

    ``path`` is relative to the data folder, without ``.part``; ``offset`` and ``length`` in bytes;
    ``token`` as given to :meth:`ArticleWriter.write`.
    """

    path: str
    offset: int
    length: int
    token: Any

    @property
    def end(self) -> int:
        """Offset of the byte after the line."""
        return self.offset + self.length


@dataclass(slots=True)
class _File:
    """A ``.part`` file: ``size`` in bytes, ``dirty`` until fsynced; ``fd`` is -1 while shut."""

    path: str
    size: int = 0
    fd: int = -1
    dirty: bool = False


class ArticleWriter:
    """Appends records to one file per site's folder. Not for use by several threads.

    Every failure of the file system is a :class:`~newscrawl.errors.StorageError`; after one nothing
    more is written, and what was not durable is cut off by the next :func:`recover`.
    """

    def __init__(
        self,
        folder: Path,
        run_id: str,
        on_durable: Callable[[list[Written]], None],
        batch: int = BATCH_LINES,
        rotate_bytes: int = ROTATE_BYTES,
    ) -> None:
        self._folder = folder
        self._run = run_id
        self._on_durable = on_durable
        self._batch = batch
        self._rotate_bytes = rotate_bytes
        self._files: dict[str, _File] = {}
        self._waiting: list[Written] = []
        self._numbers: dict[str, int] = {}
        self._failed = False

    def write(self, site: str, line: bytes, token: Any) -> None:
        """Append one record, whose ``line`` ends with its newline; flush when the batch is full."""
        with self._guard():
            file = self._open(site_folder(site))
            _write(file.fd, line)
        self._waiting.append(Written(file.path, file.size, len(line), token))
        file.size += len(line)
        file.dirty = True
        if len(self._waiting) >= self._batch:
            self.flush()

    def flush(self) -> None:
        """Make all lines durable, then tell ``on_durable``; finish files that are long enough."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        with self._guard():
            for file in self._files.values():
                if file.dirty:
                    os.fsync(file.fd)
                    file.dirty = False
        try:
            self._on_durable(waiting)
        except BaseException:
            self._failed = True
            raise
        self._finish(lambda file: file.size >= self._rotate_bytes)

    def rotate(self) -> None:
        """Finish all files now; what comes later goes to new ones."""
        self.flush()
        self._finish(lambda _file: True)

    def close(self) -> None:
        """Flush, rename every file into place and fsync its folder."""
        self.rotate()

    def abandon(self) -> None:
        """Close the files as they are, after a failure: :func:`recover` sees to them."""
        self._failed = True
        self._waiting.clear()
        for file in self._files.values():
            _shut(file)

    def _open(self, site: str) -> _File:
        file = self._files.get(site) or self._create(site)
        if file.fd < 0:
            self._make_room()
            file.fd = os.open(self._part(file), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            if not file.size:
                sync_folder(self._part(file).parent)
        return file

    def _create(self, site: str) -> _File:
        number = self._numbers[site] = self._numbers.get(site, 0) + 1
        folder = self._folder / ARTICLES / site
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(folder.parent)
            sync_folder(self._folder)
        piece = "" if number == 1 else f".p{number:04}"  # sorts after the first, and in order
        name = f"{self._run}{piece}{SUFFIX}"
        file = self._files[site] = _File(f"{ARTICLES}/{site}/{name}")
        return file

    def _make_room(self) -> None:
        if sum(file.fd >= 0 for file in self._files.values()) >= MAX_OPEN:
            self.flush()
            for file in self._files.values():
                _shut(file)

    def _finish(self, ready: Callable[[_File], bool]) -> None:
        with self._guard():
            for site, file in sorted(self._files.items()):
                if ready(file):
                    _shut(file)
                    _into_place(self._part(file))
                    del self._files[site]

    def _part(self, file: _File) -> Path:
        return self._folder / f"{file.path}{PART}"

    @contextmanager
    def _guard(self) -> Iterator[None]:
        if self._failed:
            raise StorageError(f"{self._folder}: writing has failed before; start a new run")
        with _storage(self._folder):
            try:
                yield
            except OSError:
                self._failed = True
                raise


@dataclass(frozen=True, slots=True)
class Recovered:
    """What :func:`recover` did with one ``.part``: bytes ``kept``, ``cut`` off, and ``missing``
    (settled, but not in the file)."""

    path: str
    kept: int
    cut: int
    missing: int


def run_of(path: str) -> str:
    """The id of the run that wrote a file."""
    return _name(path).partition(".")[0]


def unfinished(folder: Path) -> list[str]:
    """The files of killed runs: paths relative to the data folder, without ``.part``."""
    with _storage(folder):
        parts = sorted((folder / ARTICLES).glob(f"*/*{SUFFIX}{PART}"))
    return [part.relative_to(folder).as_posix().removesuffix(PART) for part in parts]


def finished(folder: Path) -> list[str]:
    """The files in place, in the order of their runs; paths relative to the data folder."""
    with _storage(folder):
        files = (folder / ARTICLES).glob(f"*/*{SUFFIX}")
        return sorted((file.relative_to(folder).as_posix() for file in files), key=_name)


def has_files(folder: Path, run: str) -> bool:
    """Whether a run of that name has left files: they are never written over."""
    return any((folder / ARTICLES).glob(f"*/{run}.*"))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def recover(folder: Path, committed: Mapping[str, int]) -> list[Recovered]:
    """Finish the files of killed runs under their own names, or delete them where empty.

    ``committed`` is the settled length in bytes of each file by path. A file that it does not name
    is kept up to its last whole line: the state knows nothing of it (a state of another make, or a
    lost one), and records are never thrown away on a guess.

    May itself be killed at any moment and run again.
    """
    return [_recover(folder, path, committed.get(path)) for path in unfinished(folder)]


def _recover(folder: Path, path: str, end: int | None) -> Recovered:
    part = folder / f"{path}{PART}"
    with _storage(folder):
        size = part.stat().st_size
        keep = whole_lines(part, size if end is None else min(end, size))
        if keep:
            _cut(part, keep)
            _into_place(part)
        else:
            part.unlink()
            sync_folder(part.parent)
    return Recovered(path, keep, size - keep, max(0, (end or 0) - keep))


def whole_lines(part: Path, end: int) -> int:
    """The length up to the last newline before ``end``; read backwards, a block at a time."""
    block = 64 * 1024
    with part.open("rb") as file:
        while end > 0:
            start = max(0, end - block)
            file.seek(start)
            newline = file.read(end - start).rfind(b"\n")
            if newline >= 0:
                return start + newline + 1
            end = start
    return 0


def _cut(part: Path, end: int) -> None:
    fd = os.open(part, os.O_WRONLY)
    try:
        os.ftruncate(fd, end)
        os.fsync(fd)
    finally:
        os.close(fd)


def _write(fd: int, line: bytes) -> None:
    """One write; a short one (disk almost full) is gone on with until the system says why."""
    done = os.write(fd, line)
    while done < len(line):
        done += os.write(fd, line[done:])


def _into_place(part: Path) -> None:
    part.rename(part.with_suffix(""))
    sync_folder(part.parent)


def sync_folder(folder: Path) -> None:
    """Make creations and renames in a folder durable: they are data of the folder."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _shut(file: _File) -> None:
    if file.fd >= 0:
        os.close(file.fd)
        file.fd = -1


@contextmanager
def _storage(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = error.filename or folder
        raise StorageError(
            f"{name} cannot be written: {error.strerror}. Free space or mend the folder and start "
            "again: nothing that was reported done is lost"
        ) from error
