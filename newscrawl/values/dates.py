"""Dates as pages write them, made ISO 8601: machine formats, written dates, relative ones.

Order: ISO 8601 and its near misses; time stamps in seconds; CJK dates; the forms with a month name
(a table of 60 languages); figures only (day or month first, by the language). Years of the Thai,
Iranian, Japanese and Taiwanese calendars are made Gregorian. What none of these
reads and is short goes to dateparser, with the page's language: relative dates
("il y a 3 heures"). The result keeps what was stated: a day without time stays a day, a time
without zone gets none. There is no clock: relative dates need ``now``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta, timezone
from functools import lru_cache
from re import Match
from typing import Final

from newscrawl.values import date_patterns as patterns
from newscrawl.values import jalali
from newscrawl.values.months import month_of
from newscrawl.values.text import clean

# Nothing on the web is older than the web; archives that were put online keep print dates in text.
MIN_YEAR: Final = 1990
# Without `now` there is no upper bound but this one; with it, a page may be dated two days ahead
# (the other side of the date line, an embargo kept badly).
MAX_YEAR: Final = 2100
MAX_AHEAD: Final = timedelta(hours=48)
# The longest text that is searched for a date, and the longest that dateparser is asked about.
MAX_CHARS: Final = 300
_MAX_RELATIVE_CHARS: Final = 60
# The longest text in which a clock that does not follow the date at once is taken for its time.
_MAX_CLOCK_CHARS: Final = 120

# English with the month first; everyone else, English outside North America too, has the day first.
_MONTH_FIRST: Final = ("en", "en-us", "en-ca", "en-ph", "fil", "tl")
_BUDDHIST_YEARS: Final = 543  # Thai years count from 543 BC
_CENTURY_PIVOT: Final = 70  # two-figure years: 70 is 1970, 69 is 2069 (POSIX)

Parts = dict[str, str | None]


def parse_date(
    text: str,
    *,
    language: str | None = None,
    day_first: bool | None = None,
    now: datetime | None = None,
) -> str | None:
    """The date in a text as ISO 8601; None where there is none that is plausible.

    ``language`` (BCP 47) decides between day and month first, unless ``day_first`` does, and names
    the language for dateparser. ``now`` is what relative dates count from and what bounds dates
    above; without it, relative dates cannot be read.
    """
    first = is_day_first(language) if day_first is None else day_first
    return _parse(text[:MAX_CHARS], language, first, now)


@lru_cache(maxsize=1024)
def _parse(text: str, language: str | None, first: bool, now: datetime | None) -> str | None:
    """As :func:`parse_date`; a page states one date in many places, in the same words."""
    text = _ascii_figures(clean(text))
    stated = _read(text, first)
    if stated is None and now is not None and len(text) <= _MAX_RELATIVE_CHARS:
        stated = _read_relative(text, (language or "")[:2].lower(), now)
    return stated if stated and is_plausible(stated, now) else None


def _ascii_figures(text: str) -> str:
    """Arabic, Indic, Thai and full-width figures as ASCII ones."""
    if text.isascii():
        return text
    return patterns.DIGIT.sub(lambda figure: str(unicodedata.digit(figure[0], figure[0])), text)


def is_day_first(language: str | None) -> bool:
    """Whether 4/5/2021 is the 4th of May in this language (plain English: no, as in the USA)."""
    return (language or "").lower().replace("_", "-") not in _MONTH_FIRST


def is_plausible(iso: str, now: datetime | None = None) -> bool:
    """Whether a page can be of this date: between 1990 and two days from ``now`` (if given)."""
    moment = as_moment(iso)
    if moment is None or not MIN_YEAR <= moment.year <= MAX_YEAR:
        return False
    if now is None:
        return True
    with suppress(OverflowError):
        return moment <= (now if now.tzinfo else now.replace(tzinfo=UTC)) + MAX_AHEAD
    return True


def as_moment(iso: str) -> datetime | None:
    """An ISO date or date-time as an instant; without a zone, UTC is taken."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def is_before(iso: str, other: str) -> bool:
    """Whether a date is earlier than another; by their days where one has no time or no zone."""
    one, two = datetime.fromisoformat(iso), datetime.fromisoformat(other)
    if len(iso) > len("2022-01-18") < len(other) and bool(one.tzinfo) == bool(two.tzinfo):
        return one < two
    return iso[:10] < other[:10]


def _read(text: str, day_first: bool) -> str | None:
    """The readers in order; the first that finds a date that exists wins."""
    if not patterns.DIGIT.search(text):
        return None
    if found := patterns.COMPACT.fullmatch(text):
        return _iso(found.groupdict())
    if patterns.STAMP.fullmatch(text):
        return _from_stamp(float(text))
    for found in _matches(text):
        stated = _iso(_complete(found, text, day_first))
        if stated is not None:
            return stated
    return None


def _matches(text: str) -> Iterator[Match[str]]:
    yield from patterns.ISO.finditer(text)
    if not text.isascii():
        yield from patterns.CJK.finditer(text)
        yield from patterns.VIETNAMESE.finditer(text)
    for pattern in (
        patterns.UNIX,
        patterns.DAY_MONTH_YEAR,
        patterns.MONTH_DAY_YEAR,
        patterns.YEAR_MONTH_DAY,
        patterns.YEAR_DAY_MONTH,
        patterns.DAY_MONTH_SHORT_YEAR,
    ):
        for found in pattern.finditer(text):
            if _month(found["month"], found["year"]):
                yield found
    yield from patterns.FIGURES.finditer(text)


def _complete(found: Match[str], text: str, day_first: bool) -> Parts:
    """The parts of a match, with the month as a number and the time that stands by the date."""
    parts: Parts = found.groupdict()
    month = parts.get("month")
    if month and not month.isdigit():
        parts["month"] = str(_month(month, parts["year"] or ""))
    if parts.get("one"):
        parts["day"], parts["month"] = _day_and_month(parts, day_first)
    if not parts.get("hour"):
        parts.update(_time_by(text, found))
    return parts


def _month(name: str, year: str) -> int | None:
    """The number of a month's name, in the calendar that its year is of."""
    if year.isdigit() and int(year) in jalali.YEARS:
        return jalali.MONTHS.get(name)
    return month_of(name)


def _time_by(text: str, found: Match[str]) -> Parts:
    clock = patterns.TIME_AFTER.match(text, found.end())
    if clock is None and len(text) <= _MAX_CLOCK_CHARS:
        clock = patterns.CLOCK.search(text, found.end()) or patterns.CLOCK.search(text)
    return clock.groupdict() if clock else {}


def _day_and_month(parts: Parts, day_first: bool) -> tuple[str, str]:
    one, two = parts["one"] or "", parts["two"] or ""
    if int(one) > 12 or (int(two) <= 12 and (day_first or parts["sep"] == ".")):
        return one, two
    return two, one


def _iso(parts: Parts) -> str | None:
    try:
        day = _day(parts)
        if not _has_time(parts):
            return day.date().isoformat()
        return (day + _clock(parts)).replace(tzinfo=_zone(parts.get("zone"))).isoformat()
    except (ValueError, OverflowError):
        return None


def _day(parts: Parts) -> datetime:
    year = _year(parts["year"] or "", parts.get("era"))
    month, day = int(parts["month"] or 0), int(parts["day"] or 0)
    if year in jalali.YEARS:
        return datetime.combine(jalali.to_gregorian(year, month, day), time())
    return datetime(year, month, day)  # noqa: DTZ001  (the zone, if stated, follows)


def _has_time(parts: Parts) -> bool:
    return bool(parts.get("hour")) and any(
        parts.get(name) for name in ("minute", "half", "half_only")
    )


def _year(text: str, era: str | None = None) -> int:
    if era:
        return patterns.ERAS[era] + (1 if text == "元" else int(text))
    year = int(text.strip("'’"))
    if year < 100:
        return year + (2000 if year < _CENTURY_PIVOT else 1900)
    return year - _BUDDHIST_YEARS if 2500 <= year < 2600 else year


def _clock(parts: Parts) -> timedelta:
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or parts.get("half_only") or "").lower()[:1]
    half = half or patterns.HALVES.get(parts.get("half_before") or "", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    return timedelta(hours=min(hour, 24), minutes=minute, seconds=second)


def _zone(text: str | None) -> timezone | None:
    text = (text or "").strip().upper()
    if text in patterns.ZONES:
        return timezone(timedelta(minutes=patterns.ZONES[text]))
    offset = patterns.OFFSET.search(text)
    if not offset or int(offset[2]) > 14:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))


def _from_stamp(seconds: float) -> str | None:
    """Seconds (or, from the year 5138 on, milliseconds) since 1970 as a moment in UTC."""
    seconds = seconds / 1000 if seconds > 1e11 else seconds
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def _read_relative(text: str, language: str, now: datetime) -> str | None:
    """What dateparser makes of a short text that sounds like a relative date."""
    if not patterns.RELATIVE.search(text):
        return None
    base = now.astimezone(UTC) if now.tzinfo else now.replace(tzinfo=UTC)
    found = _ask_dateparser(text, language, base.replace(microsecond=0))
    if found is None or patterns.DIGIT.search(text):
        return found.isoformat() if found else None
    return found.date().isoformat()  # "yesterday" is a day


# The languages of the words in `patterns.RELATIVE`. Without any, dateparser loads all two hundred
# that it knows, which takes two seconds.
_RELATIVE_LANGUAGES: Final = (
    "en", "de", "fr", "es", "pt", "it", "nl", "da", "sv", "nb", "fi", "pl", "cs", "sk", "ru", "uk",
    "tr", "hu", "id", "vi", "zh", "ja", "ko", "ar", "hi",
)  # fmt: skip


@lru_cache(maxsize=256)
def _ask_dateparser(text: str, language: str, now: datetime) -> datetime | None:
    """dateparser's reading, relative to ``now``; None when it can make nothing of the text."""
    import dateparser

    settings = {
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "PREFER_DATES_FROM": "past",
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "PARSERS": ["relative-time"],
    }
    found: datetime | None
    known = [*_RELATIVE_LANGUAGES]
    for languages in ([language], known) if language else (known,):
        try:
            found = dateparser.parse(text, languages=languages, settings=settings)
        except (ValueError, OverflowError, KeyError, TypeError, RecursionError):
            continue  # an unknown language, or a text that its parser trips over
        if found is not None:
            return found
    return None
