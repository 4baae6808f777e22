"""Measures discovery: crawls a loopback world of sites of different make, twice, against its truth.

    python benchmarks/coverage.py [--only KEY,...] [--articles N] [--timeout SECONDS]
        [--delay SECONDS] [--data DIR] [--changes KEY] [--recall SHARE] [--precision SHARE]
        [--text SHARE] [--fetches N] [--verbose] [--json FILE]

Order: the world is opened (see ``world/``), `newscrawl crawl` runs over all of its sites, without
any delay by default, its records and the servers' logs are marked, and a table is printed. A second
run over the same folder shows how many known articles were transferred again. With --changes,
stories of that site are edited, redesigned and withdrawn before a third run, which is told that a
week has gone, so that all of them are due. The exit code is 1 when a site is below a floor: recall,
precision, share of the stories' paragraphs, fetches per stored article (not where the site is built
to keep crawlers busy), an article transferred again, or bad manners: not robots.txt first, a
forbidden page or a foreign host asked, two requests at once, a gap shorter than the delay.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import create_engine, select
from world import ARTICLES, MAKES, Served, Site, World, open_world
from world.marks import Manners, Marks, bodies_again, mark

from newscrawl.state.tables import urls
from newscrawl.values.urls import site_of, url_key

BELOW_FLOOR: Final = 1
# Exit codes of a crawl that went to its end: complete, or finished with problems to look at.
FINISHED: Final = (0, 3)
EDITED, REDESIGNED, WITHDRAWN = 20, 20, 5
DUE: Final = timedelta(days=7)
# How much later than it was sent a busy machine notes a request, in seconds.
CLOCK_S: Final = 0.1

Records = Mapping[str, list[dict[str, Any]]]  # site -> its records, oldest first


@dataclass(frozen=True, slots=True)
class Row:
    """One site: marks of the first run, how it ended, and what the second run transferred again."""

    marks: Marks
    refused: int  # addresses that a budget left unasked
    again: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a crawl ended: exit code (None: it did not, within the time), and seconds."""

    exit_code: int | None
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is 1 when something is below its floor."""
    options = _parse(arguments)
    makes = [make for make in MAKES if make.key in (options.only or [m.key for m in MAKES])]
    with open_world(makes, articles=options.articles) as world, _folder(options.data) as data:
        first = crawl(world, data, options)
        if first.exit_code not in FINISHED:
            print(f"the crawl ended with exit code {first.exit_code}; nothing is measured")
            return BELOW_FLOOR
        firsts = _marks(world, data)
        refused = refused_by_budget(data)
        _clear(world)
        second = crawl(world, data, options)
        rows = [
            _row(served, marks, refused) for served, marks in zip(world.served, firsts, strict=True)
        ]
        report(rows, first, second)
        if options.verbose:
            report_misses(rows, data)
        below = [*_below(rows, options), *_amiss(world, (first, second))]
        if options.changes:
            below += report_changes(world[options.changes], world, data, options)
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    for line in below:
        print(f"BELOW FLOOR {line}")
    return BELOW_FLOOR if below else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    keys = ", ".join(make.key for make in MAKES)
    parser.add_argument("--only", type=lambda text: text.split(","), help=f"of: {keys}")
    parser.add_argument("--articles", type=int, default=ARTICLES, help="per site")
    parser.add_argument("--timeout", type=float, default=900, help="seconds for one run")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between requests")
    parser.add_argument("--data", type=Path, help="keep records and state here")
    parser.add_argument("--changes", choices=[make.key for make in MAKES], metavar="KEY")
    parser.add_argument("--recall", type=float, default=0.99)
    parser.add_argument("--precision", type=float, default=0.99)
    parser.add_argument("--text", type=float, default=0.98, help="share of the paragraphs")
    parser.add_argument("--fetches", type=float, default=1.5, help="per stored article")
    parser.add_argument("--verbose", action="store_true", help="name what is missing or wrong")
    parser.add_argument("--json", type=Path, help="write all figures here")
    return parser.parse_args(arguments)


def crawl(
    world: World, data: Path, options: argparse.Namespace, now: datetime | None = None
) -> Ending:
    """Run `newscrawl crawl` over all sites of the world, as of ``now`` instead of the clock."""
    seeds = [f"{served.site.base_url}/" for served in world.served]
    command = [sys.executable, "-m", "newscrawl", "crawl", *seeds]
    command += ["--data", str(data), "--delay", str(options.delay), "--quiet"]
    environment = {**os.environ, "NEWSCRAWL_ALLOW_ADDRESSES": world.addresses}
    if now:
        environment["NEWSCRAWL_NOW"] = now.isoformat()
    start = time.monotonic()
    try:
        ended = subprocess.run(command, env=environment, timeout=options.timeout, check=False)
        return Ending(ended.returncode, time.monotonic() - start)
    except subprocess.TimeoutExpired:
        return Ending(None, time.monotonic() - start)


def read_records(data: Path) -> Records:
    """All records of a data folder by site (``host:port`` here), in the order of the runs."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in sorted(data.glob("articles/*/*.jsonl*"), key=lambda path: path.name):
        for line in path.read_bytes().splitlines():
            record = json.loads(line)
            found[site_of(record["url"])].append(record)
    return found


def refused_by_budget(data: Path) -> dict[str, int]:
    """Addresses per site that were found and not asked, because a budget was used up."""
    found: dict[str, int] = defaultdict(int)
    for url, reason in _rows(data, urls.c.url, urls.c.reason):
        if reason and reason.startswith("not asked"):
            found[site_of(url)] += 1
    return found


def _rows(data: Path, *columns: Any) -> list[Any]:
    engine = create_engine(f"sqlite:///{data / 'state.db'}")
    try:
        with engine.connect() as connection:
            return list(connection.execute(select(*columns)))
    finally:
        engine.dispose()


def _marks(world: World, data: Path) -> list[Marks]:
    records = read_records(data)
    return [mark(served, records.get(_site(served.site), ())) for served in world.served]


def _row(served: Served, marks: Marks, refused: Mapping[str, int]) -> Row:
    return Row(marks, refused.get(_site(served.site), 0), len(bodies_again(served)))


def _site(site: Site) -> str:
    return site_of(site.base_url)


def _clear(world: World) -> None:
    for served in world.served:
        served.log.clear()


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data:
        yield data
        return
    with TemporaryDirectory(prefix="newscrawl-coverage-") as folder:
        yield Path(folder)


def report(rows: Sequence[Row], first: Ending, second: Ending) -> None:
    """Print the table."""
    print(
        f"{'site':<16}{'make':<36}{'articles':>8}{'stored':>7}{'recall':>8}{'prec.':>7}{'text':>7}"
        f"{'fetches':>8}{'/article':>9}{'again':>6}  ended by"
    )
    for row in rows:
        marks = row.marks
        ended = f"budget ({row.refused} left)" if row.refused else "complete"
        trap = "t" if marks.is_trap else " "
        print(
            f"{marks.key:<16}{marks.make:<36}{marks.articles:>8}{marks.stored:>7}"
            f"{marks.recall:>8.3f}{marks.precision:>7.3f}{marks.whole:>7.3f}{marks.fetches:>8}"
            f"{marks.fetches_per_article:>8.2f}{trap}{row.again:>6}  {ended}"
        )
    articles = sum(row.marks.articles for row in rows)
    stored = sum(row.marks.stored for row in rows)
    print(f"{stored} of {articles} articles; t: a trap, whose fetches are not held against it")
    for name, ending in (("first", first), ("second", second)):
        print(f"{name} run: exit code {ending.exit_code}, {ending.seconds:.0f} s")


def report_misses(rows: Sequence[Row], data: Path) -> None:
    """Name what is missing, with what became of its address, and what should not be there."""
    became = {
        key: f"{outcome or 'pending'}, {reason or 'no reason'}"
        for key, outcome, reason in _rows(data, urls.c.key, urls.c.outcome, urls.c.reason)
    }
    by_text = {str(key): text for key, text in became.items()}
    for row in rows:
        for url in row.marks.missing:
            print(f"MISSING {row.marks.key} {url} ({by_text.get(url_key(url), 'never found')})")
        for url in row.marks.wrong:
            print(f"WRONG {row.marks.key} {url}")


def report_changes(
    changed: Served, world: World, data: Path, options: argparse.Namespace
) -> list[str]:
    """Change stories of one site, crawl again, and print what was noticed."""
    stories = iter(changed.site.stories)
    edited = [next(stories) for _ in range(EDITED)]
    redesigned = [next(stories) for _ in range(REDESIGNED)]
    withdrawn = [next(stories) for _ in range(WITHDRAWN)]
    now = datetime.now(UTC)
    for story in edited:
        story.edit(now)
    for story in redesigned:
        story.redecorate()
    for story in withdrawn:
        story.withdraw()
    crawl(world, data, options, now + DUE)
    versions: dict[int, list[str]] = defaultdict(list)
    for record in read_records(data).get(_site(changed.site), ()):
        if (found := changed.site.story_at(record["url"])) and record["version"] > 1:
            versions[found.number].append(record["change_type"])
    right = sum(len(versions[story.number]) == 1 for story in edited)
    false = sum(len(versions[story.number]) for story in redesigned)
    gone = sum(versions[story.number] == ["withdrawn"] for story in withdrawn)
    print(
        f"{right} of {EDITED} edited articles have one new version, {false} of {REDESIGNED} "
        f"whose boilerplate changed; {gone} of {WITHDRAWN} withdrawn ones are noted"
    )
    well = right == EDITED and not false and gone == WITHDRAWN
    return [] if well else [f"{changed.site.key}: changes of articles"]


def _below(rows: Sequence[Row], options: argparse.Namespace) -> Iterator[str]:
    for row in rows:
        marks = row.marks
        if marks.recall < options.recall:
            yield f"{marks.key}: recall {marks.recall:.3f} < {options.recall}"
        if marks.precision < options.precision:
            yield f"{marks.key}: precision {marks.precision:.3f} < {options.precision}"
        if marks.whole < options.text:
            yield f"{marks.key}: text {marks.whole:.3f} < {options.text}"
        if marks.fetches_per_article > options.fetches and not marks.is_trap:
            yield f"{marks.key}: fetches {marks.fetches_per_article:.2f} > {options.fetches}"
        if row.again:
            yield f"{marks.key}: {row.again} known articles transferred again"
        for line in _rude(marks.manners, options.delay):
            yield f"{marks.key}: {line}"


def _rude(manners: Manners, delay_s: float) -> Iterator[str]:
    if not manners.robots_first:
        yield "robots.txt was not asked first"
    if manners.forbidden:
        yield f"{manners.forbidden} forbidden pages asked"
    if manners.too_early:
        yield f"{manners.too_early} requests before the answer, or its Retry-After, was there"
    if manners.most_at_once > 1:
        yield f"{manners.most_at_once} requests at once"
    if delay_s and manners.most_connections > 1:
        yield f"{manners.most_connections} connections at once"
    if manners.least_gap_s < delay_s - CLOCK_S:
        yield f"a gap of {manners.least_gap_s:.3f} s between two requests"


def _amiss(world: World, endings: Sequence[Ending]) -> Iterator[str]:
    for ending in endings:
        if ending.exit_code not in FINISHED:
            yield f"a run ended with exit code {ending.exit_code}"
    if world.elsewhere.requests:
        yield f"{len(world.elsewhere.requests)} requests to a host that no site belongs to"


if __name__ == "__main__":
    sys.exit(main())
