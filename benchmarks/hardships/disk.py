"""Storage that fails, and folders that two runs want: clear ends, nothing lost."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from hardships import Options, Result
from hardships.crawls import faults_of, run, start
from hardships.sites import article_path, large_site, serve

ARTICLES: Final = 300
FULL_S: Final = 10.0  # from the moment at which the disk is full
FILE_LIMIT: Final = 300 * 1024
DISK_BYTES: Final = 1_500 * 1024
STORAGE_FAILED: Final = 5
LOCKED: Final = 4
# What a second run may take to say that it cannot have the folder, its start included.
LOCKED_S: Final = 2.0


def full(options: Options) -> Result:
    """A disk that fills up, and a limit on the size of files."""
    result = Result()
    articles = options.share(ARTICLES, 80)
    with serve(large_site(articles, rounds=30)) as (site,):  # a record is some 15 KB
        wanted = [f"{site.url.rstrip('/')}{article_path(n)}" for n in range(articles)]
        for name, kind in (("file-size-limit", _limited_files), ("small-disk", _small_disk)):
            folder = options.folder / name
            folder.mkdir()
            with kind(folder) as (small, room):
                if small is None:
                    result.figures[name] = "not possible here"
                    continue
                began = monotonic()
                process = start([site], folder / "data", preexec_fn=small)
                said = process.communicate(timeout=120)[1].decode()
                seconds = monotonic() - began
                code = process.returncode
                result.expect(code == STORAGE_FAILED, f"{name}: exit code {code}: {said[-300:]}")
                result.expect("Traceback" not in said, f"{name}: a traceback: {said[-300:]}")
                result.expect(seconds < FULL_S + 15, f"{name}: {seconds:.1f} s")
                room()
                ended = run([site], folder / "data")
                result.expect(ended.code == 0, f"{name}: after that {ended.code}: {ended.said}")
                result.failures += faults_of(folder / "data", wanted)
                result.figures[name] = f"exit {code} after {seconds:.1f} s, all there afterwards"
    return result


def locks(options: Options) -> Result:
    """Several runs at once over one folder, and one after the holder was killed."""
    result = Result()
    data = options.folder / "locks"
    with serve(large_site(400)) as (site,):
        first = start([site], data)
        while len(site.asked) < 10:
            sleep(0.02)
        waits = []
        for number in (1, 4):
            began = monotonic()
            others = [start([site], data) for _ in range(number)]
            codes = [other.wait(timeout=30) for other in others]
            waits.append(monotonic() - began)
            result.expect(codes == [LOCKED] * number, f"{number} more runs: exit codes {codes}")
            _drop(others)
        result.expect(first.poll() is None, "the first run did not go on")
        first.send_signal(signal.SIGKILL)
        first.communicate()
        ended = run([site], data)
        result.expect(ended.code == 0, f"after the holder was killed: {ended.code} {ended.said}")
        result.expect(waits[0] < LOCKED_S, f"a second run took {waits[0]:.1f} s to end")
    result.figures = {"seconds until refused (1, 4 more)": [round(wait, 1) for wait in waits]}
    return result


def _drop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.communicate()


@contextmanager
def _limited_files(folder: Path) -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))

    yield limit, lambda: None


@contextmanager
def _small_disk(
    folder: Path,
) -> Iterator[tuple[Callable[[], None] | None, Callable[[], None]]]:  # fmt: skip
    """A file system in memory, which only root may mount; it grows afterwards."""

    def mount(*options: str) -> int:
        return subprocess.run(
            ["mount", "-t", "tmpfs", "-o", *options, "tmpfs", folder],
            check=False,
            capture_output=True,
        ).returncode

    if os.name != "posix" or os.geteuid() != 0 or mount(f"size={DISK_BYTES}"):
        yield None, lambda: None
        return
    try:
        yield lambda: None, lambda: _grow(folder)
    finally:
        subprocess.run(["umount", folder], check=False, capture_output=True)


def _grow(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
