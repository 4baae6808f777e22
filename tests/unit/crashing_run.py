"""A small run over RunStorage that is killed at every step it takes; prints what came of it.

The run crawls two sites, and then visits their articles again: every second one has changed.

Run as ``python crashing_run.py FOLDER``. A first run counts the steps (each write, fsync, commit,
rename, truncation and removal). Then, for each of them, a child process is ended before it, or (a
write) in the middle of it, and a whole run resumes on what is left. Some resumed runs are ended at
a step of their recovery first. Prints one JSON object: steps, and complaints by case.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.revisits import Schedule
from newscrawl.items import UPDATED, Article
from newscrawl.output.jsonl import unfinished
from newscrawl.schema import validate
from newscrawl.spiders.storage import Balance, RunStorage, known_as
from newscrawl.state.ledger import Ledger
from newscrawl.state.outcomes import Outcome, Pending, Validators
from newscrawl.values.urls import url_key

NOW = datetime(2026, 11, 22, 20, 17, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SCHEDULE = Schedule.parse("1h,6h")
SITES = ("example.com", "example.org")
ARTICLES = 4  # per site, found two by two on listing pages
KILLED = 9
RECOVERY_STEPS = 6  # at least so many steps are taken by a run that recovers


class Steps:
    """Counts the steps of this process, and ends it at one of them."""

    def __init__(self, end_at: int = -1, when: str = "before") -> None:
        self.names: list[str] = []
        self._end_at = end_at
        self._when = when
        for owner, name in (
            (os, "write"),
            (os, "fsync"),
            (os, "rename"),
            (os, "ftruncate"),
            (os, "unlink"),
            (Ledger, "commit"),
        ):
            setattr(owner, name, self._counted(getattr(owner, name), name))

    def _counted(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def step(*args: Any) -> Any:
            self.names.append(name)
            ends = len(self.names) - 1 == self._end_at
            if ends and self._when == "within" and name == "write":
                real(args[0], args[1][: len(args[1]) // 2])
            if ends and self._when != "after":
                os._exit(KILLED)
            result = real(*args)
            if ends:
                os._exit(KILLED)
            return result

        return step


def run(data: Path) -> Balance:
    """Crawl both sites to the end, and again an hour later."""
    storage = RunStorage(data, None, NOW)
    storage._writer._batch = 3  # type: ignore[union-attr]
    frontier = storage.state.frontier
    for site in SITES:
        frontier.add([Discovered(f"https://{site}/", site, Kind.SEED, "seed")])
        frontier.again.listings(site)
    _crawl(storage)
    for site in SITES:
        frontier.again.due(site, int(LATER.timestamp()))
    _crawl(storage)
    balance = storage.finish()
    storage.save({"run": storage.run_id, "finished_at": NOW.isoformat()}, "finished")
    storage.release()
    return balance


def _crawl(storage: RunStorage) -> None:
    frontier = storage.state.frontier
    for site, pending in _pump(storage):
        if pending.kind is not Kind.ARTICLE:
            frontier.settle(pending.key, Outcome.LISTED, found=_links(pending.url, site))
        elif pending.article is None:
            _write(storage, pending, 1)
        else:
            _visit(storage, pending)


def _visit(storage: RunStorage, pending: Pending) -> None:
    """The server answers with the second version, unless it is told that we have that one."""
    if not _changes(pending.url) or pending.validators.etag == "2":
        visit = SCHEDULE.next(None, LATER)
        storage.state.frontier.settle(pending.key, Outcome.UNCHANGED, next_visit=visit)
    else:
        _write(storage, pending, 2)


def _changes(url: str) -> bool:
    return int(url[-1]) % 2 == 1


def _pump(storage: RunStorage) -> Iterator[tuple[str, Any]]:
    while any(
        taken := {site: storage.state.frontier.take(2, site=site) for site in SITES}.values()
    ):
        for pending in (one for some in taken for one in some):
            yield pending.site, pending
        storage.commit()


def _links(url: str, site: str) -> list[Discovered]:
    page = int(url.partition("page=")[2] or 1)
    numbers = range(2 * page - 2, min(2 * page, ARTICLES))
    found = [Discovered(f"https://{site}/a{n}", site, Kind.ARTICLE, "link") for n in numbers]
    following = Discovered(f"https://{site}/?page={page + 1}", site, Kind.LISTING, "pagination")
    return found + ([following] if 2 * page < ARTICLES else [])


def _write(storage: RunStorage, pending: Pending, version: int) -> None:
    url, now = pending.url, NOW if version == 1 else LATER
    article = Article(id=url_key(url), url=url, requested_url=url, headline=f"Article {url}")
    if version > 1:
        article.version, article.change_type, article.previous_hash = version, UPDATED, "0" * 64
    storage.state.frontier.hear(pending.key, Validators(etag=str(version)))
    storage.state.articles.claim(known_as(article, pending.key, pending.site))
    visit = SCHEDULE.next(NOW.isoformat(), now)
    storage.write(article, pending.key, pending.site, next_visit=visit)


def complaints(data: Path, balance: Balance) -> list[str]:
    """What is lost, doubled, torn or left over after a run that came to its end."""
    lines = [line for file in sorted(data.rglob("*.jsonl")) for line in file.open("rb")]
    for line in lines:
        validate(line)
    records = sorted((one["url"], one["version"]) for one in map(json.loads, lines))
    urls = sorted(f"https://{site}/a{n}" for site in SITES for n in range(ARTICLES))
    expected = [(url, version) for url in urls for version in range(1, 2 + _changes(url))]
    found = [] if records == expected else [f"records of {records}"]
    pages = ARTICLES // 2 * len(SITES)
    if (balance.done, balance.pending) != (len(urls) + pages, 0):
        found.append(f"{balance}")
    return found + list(balance.errors) + unfinished(data)


def killed(data: Path, end_at: int, when: str) -> bool:
    """Run in a child process that ends at a step; False when it came to the end before."""
    child = os.fork()
    if child == 0:
        Steps(end_at, when)
        run(data)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def main(folder: Path) -> None:
    """All cases, each in a folder of its own."""
    names = _count_steps(folder / "count")
    found = {}
    for number, when, again in _cases(names):
        data = folder / f"{number}-{when}-{again}"
        ended = [killed(data, number, when)] + ([killed(data, *again)] if again else [])
        found[f"{names[number]} {data.name}"] = complaints(data, run(data)) + [
            "was not ended" for each in ended if not each
        ]
        shutil.rmtree(data)
    json.dump({"steps": names, "complaints": {k: v for k, v in found.items() if v}}, sys.stdout)


def _cases(names: list[str]) -> Iterator[tuple[int, str, tuple[int, str] | None]]:
    """Step, moment, and for every third one a step of the recovery.

    After a step is before the next one: nothing that lasts happens between them.
    """
    for number, name in enumerate(names):
        yield number, "before", None
        if name == "write":
            yield number, "within", None
        if number % 3 == 0:
            yield number, "before", (number // 3 % RECOVERY_STEPS, "before")
    yield len(names) - 1, "after", None


def _count_steps(data: Path) -> list[str]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = Steps()
        run(data)
        with os.fdopen(writing, "w") as pipe:
            json.dump(steps.names, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        names: list[str] = json.load(pipe)
    os.waitpid(child, 0)
    return names


if __name__ == "__main__":
    main(Path(sys.argv[1]))
