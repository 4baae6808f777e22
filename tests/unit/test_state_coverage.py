"""state.coverage: what is listed, linked, fetched, stored and missing, by day and by reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.window import Window
from newscrawl.state.coverage import UNDATED, DayCoverage, SiteCoverage
from newscrawl.state.outcomes import Outcome
from newscrawl.state.store import State
from newscrawl.values.urls import url_key

SITE, OTHER = "example.com", "example.org"
NOV_20 = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def state() -> Iterator[State]:
    with State.open() as state:
        yield state


def seen(state: State, path: str, *via: str, site: str = SITE, **more: str) -> str:
    kind = Kind(more.pop("kind", Kind.ARTICLE))
    url = f"https://{site}/{path}"
    for one in via:
        state.frontier.add([Discovered(url, site, kind, one, **more)])  # type: ignore[arg-type]
    return url


def settled(state: State, url: str, outcome: Outcome, reason: str | None = None) -> None:
    state.frontier.settle(url_key(url), outcome, reason=reason)
    state.frontier.drain()


def coverage(state: State, window: Window | None = None, site: str = SITE) -> SiteCoverage:
    return state.coverage.of({site: window or Window()})[site]


@pytest.mark.parametrize(
    ("via", "outcome", "reason", "counted"),
    [
        (["sitemap"], None, None, DayCoverage(listed=1, missing=1)),
        (["feed"], Outcome.STORED, None, DayCoverage(listed=1, fetched=1, stored=1)),
        (["feed", "link"], Outcome.STORED, None, DayCoverage(1, 1, 1, 1)),
        (["link", "sitemap"], Outcome.DUPLICATE, None, DayCoverage(1, 1, 1, 1)),
        (["link"], Outcome.STORED, None, DayCoverage(linked=1, fetched=1, stored=1)),
        (["link"], None, None, DayCoverage(linked=1)),
        (["feed"], Outcome.FAILED, "HTTP 503", DayCoverage(listed=1, missing=1)),
        (["feed"], Outcome.GONE, "HTTP 404", DayCoverage(listed=1, missing=1)),
        (["feed"], Outcome.DISALLOWED, "robots.txt", DayCoverage(listed=1, missing=1)),
        (["sitemap"], Outcome.NOT_ARTICLE, None, DayCoverage(listed=1, fetched=1)),
        (["sitemap"], Outcome.LISTED, "not asked: a trap", DayCoverage(listed=1, missing=1)),
        (["sitemap"], Outcome.DROPPED, None, DayCoverage(listed=1, fetched=1, missing=1)),
        (["sitemap"], Outcome.OUT_OF_WINDOW, "older", DayCoverage()),
    ],
)
def test_each_outcome_counts_once(
    state: State, via: list[str], outcome: Outcome | None, reason: str | None, counted: DayCoverage
) -> None:
    url = seen(state, "a", *via)
    if outcome:
        settled(state, url, outcome, reason)
    assert coverage(state).total == counted


@pytest.mark.parametrize("kind", [Kind.LISTING, Kind.SITEMAP, Kind.FEED, Kind.SEED])
def test_pages_of_links_do_not_count(state: State, kind: Kind) -> None:
    settled(state, seen(state, "a", "sitemap", kind=kind), Outcome.LISTED)
    assert coverage(state).total == DayCoverage()


def test_a_stored_page_counts_whatever_it_was_thought_to_be(state: State) -> None:
    settled(state, seen(state, "a", "feed", kind=Kind.LISTING), Outcome.STORED)
    assert coverage(state).total.stored == 1


def test_days_are_those_of_the_lists_or_of_the_record(state: State) -> None:
    seen(state, "a", "feed", date="2026-11-21T08:00:00+01:00")
    stored = seen(state, "b", "sitemap", date="2026-11-22")
    state.frontier.settle(url_key(stored), Outcome.STORED, date="2026-11-20T23:00:00+00:00")
    seen(state, "c", "link")
    state.frontier.drain()
    found = coverage(state)
    assert set(found.days) == {"2026-11-21", "2026-11-20", UNDATED}
    assert list(found.last_days(5)) == ["2026-11-21", "2026-11-20"]
    assert found.last_days(1) == {"2026-11-21": DayCoverage(listed=1, missing=1)}


def test_reasons_say_why_listed_pages_have_no_record(state: State) -> None:
    for path in "ab":
        settled(state, seen(state, path, "feed"), Outcome.FAILED, "HTTP 503")
    settled(state, seen(state, "c", "sitemap"), Outcome.NOT_ARTICLE)
    settled(state, seen(state, "d", "sitemap"), Outcome.STORED)
    seen(state, "e", "sitemap")
    settled(state, seen(state, "f", "link"), Outcome.FAILED, "HTTP 500")
    assert dict(coverage(state).reasons) == {"HTTP 503": 2, "no article": 1, "not asked yet": 1}
    assert state.coverage.failures(SITE) == {"HTTP 503": 2, "HTTP 500": 1}


def test_what_the_window_leaves_out_is_not_missing(state: State) -> None:
    seen(state, "old", "sitemap", date="2026-10-01")
    seen(state, "new", "sitemap", date="2026-11-21")
    seen(state, "undated", "sitemap")
    window = Window(since=NOV_20)
    assert coverage(state, window).total == DayCoverage(listed=2, missing=2)
    missing = [one.url.rpartition("/")[2] for one in state.coverage.missing(SITE, window)]
    assert missing == ["new", "undated"]


def test_the_newest_missing_come_first_where_there_is_a_limit(state: State) -> None:
    for day in (19, 21, 20):
        seen(state, f"{day}", "feed", date=f"2026-11-{day}")
    found = list(state.coverage.missing(SITE, limit=2))
    assert [(one.date, one.reason) for one in found] == [
        ("2026-11-21", "not asked yet"),
        ("2026-11-20", "not asked yet"),
    ]


def test_sites_are_told_apart(state: State) -> None:
    seen(state, "a", "feed")
    seen(state, "a", "feed", "link", site=OTHER)
    found = state.coverage.of({SITE: Window(), OTHER: Window()})
    assert (found[SITE].total.linked, found[OTHER].total.linked) == (0, 1)
    assert [one.site for one in state.coverage.missing(OTHER)] == [OTHER]


def test_a_place_is_remembered_from_run_to_run(quick_folder: object) -> None:
    path = f"{quick_folder}/state.db"
    with State.open(path) as state:
        seen(state, "a", "link")
    with State.open(path) as state:
        seen(state, "a", "feed")
        assert coverage(state).total == DayCoverage(listed=1, linked=1, missing=1)
