"""The errors that newscrawl raises on purpose, each with the exit code that the command line gives.

Every message names the input that is wrong and what mends it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class NewscrawlError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 1


class UsageError(NewscrawlError):
    """A command, setting, URL or file that the user gave cannot be used."""

    exit_code = 2


class LockedError(NewscrawlError):
    """Another run holds the data folder."""

    exit_code = 4


class StorageError(NewscrawlError):
    """A record or the state could not be made durable (full disk, lost folder)."""

    exit_code = 5


class InvalidRecordError(NewscrawlError):
    """A record does not fit the schema."""


class FieldError(NewscrawlError):
    """A field's extraction failed; raised only with ``strict=True``."""

    def __init__(self, field: str, cause: Exception) -> None:
        super().__init__(f"{field}: {type(cause).__name__}: {cause}")
        self.field = field


def need(module: str, extra: str) -> Any:
    """Import a module of a library that only an extra brings.

    Raises:
        UsageError: it is not installed; the message names the extra.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != library:
            raise
        raise UsageError(
            f"{library} is not installed; get it with: pip install 'newscrawl[{extra}]'"
        ) from error
