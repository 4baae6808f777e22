"""A crawl by a configuration file: each site in its own way, all in one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NAMES = ("quick", "slow", "late", "hidden")
DELAY_S = 0.5
# How much later than it was sent a busy machine notes a request, in seconds.
CLOCK_S = 0.15


@pytest.fixture(scope="module")
def sites(serve: Any, pages: Any) -> dict[str, Any]:
    """Four sites: alike, but for one whose sport section nothing leads to."""
    served = {}
    for name in NAMES:
        paths = [f"/2026/11/{day}/ferry-{name}-number-{day}" for day in (17, 18, 19, 20)]
        answers = {
            path: pages["article"](path.rpartition("/")[2], date=f"2026-11-{path[9:11]}T08:00:00Z")
            for path in paths
        }
        front = paths[:2] if name == "hidden" else paths
        answers |= {"/": pages["listing"](*front), "/sport": pages["listing"](*paths[2:])}
        served[name] = serve(answers)
    return served


def configuration(sites: dict[str, Any]) -> str:
    return f"""
data = "news"
[defaults]
delay = 0
max_articles = 3
[[site]]
url = "{sites["quick"].url}"
[[site]]
url = "{sites["slow"].url}"
delay = {DELAY_S}
[[site]]
url = "{sites["late"].url}"
since = "2026-11-19"
until = 2026-11-19T23:00:00Z
[[site]]
url = "{sites["hidden"].url}"
sections = ["/sport"]
max_articles = 10
"""


def run(folder: Path, sites: dict[str, Any], *command: str) -> Any:
    rest = {name: text for name, text in os.environ.items() if not name.startswith("NEWSCRAWL_")}
    allowed = ",".join(site.address for site in sites.values())
    return subprocess.run(
        [sys.executable, "-m", *command],
        env=rest | {"NEWSCRAWL_ALLOW_ADDRESSES": allowed},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def stored(folder: Path, site: Any) -> int:
    place = folder / "news" / "articles" / site.address.replace(":", "_")
    return sum(len(file.read_bytes().splitlines()) for file in place.glob("*.jsonl"))


@pytest.fixture(scope="module")
def crawled(sites: dict[str, Any], tmp_path_factory: Any) -> Any:
    folder = tmp_path_factory.mktemp("configured")
    (folder / "newscrawl.toml").write_text(configuration(sites), "utf-8")
    return run(folder, sites, "newscrawl", "crawl", "--config", "newscrawl.toml"), folder


def test_each_site_gives_what_its_block_asks_for(crawled: Any, sites: dict[str, Any]) -> None:
    done, folder = crawled
    assert done.returncode == 0, done.stderr
    found = {name: stored(folder, site) for name, site in sites.items()}
    assert found == {"quick": 3, "slow": 3, "late": 1, "hidden": 4}


def test_each_host_is_asked_as_slowly_as_its_block_says(
    crawled: Any, sites: dict[str, Any]
) -> None:
    assert min(sites["slow"].gaps()) >= DELAY_S - CLOCK_S
    assert min(sites["quick"].gaps()) < DELAY_S / 2


def test_hosts_are_asked_side_by_side(crawled: Any, sites: dict[str, Any]) -> None:
    ends = {name: site.log[-1][0] for name, site in sites.items()}
    begins = {name: site.log[0][0] for name, site in sites.items()}
    assert max(begins.values()) < ends["slow"]


def test_the_scrapy_way_is_the_same(sites: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "newscrawl.toml").write_text(configuration(sites), "utf-8")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newscrawl.settings\n", "utf-8")
    line = ("scrapy", "crawl", "news", "-a", "config=newscrawl.toml", "-a", "max_articles=2")
    done = run(tmp_path, sites, *line, "-a", f"url={sites['late'].url},{sites['quick'].url}")
    assert done.returncode == 0, done.stderr
    found = {name: stored(tmp_path, site) for name, site in sites.items()}
    assert found == {"quick": 2, "slow": 0, "late": 1, "hidden": 0}


@pytest.mark.parametrize(
    "command",
    [
        ("newscrawl", "crawl", "--config", "newscrawl.toml"),
        ("scrapy", "crawl", "news", "-a", "config=newscrawl.toml"),
    ],
)
def test_a_mistake_ends_it_before_it_begins(
    sites: dict[str, Any], tmp_path: Path, command: tuple[str, ...]
) -> None:
    text = configuration(sites).replace("sections", "sektions")
    (tmp_path / "newscrawl.toml").write_text(text, "utf-8")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newscrawl.settings\n", "utf-8")
    asked = len(sites["quick"].log)
    done = run(tmp_path, sites, *command)
    assert "unknown key sektions; did you mean sections?" in done.stderr
    assert len(sites["quick"].log) == asked
    assert not (tmp_path / "news").exists()
    if command[0] == "newscrawl":
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1


def test_the_record_of_the_run_tells_each_site_by_itself(crawled: Any) -> None:
    _, folder = crawled
    (path,) = (folder / "news" / "runs").glob("*.json")
    assert len(json.loads(path.read_bytes())["sites"]) == len(NAMES)
