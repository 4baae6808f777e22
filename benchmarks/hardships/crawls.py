"""Crawls in processes of their own, and what they left on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any, Final

import msgspec

from hardships.sites import Site
from newscrawl.schema import validate

ROOT: Final = Path(__file__).parents[2]
TIMEOUT_S: Final = 600
LOOK_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Ended:
    """A crawl that ended: exit code, what it said, largest resident size in bytes."""

    code: int
    said: str
    resident: int


def environment(allowed: Iterable[Site]) -> dict[str, str]:
    """This process's environment without settings of ours but the sites that may be crawled."""
    own = {name: text for name, text in os.environ.items() if not name.startswith("NEWSCRAWL_")}
    return own | {"NEWSCRAWL_ALLOW_ADDRESSES": ",".join(site.address for site in allowed)}


def start(
    sites: Sequence[Site], data: Path, settings: Mapping[str, Any] | None = None, **popen: Any
) -> subprocess.Popen[bytes]:
    """Start ``newscrawl crawl`` without a delay; with settings of Scrapy the plain Scrapy road."""
    urls = [site.url for site in sites]
    if settings is None:
        command = ["-m", "newscrawl", "crawl", *urls, "--data", str(data), "--delay", "0"]
    else:
        given = {"NEWSCRAWL_DATA": data, "NEWSCRAWL_DELAY": 0, "LOG_LEVEL": "WARNING", **settings}
        command = ["-m", "scrapy", "crawl", "news", "-a", f"url={','.join(urls)}"]
        command += [part for name in given for part in ("-s", f"{name}={given[name]}")]
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(sites),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **popen,
    )


def run(sites: Sequence[Site], data: Path, settings: Mapping[str, Any] | None = None) -> Ended:
    """Crawl to the end. Raises subprocess.TimeoutExpired after ten minutes."""
    process = start(sites, data, settings)
    said = process.communicate(timeout=TIMEOUT_S)[1].decode("utf-8", "replace")
    return Ended(process.returncode, said, 0)


def measured(sites: Sequence[Site], data: Path, settings: Mapping[str, Any]) -> Ended:
    """Crawl to the end, with the largest resident size that the process had.

    The kernel's own high-water mark is looked at often: what ``wait4`` tells counts what the parent
    had when it forked.
    """
    process = start(sites, data, settings)
    resident = 0
    while process.poll() is None:
        with suppress(OSError):
            status = Path(f"/proc/{process.pid}/status").read_text()
            resident = max(resident, int((status.partition("VmHWM:")[2].split() or ["0"])[0]))
        sleep(LOOK_S)
    said = process.communicate()[1].decode("utf-8", "replace")
    return Ended(process.returncode, said, resident * 1024)


def records(data: Path) -> list[dict[str, Any]]:
    """All records of finished files. Raises where a line is torn or does not fit the schema."""
    found = []
    for file in sorted(data.glob("articles/*/*.jsonl")):
        for line in file.read_bytes().splitlines(keepends=True):
            validate(line)
            found.append(msgspec.json.decode(line))
    return found


def faults_of(data: Path, expected: Iterable[str]) -> list[str]:
    """What is lost, doubled, torn or left over, where each of these addresses has one record."""
    try:
        counted = Counter(record["url"] for record in records(data))
    except Exception as error:  # noqa: BLE001 - whatever it is, a line is not as it must be
        return [f"a line is torn or not valid: {error}"]
    wanted = set(expected)
    found = {
        "lost": wanted - counted.keys(),
        "doubled": {url for url, times in counted.items() if times > 1},
        "not asked for": counted.keys() - wanted,
        "left over": {str(part) for part in data.rglob("*.part")},
    }
    return [f"{len(some)} {what}: {sorted(some)[:2]}" for what, some in found.items() if some]
