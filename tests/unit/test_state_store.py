"""state.store: what can be opened, what cannot and what the error says; articles, files, sites."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.errors import NewscrawlError, StorageError, UsageError
from newscrawl.state.articles import Known, Stored
from newscrawl.state.outcomes import Counts, Outcome
from newscrawl.state.store import State
from newscrawl.values.urls import url_key


@pytest.fixture
def state() -> Iterator[State]:
    state = State.open()
    yield state
    state.close()


def _text_file(path: Path) -> None:
    path.write_text("This is no database. " * 100)


def _torn(path: Path) -> None:
    with State.open(path) as state:
        state.frontier.add(
            Discovered(f"https://example.com/{n}", "example.com", Kind.PAGE, "link")
            for n in range(2000)
        )
    data = path.read_bytes()
    path.write_bytes(data[:1000] + b"\xff" * (len(data) - 1000))


def _newer(path: Path) -> None:
    State.open(path).close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE newscrawl_info SET value = '99'")
    database.close()


def _of_something_else(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (_text_file, StorageError, "file is not a database.*put a backup in its place"),
        (_torn, StorageError, "malformed|damaged"),
        (_newer, UsageError, "newer newscrawl .schema 99.*upgrade"),
        (_of_something_else, UsageError, "something else.*bookmarks"),
        (Path.mkdir, StorageError, "unable to open"),
    ],
)
def test_a_bad_database_is_refused_with_a_mend(
    quick_folder: Path, spoil: Callable[[Path], None], error: type[NewscrawlError], said: str
) -> None:
    path = quick_folder / "state.db"
    spoil(path)
    with pytest.raises(error, match=said) as caught:
        State.open(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nonsense://host/db", "driver"),
        ("mysql+nodriver://user@host/db", "driver"),
        ("postgresql://user:secret@host:port/db", "database URL"),
        ("://", "database URL"),
    ],
)
def test_a_bad_url_is_refused(where: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        State.open(where)
    assert "secret" not in str(caught.value)


def test_a_creation_that_was_cut_short_is_done_again(quick_folder: Path) -> None:
    path = quick_folder / "state.db"
    State.open(path).close()
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM newscrawl_info")
        database.execute("DROP TABLE articles")
    database.close()
    with State.open(path) as state:
        assert state.articles.counts() == {}


def test_a_database_of_an_earlier_newscrawl_gets_what_it_lacks(quick_folder: Path) -> None:
    path = quick_folder / "state.db"
    with State.open(path) as state:
        state.frontier.add([Discovered("https://example.com/a", "example.com", Kind.PAGE, "link")])
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP INDEX urls_due")
        for column in ("etag", "modified", "article", "next_visit"):
            database.execute(f"ALTER TABLE urls DROP COLUMN {column}")
        database.execute("DROP TABLE repeats")
    with State.open(path) as state:
        (pending,) = state.frontier.take(1, site="example.com")
        assert (pending.article, pending.next_visit) == (None, None)
    with closing(sqlite3.connect(path)) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert {"urls_due", "repeats"} <= names


_SCHEMA_1 = """
DROP TABLE articles;
CREATE TABLE articles (
    id BLOB NOT NULL, version INTEGER NOT NULL, site_id INTEGER NOT NULL, url_key BLOB NOT NULL,
    content_hash BLOB NOT NULL, headline_hash BLOB NOT NULL, change_type VARCHAR(40) NOT NULL,
    fetched_at VARCHAR(40), file_id INTEGER, "offset" BIGINT, bytes INTEGER,
    PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE INDEX articles_text ON articles (content_hash, site_id);
CREATE INDEX articles_file ON articles (file_id);
UPDATE newscrawl_info SET value = '1';
"""


@pytest.mark.parametrize("cut_short", ["", "ALTER TABLE articles RENAME TO articles_1"])
def test_a_database_of_schema_1_is_upgraded(quick_folder: Path, cut_short: str) -> None:
    path = quick_folder / "state.db"
    with State.open(path) as state:
        number = state.sites.number("example.com")
    row = (
        b"\xaa" * 16,
        1,
        number,
        b"\xbb" * 16,
        b"\xcc" * 32,
        b"\xdd" * 32,
        "new",
        "2026",
        1,
        0,
        9,
    )
    with closing(sqlite3.connect(path)) as database:
        database.executescript(_SCHEMA_1)
        database.execute(f"INSERT INTO articles VALUES ({','.join('?' * 11)})", row)
        database.execute(cut_short)
        database.commit()
    for _ in range(2):
        with State.open(path) as state:
            assert state.articles.recorded(KNOWN.id) == KNOWN


def test_a_url_of_sqlite_opens_the_same_file(quick_folder: Path) -> None:
    path = quick_folder / "other.db"
    with State.open(f"sqlite:///{path}") as state:
        state.sites.learn("example.com", {"shape": 1})
    with State.open(path) as state:
        assert state.sites.facts("example.com") == {"shape": 1}


def test_a_failing_database_is_told_before_it_is_raised(quick_folder: Path) -> None:
    path = quick_folder / "state.db"
    told: list[StorageError] = []
    state = State.open(path)
    state.on_failure(told.append)
    with sqlite3.connect(path) as other:
        other.execute("DROP TABLE urls")
    other.close()
    with pytest.raises(StorageError) as caught:
        state.frontier.counts()
    assert told == [caught.value]
    state.close()


def test_leaving_on_an_error_commits_nothing(quick_folder: Path) -> None:
    path = quick_folder / "state.db"
    with pytest.raises(RuntimeError), State.open(path) as state:
        state.sites.learn("example.com", {"a": 1})
        raise RuntimeError
    with State.open(path) as state:
        assert state.sites.facts("example.com") == {}


def test_facts_of_a_site_are_merged_and_copied(state: State) -> None:
    state.sites.learn("example.com", {"a": 1, "b": {"c": [1]}})
    state.sites.learn("example.com", {"a": 2})
    facts = state.sites.facts("example.com")
    assert facts == {"a": 2, "b": {"c": [1]}}
    facts["a"] = 3
    assert state.sites.facts("example.com")["a"] == 2


def test_runs_are_remembered_newest_first(state: State) -> None:
    for number in (1, 2):
        state.runs.begin(f"run{number}", f"2026-11-22T20:0{number}:00+00:00")
        state.runs.finish(f"run{number}", "2026-11-22T21:00:00+00:00", "finished", {"n": number})
    state.runs.begin("run3", "2026-11-22T20:03:00+00:00")
    assert state.runs.last(5) == [{"n": 2}, {"n": 1}]
    assert state.runs.known("run3")
    assert not state.runs.known("run4")


KNOWN = Known("a" * 32, 1, "example.com", "b" * 32, "c" * 64, "d" * 16)


def test_a_claim_holds_until_it_is_released_by_its_owner(state: State) -> None:
    articles = state.articles
    articles.claim(KNOWN)
    articles.release(KNOWN.id, "e" * 32)
    assert articles.claimed(KNOWN.id) == KNOWN
    articles.release(KNOWN.id, KNOWN.url_key)
    assert articles.claimed(KNOWN.id) is None


def test_a_record_ends_the_claim_and_stays_known(state: State) -> None:
    state.articles.claim(KNOWN)
    state.articles.record([Stored(KNOWN)])
    assert state.articles.claimed(KNOWN.id) is None
    assert state.articles.recorded(KNOWN.id) == KNOWN


def test_the_latest_version_is_known_and_articles_are_counted_once(state: State) -> None:
    second = replace(KNOWN, version=2, content_hash="f" * 64, change_type="updated")
    state.articles.record([Stored(KNOWN), Stored(second)])
    assert state.articles.recorded(KNOWN.id) == second
    assert state.articles.counts() == {"example.com": 1}


def test_lost_bytes_make_their_urls_pending_again(state: State) -> None:
    urls = [f"https://example.com/{number}" for number in range(3)]
    state.frontier.add(Discovered(url, "example.com", Kind.ARTICLE, "link") for url in urls)
    file = state.files.number("articles/example.com/r.jsonl", "r")
    for number, url in enumerate(urls):
        known = replace(KNOWN, id=f"{number:032x}", url_key=url_key(url))
        stored = Stored(known, file=file, offset=number * 10, bytes=10)
        state.articles.record([stored])
        state.files.grow(file, end=number * 10 + 10, lines=1)
        state.frontier.settle(url_key(url), Outcome.STORED)
    state.commit()
    assert state.files.committed(["articles/example.com/r.jsonl", "x"]) == {
        "articles/example.com/r.jsonl": 30
    }
    assert state.articles.lose("articles/example.com/r.jsonl", 10) == 2
    assert state.frontier.counts() == Counts(discovered=3, done=1, pending=2)
    assert state.articles.written("r") == 1


def test_a_state_without_a_newer_column_gets_it(quick_folder: Path) -> None:
    path = quick_folder / "state.db"
    State.open(path).close()
    with sqlite3.connect(path) as database:
        database.execute("alter table urls drop column seen")
    with State.open(path) as state:
        url = "https://example.com/a"
        state.frontier.add([Discovered(url, "example.com", Kind.ARTICLE, "feed")])
        assert state.frontier.known(url)
    with sqlite3.connect(path) as database:
        assert database.execute("select seen from urls").fetchall() == [(4,)]


def test_a_state_in_a_folder_that_cannot_be_written_is_read(
    quick_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = quick_folder / "a 100%25 copy"
    folder.mkdir()
    path = folder / "state.db"
    with State.open(path) as state:
        state.sites.number("example.com")
    monkeypatch.setattr("newscrawl.state.ledger.os.access", lambda *_: False)
    before = path.read_bytes()
    state = State.open(path)
    assert list(state.sites.names().values()) == ["example.com"]
    with pytest.raises(StorageError, match=r"a 100%25 copy/state\.db: .*that can be written"):
        state.sites.number("example.org")
    state.close()
    assert path.read_bytes() == before
    assert [one.name for one in folder.iterdir()] == ["state.db"]
