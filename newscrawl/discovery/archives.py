"""Date archives: from the page of a day or month to those around it, for crawls of older articles.

A site that has ``/2026/11/22/`` has the day before, too, though often no link leads there: readers
are given a calendar that scripts make. An archive's page that shows articles leads to some more
days on either side, so that gaps are bridged, and a site without further ones is soon done with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.priorities import priority_of
from newscrawl.discovery.window import Window
from newscrawl.values.urls import site_of

# Days, and months, on either side of one that shows articles: small papers pause for a week.
DAYS: Final = 7
MONTHS: Final = 2
_PATH: Final = re.compile(
    r"(?P<before>(?:/[^/\d]+)?/)(?P<year>(?:19|20)\d\d)(?P<by>[/-])(?P<month>0?[1-9]|1[0-2])"
    r"(?:(?P=by)(?P<day>0?[1-9]|[12]\d|3[01]))?(?P<after>\.html?|/)?",
    re.I | re.A,
)


@dataclass(frozen=True, slots=True)
class Archive:
    """The page of a day, or of a month (``is_daily`` is false; ``first`` is its first day)."""

    url: str
    first: date
    is_daily: bool
    match: re.Match[str]

    @classmethod
    def of(cls, url: str) -> Archive | None:
        """The archive's page at an address; None where it is none of a day or a month."""
        parts = urlsplit(url)
        found = _PATH.fullmatch(parts.path)
        if not found or parts.query:
            return None
        try:
            first = date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
        except ValueError:
            return None
        return cls(url, first, found["day"] is not None, found)

    def around(self) -> Iterator[Archive]:
        """The pages around it, the latest first."""
        for first in self._days() if self.is_daily else self._months():
            if (near := Archive.of(self._address(first))) is not None:
                yield near

    @property
    def last(self) -> date:
        """The last day that it shows."""
        if self.is_daily:
            return self.first
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def _days(self) -> Iterator[date]:
        for step in range(DAYS, -DAYS - 1, -1):
            if step:
                yield self.first + timedelta(days=step)

    def _months(self) -> Iterator[date]:
        for step in range(MONTHS, -MONTHS - 1, -1):
            if step:
                year, month = divmod(self.first.year * 12 + self.first.month - 1 + step, 12)
                yield date(year, month + 1, 1)

    def _address(self, first: date) -> str:
        parts, found = urlsplit(self.url), self.match
        numbers = [str(first.year), self._number("month", first.month)]
        numbers += [self._number("day", first.day)] if self.is_daily else []
        path = found["before"] + found["by"].join(numbers) + (found["after"] or "")
        return f"{parts.scheme}://{parts.netloc}{path}"

    def _number(self, name: str, number: int) -> str:
        """A number as the site writes it: with a zero before it, unless it is seen without."""
        is_bare = len(self.match[name]) == 1
        return str(number) if is_bare else f"{number:02}"


def archives_around(url: str, window: Window, today: date, depth: int) -> list[Discovered]:
    """What a date archive's page leads to within a window that begins at some time; for any other
    address, and where all of the site is asked for, nothing."""
    archive = Archive.of(url)
    if archive is None or window.since is None:
        return []
    begin, end = window.since.date(), (window.until.date() if window.until else today)
    return [
        Discovered(
            near.url,
            site_of(url),
            Kind.LISTING,
            "pagination",
            priority_of(near.url, Kind.LISTING, "pagination"),
            depth,
        )
        for near in archive.around()
        if begin <= near.last and near.first <= end
    ]
