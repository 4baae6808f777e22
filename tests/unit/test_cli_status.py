"""newscrawl status: tables for people, JSON for programs, and clear errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newscrawl.cli import main
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.state.outcomes import Outcome
from newscrawl.state.store import State
from newscrawl.values.urls import url_key

SITE = "example.com"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["status", *arguments], catch_exceptions=False)


@pytest.fixture
def data(quick_folder: Path) -> Path:
    """A folder after a run that stored one of three listed articles."""
    with State.open(quick_folder / "state.db") as state:
        for number, day in enumerate(("2026-11-20", "2026-11-21", "2026-11-21")):
            url = f"https://{SITE}/{number}"
            state.frontier.add([Discovered(url, SITE, Kind.ARTICLE, "feed", date=day)])
        state.frontier.settle(url_key(f"https://{SITE}/0"), Outcome.STORED)
        state.frontier.settle(url_key(f"https://{SITE}/1"), Outcome.FAILED, reason="HTTP 503")
        state.runs.begin("20261121T120000Z", "2026-11-21T12:00:00+00:00")
        site = {"site": SITE, "pages": 7, "coverage": {}}
        record = {
            "run": "20261121T120000Z",
            "finished_at": "2026-11-21T12:01:00+00:00",
            "seconds": 60.0,
            "reason": "finished",
            "sites": [site],
        }
        state.runs.finish(record["run"], record["finished_at"], "finished", record)  # type: ignore[arg-type]
    records = quick_folder / "articles" / SITE
    records.mkdir(parents=True)
    (records / "20261121T120000Z.jsonl").write_bytes(b"x" * 1500)
    return quick_folder


def test_tables(data: Path) -> None:
    shown = run("--data", str(data)).stdout
    (row,) = [line.split() for line in shown.splitlines() if line.strip().startswith(SITE + " ")]
    assert row == [SITE, "0", "3", "0", "1", "1", "2", "1", "1", "2026-11-21", "12:01"]
    assert "2026-11-21       2       0        0       0        2" in shown
    assert f"{SITE}: failed: HTTP 503 (1)" in shown
    assert f"{SITE}: listed, without a record: not asked yet (1)" in shown
    assert "Last run 20261121T120000Z" in shown
    assert "records 1.5 KB" in shown


def test_json(data: Path) -> None:
    told = json.loads(run("--data", str(data), "--json", "--days", "1").stdout)
    (site,) = told["sites"]
    assert site["coverage"]["missing"] == 2
    assert [day["day"] for day in site["coverage"]["days"]] == ["2026-11-21"]
    assert (site["pending"], site["failures"]) == (1, {"HTTP 503": 1})
    assert (site["last_run"]["run"], site["last_run"]["pages"]) == ("20261121T120000Z", 7)
    assert told["disk"]["records"] == site["bytes"] == 1500
    assert told["last_run"]["seconds"] == 60.0


def test_missing_pages_by_name(data: Path) -> None:
    told = run("--data", str(data), "--missing", "--since", "2026-11-21").stdout.splitlines()
    assert sorted(told) == [
        f"{SITE}\t2026-11-21\thttps://{SITE}/1\tHTTP 503",
        f"{SITE}\t2026-11-21\thttps://{SITE}/2\tnot asked yet",
    ]
    lines = run("--data", str(data), "--missing", "--json").stdout.splitlines()
    assert {json.loads(line)["reason"] for line in lines} == {"HTTP 503", "not asked yet"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "{empty}"], "holds no state of a crawl"),
        (["--data", "{data}", "--site", "example.net"], "it has example.com"),
        (["--data", "{data}", "--since", "soon"], "write it like 7d"),
        (["--data", "{data}", "--days", "-1"], "-1 is not in the range"),
    ],
)
def test_what_cannot_be_told(
    data: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = run(*(part.format(data=data, empty=tmp_path) for part in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
