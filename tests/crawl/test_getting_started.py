"""docs/getting-started.md: what a new user types, typed by a test, on a newsroom of the demo."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "getting-started.md").read_text("utf-8")
BIN = Path(sys.executable).parent
CRONTAB = """#!/bin/sh
case "$1" in -l) cat "$HOME/tab" ;; -) cat > "$HOME/new" && mv "$HOME/new" "$HOME/tab" ;; esac
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.S | re.M)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A newsroom of `newscrawl demo --serve`."""
    command = [sys.executable, "-m", "newscrawl", "demo", "--serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout
        lines = [served.stdout.readline() for _ in range(4)]
        yield next(line.split("/")[2] for line in lines if "Courier" in line)
        served.terminate()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a crontab, and newscrawl installed where the page puts it."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "crontab").write_text(CRONTAB)
    (tools / "crontab").chmod(0o755)
    (tmp_path / "news" / ".venv").mkdir(parents=True)
    (tmp_path / "news" / ".venv" / "bin").symlink_to(BIN)
    return tmp_path


def run(home: Path, script: str, **more: str) -> subprocess.CompletedProcess[str]:
    own = {"HOME": str(home), "PATH": f"{home / 'tools'}:{BIN}:{os.environ['PATH']}", **more}
    return subprocess.run(
        ["/bin/sh", "-e"], input=script, env=own, cwd=home / "news", capture_output=True, text=True,
        timeout=180, check=False,
    )  # fmt: skip


def test_from_nothing_to_a_scheduled_crawl(home: Path, address: str) -> None:
    install, *rest = (block.replace("127.0.0.1:8702", address) for block in blocks("sh"))
    assert "pip install '.[all]'" in install
    (configuration,) = blocks("toml")
    file = home / "news" / "newscrawl.toml"
    file.write_text(configuration.replace("127.0.0.1:8702", address), "utf-8")
    said = ""
    for block in rest:
        done = run(home, block, NEWSCRAWL_DELAY="0")
        assert done.returncode == 0, (block, done.stderr)
        said += done.stdout
    assert "Lido to stay open all winter" in said
    assert {path.name for path in (home / "news").iterdir()} >= {
        "data", "report.html", "articles.parquet", "articles.datapackage.json",
    }  # fmt: skip

    time, command = re.fullmatch(r"((?:\S+ ){5}) *(.*)\n", (home / "tab").read_text()).groups()  # type: ignore[union-attr]
    assert time.split() == ["17", "*", "*", "*", "*"]
    (home / "tools" / "crontab").unlink()
    bare = subprocess.run(
        ["/bin/sh", "-c", command],
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "NEWSCRAWL_DELAY": "0"},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (bare.returncode, bare.stdout, bare.stderr) == (0, "", "")
