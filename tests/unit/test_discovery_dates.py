"""Dates as sitemaps, feeds and URLs write them, and the window of a run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.discovery.dates import date_in_url, iso_date
from newscrawl.discovery.window import Window, parse_moment
from newscrawl.errors import UsageError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11", "2026-11-01"),
        ("2026", "2026-01-01"),
        (" 2026-11-22T10:04:00+01:00 ", "2026-11-22T10:04:00+01:00"),
        ("2026-11-22T10:04:00Z", "2026-11-22T10:04:00+00:00"),
        ("Sun, 22 Nov 2026 10:04:00 +0100", "2026-11-22T10:04:00+01:00"),
        ("Sun, 22 Nov 2026 10:04:00 GMT", "2026-11-22T10:04:00+00:00"),
        ("yesterday", None),
        ("2026-13-45", None),
        ("0000-00-00", None),
        ("", None),
        (None, None),
        ("2" * 100_000, None),
    ],
)
def test_iso_date(text: str | None, expected: str | None) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/11/22/slug", "2026-11-22"),
        ("/news/2026-11-22-slug", "2026-11-22"),
        ("/20261122/slug", "2026-11-22"),
        ("/2026/11/22", "2026-11-22"),
        ("/2026/02/31/slug", None),
        ("/2026/11/slug", None),
        ("/id/202611221234567", None),
        ("/slug?from=/2026/11/22/", None),
    ],
)
def test_date_in_url(path: str, expected: str | None) -> None:
    assert date_in_url(f"https://example.com{path}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7d", datetime(2026, 11, 15, 12, tzinfo=UTC)),
        ("12h", datetime(2026, 11, 22, 0, tzinfo=UTC)),
        ("30m", datetime(2026, 11, 22, 11, 30, tzinfo=UTC)),
        ("2w", datetime(2026, 11, 8, 12, tzinfo=UTC)),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T06:00:00+01:00", datetime(2026, 11, 1, 5, tzinfo=UTC)),
        ("", None),
        (None, None),
    ],
)
def test_parse_moment(text: str | None, expected: datetime | None) -> None:
    assert parse_moment(text, now=NOW, name="--since") == expected


@pytest.mark.parametrize(
    "text", ["7", "seven days", "2026-13-01", "-1d", "0001-01-01T00:00:00+14:00"]
)
def test_parse_moment_names_input_and_mend(text: str) -> None:
    with pytest.raises(UsageError, match=r"--since .* is not a time; write it like 7d"):
        parse_moment(text, now=NOW, name="--since")


@pytest.mark.parametrize(
    ("published", "outside"),
    [
        ("2026-11-13", True),
        ("2026-11-16", False),
        ("2026-11-15", False),  # the day may end after the window has begun
        ("2026-11-20T10:00:00+00:00", False),
        ("2026-11-24", True),
        ("2026-11-23", False),  # where the day begins first, it has begun
        ("2026-11-22T12:01:00+00:00", True),
        ("2026-11-22T12:01:00", False),
        ("2026-11-23T02:01:00", True),
        ("2026-11-22", False),
        ("9999-12-31", False),  # beyond what a clock can say: no date at all
        ("9999-12-31T23:59:59-12:00", False),
        ("nonsense", False),
        (None, False),
    ],
)
def test_window(published: str | None, outside: bool) -> None:
    window = Window(since=datetime(2026, 11, 15, 12, tzinfo=UTC), until=NOW)
    assert window.excludes(published) is outside
    assert Window().excludes(published) is False
