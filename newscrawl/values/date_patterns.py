"""The shapes in which pages write dates, as regular expressions over white-space-folded text.

Every pattern names its parts: year, month (figures or a name), day; hour, minute, second, half
(am/pm) and zone. No part is unbounded and no two neighbours match the same character more than once
or twice, so that no text can make them slow.
"""

from __future__ import annotations

import re
from typing import Final

_OFFSET = r"(?:UTC|GMT)\s?[+\-−]\d{1,2}(?::?\d{2})?\b|[+\-−]\d{2}:?\d{2}\b"
_ZONE = rf"(?:\s?\(?(?P<zone>Z\b|{_OFFSET}|[A-Z]{{2,5}}\b))?"
_HALF = r"(?:\s?(?P<half>[ap]\.?\s?m\b\.?))?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|ro|\.?[ºª°]|\.)?"
# Thai short names have a dot inside, Levantine ones two words or a second name after a slash.
_NAME = (
    r"(?P<month>[ก-๙]{1,3}\.\s?[ก-๙]{1,2}|(?:كانون|تشرين)\s[ء-ي]{4,6}"
    r"|[^\s\d,،./()|:;\-–—\"“”<>]{2,20})\.?(?:/[ء-ي]{3,10})?"
)
_YEAR = r"(?P<year>(?:19|20|25|1[34])\d\d|['’]\d\d)(?!\d|[-–]\d)"

DIGIT: Final = re.compile(r"\d")

# 2022-01-18T10:04:00.000+01:00 and its near misses: 2022/1/18 10:04, 2022. 1. 18.
ISO: Final = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<sep>[-/.])\s?(?P<month>\d{1,2})(?P=sep)\s?(?P<day>\d{1,2})(?!\d)"
    r"(?:(?:T|\s|_|,|,\s)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.,]\d{1,9})?"
    rf"{_HALF}(?:\s?(?P<zone>Z|UTC|GMT|[A-Z]{{3,4}}\b|[+\-−]\d{{2}}(?::?\d{{2}})?\b))?)?",
    re.IGNORECASE,
)
# 20220118, 20220118T100400Z
COMPACT: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
# Seconds or milliseconds since 1970, of the years 2001 to 2033.
STAMP: Final = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d{1,9})?")
# 2022年1月18日, 2022년 1월 18일, 令和4年1月18日
CJK: Final = re.compile(
    r"(?P<era>令和|平成|民國|民国)?\s?(?P<year>\d{1,4}|元)\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]?"
)
# 18.01.2022, 1/18/22
FIGURES: Final = re.compile(
    r"(?<![\d.,/\-])(?P<one>\d{1,2})(?P<sep>[./\-])\s?(?P<two>\d{1,2})(?P=sep)\s?"
    r"(?P<year>\d{4}|\d{2})(?![\d/\-])"
)
# 18 January 2022, 18. Januar 2022, 18 de enero de 2022, 18-Jan-2022
DAY_MONTH_YEAR: Final = re.compile(
    rf"(?<!\d){_DAY}[\s\-/,]{{0,2}}(?:(?:de|del|di|of|den|al)\s|d['’])?{_NAME}"
    rf"[\s\-/,،]{{0,3}}(?:(?:de|del|of)\s)?{_YEAR}",
    re.IGNORECASE,
)
# 18-Jan-22
DAY_MONTH_SHORT_YEAR: Final = re.compile(
    r"(?<![\d-])(?P<day>[0-3]?\d)-(?P<month>[^\W\d_]{3,9})-(?P<year>\d\d)(?![\d-])"
)
# 18 tháng 1 năm 2022, 18 tháng 1, 2022
VIETNAMESE: Final = re.compile(
    r"(?<!\d)(?P<day>[0-3]?\d)\stháng\s(?P<month>[01]?\d)(?:\snăm\s|,?\s)(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
# January 18, 2022
MONTH_DAY_YEAR: Final = re.compile(
    rf"{_NAME}[\s\-]{{0,2}}{_DAY},?(?:\s|-|\s-\s)(?:de\s)?{_YEAR}", re.IGNORECASE
)
# 2022. január 18., 2022 m. sausio 18, 2022ko urtarrilaren 18
YEAR_MONTH_DAY: Final = re.compile(
    rf"(?<!\d){_YEAR}(?:e?ko)?[\s\-.,]{{1,3}}(?:m\.\s)?{_NAME}[\s\-]{{1,2}}{_DAY}(?!\d)",
    re.IGNORECASE,
)
# 2022. gada 18. janvāris
YEAR_DAY_MONTH: Final = re.compile(rf"(?<!\d){_YEAR}\.?\sgada\s{_DAY}\s{_NAME}", re.IGNORECASE)
# Tue Jan 18 10:04:00 UTC 2022
UNIX: Final = re.compile(
    rf"{_NAME}\s{_DAY}\s(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rf"\s(?P<zone>[A-Z]{{3,4}}|[+-]\d{{4}})\s{_YEAR}"
)

# What may stand between a date and its time, and the time: ", 10:04 Uhr", " à 10h04", " at 4 pm".
TIME_AFTER: Final = re.compile(
    r"(?:T|\s?[,|·•–—\-(:]{1,2}\s?|\s)?(?:(?:à|at|um|kl\.?|klo|a las|às|alle|ore|ora|o|om|в|h)\s)?"
    r"(?:(?P<half_before>午前|午後|上午|下午|오전|오후)\s?)?"
    r"(?P<hour>[01]?\d|2[0-4])"
    r"(?:\s?(?:[:.hH時点시]|Uhr\b)\s?(?P<minute>[0-5]\d)?(?:[:.](?P<second>[0-5]\d))?"
    rf"(?:[.,]\d{{1,9}})?\s?(?:分|분|Uhr\b|hrs\b|h\b)?{_HALF}|\s?(?P<half_only>[ap]\.?m\b))"
    rf"{_ZONE}",
    re.IGNORECASE,
)
# A clock anywhere in a short text: "10:04 | 18.01.2022", "18 Jan 2022 (Tue) 10:04".
CLOCK: Final = re.compile(
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
    rf"{_HALF}{_ZONE}",
    re.IGNORECASE,
)
OFFSET: Final = re.compile(r"([+\-−])(\d{1,2}):?(\d{2})?$")

# Words by which a text is known to be worth dateparser's time: it takes milliseconds to say no.
RELATIVE: Final = re.compile(
    r"\b(?:ago|hours?|mins?|minutes?|days?|weeks?|yesterday|today|vor|stunden?|minuten?|tagen?"
    r"|gestern|heute|il y a|hier|aujourd|heures?|jours?|hace|horas?|d[ií]as?|ayer|hoy|h[áa]|ontem"
    r"|hoje|fa|ieri|oggi|or[ae]|giorn[oi]|geleden|gisteren|vandaag|uur|dagen|sedan|siden|timmar"
    r"|timer|tunti\w*|sitten|temu|godzin\w*|wczoraj|dzisiaj|dni|przed|včera|dnes|hodin\w*|назад"
    r"|вчера|сегодня|тому|вчора|сьогодні|önce|dün|bugün|saat|perc\w*|órája|tegnap|yang lalu|jam"
    r"|hari|kemarin|trước|giờ|hôm qua)\b"
    r"|前|昨日|昨天|今天|今日|시간|어제|오늘|分钟|小时|منذ|قبل|أمس|اليوم|घंटे|पहले|कल",
    re.IGNORECASE,
)

# Offsets in minutes of the zone names that mean one thing only where news is published.
ZONES: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120,
    "MESZ": 120, "EET": 120, "SAST": 120, "EEST": 180, "MSK": 180, "EAT": 180, "PKT": 300,
    "WIB": 420, "ICT": 420, "SGT": 480, "HKT": 480, "AWST": 480, "JST": 540, "KST": 540,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "BRT": -180, "ART": -180, "AST": -240,
    "EDT": -240, "EST": -300, "CDT": -300, "CST": -360, "MDT": -360, "MST": -420, "PDT": -420,
    "PST": -480, "AKDT": -480, "AKST": -540, "HST": -600,
}  # fmt: skip
# The year before the first of each era.
ERAS: Final = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
HALVES: Final = {"午前": "a", "上午": "a", "오전": "a", "午後": "p", "下午": "p", "오후": "p"}
