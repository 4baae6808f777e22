"""Killed without warning, or out of space: the run says so, and the next one does the rest."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

COUNT = 14
# A record is some 50 KB, so the limit is met after a few of them; the state is smaller than it.
PARAGRAPHS = 600
FILE_SIZE_LIMIT = 300 * 1024


@pytest.fixture
def site(serve: Any, pages: Any) -> Any:
    """A front page and long articles."""
    paths = [f"/2026/11/20/ferry-number-{number}" for number in range(COUNT)]
    answers = {path: long(pages["article"](path.rpartition("/")[2])) for path in paths}
    return serve({"/": pages["listing"](*paths), **answers})


def long(page: bytes) -> bytes:
    sentence = "<p>On day %d the crew counted the passengers, the gulls and the hours of delay.</p>"
    return page.replace(
        b"</article>", "".join(sentence % n for n in range(PARAGRAPHS)).encode() + b"</article>"
    )


def start(site: Any, data: Path, delay: float = 0, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "newscrawl", "crawl", site.url, "--data", str(data)]
    rest = {name: text for name, text in os.environ.items() if not name.startswith("NEWSCRAWL_")}
    return subprocess.Popen(
        [*command, "--delay", str(delay)],
        env=rest | {"NEWSCRAWL_ALLOW_ADDRESSES": site.address},
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def wait_for(site: Any, asked: int) -> None:
    deadline = monotonic() + 30
    while len(site.asked) < asked and monotonic() < deadline:
        sleep(0.02)


def records(data: Path) -> list[str]:
    """The addresses of all records, finished or not; torn lines raise."""
    lines = [line for file in data.glob("articles/*/*") for line in file.read_bytes().splitlines()]
    return sorted(json.loads(line)["url"] for line in lines)


def assert_the_rest_is_done(site: Any, data: Path) -> None:
    process = start(site, data)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    urls = records(data)
    assert len(set(urls)) == len(urls) == COUNT
    assert list(data.rglob("*.part")) == []


def test_a_killed_crawl_loses_and_doubles_nothing(site: Any, tmp_path: Path) -> None:
    process = start(site, tmp_path, delay=0.1)
    wait_for(site, 10)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert_the_rest_is_done(site, tmp_path)


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE_LIMIT, FILE_SIZE_LIMIT))


def test_a_full_disk_ends_the_run_and_loses_nothing(site: Any, tmp_path: Path) -> None:
    process = start(site, tmp_path, preexec_fn=limit_files)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 5
    assert "cannot be written: File too large. Free space" in said
    assert "Traceback" not in said
    (run,) = tmp_path.glob("runs/*.json")
    record = json.loads(run.read_bytes())
    assert record["reason"] == "storage_failed"
    assert "File too large" in record["storage_error"]
    assert_the_rest_is_done(site, tmp_path)


@pytest.mark.parametrize("table", ["articles", "urls"])
def test_a_state_that_goes_bad_ends_the_run(site: Any, tmp_path: Path, table: str) -> None:
    """Its tables are taken away while the crawl goes on: pipelines and spider find nothing."""
    process = start(site, tmp_path, delay=0.2)
    wait_for(site, 4)
    with sqlite3.connect(tmp_path / "state.db", timeout=20) as other:
        other.execute(f"DROP TABLE {table}")
    other.close()
    _, said = process.communicate(timeout=30)
    assert process.returncode == 5, said
    assert f"no such table: {table}" in said
    assert "Traceback" not in said
