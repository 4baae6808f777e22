"""The time window of a run: ``--since`` and ``--until``, and what lies outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from newscrawl.discovery.dates import earliest_moment, latest_moment
from newscrawl.errors import UsageError

_AGO: Final = re.compile(r"(\d{1,5})\s*([mhdw])", re.I)
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
# How much later than it reads a date can be, in whole days, for comparing dates by their text.
_DAYS_SPREAD: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Window:
    """From ``since`` to ``until``, both UTC; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    @property
    def earliest_day(self) -> str:
        """A day before which no date, as text in ISO 8601, is inside; empty where all may be."""
        try:
            return (self.since - _DAYS_SPREAD).date().isoformat() if self.since else ""
        except OverflowError:
            return ""

    def reaches_beyond(self, other: Window) -> bool:
        """Whether it begins earlier."""
        if self.since is None or other.since is None:
            return other.since is not None
        return self.since < other.since

    def is_too_old(self, stated: str | None) -> bool:
        """Whether a stated date (ISO 8601) is certainly before the window."""
        moment = latest_moment(stated) if self.since else None
        return moment is not None and self.since is not None and moment < self.since

    def excludes(self, published: str | None) -> bool:
        """Whether a date of publication (ISO 8601) is certainly outside; unknown dates are not."""
        moment = earliest_moment(published) if self.until and latest_moment(published) else None
        too_new = moment is not None and self.until is not None and moment > self.until
        return too_new or self.is_too_old(published)


def parse_moment(text: str | None, *, now: datetime, name: str) -> datetime | None:
    """Read ``7d``, ``12h``, ``2026-11-01`` or ISO 8601; without an offset it is UTC.

    Raises:
        UsageError: it is none of these; ``name`` says which option it was given to.
    """
    if not text or not text.strip():
        return None
    text = text.strip()
    try:
        if ago := _AGO.fullmatch(text):
            return now - timedelta(**{_UNITS[ago[2].lower()]: int(ago[1])})
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{name} {text!r} is not a time; write it like 7d, 12h, 2026-11-01 "
            "or 2026-11-01T06:00:00+01:00"
        ) from None


def read_window(since: str | None, until: str | None, now: datetime) -> Window:
    """The window between two times as a user writes them.

    Raises:
        UsageError: one of them is no time, or there is nothing between them.
    """
    window = Window(
        parse_moment(since, now=now, name="--since"), parse_moment(until, now=now, name="--until")
    )
    if window.since and window.since >= (window.until or now):
        raise UsageError(
            f"--since {since} is not before {f'--until {until}' if until else 'now'}; "
            "write it like --since 7d --until 1d"
        )
    return window
