"""Where a command's data goes: stdout, or a file that appears only when it is complete."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newscrawl.errors import StorageError, UsageError


@contextmanager
def open_output(target: str) -> Iterator[BinaryIO]:
    """A stream to write data to: stdout for `-`, a device or pipe as it is, else a file.

    Raises `UsageError` when the file cannot be made there, `StorageError` when writing fails.
    """
    try:
        with _stream(target) as stream:
            yield stream
            stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StorageError(f"{target}: cannot write: {error.strerror or error}") from error


@contextmanager
def _stream(target: str) -> Iterator[BinaryIO]:
    if target == "-":
        yield sys.stdout.buffer
        return
    path = Path(target).resolve()
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as stream:
            yield stream
        return
    with _replacing(path) as stream:
        yield stream


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Write to a temporary file beside `path`, and rename it when all has gone well."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    stream = _create(draft, path)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _create(draft: Path, path: Path) -> BinaryIO:
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file in it: -o {path / 'articles.jsonl'}")
    try:
        return draft.open("wb")
    except FileNotFoundError as error:
        raise UsageError(f"{path}: the folder does not exist; make it first") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot write there: {error.strerror}") from error
