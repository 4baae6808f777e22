"""spiders.storage: a run's lock, state and writer, together and through crashes."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.errors import LockedError, StorageError, UsageError
from newscrawl.items import Article
from newscrawl.spiders.known import known_as
from newscrawl.spiders.storage import RunStorage
from newscrawl.state.outcomes import Outcome
from newscrawl.state.store import State
from newscrawl.values.urls import url_key

NOW = datetime(2026, 11, 22, 20, 17, tzinfo=UTC)
SITE = "example.com"


def store(storage: RunStorage, number: int) -> str:
    url = f"https://{SITE}/{number}"
    storage.state.frontier.add([Discovered(url, SITE, Kind.ARTICLE, "link")])
    article = Article(id=url_key(url), url=url, requested_url=url, headline=f"Article {number}")
    storage.state.articles.claim(known_as(article, url_key(url), SITE))
    storage.write(article, url_key(url), SITE)
    return url_key(url)


def lines(data: Path) -> int:
    return sum(len(file.read_bytes().splitlines()) for file in data.rglob("*.jsonl"))


@pytest.fixture(scope="module")
def storm() -> dict[str, Any]:
    """In memory where the system has such a folder: what a killed process has written is there
    without waiting for a disk."""
    script = Path(__file__).with_name("crashing_run.py")
    shared = Path("/dev/shm")
    with TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        command = [sys.executable, script, folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_a_run_killed_at_any_step_loses_doubles_and_tears_nothing(storm: dict[str, Any]) -> None:
    assert storm["complaints"] == {}


def test_the_storm_met_every_kind_of_step(storm: dict[str, Any]) -> None:
    assert set(storm["steps"]) >= {"write", "fsync", "commit", "rename", "ftruncate"}


def test_runs_of_one_second_have_names_of_their_own(quick_folder: Path) -> None:
    names = []
    for _ in range(3):
        storage = RunStorage(quick_folder, None, NOW)
        store(storage, len(names))
        storage.finish()
        storage.release()
        names.append(storage.run_id)
    assert names == ["20261122T201700Z", "20261122T201700Z_2", "20261122T201700Z_3"]
    assert lines(quick_folder) == 3


def test_a_record_is_settled_only_when_it_is_durable(quick_folder: Path) -> None:
    told: list[tuple[str, str]] = []
    storage = RunStorage(quick_folder, None, NOW, lambda *stored: told.append(stored))
    store(storage, 1)
    assert storage.state.frontier.counts().pending == 1
    assert told == []
    storage.commit()
    assert storage.state.frontier.counts().done == 1
    assert told == [(SITE, "new")]
    storage.release()


def test_in_memory_a_record_is_durable_when_handed_in(
    monkeypatch: pytest.MonkeyPatch, quick_folder: Path
) -> None:
    monkeypatch.chdir(quick_folder)
    storage = RunStorage(None, None, NOW)
    store(storage, 1)
    balance = storage.finish()
    assert (balance.done, balance.pending, balance.errors) == (1, 0, ())
    storage.save({"finished_at": NOW.isoformat()}, "finished")
    storage.release()
    assert list(quick_folder.iterdir()) == []


def test_a_file_shorter_than_settled_is_healed(quick_folder: Path) -> None:
    storage = RunStorage(quick_folder, None, NOW)
    for number in range(3):
        store(storage, number)
    storage.commit()
    storage.abandon()
    storage.release()
    (part,) = quick_folder.rglob("*.part")
    part.write_bytes(part.read_bytes()[:-10])
    again = RunStorage(quick_folder, None, NOW)
    assert again.state.frontier.counts().pending == 1
    store(again, 2)
    assert again.finish().errors == ()
    again.release()
    assert lines(quick_folder) == 3


def test_records_are_kept_when_the_state_is_lost(quick_folder: Path) -> None:
    storage = RunStorage(quick_folder, None, NOW)
    store(storage, 1)
    storage.commit()
    storage.abandon()
    storage.release()
    (quick_folder / "state.db").unlink()
    RunStorage(quick_folder, None, NOW).release()
    assert lines(quick_folder) == 1


def test_the_balance_tells_when_lines_are_missing(quick_folder: Path) -> None:
    storage = RunStorage(quick_folder, None, NOW)
    store(storage, 1)
    store(storage, 2)
    storage.finish()
    (file,) = quick_folder.rglob("*.jsonl")
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    assert storage.finish().errors == ("lines written 1 but records done 2",)
    storage.release()


def test_the_balance_tells_when_urls_are_missing(quick_folder: Path) -> None:
    storage = RunStorage(quick_folder, None, NOW)
    key = store(storage, 1)
    storage.commit()
    ledger = storage.state._ledger
    ledger.connection.exec_driver_sql(f"UPDATE urls SET outcome = 'lost' WHERE key = x'{key}'")
    (error,) = storage.finish().errors
    assert error == "URLs discovered 1 but done, failed and pending 0"
    storage.release()


def test_the_record_of_a_run_is_kept_twice(quick_folder: Path) -> None:
    storage = RunStorage(quick_folder, None, NOW)
    record = {"run": storage.run_id, "finished_at": "2026-11-22T20:18:00+00:00"}
    storage.finish()
    storage.save(record, "finished")
    storage.release()
    assert json.loads((quick_folder / "runs" / f"{storage.run_id}.json").read_bytes()) == record
    with State.open(quick_folder / "state.db") as state:
        assert state.runs.last() == [record]
    assert sorted(path.name for path in quick_folder.iterdir()) == [".lock", "runs", "state.db"]


def test_two_runs_cannot_share_a_folder(quick_folder: Path) -> None:
    storage = RunStorage(quick_folder, None, NOW)
    with pytest.raises(LockedError, match=storage.run_id):
        RunStorage(quick_folder, None, NOW)
    storage.release()
    storage.release()


@pytest.mark.parametrize(
    ("state", "error"),
    [("nonsense://x", UsageError), ("/proc/none/state.db", StorageError)],
)
def test_a_state_that_cannot_be_opened_lets_go_of_the_folder(
    quick_folder: Path, state: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        RunStorage(quick_folder, state, NOW)
    RunStorage(quick_folder, None, NOW).release()


def test_duplicates_that_wait_do_not_outrun_their_original(quick_folder: Path) -> None:
    """A URL settled as a duplicate is committed with the record that it duplicates, or after."""
    storage = RunStorage(quick_folder, None, NOW)
    frontier = storage.state.frontier
    frontier.add([Discovered(f"https://{SITE}/copy", SITE, Kind.ARTICLE, "link")])
    original = store(storage, 1)
    frontier.settle(url_key(f"https://{SITE}/copy"), Outcome.DUPLICATE)
    storage.abandon()
    storage.release()
    again = RunStorage(quick_folder, None, NOW)
    keys = {one.key for one in again.state.frontier.take(9, site=SITE)}
    assert keys in (set(), {original, url_key(f"https://{SITE}/copy")})
    again.release()


def test_files_are_finished_while_the_run_goes_on(quick_folder: Path) -> None:
    storage = RunStorage(quick_folder, None, NOW)
    store(storage, 1)
    storage.rotate()
    assert lines(quick_folder) == 1
    store(storage, 2)
    storage.rotate()
    storage.rotate()
    store(storage, 3)
    assert storage.finish().errors == ()
    storage.release()
    assert lines(quick_folder) == 3
    assert len(list(quick_folder.rglob("*.jsonl"))) == 3
