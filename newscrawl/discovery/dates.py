"""Dates as sitemaps and feeds write them (W3C, RFC 822) and as URLs carry them, made ISO 8601.

A machine-written date either fits its format or is left out: nothing is guessed here.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from newscrawl.values.remembering import remembered

_W3C_MONTH: Final = re.compile(r"(\d{4})(?:-(\d{2}))?")
_IN_PATH: Final = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D)"
)
# Addresses whose date is remembered: those of teasers come back page by page.
_REMEMBERED: Final = 1 << 13
# Longest text read as a date: RFC 822 needs 31 characters, ISO 8601 with microseconds 32.
MAX_DATE_CHARS: Final = 40


def iso_date(text: str | None) -> str | None:
    """ISO 8601 of a W3C or RFC 822 date; None where it is neither."""
    text = (text or "").strip()
    if not text or len(text) > MAX_DATE_CHARS:
        return None
    if month := _W3C_MONTH.fullmatch(text):
        return f"{month[1]}-{month[2] or '01'}-01" if month[2] != "00" else None
    with suppress(ValueError):
        return _shown(datetime.fromisoformat(text), text)
    with suppress(ValueError, TypeError, OverflowError):
        return parsedate_to_datetime(text).isoformat()
    return None


def _shown(moment: datetime, text: str) -> str:
    return moment.date().isoformat() if ":" not in text else moment.isoformat()


@remembered(_REMEMBERED)
def date_in_url(url: str) -> str | None:
    """The day in a path such as ``/2026/11/22/`` or ``/20261122-``, ISO 8601."""
    found = _IN_PATH.search(f"{url.partition('?')[0]}/")
    if not found:
        return None
    with suppress(ValueError):
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    return None


def latest_moment(stated: str | None) -> datetime | None:
    """The last instant that a stated date can mean, in UTC.

    A date without time lasts all day, anywhere on Earth (UTC-12 ends 36 h after UTC midnight);
    a time without offset is within 14 hours of UTC.
    """
    return _moment(stated, of_day=timedelta(hours=36), of_time=timedelta(hours=14))


def earliest_moment(stated: str | None) -> datetime | None:
    """The first instant that a stated date can mean, in UTC: in UTC+14 a day begins 14 h early."""
    return _moment(stated, of_day=timedelta(hours=-14), of_time=timedelta(hours=-14))


def _moment(stated: str | None, *, of_day: timedelta, of_time: timedelta) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stated or "")
        if ":" not in (stated or ""):
            moment += of_day
        elif moment.tzinfo is None:
            moment += of_time
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
