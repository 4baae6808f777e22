"""discovery.archives: the days and months around a page of an archive."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newscrawl.discovery.archives import DAYS, Archive, archives_around
from newscrawl.discovery.found import Kind
from newscrawl.discovery.window import Window

HOST = "https://example.com"
TODAY = date(2026, 11, 22)
OPEN = Window(datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/2026/11/05/", ["/2026/11/06/", "/2026/11/04/", "/2026/10/31/"]),
        ("/2026/11/05", ["/2026/11/04"]),
        ("/news/2026/11/05/", ["/news/2026/11/04/"]),
        ("/archiv/2026-11-05.html", ["/archiv/2026-11-04.html", "/archiv/2026-10-31.html"]),
        ("/2026/1/5/", ["/2026/1/4/", "/2026/1/12/", "/2025/12/31/"]),
        ("/2026/10/9/", ["/2026/10/10/", "/2026/10/8/"]),
        ("/2026/01/", ["/2025/12/", "/2026/03/"]),
        ("/archive/2026-12", ["/archive/2026-11", "/archive/2026-10"]),
    ],
)
def test_days_and_months_are_written_as_the_site_writes_them(path: str, near: list[str]) -> None:
    around = [one.url for one in archives_around(HOST + path, OPEN, date(2027, 1, 1), 2)]
    assert {HOST + one for one in near} <= set(around)
    assert HOST + path not in around
    assert around == list(dict.fromkeys(around))


@pytest.mark.parametrize(
    "path",
    [
        "/2026/",
        "/2026/11/05/ferry-runs-late",
        "/2026/13/",
        "/2026/02/30/",
        "/2026/11/05/?page=2",
        "/a/b/2026/11/",
        "/20261105/",
        "/sport",
        "/",
    ],
)
def test_other_addresses_are_no_archives(path: str) -> None:
    assert Archive.of(HOST + path) is None
    assert archives_around(HOST + path, OPEN, TODAY, 1) == []


@pytest.mark.parametrize(
    ("path", "since", "until", "first", "last"),
    [
        ("/2026/11/20/", 1, None, "/2026/11/22/", "/2026/11/13/"),
        ("/2026/11/20/", 18, None, "/2026/11/22/", "/2026/11/18/"),
        ("/2026/11/20/", 18, 21, "/2026/11/21/", "/2026/11/18/"),
        ("/2026/11/", 18, 19, None, None),
    ],
)
def test_they_stay_within_the_window(
    path: str, since: int, until: int | None, first: str | None, last: str | None
) -> None:
    window = Window(
        datetime(2026, 11, since, 6, tzinfo=UTC),
        until and datetime(2026, 11, until, 6, tzinfo=UTC),
    )
    around = [one.url.removeprefix(HOST) for one in archives_around(HOST + path, window, TODAY, 1)]
    assert (around[:1] or [None])[0] == first
    assert (around[-1:] or [None])[0] == last


def test_without_a_time_to_begin_at_nothing_is_made_up() -> None:
    assert archives_around(f"{HOST}/2026/11/20/", Window(), TODAY, 1) == []


def test_they_are_further_pages_of_a_listing() -> None:
    (*_, last) = archives_around(f"{HOST}/2026/11/20/", OPEN, TODAY, 3)
    assert (last.kind, last.via, last.depth, last.site) == (
        Kind.LISTING,
        "pagination",
        3,
        "example.com",
    )
    assert last.url.endswith(f"/{20 - DAYS}/")
