"""Dates as pages write them, in many languages and machine formats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.values.dates import is_plausible, parse_date
from newscrawl.values.months import month_of

NOW = datetime(2022, 1, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022-01-18", "2022-01-18"),
        ("2022-01-18T10:04:00.123Z", "2022-01-18T10:04:00+00:00"),
        ("2022-01-18T10:04:00+0100", "2022-01-18T10:04:00+01:00"),
        ("2022-01-18T10:04:00-03:00", "2022-01-18T10:04:00-03:00"),
        ("2022-01-18 10:04", "2022-01-18T10:04:00"),
        ("2022-01-18 10:04 CET", "2022-01-18T10:04:00+01:00"),
        ("2022/1/18 09:04 PM", "2022-01-18T21:04:00"),
        ("20220118", "2022-01-18"),
        ("20220118T100400Z", "2022-01-18T10:04:00+00:00"),
        ("1642500000", "2022-01-18T10:00:00+00:00"),
        ("1642500000000", "2022-01-18T10:00:00+00:00"),
        ("Tue, 18 Jan 2022 10:04:00 GMT", "2022-01-18T10:04:00+00:00"),
        ("Tue Jan 18 10:04:00 UTC 2022", "2022-01-18T10:04:00+00:00"),
        ("Tue Jan 18 2022 10:04:00 GMT+0100 (CET)", "2022-01-18T10:04:00+01:00"),
    ],
)
def test_machine_dates(text, iso):
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("Stand: 18.01.2022, 10:04 Uhr", "de", "2022-01-18T10:04:00"),
        ("13. März 2020 um 08:12", "de", "2020-03-13T08:12:00"),
        ("10:04 | 18.01.2022", "de", "2022-01-18T10:04:00"),
        ("18 janvier 2022", "fr", "2022-01-18"),
        ("18 janvier 2022 à 10h04", "fr", "2022-01-18T10:04:00"),
        ("1er mars 2020", "fr", "2020-03-01"),
        ("January 18, 2022 10:04 am EST", "en", "2022-01-18T10:04:00-05:00"),
        ("Jan. 18th, 2022 at 10:04 p.m.", "en", "2022-01-18T22:04:00"),
        ("18-Jan-2022", "en", "2022-01-18"),
        ("5 Nov '19", "en", "2019-11-05"),
        ("18 de enero de 2022 a las 10:04", "es", "2022-01-18T10:04:00"),
        ("18 de janeiro de 2022 às 10h04", "pt", "2022-01-18T10:04:00"),
        ("18 gennaio 2022", "it", "2022-01-18"),
        ("18 januari 2022", "nl", "2022-01-18"),
        ("fredag 13. mars 2020 kl. 08.12", "no", "2020-03-13T08:12:00"),
        ("18 stycznia 2022", "pl", "2022-01-18"),
        ("18 ledna 2022", "cs", "2022-01-18"),
        ("2022. január 18. 10:04", "hu", "2022-01-18T10:04:00"),
        ("18 января 2022, 10:04", "ru", "2022-01-18T10:04:00"),
        ("18 січня 2022", "uk", "2022-01-18"),
        ("18 Ιανουαρίου 2022", "el", "2022-01-18"),
        ("18 Ocak 2022", "tr", "2022-01-18"),
        ("Thứ ba, 18/1/2022, 10:04 (GMT+7)", "vi", "2022-01-18T10:04:00+07:00"),
        ("18 มกราคม 2565", "th", "2022-01-18"),
        ("१८ जनवरी २०२२", "hi", "2022-01-18"),
        ("۲۸ دی ۱۴۰۰", "fa", "2022-01-18"),
        ("۱۴۰۰/۱۰/۲۸ ۱۰:۰۴", "fa", "2022-01-18T10:04:00"),
        ("30 اسفند 1399", "fa", "2021-03-20"),
        ("1 فروردین 1403", "fa", "2024-03-20"),
        ("31 مهر 1400", "fa", None),
        ("18 May 1399", "en", None),
        ("18 ม.ค. 2565", "th", "2022-01-18"),
        ("18 tháng 1 năm 2022", "vi", "2022-01-18"),
        ("18 Tháng 1, 2022 10:04", "vi", "2022-01-18T10:04:00"),
        ("18 آذار 2022", "ar", "2022-03-18"),
        ("18 آذار/مارس 2022", "ar", "2022-03-18"),
        ("18 كانون الثاني 2022", "ar", "2022-01-18"),
        ("18 تشرين الأول/أكتوبر 2022", "ar", "2022-10-18"),
        ("18 جانفي 2022", "ar", "2022-01-18"),
        ("18 مارچ، 2022", "ur", "2022-03-18"),
        ("18 במרץ 2022", "he", "2022-03-18"),
        ("18 студзеня 2022", "be", "2022-01-18"),
        ("Marso 18, 2022", "tl", "2022-03-18"),
        ("2022ko martxoaren 18", "eu", "2022-03-18"),
        ("2022. gada 18. marts", "lv", "2022-03-18"),
        ("1.º de março de 2022", "pt", "2022-03-01"),
        ("18-Jan-22", "en", "2022-01-18"),
        ("令和4年1月18日", "ja", "2022-01-18"),
        ("令和元年5月18日", "ja", "2019-05-18"),
        ("民國111年1月18日", "zh", "2022-01-18"),
        ("١٨ يناير ٢٠٢٢", "ar", "2022-01-18"),
        ("2022年1月18日", "ja", "2022-01-18"),
        ("2022年1月18日 午後7時15分", "ja", "2022-01-18T19:15:00"),
        ("2022年01月18日10:04", "zh", "2022-01-18T10:04:00"),
        ("2022. 1. 18. 오전 10:04", "ko", "2022-01-18T10:04:00"),
        ("2022년 1월 18일", "ko", "2022-01-18"),
    ],
)
def test_written_dates(text, language, iso):
    assert parse_date(text, language=language) == iso


@pytest.mark.parametrize(
    ("text", "language", "day_first", "iso"),
    [
        ("4/5/2021", "en", None, "2021-04-05"),
        ("4/5/2021", "en-GB", None, "2021-05-04"),
        ("4/5/2021", "fr", None, "2021-05-04"),
        ("4/5/2021", "en", True, "2021-05-04"),
        ("4/25/2021", "fr", None, "2021-04-25"),
        ("25/4/2021", "en", None, "2021-04-25"),
        ("4.5.2021", "en", None, "2021-05-04"),
        ("18/01/22", "fr", None, "2022-01-18"),
    ],
)
def test_day_or_month_first(text, language, day_first, iso):
    assert parse_date(text, language=language, day_first=day_first) == iso


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("il y a 3 heures", "fr", "2022-01-20T09:00:00+00:00"),
        ("3 hours ago", "en", "2022-01-20T09:00:00+00:00"),
        ("vor 3 Stunden", "de", "2022-01-20T09:00:00+00:00"),
        ("hace 2 días", "es", "2022-01-18T12:00:00+00:00"),
        ("yesterday", "en", "2022-01-19"),
    ],
)
def test_relative_dates_count_from_now(text, language, iso):
    assert parse_date(text, language=language, now=NOW) == iso
    assert parse_date(text, language=language) is None


def test_now_may_be_naive():
    assert parse_date("3 hours ago", language="en", now=NOW.replace(tzinfo=None)) == (
        "2022-01-20T09:00:00+00:00"
    )


@pytest.mark.parametrize(
    "text",
    ["", "no date", "12 monkeys 2022", "9999-12-31", "2022-02-30", "31/31/2022", "0000-00-00",
     "1989-12-31", "January 2022", "99999999999999999999", "2022-01", "call 555-1234-99",
     "T" * 100_000, "1/" * 50_000, "18 " * 50_000, "\ud800 2022"],
)  # fmt: skip
def test_what_is_no_date(text):
    assert parse_date(text, language="en", now=NOW) is None


@pytest.mark.parametrize(
    ("iso", "now", "plausible"),
    [
        ("2022-01-21", NOW, True),
        ("2022-01-22T11:00:00+00:00", NOW, True),
        ("2022-01-23T12:00:00+00:00", NOW, False),
        ("2050-01-01", None, True),
        ("2101-01-01", None, False),
        ("1990-01-01", None, True),
        ("9999-12-31T23:59:59-14:00", NOW, False),
        ("9999-12-31", datetime.max.replace(tzinfo=UTC), False),
        ("2022-01-18", datetime.max.replace(tzinfo=UTC), True),
        ("nonsense", None, False),
    ],
)
def test_plausible_range(iso, now, plausible):
    assert is_plausible(iso, now) is plausible


@pytest.mark.parametrize(
    ("word", "month"),
    [("March", 3), ("MÄRZ", 3), ("août", 8), ("листопада", 11), ("sept", 9), ("cat", None)],
)
def test_month_names(word, month):
    assert month_of(word) == month
