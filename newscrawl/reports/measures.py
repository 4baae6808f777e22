"""What a dataset looks like in numbers, counted by DuckDB in two passes over its files.

The first pass counts, per site, what each field has and where it came from. The second keeps a few
small columns of every record, from which all else is counted; texts are never kept. An article is
counted once, by its last version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING, Any, Final

from newscrawl.items import EVIDENCE_FIELDS
from newscrawl.output.dataset import Dataset
from newscrawl.output.duck import connect, explained

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAIN_SITES: Final = 5  # that have a colour of their own; all others share one
LANGUAGES: Final = 10  # shown by name
SOURCES: Final = 5  # likewise
OTHERS: Final = "others"
# Days drawn singly, and days drawn by weeks; more are drawn by months.
BY_DAY: Final = 70
BY_WEEK: Final = 500
# The oldest articles, so many of all, may lie far back: they are counted and not drawn.
NOT_DRAWN: Final = 0.02
STRETCH: Final = 2  # where they would make the axis so many times as long
LENGTHS: Final = (0, 1, 50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_500)  # words, from each on
# Minutes from publication to record, from each on, as the bars are labelled.
LAGS: Final = {
    "before": None,
    "< 15 min": 0,
    "< 1 h": 15,
    "< 3 h": 60,
    "< 12 h": 180,
    "< 1 day": 720,
    "< 3 days": 1_440,
    "< 7 days": 4_320,
    "later": 10_080,
}
# A silence is told where, at the site's usual rate, so many articles would have been in it: were
# they independent of each other, that would happen once in e^10 (some 22,000) times.
SILENT_ARTICLES: Final = 10
SILENT_DAYS: Final = 3
RATE_DAYS: Final = 90  # before a silence, that the usual rate is taken from
_DAY: Final = timedelta(1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of one site: share of records that have it, and its mean confidence there."""

    filled: float
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Site:
    """One site of a dataset; days in ISO 8601."""

    site: str
    articles: int
    records: int
    changed: int
    duplicates: int
    undated: int
    median_words: float
    first: str | None
    last: str | None
    fields: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Silence:
    """Days without an article, of a site that usually has ``usual`` a day."""

    site: str
    first: date
    last: date
    usual: float
    ongoing: bool

    @property
    def days(self) -> int:
        """Its length."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Timeline:
    """Articles over time: the first day of each bar, the counts of each site; ``step`` is the
    width of a bar (day, week, month); ``older`` articles are not drawn."""

    step: str
    bins: list[date]
    series: dict[str, list[int]]
    older: int


@dataclass(frozen=True, slots=True)
class Measures:
    """A dataset in numbers."""

    records: int
    articles: int
    words: int
    fetched: tuple[str, str] | None
    sites: list[Site]
    fields: dict[str, Cell]
    sources: dict[str, dict[str, int]]
    timeline: Timeline
    languages: dict[str, int]
    lengths: dict[str, int]
    hours: dict[str, int]
    lags: dict[str, int]
    changes: dict[str, int]
    silences: list[Silence]


def measure(dataset: Dataset) -> Measures:
    """Count a dataset.

    Raises:
        UsageError: duckdb is not installed (extra ``report``), or a line is no record.
    """
    with connect(dataset, extra="report") as database, explained():
        evidence = _evidence(database)
        database.execute(_FACTS)
        return _measures(database, evidence)


_FACTS: Final = r"""
CREATE TEMP TABLE facts AS
SELECT site, id, version, change_type, word_count, in_language, duplicate_of IS NOT NULL AS copy,
    try_cast(date_published[:10] AS DATE) AS day,
    CASE WHEN date_published[11] = 'T' THEN try_cast(date_published[12:13] AS INT) END AS hour,
    CASE WHEN regexp_matches(date_published, 'T.*(Z|[+-]\d\d:\d\d)$') THEN date_diff('minute',
        try_cast(date_published AS TIMESTAMPTZ), try_cast(fetched_at AS TIMESTAMPTZ)) END AS lag,
    fetched_at[:10] AS fetched,
    id IS NULL OR version = max(version) OVER (PARTITION BY id) AS last
FROM articles
"""


def _evidence(database: DuckDBPyConnection) -> list[dict[str, Any]]:
    """Per site: records, and of each field how many have it, how sure it is, and its sources."""
    columns = ", ".join(
        f"count(sources.{name}) AS {name}_n, sum(confidence.{name}) AS {name}_sure, "
        f"histogram(sources.{name}) AS {name}_from"
        for name in EVIDENCE_FIELDS
    )
    return _rows(database, f"SELECT site, count(*) AS n, {columns} FROM articles GROUP BY site")


def _measures(database: DuckDBPyConnection, evidence: Sequence[Mapping[str, Any]]) -> Measures:
    (total,) = _rows(
        database,
        "SELECT count(*) AS records, count(*) FILTER (last) AS articles, "
        "coalesce(sum(word_count) FILTER (last), 0)::BIGINT AS words, "
        "min(fetched) AS first, max(fetched) AS until FROM facts",
    )
    days = _rows(
        database,
        "SELECT site, day, count(*) AS n FROM facts WHERE last AND day IS NOT NULL "
        "GROUP BY ALL ORDER BY site, day",
    )
    return Measures(
        records=total["records"],
        articles=total["articles"],
        words=total["words"],
        fetched=(total["first"], total["until"]) if total["first"] else None,
        sites=_sites(database, evidence),
        fields=_cells(evidence),
        sources=_sources(evidence),
        timeline=_timeline(days),
        languages=_most(_counted(database, "coalesce(in_language, 'unknown')"), LANGUAGES),
        lengths=_lengths(database),
        hours=_hours(database),
        lags=_lags(database),
        changes=_counted(database, "change_type", "change_type != 'new'"),
        silences=_silences(days, total["until"]),
    )


def _rows(database: DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = database.execute(sql)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _counted(database: DuckDBPyConnection, key: str, where: str = "last") -> dict[str, int]:
    sql = f"SELECT {key} AS k, count(*) AS n FROM facts WHERE {where} GROUP BY k ORDER BY n DESC, k"
    return {row["k"]: row["n"] for row in _rows(database, sql)}


def _most(counts: Mapping[str, int], number: int) -> dict[str, int]:
    """The greatest counts by name, and all others as one."""
    names = list(counts)
    kept = {name: counts[name] for name in names[:number]}
    rest = sum(counts[name] for name in names[number:])
    return {**kept, OTHERS: rest} if rest else kept


# -- sites and fields


def _sites(database: DuckDBPyConnection, evidence: Sequence[Mapping[str, Any]]) -> list[Site]:
    rows = _rows(
        database,
        "SELECT site, count(*) FILTER (last) AS articles, count(*) AS records, "
        "count(*) FILTER (last AND version > 1) AS changed, "
        "count(*) FILTER (last AND copy) AS duplicates, "
        "count(*) FILTER (last AND day IS NULL) AS undated, "
        "coalesce(median(word_count) FILTER (last), 0) AS median_words, "
        "min(day)::VARCHAR AS first, max(day)::VARCHAR AS last "
        "FROM facts GROUP BY site ORDER BY articles DESC, site",
    )
    cells = {row["site"]: _cells([row]) for row in evidence}
    return [Site(**row, fields=cells[row["site"]]) for row in rows]


def _cells(rows: Sequence[Mapping[str, Any]]) -> dict[str, Cell]:
    records = sum(row["n"] for row in rows)
    cells = {}
    for name in EVIDENCE_FIELDS:
        filled = sum(row[f"{name}_n"] for row in rows)
        sure = sum(row[f"{name}_sure"] or 0.0 for row in rows)
        cells[name] = Cell(filled / max(records, 1), sure / filled if filled else None)
    return cells


def _sources(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """For each field that has any: how many records have it from which source, most first."""
    sources: dict[str, dict[str, int]] = {}
    for name in EVIDENCE_FIELDS:
        counts: dict[str, int] = {}
        for row in rows:
            for source, number in (row[f"{name}_from"] or {}).items():
                counts[source] = counts.get(source, 0) + number
        if counts:
            sources[name] = dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
    return sources


# -- distributions


def _lengths(database: DuckDBPyConnection) -> dict[str, int]:
    counts = [0] * len(LENGTHS)
    sql = "SELECT word_count AS w, count(*) AS n FROM facts WHERE last GROUP BY w"
    for row in _rows(database, sql):
        counts[max(i for i, least in enumerate(LENGTHS) if row["w"] >= least)] += row["n"]
    names = ["none", *(f"{low}–{high - 1}" for low, high in pairwise(LENGTHS[1:]))]
    names.append(f"{LENGTHS[-1]} and more")
    return dict(zip(names, counts, strict=True))


def _hours(database: DuckDBPyConnection) -> dict[str, int]:
    counted = _counted(database, "hour", "last AND hour BETWEEN 0 AND 23")
    return {f"{hour:02}": counted.get(hour, 0) for hour in range(24)} if counted else {}  # type: ignore[call-overload]


def _lags(database: DuckDBPyConnection) -> dict[str, int]:
    """From publication to the first record of an article."""
    counts = dict.fromkeys(LAGS, 0)
    sql = "SELECT lag, count(*) AS n FROM facts WHERE version = 1 AND lag IS NOT NULL GROUP BY lag"
    rows = _rows(database, sql)
    for row in rows:
        fits = [name for name, least in LAGS.items() if least is None or row["lag"] >= least]
        counts[fits[-1]] += row["n"]
    return counts if rows else {}


# -- time


def _timeline(days: Sequence[Mapping[str, Any]]) -> Timeline:
    if not days:
        return Timeline("day", [], {}, 0)
    start, end = _start(days), max(row["day"] for row in days)
    step, bin_of = _binning((end - start).days + 1)
    start = bin_of(start)
    drawn = [row for row in days if row["day"] >= start]
    bins = sorted({bin_of(start + timedelta(n)) for n in range((end - start).days + 1)})
    place = {one: number for number, one in enumerate(bins)}
    series: dict[str, list[int]] = {name: [0] * len(bins) for name in _main_sites(drawn)}
    for row in drawn:
        name = row["site"] if row["site"] in series else OTHERS
        series[name][place[bin_of(row["day"])]] += row["n"]
    older = sum(row["n"] for row in days) - sum(row["n"] for row in drawn)
    return Timeline(step, bins, series, older)


def _start(days: Sequence[Mapping[str, Any]]) -> date:
    """The first day drawn: that of the oldest article, unless few old ones make the axis long."""
    counts = sorted((row["day"], row["n"]) for row in days)
    first, end = counts[0][0], counts[-1][0]
    older = accumulate(number for _, number in counts)
    most = NOT_DRAWN * sum(number for _, number in counts)
    usual: date = next(day for (day, _), so_far in zip(counts, older, strict=True) if so_far > most)
    return usual if end - first > STRETCH * (end - usual) else first


def _main_sites(days: Sequence[Mapping[str, Any]]) -> list[str]:
    counts: dict[str, int] = {}
    for row in days:
        counts[row["site"]] = counts.get(row["site"], 0) + row["n"]
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return names if len(names) <= MAIN_SITES + 1 else [*names[:MAIN_SITES], OTHERS]


def _binning(days: int) -> tuple[str, Callable[[date], date]]:
    """How days are put together so that the bars stay apart: single, by week, by month."""
    if days <= BY_DAY:
        return "day", lambda day: day
    if days <= BY_WEEK:
        return "week", lambda day: day - timedelta(day.weekday())
    return "month", lambda day: day.replace(day=1)


# -- silences


def _silences(days: Sequence[Mapping[str, Any]], until: str | None) -> list[Silence]:
    """Days without articles that the site's rate before them does not explain, longest first."""
    end = date.fromisoformat(until) if until else None
    found = []
    for site, rows in groupby(days, key=lambda row: row["site"]):
        counts = {row["day"]: row["n"] for row in rows}
        found += list(_silences_of(site, counts, end))
    return sorted(found, key=lambda silence: (-silence.days * silence.usual, silence.site))


def _silences_of(site: str, counts: Mapping[date, int], end: date | None) -> Iterator[Silence]:
    """``end`` is the last day on which anything was fetched: it ends a silence that goes on."""
    active = sorted(counts)
    latest = [end + _DAY] if end and end > active[-1] else []
    for before, after in pairwise([*active, *latest]):
        silence = (after - before).days - 1
        if silence < SILENT_DAYS:
            continue
        usual = _rate(counts, active, before)
        if usual * silence >= SILENT_ARTICLES:
            ongoing = after not in counts
            yield Silence(site, before + _DAY, after - _DAY, usual, ongoing)


def _rate(counts: Mapping[date, int], active: Sequence[date], until: date) -> float:
    """Articles a day, up to a day; over the days before it for which there is anything."""
    since = max(active[0], until - timedelta(RATE_DAYS))
    number = sum(counts[day] for day in active if since <= day <= until)
    return number / ((until - since).days + 1)
