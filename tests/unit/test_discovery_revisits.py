"""discovery.revisits: which times can be told, and which visit comes next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.discovery.revisits import Schedule
from newscrawl.errors import UsageError

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["1", "h", "-1h", "0h", "1h 6h", "tomorrow", "1h,,x"])
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=r"revisits: .* is not a time after publication"):
        Schedule.parse(text)


@pytest.mark.parametrize(
    ("text", "published", "visit"),
    [
        ("1h,6h,1d", "2026-11-22T11:30:00+00:00", "2026-11-22T12:30:00+00:00"),
        ("1d, 6H ,1h", "2026-11-22T13:00:00+02:00", "2026-11-22T17:00:00+00:00"),
        ("1h,6h,1d", "2026-11-22", "2026-11-23T00:00:00+00:00"),
        ("1h,6h,1d", "2026-11-21T12:00:00+00:00", None),
        ("1h,6h,1d", "2020-01-01", None),
        ("90m", None, "2026-11-22T13:30:00+00:00"),
        ("2w", "2026-11-22T12:00:00+00:00", "2026-12-06T12:00:00+00:00"),
        ("1h", "no date", "2026-11-22T13:00:00+00:00"),
        ("", "2026-11-22T11:30:00+00:00", None),
        (None, None, None),
    ],
)
def test_the_next_visit(text: str | None, published: str | None, visit: str | None) -> None:
    expected = int(datetime.fromisoformat(visit).timestamp()) if visit else None
    assert Schedule.parse(text).next(published, NOW) == expected
