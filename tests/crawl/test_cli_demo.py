"""`newscrawl demo`: everything once, nothing else, and nothing again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# The same ports for both runs, as they are in the records' addresses; other tests' are not near.
PORT = 20_000 + 10 * (os.getpid() % 1_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


def demo(folder: Path) -> Any:
    command = [sys.executable, "-m", "newscrawl", "demo", "--data", "out", "--port", str(PORT)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100)


def figures(stderr: str) -> list[int]:
    """Articles got, articles there are, and articles fetched in this run."""
    (found,) = re.findall(r"(\d+) of (\d+) articles; (\d+) fetched in this run", stderr)
    return [int(figure) for figure in found]


def test_the_demo_is_complete_and_a_second_one_fetches_nothing(folder: Path) -> None:
    first = demo(folder)
    assert (first.returncode, first.stdout) == (0, "")
    got, expected, fetched = figures(first.stderr)
    assert got == expected == fetched >= 60
    assert f"{got} new records, {got} in all: out/articles/<site>/*.jsonl" in first.stderr
    second = demo(folder)
    assert (second.returncode, second.stdout) == (0, "")
    assert figures(second.stderr) == [got, expected, 0]
    assert f"0 new records, {got} in all" in second.stderr
