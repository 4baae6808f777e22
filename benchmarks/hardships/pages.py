"""Extraction alone: mutated pages, and the same pages in other orders and processes."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Final

import msgspec

from hardships import Options, Result

MUTATIONS: Final = 20_000
P99_S: Final = 1.0
HANG_S: Final = 10.0
NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
RUNS: Final = 3
CHUNK: Final = 50  # mutations that a process makes at a time
_TAGS: Final = (
    b"<div>", b"</div>", b"<p>", b"</p>", b"<table>", b"<td>", b"</table>", b"<script>", b"<!--",
    b"-->", b"<![CDATA[", b"</html>", b"<html>", b"<body>", b"<template>", b"<svg>", b"<select>",
    b"<button>", b"<h1>", b"</h1>", b"<br>", b"<noscript>", b"<title>", b"<frameset>", b"\0",
    b"\xff\xfe", b"\xed\xa0\x80", b"&#55296;", b"&#x110000;", b"&nbsp;", b"\xe2\x80\xae",
    b'{"@type":"NewsArticle","datePublished":"9999-99-99T99:99"}', b"<time datetime='10000-01-01'>",
    b'<script type="application/ld+json">', b"<meta charset=utf-16>", b"<base href='http://[::'>",
    b"<link rel=canonical href='javascript:1'>", b"12/31/0000", b"NaN", b"1e999",
)  # fmt: skip
_ENCODINGS: Final = (None, None, None, "utf-8", "utf-16", "cp1252", "shift_jis", "iso-2022-jp")


def fuzz(options: Options) -> Result:
    """Mutations of the corpus's pages: no exception, no hang, strict UTF-8 JSON, fast enough."""
    files, result = _files(options), Result()
    number = options.share(MUTATIONS, 200)
    dice = random.Random(options.seed)
    tasks = [
        (dice.choice(files), dice.randrange(2**32), min(CHUNK, number - at))
        for at in range(0, number, CHUNK)
    ]
    seconds: list[float] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for times, failures in pool.map(_mutate, tasks):
            seconds += times
            result.failures += failures
    seconds.sort()
    p99 = seconds[int(len(seconds) * 0.99)]
    result.expect(p99 <= P99_S, f"p99 is {p99:.2f} s")
    result.expect(seconds[-1] <= HANG_S, f"one page took {seconds[-1]:.1f} s")
    result.figures = {
        "mutations": len(seconds),
        "exceptions": len(result.failures),
        "p99 (s)": round(p99, 3),
        "longest (s)": round(seconds[-1], 2),
    }
    return result


def determinism(options: Options) -> Result:
    """All pages three times, in three orders and with three seeds of Python's hashes."""
    result, digests = Result(), []
    for number in range(RUNS):
        command = [sys.executable, "-c", _DIGEST, str(options.corpus), str(number)]
        command.append(str(options.scale))
        environment = {**os.environ, "PYTHONHASHSEED": str(1000 + number)}
        environment["PYTHONPATH"] = str(Path(__file__).parents[1])
        done = subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, timeout=1800
        )
        digests.append(done.stdout.split())
    pages = len(digests[0]) // 2
    differing = [one for one, *others in zip(*digests, strict=True) if {one} != set(others)]
    result.expect(not differing, f"records differ: {differing[:3]}")
    result.figures = {"pages": pages, "runs": RUNS, "records that differ": len(differing)}
    return result


_DIGEST: Final = (
    "import sys; from hardships.pages import print_digests;"
    "print_digests(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))"
)


def print_digests(corpus: str, seed: int, share: float) -> None:
    """Print the digest of each page's record, read in an order drawn from the seed."""
    from newscrawl.extraction import extract
    from newscrawl.schema import encode

    files = _files(Options(Path(), share, corpus=Path(corpus)))
    files = files[: max(1, int(len(files) * share))]
    order = random.Random(seed).sample(files, len(files))
    digests = {}
    for file in order:
        raw = gzip.decompress(file.read_bytes())
        line = encode(extract(raw, url="https://www.example.com/2026/a-story", now=NOW))
        digests[file] = hashlib.sha256(line).hexdigest()
    for file in files:
        print(file.name, digests[file])


def _files(options: Options) -> list[Path]:
    if options.corpus is None:
        raise SystemExit("this trial needs --corpus PATH: a folder of <dataset>/html/<id>.html.gz")
    return sorted(options.corpus.glob("*/html/*.html.gz"))


def _mutate(task: tuple[Path, int, int]) -> tuple[list[float], list[str]]:
    """So many mutations of one page: the seconds of each, and what went wrong."""
    file, seed, number = task
    dice, raw = random.Random(seed), gzip.decompress(file.read_bytes())
    times, failures = [], []
    for mutated, encoding in islice(_mutations(raw, dice), number):
        began = process_time()
        try:
            _check(mutated, encoding)
        except Exception as error:  # noqa: BLE001 - that there is none is what is measured
            failures.append(f"{file.name} (seed {seed}): {type(error).__name__}: {error}")
        times.append(process_time() - began)
    return times, failures


def _check(raw: bytes, encoding: str | None) -> None:
    from newscrawl.extraction import extract
    from newscrawl.schema import encode, validate

    article = extract(raw, url="https://www.example.com/2026/a", encoding=encoding, now=NOW)
    line = encode(article)
    line.decode("utf-8", "strict").encode("utf-8", "strict")
    msgspec.json.decode(line)
    validate(line)
    broken = [problem for problem in article.problems if "Error" in problem]
    if broken:
        raise ValueError(f"a field failed: {broken}")


def _mutations(raw: bytes, dice: random.Random) -> Iterator[tuple[bytes, str | None]]:
    while True:
        page = bytearray(raw)
        for _ in range(dice.randint(1, 8)):
            dice.choice(_CHANGES)(page, dice)
        yield bytes(page), dice.choice(_ENCODINGS)


def _insert(page: bytearray, dice: random.Random) -> None:
    at = dice.randint(0, len(page))
    page[at:at] = dice.choice(_TAGS) * dice.choice((1, 1, 1, 50, 3000))


def _cut(page: bytearray, dice: random.Random) -> None:
    start = dice.randint(0, len(page))
    del page[start : start + dice.randint(0, max(1, len(page) // 3))]


def _repeat(page: bytearray, dice: random.Random) -> None:
    start = dice.randint(0, len(page))
    page[start:start] = page[start : start + 2000] * dice.choice((2, 20))


def _flip(page: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 20, 400))):
        if page:
            page[dice.randrange(len(page))] = dice.randrange(256)


def _swap_tags(page: bytearray, dice: random.Random) -> None:
    old, new = dice.choice(_TAGS), dice.choice(_TAGS)
    page[:] = page.replace(old, new)


def _truncate(page: bytearray, dice: random.Random) -> None:
    del page[dice.randint(0, len(page)) :]


_CHANGES: Final = (_insert, _insert, _cut, _repeat, _flip, _swap_tags, _truncate)
