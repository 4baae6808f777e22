"""spiders.adopting: a state that was lost knows again what has a record."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.schema import encode
from newscrawl.spiders.adopting import adopt
from newscrawl.spiders.storage import RunStorage
from newscrawl.state.store import State
from newscrawl.values.resemblance import MIN_COMPARED_WORDS, Print
from newscrawl.values.urls import url_key

NOW = datetime(2026, 11, 22, 20, 17, tzinfo=UTC)
SITE = "example.com"
BODY = " ".join(f"word{number}" for number in range(MIN_COMPARED_WORDS))


def record(path: str, **more: Any) -> bytes:
    url = f"https://{SITE}/{path}"
    stated: dict[str, Any] = {
        "id": url_key(url),
        "url": url,
        "requested_url": url,
        "headline": f"Story {path}",
        "article_body": BODY,
        "word_count": MIN_COMPARED_WORDS,
        "date_published": "2026-11-22T08:00:00+00:00",
        "content_hash": "0" * 64,
        "change_type": "new",
        **more,
    }
    return encode(Article(**stated))


def file(data: Path, run: str, *lines: bytes) -> Path:
    path = data / "articles" / SITE / f"{run}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))
    return path


@pytest.fixture
def state(quick_folder: Path) -> Any:
    with State.open(quick_folder / "state.db") as state:
        yield state


def never(_published: str | None) -> int | None:
    return None


def test_records_are_known_again_with_their_places_texts_and_visits(
    quick_folder: Path, state: State
) -> None:
    edited = record("a", version=2, change_type="updated", headline="Story a, once more")
    file(quick_folder, "20261122T200000Z", record("a"), record("b"))
    file(quick_folder, "20261122T210000Z", edited)
    assert adopt(quick_folder, state, lambda _published: 77) == 3
    key = url_key(f"https://{SITE}/a")
    last = state.articles.recorded(key)
    assert last is not None
    assert (last.version, last.site, last.change_type) == (2, SITE, "updated")
    assert [one.version for one in state.articles.versions(key)] == [1, 2]
    assert {one.id for one in state.alike(Print(BODY).bands())} == {
        url_key(f"https://{SITE}/{path}") for path in "ab"
    }
    assert (state.frontier.counts().done, state.frontier.counts().pending) == (2, 0)
    assert state.frontier.again.due(SITE, 77) == 2
    place = state.articles.place(url_key(f"https://{SITE}/b"), 1)
    assert place is not None
    written = (quick_folder / place.path).read_bytes()
    assert json.loads(written[place.offset :][: place.bytes])["headline"] == "Story b"


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ([], 0),
        ([record("a"), record("a")], 1),  # copied
        ([record("a", version=2), record("a")], 1),
        ([b"{}\n", b"no JSON\n", b"[1]\n", b'{"id": "x", "url": "https://e.com/"}\n'], 0),
        ([record("a"), b'{"id": 7}\n', record("b")], 2),
        ([record("a", id=None)], 0),
        ([record("a", url="not an address")], 1),
        ([record("a", change_type="withdrawn", article_body=None, previous_hash="1" * 64)], 1),
        ([record("a", discovered_via="x" * 500, date_published="9" * 500)], 1),
        ([record(f"{n}") for n in range(1_200)], 1_200),
    ],
    ids=[
        "empty",
        "copied",
        "backwards",
        "foreign",
        "mixed",
        "no id",
        "odd",
        "gone",
        "long",
        "many",
    ],
)
def test_lines(quick_folder: Path, state: State, lines: list[bytes], number: int) -> None:
    file(quick_folder, "20261122T200000Z", *lines)
    file(quick_folder, "20261122T210000Z", *lines)  # a copy under another name
    assert adopt(quick_folder, state, never) == number
    assert state.frontier.counts().done == number
    assert adopt(quick_folder, state, never) == 0


def test_it_goes_on_where_it_was_killed(quick_folder: Path) -> None:
    for number in range(3):
        file(quick_folder, f"20261122T20000{number}Z", record(f"{number}"))
    asked: list[str | None] = []

    def die(published: str | None) -> int | None:
        asked.append(published)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return None

    with pytest.raises(KeyboardInterrupt), State.open(quick_folder / "state.db") as state:
        adopt(quick_folder, state, die)
    with State.open(quick_folder / "state.db") as state:
        assert state.frontier.counts().done == 1
        assert adopt(quick_folder, state, never) == 2
        assert state.frontier.counts().done == 3


def test_a_withdrawn_article_is_settled_as_gone(quick_folder: Path, state: State) -> None:
    gone = record("a", version=2, change_type="withdrawn", previous_hash="1" * 64)
    file(quick_folder, "20261122T200000Z", record("a"), gone)
    adopt(quick_folder, state, never)
    key = url_key(f"https://{SITE}/a")
    assert state.frontier.with_record([key]) == set()
    last = state.articles.recorded(key)
    assert last is not None
    assert last.content_hash == "1" * 64


def test_a_run_over_a_lost_state_balances_and_writes_over_nothing(quick_folder: Path) -> None:
    path = file(quick_folder, "20261122T201700Z", record("a"))
    before = path.read_bytes()
    storage = RunStorage(quick_folder, None, NOW)  # a run of that very second
    assert storage.run_id == "20261122T201700Z_2"
    assert storage.finish().errors == ()
    storage.release()
    assert path.read_bytes() == before
    again = RunStorage(quick_folder, None, NOW)
    assert again.state.frontier.counts().done == 1
    again.release()
