"""Measures the state: bytes on disk, and the time of a lookup, as the number of known URLs grows.

    python benchmarks/state.py [--urls N] [--steps N] [--lookups N] [--folder DIR] [--json FILE]

Each URL is an article that has a record: the dearest kind, with its versions, hashes and the sketch
of its text; every third has a title from a feed, every fiftieth is due again. URLs, keys and bands
are made by chance, seeded, as they come in from many sites. After each step the database is
committed and its log goes into the file, and lookups of known and unknown URLs are timed in a state
that was opened anew: the processor time of each (user and system), the median of rounds, so that
what else the machine does counts as little as may be. Every lookup is of another URL.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final, TypeVar

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.state.articles import Known, Stored
from newscrawl.state.outcomes import Outcome, Validators
from newscrawl.state.store import State
from newscrawl.values.resemblance import BANDS
from newscrawl.values.urls import url_key

T = TypeVar("T")

SITES: Final = 50
BATCH: Final = 1_000
# Links of a page that are looked up together.
PAGE_LINKS: Final = 200
_GOLDEN: Final = 0x9E3779B97F4A7C15  # spreads consecutive numbers over all words (Knuth)
_SLUGS: Final = (
    "council ferry harbour market bridge library opens closes again after storm vote budget mayor "
    "strike school river winter night police court station museum"
)
WORDS: Final = _SLUGS.split()


@dataclass(frozen=True, slots=True)
class Step:
    """The state at a number of URLs: bytes in all, and microseconds per lookup by kind."""

    urls: int
    bytes: int
    microseconds: dict[str, float]


def address(number: int) -> tuple[str, str]:
    """A site, and an address on it as news sites write them."""
    chance = number * _GOLDEN % (1 << 64)
    words = []
    for _ in range(6):
        chance, word = divmod(chance, len(WORDS))
        words.append(WORDS[word])
    day = f"2026/{1 + number % 12:02}/{1 + number % 28:02}"
    site = f"example-{number % SITES}.com"
    return site, f"https://www.{site}/news/{day}/{'-'.join(words)}-{number}.html"


def fill(state: State, random: Random, first: int, number: int) -> None:
    """Store so many articles."""
    file = state.files.number("articles/example.com/20261122T201700Z.jsonl", "20261122T201700Z")
    for begin in range(first, first + number, BATCH):
        numbers = range(begin, min(begin + BATCH, first + number))
        batch = list(map(address, numbers))
        state.frontier.add(map(_discovered, batch, numbers))
        stored = [_stored(state, url, site, random, file) for site, url in batch]
        state.articles.record(stored)
        for place, one in enumerate(stored):
            is_due = (begin + place) % 50 == 0
            if is_due:
                state.frontier.hear(one.known.url_key, Validators('"5f3a-61b2c3d4e5f60"'))
            state.frontier.settle(
                one.known.url_key,
                Outcome.STORED,
                article=one.known.id,
                date="2026-11-22T20:17:00+01:00",
                next_visit=1_800_000_000 if is_due else None,
            )
        state.commit()


def _discovered(address: tuple[str, str], number: int) -> Discovered:
    site, url = address
    title = " ".join(url.split("-")).capitalize()[-60:] if number % 3 == 0 else None
    return Discovered(url, site, Kind.ARTICLE, "sitemap", 60, 1, "2026-11-22", title)


def _stored(state: State, url: str, site: str, random: Random, file: int) -> Stored:
    key = url_key(url)
    text = hashlib.sha256(url.encode()).hexdigest()
    known = Known(key, 1, site, key, text, text[:16], fetched=1_795_378_620, modified=1_795_378_000)
    state.articles.claim(known, _bands(random))
    return Stored(known, file=file, offset=random.randrange(1 << 28), bytes=4_000)


def lookups(state: State, random: Random, known: int, number: int) -> dict[str, float]:
    """Microseconds per lookup, by kind."""
    urls = [address(random.randrange(known))[1] for _ in range(number)]
    new = [url.replace(".html", "-new.html") for url in urls]
    keys = [url_key(url) for url in urls]
    bands = [_bands(random) for _ in range(number)]
    frontier, articles = state.frontier, state.articles
    return {
        "known, a page's links at once": _timed(frontier.with_record, keys),
        "unknown, a page's links at once": _timed(frontier.with_record, map(url_key, new)),
        "known, one by one": _timed(lambda some: [frontier.known(url) for url in some], urls),
        "unknown, one by one": _timed(lambda some: [frontier.known(url) for url in some], new),
        "an article by its id": _timed(lambda some: [articles.recorded(id) for id in some], keys),
        "texts alike": _timed(lambda some: [state.alike(one) for one in some], bands),
    }


def _timed(call: Callable[[Sequence[T]], object], asked: Iterable[T]) -> float:
    """Microseconds per lookup: the median of rounds of a page's links each."""
    rest, times = list(asked), []
    for begin in range(0, len(rest), PAGE_LINKS):
        some = rest[begin : begin + PAGE_LINKS]
        began = process_time()
        call(some)
        times.append((process_time() - began) / len(some) * 1e6)
    return round(median(times), 1)


def _bands(random: Random) -> tuple[int, ...]:
    return tuple(random.randrange(-(1 << 31), 1 << 31) for _ in range(BANDS))


def _size(path: Path) -> int:
    """Bytes of the database, after what waits in its log has gone into it."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path.stat().st_size


def measure(path: Path, urls: int, steps: int, number: int) -> Iterator[Step]:
    """Fill the state step by step, and measure after each."""
    random, done = Random(0), 0
    for step in range(1, steps + 1):
        more = urls * step // steps - done
        with State.open(path) as state:
            fill(state, random, done, more)
        done += more
        with State.open(path) as state:
            yield Step(done, _size(path), lookups(state, Random(1), done, number))


def report(step: Step) -> None:
    """Print a step."""
    mega = step.bytes / 1e6
    print(f"{step.urls:>10,} URLs  {mega:>7.1f} MB  {step.bytes / step.urls:>6.1f} bytes a URL")
    for name, micros in step.microseconds.items():
        print(f"{'':>12}{name:<28}{micros:>8.1f} us")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--lookups", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, help="where the state is made; a temporary one")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    with TemporaryDirectory(dir=options.folder) as folder:
        path, found = Path(folder) / "state.db", []
        for step in measure(path, options.urls, options.steps, options.lookups):
            report(step)
            found.append(asdict(step))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
