"""Pages from files: which files a command line means, and the bytes of each.

Order: an argument becomes tasks (a folder: one for each page in it, in the order of their names),
a task's file is read, decompressed when it is gzip, and refused with a reason when it cannot be a
page.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newscrawl.values.sniff import why_not_a_page

if TYPE_CHECKING:
    from newscrawl.body import Others

STDIN: Final = "-"
PAGE_NAME: Final = re.compile(r"\.(html?|xhtml|shtml)(\.gz)?$", re.I)
PAGE_NAMES: Final = "*.html, *.htm, *.xhtml, *.shtml, each also as .gz"

# Largest page read, in bytes after decompression: the crawl's own limit is 10 MB, and a saved page
# may carry its images inline. What is larger is no page, or a gzip bomb.
MAX_PAGE_BYTES: Final = 50_000_000
_GZIP: Final = b"\x1f\x8b"


# Processor time for one page, in seconds: a saved page may be five times as large as a crawled one,
# which has two.
PAGE_SECONDS: Final = 10.0


class UnreadableError(Exception):
    """A page cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Task:
    """One page to read: a file's path, standard input (`-`) or an http(s) URL, as `name`.

    `repeats` is what the other articles of its site show, where that is asked for; `body_html` asks
    for the text as HTML; `seconds` is the processor time that reading it may take; `profiles` is
    the folder of site profiles, if not only the bundled ones are used.
    """

    name: str
    url: str | None = None
    encoding: str | None = None
    repeats: Others | None = None
    body_html: bool = False
    seconds: float = PAGE_SECONDS
    profiles: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that gave no record, and why."""

    name: str
    reason: str


def is_url(argument: str) -> bool:
    """Whether an argument names a page on the network rather than a file."""
    return argument.lower().startswith(("http://", "https://"))


def find_pages(argument: str) -> Iterator[str | Failure]:
    """The pages that an argument means: itself, or those in the folder that it names."""
    if argument == STDIN or is_url(argument) or not Path(argument).is_dir():
        yield argument
        return
    found = list(_walk(Path(argument)))
    yield from found or [Failure(argument, f"no pages in this folder ({PAGE_NAMES})")]


def _walk(folder: Path) -> Iterator[str | Failure]:
    barred: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=barred.append):
        folders.sort()
        yield from (str(Path(parent, name)) for name in sorted(names) if PAGE_NAME.search(name))
    yield from (Failure(str(error.filename), _os_reason(error)) for error in barred)


def read_page(name: str) -> bytes:
    """The bytes of a file or of standard input, decompressed; raises `UnreadableError`."""
    try:
        raw = _decompressed(_read(name))
    except FileNotFoundError as error:
        raise UnreadableError("no such file (a URL starts with https://)") from error
    except OSError as error:
        raise UnreadableError(_os_reason(error)) from error
    if len(raw) > MAX_PAGE_BYTES:
        raise UnreadableError(f"larger than {MAX_PAGE_BYTES // 1_000_000} MB")
    if reason := why_not_a_page(raw):
        raise UnreadableError(reason)
    return raw


def _read(name: str) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read(MAX_PAGE_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_PAGE_BYTES + 1)


def _decompressed(raw: bytes) -> bytes:
    if not raw.startswith(_GZIP):
        return raw
    try:
        with gzip.open(BytesIO(raw)) as unpacked:
            return unpacked.read(MAX_PAGE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"damaged gzip data ({error})") from error


def _os_reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
