"""The day or month that an address carries in its path."""

from __future__ import annotations

import re
from typing import Final

from newscrawl.values.months import month_of

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_MONTH: Final = r"(?P<month>0[1-9]|1[0-2]|[1-9](?=[/_.-]))"
_DAY: Final = r"(?P<day>0[1-9]|[12]\d|3[01]|[1-9])"
_IN_URL: Final = (
    re.compile(rf"(?<!\d){_YEAR}[/_.-]?{_MONTH}[/_.-]?{_DAY}(?=\D|$)"),
    re.compile(rf"(?<!\d){_DAY}[_.-]{_MONTH}[_.-]{_YEAR}(?=\D|$)"),
    re.compile(rf"/{_YEAR}/(?P<name>[a-z]{{3,9}})/{_DAY}(?=\D|$)", re.IGNORECASE),
)
_MONTH_IN_URL: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])/")


def month_in_url(address: str) -> str | None:
    """The month (or day) that an address carries, as the start of an ISO date."""
    if day := date_in_url(address):
        return day
    found = _MONTH_IN_URL.search(address)
    return f"{found[1]}-{found[2]}" if found else None


def date_in_url(address: str) -> str | None:
    """The day that an address carries in its path, as ISO 8601."""
    path = address.partition("?")[0].partition("//")[2]
    for pattern in _IN_URL:
        if found := pattern.search(path):
            parts = found.groupdict()
            month = parts.get("month") or month_of(parts.get("name") or "")
            if month:
                return f"{parts['year']}-{int(month):02d}-{int(parts['day']):02d}"
    return None
