"""Dates as the whole page means them, where one place alone leaves them open.

Figures that can be read either way (3/10/2022) are read as the page's other dates demand. A moment
in UTC that the page also states in another zone, or shows by a clock without zone, is given in the
zone that both together tell: same moment, the page's own day. Among places that state one day those
that tell the time come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from newscrawl.evidence import Candidate
from newscrawl.values.date_patterns import FIGURES
from newscrawl.values.dates import as_moment

_MINUTE: Final = timedelta(minutes=1)
_QUARTER_S: Final = 900  # offsets from UTC are whole quarters of an hour
_MIN_OFFSET: Final = timedelta(hours=-12)
_MAX_OFFSET: Final = timedelta(hours=14)

Dates = Sequence[Candidate[str]]


def settle(found: Dates, *, day_first: bool) -> list[Candidate[str]]:
    """The candidates with day and month in the page's order and moments in its zone, those that
    tell the time first."""
    settled = _in_own_zone(_in_own_order(found, day_first=day_first))
    return sorted(settled, key=_vagueness)


def is_aside(note: str) -> bool:
    """Whether a place may well be about another story."""
    return note.startswith(("next ", "far ")) or "foreign" in note or "anywhere" in note


def _vagueness(one: Candidate[str]) -> int:
    """0 for a moment with zone, more for less; midnight is taken for "no time known"."""
    clock = one.value[10:]
    if not clock or is_aside(one.note):
        return 3
    if clock.startswith("T00:00:00"):
        return 2
    return 0 if len(clock) > len("T10:04:00") else 1


# -- day and month


def _in_own_order(found: Dates, *, day_first: bool) -> list[Candidate[str]]:
    """Dates in figures that could be read either way, read as the page's other dates demand."""
    swapped = {i: other for i, one in enumerate(found) if (other := _swapped(one))}
    if not swapped:
        return list(found)
    certain = {one.value[:10] for i, one in enumerate(found) if i not in swapped}
    other_order = _orders(found) == {not day_first}
    return [
        replace(one, value=swapped[i])
        if i in swapped
        and one.value[:10] not in certain
        and (other_order or swapped[i][:10] in certain)
        else one
        for i, one in enumerate(found)
    ]


def _swapped(one: Candidate[str]) -> str | None:
    """The date with day and month exchanged, where its text does not say which is which."""
    month, day = one.value[5:7], one.value[8:10]
    figures = FIGURES.search(one.raw or "") if day <= "12" and day != month else None
    if figures is None or figures["sep"] == ".":
        return None
    return f"{one.value[:5]}{day}-{month}{one.value[10:]}"


def _orders(found: Dates) -> set[bool]:
    """In which orders the page's unmistakable dates in figures are: True for the day first."""
    texts = (figures for one in found if (figures := FIGURES.search(one.raw or "")))
    return {
        int(text["one"]) > 12
        for text in texts
        if text["sep"] != "." and (int(text["one"]) > 12) != (int(text["two"]) > 12)
    }


# -- zones


def _in_own_zone(found: Dates) -> list[Candidate[str]]:
    """Moments in UTC, and local ones without zone, in the zone that both together tell."""
    utc = {moment for one in found if (moment := _utc(one.value))}
    zones = {moment: zone for moment in utc if (zone := _zone_of(moment, found))}
    return [replace(one, value=_zoned(one.value, zones)) for one in found] if zones else list(found)


def _utc(iso: str) -> datetime | None:
    """The moment of an ISO text that is in UTC."""
    return as_moment(iso) if iso.endswith("+00:00") else None


def _zone_of(moment: datetime, found: Dates) -> timezone | None:
    """The zone of another text of the same moment: stated, or that of a clock without zone."""
    for one in found:
        if "T" in one.value and not is_aside(one.note):
            stated = datetime.fromisoformat(one.value)
            offset = stated.utcoffset()
            if offset and abs(stated - moment) < _MINUTE:
                return timezone(offset)
            if offset is None and (zone := _zone_between(moment, stated)):
                return zone
    return None


def _zone_between(moment: datetime, clock: datetime) -> timezone | None:
    """The zone in which a clock shows a moment, if in any but UTC."""
    ahead = clock.replace(second=0) - moment.replace(tzinfo=None, second=0)
    if not ahead or ahead.total_seconds() % _QUARTER_S or not _MIN_OFFSET <= ahead <= _MAX_OFFSET:
        return None
    return timezone(ahead)


def _zoned(iso: str, zones: dict[datetime, timezone]) -> str:
    """A date in the zone that was found for its moment, or as it is."""
    if "T" not in iso:
        return iso
    stated = datetime.fromisoformat(iso)
    if stated.tzinfo:
        zone = zones.get(stated.astimezone(UTC)) if not stated.utcoffset() else None
        return stated.astimezone(zone).isoformat() if zone else iso
    for moment, zone in zones.items():
        if abs(stated.replace(tzinfo=zone) - moment) < _MINUTE:
            return stated.replace(tzinfo=zone).isoformat()
    return iso
