"""Pages for commands that keep them: from files and stdin, or fetched as a crawl does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from newscrawl.cli.pages import Failure, Task, UnreadableError, is_url, read_page
from newscrawl.errors import UsageError


@dataclass(frozen=True, slots=True)
class Source:
    """A page as it came: ``url`` and ``encoding`` as far as they are known; ``now`` is when."""

    name: str
    raw: bytes
    url: str | None
    encoding: str | None
    now: datetime


def read_sources(
    names: Sequence[str], *, url: str | None, encoding: str | None, quiet: bool
) -> list[Source]:
    """The pages in the order of their names. ``url`` is the address of the one file.

    Raises:
        UsageError: a page cannot be had; the message says which and why.
    """
    if url and (len(names) > 1 or is_url(names[0])):
        raise UsageError("--url names the address of one page: give one file, or - for stdin")
    tasks = [Task(name, url, encoding) for name in dict.fromkeys(names)]
    fetched = _fetched([task for task in tasks if is_url(task.name)], quiet=quiet)
    return [fetched[task.name] if is_url(task.name) else _from_file(task) for task in tasks]


def _from_file(task: Task) -> Source:
    from newscrawl.values.urls import check_seed

    try:
        raw = read_page(task.name)
    except UnreadableError as error:
        raise UsageError(f"{task.name}: {error}") from error
    address = check_seed(task.url) if task.url else None
    return Source(task.name, raw, address, task.encoding, _now())


def _fetched(tasks: Sequence[Task], *, quiet: bool) -> dict[str, Source]:
    if not tasks:
        return {}
    from newscrawl.cli.fetch import fetch_pages
    from newscrawl.values.urls import check_seed

    for task in tasks:
        check_seed(task.name)
    kept: dict[str, Source] = {}

    def keep(raw: bytes, answered: Task, now: datetime, **provenance: Any) -> bytes:
        at = now.replace(microsecond=0)
        kept[answered.name] = Source(answered.name, raw, answered.url, answered.encoding, at)
        return b""

    for name, result in fetch_pages(tasks, quiet=quiet, read=keep).items():
        if isinstance(result, Failure):
            raise UsageError(f"{name}: {result.reason}")
    return kept


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
