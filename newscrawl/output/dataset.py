"""The records of a data folder, or of JSON Lines files, in little memory.

A file that is finished is read whole. One that is still being written (``.part``) is read up to its
last whole line at the moment of asking, and :attr:`Dataset.unfinished` names it. Files give
:class:`Chunk` objects: a few megabytes of whole lines, from which :func:`read` makes articles and
``tables`` makes Arrow tables.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from newscrawl.errors import InvalidRecordError, UsageError
from newscrawl.items import Article
from newscrawl.output.jsonl import ARTICLES, PART, SUFFIX, whole_lines
from newscrawl.output.selection import HEAD, Head, Moment, Selection, site_of_record
from newscrawl.schema import validate

logger = logging.getLogger(__name__)

Data = str | PathLike[str]

# Bytes read at once: some thousand records, enough for a table to be worth its making.
CHUNK_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its ``site`` by the folder it stands in (None for loose files), bytes to read."""

    path: Path
    site: str | None
    size: int
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of one file, those that are wanted; ``first`` is the number of the first line
    that was read for it."""

    source: Source
    lines: bytes
    first: int

    @property
    def is_empty(self) -> bool:
        """Whether there is no record in it."""
        return not self.lines or self.lines.isspace()

    def error(self, reason: str) -> InvalidRecordError:
        """The error for a chunk that cannot be read: it names the line that is wrong."""
        for number, line in enumerate(self.lines.split(b"\n"), start=self.first):
            try:
                if line.strip():
                    validate(line)
            except InvalidRecordError as error:
                return _no_record(self.source, number, str(error))
        return _no_record(self.source, self.first, reason)


def _no_record(source: Source, number: int, reason: str) -> InvalidRecordError:
    return InvalidRecordError(
        f"{source.path}:{number}: {reason}. `newscrawl validate` names every such line"
    )


class Dataset:
    """Files of records, those of one site together, oldest run first."""

    def __init__(self, sources: Iterable[Source], whole: Dataset | None = None) -> None:
        self.sources = tuple(sources)
        self._whole = whole or self

    @classmethod
    def open(cls, data: Data | Iterable[Data]) -> Dataset:
        """Find the files: those of a data folder, of any folder, or the files named. A warning is
        logged for each that is still being written.

        Raises:
            UsageError: there is no such file or folder, or none with records in it.
        """
        names = [data] if isinstance(data, (str, PathLike)) else list(data)
        dataset = cls(source for name in names for source in _find(Path(name)))
        for path in dataset.unfinished:
            logger.warning("%s is still being written: read up to its last whole line", path)
        return dataset

    @property
    def unfinished(self) -> list[Path]:
        """Files that were being written when the dataset was opened."""
        return [source.path for source in self.sources if not source.finished]

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(source.size for source in self.sources)

    def only(self, sources: Iterable[Source]) -> Dataset:
        """Some of the files; what the last version of an article is, all of them tell."""
        return Dataset(sources, self._whole)

    def of_sites(self, selection: Selection) -> Dataset:
        """Without the files of sites that are not wanted."""
        return self.only(
            source
            for source in self.sources
            if source.site is None or selection.takes_site(source.site)
        )

    @cached_property
    def _latest(self) -> dict[str, int]:
        return _latest_versions(self.sources)

    def chunks(
        self, selection: Selection, progress: Callable[[int], None] = lambda read: None
    ) -> Iterator[Chunk]:
        """All that is wanted, in order; ``progress`` is told the bytes read since it was last."""
        chosen = self.of_sites(selection)
        latest = self._whole._latest if selection.latest_versions else {}
        for source in chosen.sources:
            for first, lines in _read(source):
                yield Chunk(source, _wanted(lines, first, source, selection, latest), first)
                progress(len(lines))

    def articles(self, selection: Selection) -> Iterator[Article]:
        """The wanted records as articles; what an older schema lacked has its default."""
        for chunk in self.chunks(selection):
            try:
                yield from _ARTICLES.decode_lines(chunk.lines)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise chunk.error(str(error)) from error


_ARTICLES: Final = msgspec.json.Decoder(Article)


def read(
    data: Data | Iterable[Data],
    *,
    since: Moment | None = None,
    until: Moment | None = None,
    site: str | Iterable[str] | None = None,
    lang: str | Iterable[str] | None = None,
    latest_versions: bool = False,
    now: datetime | None = None,
) -> Iterator[Article]:
    """The articles of a data folder or of JSON Lines files, one by one, in little memory.

    ``data``: the folder that ``newscrawl crawl --data`` writes, any folder with ``.jsonl`` files,
    or files. ``since``, ``until``: only what was published from then on, and before then (a date,
    ISO 8601; ``7d`` counts back from ``now``); records without a date are left out then. ``site``:
    registered domains. ``lang``: BCP 47 tags; ``fr`` takes ``fr-CA`` as well. ``latest_versions``:
    of an article that was stored again after it had changed, only the last record.

    A file that a crawl is still writing is read up to its last whole line, and a warning is logged.

    Raises:
        UsageError: there are no records there, or a date cannot be read.
        InvalidRecordError: a line is no record; raised when it is reached, and names it.
    """
    selection = Selection.of(
        since=since, until=until, site=site, lang=lang, latest_versions=latest_versions, now=now
    )
    return Dataset.open(data).articles(selection)


def last_record(data: Data, key: str) -> dict[str, Any] | None:
    """The record with this id, as a dictionary; of several versions the last."""
    found: dict[str, Any] | None = None
    for chunk in Dataset.open(data).chunks(Selection()):
        if key.encode() in chunk.lines:
            lines = (line for line in chunk.lines.split(b"\n") if key.encode() in line)
            records = [one for one in map(msgspec.json.decode, lines) if one.get("id") == key]
            found = max([found, *records] if found else records, key=_version, default=found)
    return found


def _version(record: dict[str, Any]) -> int:
    return int(record.get("version") or 1)


def _find(path: Path) -> list[Source]:
    if path.is_file():
        return [_source(path, None)]
    if not path.is_dir():
        raise UsageError(f"{path}: no such file or folder")
    crawled = (path / ARTICLES).is_dir()
    pattern = f"{ARTICLES}/*/*{SUFFIX}" if crawled else f"**/*{SUFFIX}"
    found = {part.with_suffix("") for part in path.glob(f"{pattern}{PART}")}
    paths = sorted({*found, *path.glob(pattern)})
    if not paths:
        raise UsageError(
            f"{path}: no records here ({pattern}); name the folder of a crawl's --data, or files"
        )
    return [_source(one, one.parent.name if crawled else None) for one in paths]


def _source(path: Path, site: str | None) -> Source:
    """A file as it is now: finished under its own name, or else a part that is being written."""
    path = path.with_suffix("") if path.suffix == PART else path
    try:
        return Source(path, site, path.stat().st_size)
    except FileNotFoundError:
        part = path.with_name(path.name + PART)
        try:
            return Source(part, site, whole_lines(part, part.stat().st_size), finished=False)
        except FileNotFoundError:  # it was finished between the two looks
            return Source(path, site, path.stat().st_size)


def _read(source: Source) -> Iterator[tuple[int, bytes]]:
    """Whole lines, some megabytes at a time, each time with the number of the first line."""
    number, left = 1, source.size
    with _opened(source) as file:
        while left > 0:
            lines = file.read(min(CHUNK_BYTES, left))
            if len(lines) < left:  # to the end of the line, which is none if the file was cut
                lines += file.readline()
            yield number, lines
            number, left = number + lines.count(b"\n"), left - len(lines) if lines else 0


def _opened(source: Source) -> BinaryIO:
    """The file; one that was finished meanwhile has another name by now."""
    try:
        return source.path.open("rb")
    except FileNotFoundError:
        if source.finished:
            raise
        return source.path.with_suffix("").open("rb")


def _wanted(
    lines: bytes, first: int, source: Source, selection: Selection, latest: dict[str, int]
) -> bytes:
    by_site = source.site is None and bool(selection.sites)
    if not by_site and not selection.looks_inside:
        return lines
    wanted = []
    for number, line in enumerate(lines.split(b"\n"), start=first):
        if line.strip():
            head = _head(line, source, number)
            at_site = not by_site or selection.takes_site(site_of_record(head))
            if at_site and selection.takes(head, latest):
                wanted.append(line)
    return b"\n".join([*wanted, b""])


def _head(line: bytes, source: Source, number: int) -> Head:
    try:
        return HEAD.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _no_record(source, number, str(error)) from error


def _latest_versions(sources: Iterable[Source]) -> dict[str, int]:
    """The last version of each article that has several; most have one, and take no room."""
    latest: dict[str, int] = {}
    for source in sources:
        for first, lines in _read(source):
            for number, line in enumerate(lines.split(b"\n"), start=first):
                if line.strip():
                    head = _head(line, source, number)
                    if head.id and head.version > latest.get(head.id, 1):
                        latest[head.id] = head.version
    return latest
