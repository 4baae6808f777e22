"""When stored articles are asked again: so long after publication, and then never.

News is corrected within hours and rarely later; so the visits thin out. They are counted from the
publication, so that an article found late skips those that have passed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from newscrawl.errors import UsageError
from newscrawl.values.dates import as_moment

_AFTER: Final = re.compile(r"\s*(\d{1,4})\s*([mhdw])\s*", re.I)
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long after an article's publication it is asked again, ascending."""

    after: tuple[timedelta, ...] = ()

    @classmethod
    def parse(cls, text: str | None) -> Schedule:
        """Read a list like ``1h,6h,1d,7d`` (m, h, d, w); an empty one is never.

        Raises:
            UsageError: a part of it is no such time.
        """
        parts = [part for part in (text or "").split(",") if part.strip()]
        return cls(tuple(sorted({_after(part) for part in parts})))

    def next(self, published: str | None, now: datetime) -> int | None:
        """The next visit after ``now``, in seconds since 1970; None when there is none left.

        ``published`` is ISO 8601, read as UTC where it has no offset; without one it is now.
        """
        moment = (as_moment(published) if published else None) or now
        visits = (moment + after for after in self.after)
        return next((int(visit.timestamp()) for visit in visits if visit > now), None)


def _after(part: str) -> timedelta:
    match = _AFTER.fullmatch(part)
    if match is None or not int(match[1]):
        raise UsageError(
            f"revisits: {part.strip()!r} is not a time after publication; write it like 1h,6h,1d,7d"
        )
    return timedelta(**{_UNITS[match[2].lower()]: int(match[1])})
