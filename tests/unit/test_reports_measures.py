"""reports/measures: the figures of the report, on datasets whose figures are known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dataset_sample import COURIER, PORT, article

from newscrawl.items import EVIDENCE_FIELDS, Article
from newscrawl.output.dataset import Dataset
from newscrawl.reports.measures import OTHERS, Measures, measure
from newscrawl.schema import encode

FIRST = date(2026, 1, 1)


def measured(folder: Path, articles: Iterable[Article]) -> Measures:
    path = folder / "all.jsonl"
    path.write_bytes(b"".join(map(encode, articles)))
    return measure(Dataset.open(path))


def made(number: int, published: str | None, site: str = COURIER, **fields: Any) -> Article:
    return article(site, str(number), f"Number {number}", published, **fields)


def day(number: int) -> str:
    return (FIRST + timedelta(number)).isoformat()


def test_the_sample(sample: Path) -> None:
    found = measure(Dataset.open(sample))
    assert (found.records, found.articles) == (12, 11)
    assert found.fetched == ("2026-11-18", "2026-11-21")
    courier, port = found.sites
    assert (courier.site, courier.articles, courier.records) == (COURIER, 7, 8)
    assert (courier.changed, courier.duplicates, courier.undated) == (1, 1, 1)
    assert (courier.first, courier.last) == ("2026-10-30", "2026-11-20")
    assert (port.site, port.articles, port.changed) == (PORT, 4, 0)
    assert found.languages == {"en": 7, "fr": 3, "fr-CA": 1}
    assert found.changes == {"corrected headline": 1}
    assert found.lengths["none"] == 2
    assert sum(found.lengths.values()) == found.articles


def test_fields_are_filled_by_site_and_in_all(sample: Path) -> None:
    found = measure(Dataset.open(sample))
    courier, port = found.sites
    assert list(courier.fields) == list(EVIDENCE_FIELDS)
    assert courier.fields["authors"].filled == 3 / 8  # of the records
    assert port.fields["authors"].filled == 1 / 4
    assert found.fields["authors"].filled == 4 / 12
    assert found.fields["authors"].confidence == pytest.approx(0.95)
    assert (found.fields["keywords"].filled, found.fields["alternative_headline"].filled) == (
        2 / 12,
        0,
    )
    assert found.fields["alternative_headline"].confidence is None
    assert found.sources["article_body"] == {"markup": 10}
    assert "alternative_headline" not in found.sources


def test_hours_are_those_that_pages_state(tmp_path: Path) -> None:
    stated = [
        "2026-11-20T23:30:00-05:00",
        "2026-11-20T23:10",
        "2026-11-20",
        None,
        "2026-11-20T06:00Z",
    ]
    found = measured(tmp_path, [made(n, text) for n, text in enumerate(stated)])
    assert {hour: n for hour, n in found.hours.items() if n} == {"06": 1, "23": 2}
    assert len(found.hours) == 24
    assert measured(tmp_path, [made(1, None)]).hours == {}


def test_freshness_counts_times_with_an_offset_only(tmp_path: Path) -> None:
    fetched = "2026-11-20T12:00:00+00:00"
    stated = [
        "2026-11-20T12:50:00+01:00",  # ten minutes before
        "2026-11-20T11:30:00Z",
        "2026-11-20T12:30:00Z",  # not yet
        "2026-11-01T00:00:00Z",
        "2026-11-20T11:59:00",  # somewhere on Earth
        "2026-11-20",
        None,
    ]
    found = measured(tmp_path, [made(n, t, fetched_at=fetched) for n, t in enumerate(stated)])
    counts = {name: n for name, n in found.lags.items() if n}
    assert counts == {"before": 1, "< 15 min": 1, "< 1 h": 1, "later": 1}


@pytest.mark.parametrize(
    ("days", "step", "bins"),
    [([0], "day", 1), ([0, 69], "day", 70), ([0, 70], "week", 11), ([0, 700], "month", 24)],
)
def test_bars_are_as_wide_as_the_time_is_long(
    tmp_path: Path, days: list[int], step: str, bins: int
) -> None:
    timeline = measured(tmp_path, [made(n, day(n)) for n in days]).timeline
    assert (timeline.step, len(timeline.bins), timeline.older) == (step, bins, 0)
    assert sum(timeline.series[COURIER]) == len(days)


def test_few_old_articles_do_not_stretch_the_axis(tmp_path: Path) -> None:
    articles = [made(n, day(n % 50)) for n in range(99)] + [made(99, "1998-03-01")]
    timeline = measured(tmp_path, articles).timeline
    assert (timeline.bins[0], timeline.older) == (FIRST, 1)
    assert sum(timeline.series[COURIER]) == 99


def test_small_sites_share_a_colour(tmp_path: Path) -> None:
    articles = [
        made(10 * site + n, "2026-11-20", f"site{site}.example")
        for site in range(8)
        for n in range(8 - site)
    ]
    series = measured(tmp_path, articles).timeline.series
    assert list(series) == [*(f"site{n}.example" for n in range(5)), OTHERS]
    assert series[OTHERS] == [3 + 2 + 1]


def test_dates_that_are_none_are_no_matter(tmp_path: Path) -> None:
    found = measured(tmp_path, [made(1, None)])
    assert found.timeline.bins == []
    assert found.sites[0].undated == 1
    (tmp_path / "all.jsonl").write_bytes(b"")
    empty = measure(Dataset.open(tmp_path))
    assert (empty.records, empty.sites, empty.fetched) == (0, [], None)


def every_day(days: Iterable[int], a_day: int) -> list[Article]:
    fetched = f"{day(60)}T00:00:00+00:00"
    return [made(100 * n + one, day(n), fetched_at=fetched) for n in days for one in range(a_day)]


@pytest.mark.parametrize(
    ("days", "a_day", "silences"),
    [
        (range(61), 4, []),
        ([*range(30), *range(33, 61)], 4, [(30, 32, False)]),
        ([*range(30), *range(32, 61)], 4, []),  # a weekend
        ([*range(30), *range(33, 61)], 1, []),  # three of one a day may be chance
        (range(50), 4, [(50, 60, True)]),
        (range(0, 61, 5), 1, []),  # a weekly
    ],
)
def test_a_silence_is_more_than_the_usual_rate_explains(
    tmp_path: Path, days: Iterable[int], a_day: int, silences: list[tuple[int, int, bool]]
) -> None:
    found = measured(tmp_path, every_day(days, a_day)).silences
    told = [((s.first - FIRST).days, (s.last - FIRST).days, s.ongoing) for s in found]
    assert told == silences
