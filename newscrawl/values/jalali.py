"""The solar calendar of Iran (Jalali), in which Persian pages write their dates.

The first six months have 31 days; leap years follow the 33-year rule, which holds from 1178 to 1633
(1799 to 2254).
"""

from __future__ import annotations

from datetime import date
from typing import Final

YEARS: Final = range(1360, 1480)  # 1981 to 2101: what can be a page's date
_NAMES: Final = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
MONTHS: Final = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_LEAP_CYCLE: Final = 33  # years, of which eight are leap years
_LEAPS: Final = 8
_BEFORE: Final = 356_033  # days of that count before the first day of the Gregorian year 1


def to_gregorian(year: int, month: int, day: int) -> date:
    """The day of the Gregorian calendar. Raises `ValueError` where there is no such day."""
    longest = 31 if month <= 6 else 30
    if not (1 <= month <= 12 and 1 <= day <= longest):
        raise ValueError(f"{year}-{month}-{day}: no day of the Jalali calendar")
    past = year + 1595  # a year count in which the 33-year cycles start with a cycle
    leaps = past // _LEAP_CYCLE * _LEAPS + (past % _LEAP_CYCLE + 3) // 4
    days = 365 * past + leaps + min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day
    return date.fromordinal(days - _BEFORE)
