"""newscrawl status and drift: tables for people, JSON for programs, and clear errors."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newscrawl.cli import main
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.drift import Drift
from newscrawl.state.lock import FolderLock
from newscrawl.state.outcomes import Outcome
from newscrawl.state.store import State
from newscrawl.values.urls import url_key

SITE = "example.com"
SAYS = "no author on 38 of 40 articles since Nov 20; 97% before"
DRIFT = Drift("authors", "2026-11-20", 1763622000, 38, 40, 0.03, 1e-31, SAYS)
SHORT = Drift("short", "2026-11-20", 1763622000, 39, 40, 0.0, 1e-31, "fewer words")
NOW = datetime.now(UTC)


def run(*arguments: str, command: str = "status") -> Result:
    return CliRunner().invoke(main, [command, *arguments], catch_exceptions=False)


def drift(*arguments: str) -> Result:
    return run(*arguments, command="drift")


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
    row, _ = [line.split() for line in shown.splitlines() if line.strip().startswith(SITE + " ")]
    assert row == [SITE, "0", "3", "0", "1", "1", "2", "1", "2026-11-21", "12:01"]
    assert f"{SITE}        1              0             0      0           none   1.5 KB" in shown
    assert "Drift: none" in shown
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


def test_when_stored_articles_are_asked_again(data: Path) -> None:
    with State.open(data / "state.db") as state:
        for number, hours in enumerate((-1, 5, 90)):
            url = f"https://{SITE}/again/{number}"
            state.frontier.add([Discovered(url, SITE, Kind.ARTICLE, "feed")])
            at = int((NOW + timedelta(hours=hours)).timestamp())
            key = url_key(url)
            state.frontier.settle(key, Outcome.STORED, article=key, next_visit=at)
    (site,) = json.loads(run("--data", str(data), "--json").stdout)["sites"]
    following = (NOW + timedelta(hours=5)).replace(microsecond=0).isoformat()
    assert site["visits"] == {"planned": 3, "due": 1, "within_day": 1, "next": following}
    shown = run("--data", str(data)).stdout
    assert f"1             1      1  {following[:16].replace('T', ' ')}" in shown


@pytest.fixture
def drifted(data: Path) -> Path:
    """The folder after the site has left two measures."""
    with State.open(data / "state.db") as state:
        state.baselines.leave(SITE, [DRIFT, SHORT])
    return data


def test_drift_is_told_until_it_is_accepted(drifted: Path) -> None:
    folder = ["--data", str(drifted)]
    assert f"Drift:\n  {SITE}: {SAYS}\n" in run(*folder).stdout
    (site,) = json.loads(run(*folder, "--json").stdout)["sites"]
    assert [(one["measure"], one["part"], one["before"]) for one in site["drift"]] == [
        ("authors", 38, 0.03),
        ("short", 39, 0.0),
    ]
    assert drift(*folder).stdout.splitlines()[0] == f"{SITE}\tauthors\t{SAYS}"
    assert json.loads(drift(SITE, *folder, "--json").stdout.splitlines()[0])["says"] == SAYS

    accepted = drift(SITE, "--accept", "--measure", "authors", *folder)
    assert (accepted.exit_code, accepted.stdout) == (0, "")
    assert f"Usual from 2026-11-20 on, {SITE}: {SAYS}" in accepted.stderr
    assert drift(*folder).stdout == f"{SITE}\tshort\tfewer words\n"
    assert drift(SITE, "--accept", *folder).exit_code == 0
    assert "No drift" in drift(*folder).stderr
    with State.open(drifted / "state.db") as state:
        assert state.baselines.accepted(SITE) == {"authors": DRIFT.at, "short": DRIFT.at}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--accept"], "newscrawl drift example.com --accept"),
        (["--measure", "authors"], "newscrawl drift example.com --accept"),
        ([SITE, "--accept", "--measure", "long"], "has not left long, only authors, short of"),
        (["example.net", "--accept"], "it has example.com"),
    ],
)
def test_what_cannot_be_accepted(drifted: Path, arguments: list[str], message: str) -> None:
    result = drift(*arguments, "--data", str(drifted))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_nothing_to_accept(data: Path) -> None:
    result = drift(SITE, "--accept", "--data", str(data))
    assert result.exit_code == 2
    assert "has left nothing of what was usual" in result.stderr


def test_nothing_is_accepted_while_a_run_is_at_work(drifted: Path) -> None:
    lock = FolderLock(drifted)
    try:
        assert drift(SITE, "--accept", "--data", str(drifted)).exit_code == 4
        assert drift(SITE, "--data", str(drifted)).exit_code == 0
    finally:
        lock.release()


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
