"""The page that shows what a dataset holds, and where it is thin: figures, charts and tables.

Order: the records are measured (``measures``), the state of the crawl is asked where there is one
(drift, coverage, failures), the records of its runs are read, charts are drawn, and the template
puts all of it together into one self-contained file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from newscrawl.errors import UsageError
from newscrawl.items import EVIDENCE_FIELDS, SCHEMA_VERSION
from newscrawl.output.dataset import Dataset
from newscrawl.reports import charts
from newscrawl.reports.charts import Chart
from newscrawl.reports.drift import drift_rows
from newscrawl.reports.measures import OTHERS, SOURCES, Measures, Timeline, measure
from newscrawl.reports.pages import percent, render, thousands
from newscrawl.reports.status import Status
from newscrawl.reports.summary import RunSummary
from newscrawl.version import __version__

RUNS: Final = 20  # shown, newest first
ROWS: Final = 200  # of a table that may grow without bound
_DAY_NAMES: Final = {"day": "%-d %b", "week": "%-d %b %y", "month": "%b %Y"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its title, what it shows in words, a key to its colours, and its numbers."""

    title: str
    says: str
    chart: Chart | None
    key: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def report_page(data: Path, dataset: Dataset, status: Status | None, now: datetime) -> str:
    """The report as HTML.

    ``data``: folder or file of the dataset; ``status``: how the crawl's folder stands, where there
    is a state of it.
    """
    measures = measure(dataset)
    return render(
        "report.html.j2",
        data=str(data),
        now=now,
        measures=measures,
        status=status,
        overview=list(_overview(measures, status)),
        wide=_over_time(measures.timeline),
        figures=list(_figures(measures)),
        sources=_sources(measures),
        fields=EVIDENCE_FIELDS,
        drift=list(drift_rows(status)) if status else [],
        gaps=list(_gaps(status))[:ROWS] if status else [],
        failures=_failures(status) if status else [],
        runs=read_runs(data),
        unfinished=dataset.unfinished,
        schema_version=SCHEMA_VERSION,
        version=__version__,
        rows=ROWS,
    )


def _overview(measures: Measures, status: Status | None) -> Iterator[tuple[str, str, str]]:
    """Name, figure and a word on it."""
    changed = sum(site.changed for site in measures.sites)
    copies = sum(site.duplicates for site in measures.sites)
    articles = max(measures.articles, 1)
    yield "Articles", thousands(measures.articles), f"in {thousands(measures.records)} records"
    yield "Sites", thousands(len(measures.sites)), _number(len(measures.silences), "silence")
    yield "Words", _short(measures.words), f"{thousands(measures.words // articles)} an article"
    yield "Changed since first stored", thousands(changed), percent(changed / articles)
    yield "Copies of another", thousands(copies), percent(copies / articles)
    if status:
        drifts = [len(site.drift) for site in status.sites if site.drift]
        yield (
            "Measures left",
            thousands(sum(drifts)),
            f"by {_number(len(drifts), 'site')} that drift",
        )
        listed = sum(site.coverage.total.listed for site in status.sites)
        missing = sum(site.coverage.total.missing for site in status.sites)
        if listed:
            word = f"{thousands(missing)} of {thousands(listed)} listed pages missing"
            yield "Coverage", percent(1 - missing / listed), word


def _number(number: int, what: str) -> str:
    return f"{thousands(number)} {what}{'' if number == 1 else 's'}"


def _short(number: float) -> str:
    for power, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if number >= power:
            return f"{number / power:.3g}{letter}"
    return f"{number:g}"


def _over_time(timeline: Timeline) -> Figure:
    form = _DAY_NAMES[timeline.step]
    labels = [day.strftime(form) for day in timeline.bins]
    older = f" {thousands(timeline.older)} older ones are not drawn." if timeline.older else ""
    dated = [day.isoformat() for day in timeline.bins]
    columns = [[str(number) for number in counts] for counts in timeline.series.values()]
    return Figure(
        f"Articles by {timeline.step} of publication",
        f"The largest sites have a colour each.{older}",
        charts.stacks(labels, timeline.series) if labels else None,
        list(timeline.series),
        [timeline.step, *timeline.series],
        list(zip(dated, *columns, strict=True)),
    )


def _figures(measures: Measures) -> Iterator[Figure]:
    yield _counts("Languages", "By the tag in in_language.", measures.languages, charts.level_bars)
    yield _counts("Length", "Words of an article's text.", measures.lengths, charts.level_bars)
    yield _counts(
        "Hour of publication",
        "As the page states it, in its own time zone; dates without a time left out.",
        measures.hours,
        lambda counts: charts.bars(counts, every=3),
    )
    yield _counts(
        "Freshness",
        "From publication to the first record. “Before”: fetched before the stated time.",
        measures.lags,
        charts.level_bars,
    )


def _counts(title: str, says: str, counts: Mapping[str, int], draw: Any) -> Figure:
    total = max(sum(counts.values()), 1)
    rows = [(name, str(number), percent(number / total)) for name, number in counts.items()]
    chart = draw(counts) if any(counts.values()) else None
    return Figure(title, says, chart, (), (title.lower(), "articles", "share"), rows)


def _sources(measures: Measures) -> Figure:
    totals: dict[str, int] = {}
    for counts in measures.sources.values():
        for source, number in counts.items():
            totals[source] = totals.get(source, 0) + number
    names = sorted(totals, key=lambda name: (-totals[name], name))
    main = names if len(names) <= SOURCES + 1 else [*names[:SOURCES], OTHERS]
    shares = {field: _shares(counts, main) for field, counts in measures.sources.items()}
    rows = [
        (field, *(percent(one.get(name, 0.0)) for name in main)) for field, one in shares.items()
    ]
    return Figure(
        "Sources used",
        "For each field, which part of the page its value came from, where it has one.",
        charts.level_stacks(shares, main) if shares else None,
        main,
        ("field", *main),
        rows,
    )


def _shares(counts: Mapping[str, int], main: Sequence[str]) -> dict[str, float]:
    total = sum(counts.values())
    shares: dict[str, float] = {}
    for name, number in counts.items():
        key = name if name in main else OTHERS
        shares[key] = shares.get(key, 0.0) + number / total
    return shares


@dataclass(frozen=True, slots=True)
class Gap:
    """A day of a site of which listed pages are missing."""

    site: str
    day: str
    listed: int
    stored: int
    missing: int


def _gaps(status: Status) -> list[Gap]:
    """Days with listed pages that are missing, newest first."""
    gaps = [
        Gap(site.site, day or "undated", counts.listed, counts.stored, counts.missing)
        for site in status.sites
        for day, counts in site.coverage.days.items()
        if counts.missing
    ]
    return sorted(gaps, key=lambda gap: (gap.day, gap.missing), reverse=True)


def _failures(status: Status) -> list[tuple[str, str, int, str]]:
    """Site, cause, number, and what it concerns, most first."""
    failed = [
        (site.site, cause, number, "request failed")
        for site in status.sites
        for cause, number in site.failures.items()
    ]
    unstored = [
        (site.site, cause, number, "listed, without a record")
        for site in status.sites
        for cause, number in site.coverage.reasons.items()
    ]
    return sorted(failed + unstored, key=lambda row: (-row[2], row[0], row[1]))[:ROWS]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the crawl, and what all its sites had together."""

    name: str
    ended: str
    sites: int
    pages: int
    new: int
    updated: int
    failed: int
    seconds: int


def read_runs(data: Path) -> list[Run]:
    """The last runs by their records, newest first; what cannot be read is left out."""
    paths = sorted((data / "runs").glob("*.json"), reverse=True)[:RUNS]
    return [run for path in paths for run in _run(path)]


def _run(path: Path) -> Iterator[Run]:
    try:
        summary = RunSummary.load(path)
    except UsageError:
        return
    counts = {
        name: sum(getattr(site, name) for site in summary.sites)
        for name in ("pages", "new", "updated", "failed")
    }
    ended = summary.reason.replace("_", " ")
    yield Run(summary.run, ended, len(summary.sites), seconds=round(summary.seconds), **counts)
