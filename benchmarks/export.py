"""Export at size: synthetic records to Parquet, beside DuckDB's own COPY of the same files.

    python benchmarks/export.py [--records 1000000] [--folder DIR] [--to parquet]

Writes a dataset (4 sites, 36 months in no order, each body another, of some hundred words), exports
it with ``newscrawl export`` in a process of its own, and has DuckDB do ``COPY (SELECT * FROM
read_json(...)) TO ... (FORMAT parquet, COMPRESSION zstd)`` in another. Prints records per second,
by the clock and by processor time, and the peak of resident memory, as the kernel tells them.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

SITES: Final = ("harbour.example", "lecourrier.example", "tagblatt.example", "shimbun.example")
LANGUAGES: Final = ("en", "fr", "de", "ja")
MONTHS: Final = 36
PARAGRAPHS: Final = (2, 8)  # of a body
WORDS: Final = 60  # of a paragraph
PER_FILE: Final = 50_000
MADE: Final = 1_000  # paragraphs made for a file; each body takes some of them, in its own order
# The fields that have a value, and where it was found.
SOURCE: Final = {
    **dict.fromkeys(("headline", "date_published", "authors", "publisher", "keywords"), "json-ld"),
    **dict.fromkeys(("canonical_url", "in_language", "sections"), "meta"),
    "is_article": "model",
    "article_body": "markup",
}
SYLLABLES: Final = [
    "ka",
    "to",
    "mi",
    "ren",
    "sol",
    "da",
    "vel",
    "bru",
    "ost",
    "lin",
    "par",
    "qui",
    "fen",
    "gra",
    "hul",
    "ze",
]


def word(random: Random) -> str:
    """A made-up word."""
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(1, 4)))


def paragraph(random: Random) -> str:
    """A made-up paragraph."""
    return " ".join(word(random) for _ in range(WORDS)).capitalize() + "."


def lines(number: int, count: int) -> Iterator[bytes]:
    """The records of one file, as lines."""
    from newscrawl.items import EVIDENCE_FIELDS, Article, Organization, Person
    from newscrawl.schema import encode
    from newscrawl.values.urls import url_key

    random = Random(number)
    site = SITES[number % len(SITES)]
    paragraphs = [paragraph(random) for _ in range(MADE)]
    for index in range(count):
        url = f"https://{site}/{number}/{index}"
        month = random.randrange(MONTHS)
        day = f"{2023 + month // 12}-{month % 12 + 1:02}-{random.randint(1, 28):02}"
        body = "\n\n".join(random.sample(paragraphs, random.randint(*PARAGRAPHS)))
        yield encode(
            Article(
                id=url_key(url),
                url=url,
                canonical_url=url,
                headline=" ".join(word(random) for _ in range(8)),
                article_body=body,
                word_count=len(body.split()),
                in_language=LANGUAGES[number % len(LANGUAGES)],
                date_published=f"{day}T{random.randint(0, 23):02}:15:00+00:00",
                authors=[Person(word(random), f"https://{site}/{word(random)}")],
                publisher=Organization(site),
                sections=[word(random)],
                keywords=[word(random) for _ in range(4)],
                fetched_at=f"{day}T23:59:00+00:00",
                http_status=200,
                sources={name: SOURCE.get(name) for name in EVIDENCE_FIELDS},
                confidence={name: 0.9 if name in SOURCE else None for name in EVIDENCE_FIELDS},
            )
        )


def write_dataset(folder: Path, records: int) -> int:
    """Write the dataset; its size in bytes."""
    size = 0
    for number in range(-(-records // PER_FILE)):
        path = folder / "articles" / SITES[number % len(SITES)] / f"run{number:04}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(lines(number, min(PER_FILE, records - number * PER_FILE)))
        size += path.stat().st_size
    return size


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds that a process took, its processor time, and its peak of resident memory in bytes."""

    seconds: float
    processor: float
    peak: int


# Runs the rest of the command line and prints what it took: a process knows all of its children's.
_USED: Final = (
    "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss); sys.exit(code)"
)


def measure(*command: str) -> Measured:
    """Run a Python command line."""
    start = perf_counter()
    run = [sys.executable, "-c", _USED, sys.executable, *command]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    processor, peak = done.stdout.split()[-2:]
    return Measured(perf_counter() - start, float(processor), int(peak) * _RSS_UNIT)


_RSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in


def duckdb_copy(data: Path, target: Path) -> list[str]:
    """The command line of DuckDB's own export, types given as ours has them."""
    from newscrawl.output.duck import column_types, name, text

    typed = ", ".join(f"{name(column)}: {text(kind)}" for column, kind in column_types().items())
    sql = (
        f"COPY (SELECT * FROM read_json('{data}/articles/*/*.jsonl', "
        f"format = 'newline_delimited', columns = {{{typed}}})) "
        f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return ["-c", f"import duckdb; duckdb.sql({sql!r})"]


def compare(folder: Path, records: int, form: str) -> None:
    """Write the dataset, export it both ways, and print what each took."""
    data, target, copy = folder / "data", folder / f"out.{form}", folder / "copy.parquet"
    size = write_dataset(data, records)
    print(f"{records:,} records, {size / 1e6:,.0f} MB of JSON Lines in {len(SITES)} sites")
    ours = ["-m", "newscrawl", "export", str(data), "--to", form, "-o", str(target), "-q"]
    tell(f"newscrawl export --to {form}", measure(*ours), records)
    tell("DuckDB COPY, one file", measure(*duckdb_copy(data, copy)), records)


def tell(what: str, took: Measured, records: int) -> None:
    """Print one line."""
    rate, cost, peak = records / took.seconds, records / took.processor, took.peak / 1e6
    print(
        f"{what:34} {took.seconds:7.1f} s {rate:9,.0f} records/s"
        f"   {cost:9,.0f} a second of processor time   peak {peak:6,.0f} MB resident"
    )


def main() -> None:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where to write; else a temporary folder")
    parser.add_argument("--to", default="parquet", choices=("parquet", "csv", "sqlite", "duckdb"))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder, prefix="export-"))
    try:
        compare(folder, options.records, options.to)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
