"""Coverage: of what sitemaps and feeds list, how much the dataset has, and why it lacks the rest.

Approach: only URLs that may be articles count. The database groups them by day, outcome and reason,
and the groups are added up as they stream in, so that memory does not grow with the state. A URL's
day is the one its record states, else the one that a sitemap or feed states; URLs without any are
under ``UNDATED``. What the run's window leaves out does not count at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Select, and_, case, func, or_, select

from newscrawl.discovery.found import Kind
from newscrawl.discovery.window import Window
from newscrawl.state.discoveries import IN_FEED, IN_SITEMAP, LINKED
from newscrawl.state.ledger import Ledger
from newscrawl.state.outcomes import UNASKED, Outcome
from newscrawl.state.sites import Sites
from newscrawl.state.tables import urls

# The day of URLs whose date nobody states.
UNDATED: Final = ""
# What is said of URLs that are not done, or whose outcome carries no reason of its own.
REASONS: Final[dict[str | None, str]] = {
    None: "not asked yet",
    Outcome.NOT_ARTICLE: "no article",
    Outcome.LISTED: "a page of links",
    Outcome.GONE: "gone",
    Outcome.DROPPED: "turned away by a pipeline",
}
# The article of such a URL is in the dataset; of DUPLICATE under another address.
IN_DATASET: Final = frozenset({Outcome.STORED, Outcome.UNCHANGED, Outcome.DUPLICATE})
# Fetched, and told to be something else than an article.
OTHERS: Final = frozenset({Outcome.NOT_ARTICLE, Outcome.LISTED})
_NOT_FETCHED: Final = frozenset({Outcome.FAILED, Outcome.DISALLOWED, Outcome.GONE})
# Rows held in memory while a result streams in.
_ROWS_AT_ONCE: Final = 1_000
_LISTED: Final = IN_SITEMAP | IN_FEED
_DAY_CHARS: Final = 10  # of an ISO 8601 date

_may_be_article = or_(
    urls.c.kind.in_([Kind.ARTICLE.value, Kind.PAGE.value]),
    urls.c.outcome.in_([one.value for one in IN_DATASET]),
)
_day = func.substr(func.coalesce(urls.c.date, UNDATED), 1, _DAY_CHARS).label("day")
# What a budget left unasked is settled like a page of links; here it counts as not fetched.
# An article that is due again is pending, and has its record.
_became = case(
    (urls.c.reason.like(f"{UNASKED}%"), None),
    (urls.c.outcome.is_(None) & urls.c.article.is_not(None), Outcome.STORED.value),
    else_=urls.c.outcome,
).label("became")
_places = func.coalesce(urls.c.seen, 0).label("places")
_is_missing = and_(
    _may_be_article,
    _places >= IN_SITEMAP,
    or_(
        urls.c.outcome.is_(None) & urls.c.article.is_(None),
        urls.c.outcome.not_in([one.value for one in (*IN_DATASET, Outcome.OUT_OF_WINDOW)]),
    ),
)


@dataclass(slots=True)
class DayCoverage:
    """Counts of URLs that may be articles; ``listed`` by sitemaps or feeds, ``linked`` by pages.

    ``stored`` have a record (or their article has one under another address). ``missing`` are
    listed and have none, pages that turned out to be no article left out.
    """

    listed: int = 0
    linked: int = 0
    fetched: int = 0
    stored: int = 0
    missing: int = 0

    def add(self, places: int, outcome: str | None, number: int) -> None:
        """Count so many URLs that were seen in these places and have this outcome."""
        listed = bool(places & _LISTED)
        self.listed += number * listed
        self.linked += number * bool(places & LINKED)
        self.fetched += number * (outcome is not None and outcome not in _NOT_FETCHED)
        self.stored += number * (outcome in IN_DATASET)
        self.missing += number * (listed and outcome not in IN_DATASET | OTHERS)


@dataclass(slots=True)
class SiteCoverage:
    """A site's counts: in all, by day (ISO 8601), and why listed URLs have no record."""

    total: DayCoverage = field(default_factory=DayCoverage)
    days: dict[str, DayCoverage] = field(default_factory=lambda: defaultdict(DayCoverage))
    reasons: Counter[str] = field(default_factory=Counter)

    def last_days(self, number: int) -> dict[str, DayCoverage]:
        """The newest days, newest first; URLs without a date are not among them."""
        days = sorted(self.days, reverse=True)
        return {day: self.days[day] for day in days[:number] if day != UNDATED}


@dataclass(frozen=True, slots=True)
class Missing:
    """A URL that a sitemap or feed lists and the dataset lacks."""

    site: str
    url: str
    date: str | None
    reason: str


class Coverage:
    """What is listed, and what of it is there. Reached as ``state.coverage``."""

    def __init__(self, ledger: Ledger, sites: Sites) -> None:
        self._ledger = ledger
        self._sites = sites

    def of(self, windows: Mapping[str, Window]) -> dict[str, SiteCoverage]:
        """The coverage of sites, each within its window."""
        found = {site: SiteCoverage() for site in windows}
        for row, site in self._rows(_counted(), windows):
            for counts in (found[site].total, found[site].days[row.day]):
                counts.add(row.places, row.became, row.number)
        for row, site in self._rows(_reasoned(), windows):
            found[site].reasons[reason_of(row.outcome, row.reason)] += row.number
        return found

    def missing(
        self, site: str, window: Window | None = None, *, limit: int | None = None
    ) -> Iterator[Missing]:
        """The listed URLs of a site that have no record, newest first where there is a limit."""
        columns = select(urls.c.url, urls.c.date, urls.c.outcome, urls.c.reason, _day)
        query = columns.where(_is_missing, urls.c.site_id == self._sites.number(site))
        if limit is not None:
            query = query.order_by(urls.c.date.desc(), urls.c.id.desc()).limit(limit)
        for row in self._ledger.run(query.execution_options(yield_per=_ROWS_AT_ONCE)):
            if not (window or Window()).excludes(row.date):
                yield Missing(site, row.url, row.date, reason_of(row.outcome, row.reason))

    def failures(self, site: str) -> dict[str, int]:
        """How many URLs of a site failed, by cause, most frequent first."""
        number = func.count().label("number")
        query = (
            select(urls.c.reason, number)
            .where(
                urls.c.site_id == self._sites.number(site),
                urls.c.outcome == Outcome.FAILED.value,
            )
            .group_by(urls.c.reason)
            .order_by(number.desc())
        )
        return {row.reason or Outcome.FAILED.value: row.number for row in self._ledger.run(query)}

    def _rows(self, query: Select[Any], windows: Mapping[str, Window]) -> Iterator[tuple[Any, str]]:
        """Rows of the sites within their windows, each with its site."""
        numbers = {self._sites.number(site): site for site in windows}
        streamed = query.where(urls.c.site_id.in_(list(numbers)))
        for row in self._ledger.run(streamed.execution_options(yield_per=_ROWS_AT_ONCE)):
            site = numbers[row.site_id]
            if not windows[site].excludes(row.day):
                yield row, site


def reason_of(outcome: str | None, reason: str | None) -> str:
    """Why a URL has no record, in plain words."""
    return reason or REASONS.get(outcome) or str(outcome)


def _counted() -> Select[Any]:
    groups = (urls.c.site_id, _day, _became, _places)
    query = select(*groups, func.count().label("number")).where(
        _may_be_article,
        or_(urls.c.outcome.is_(None), urls.c.outcome != Outcome.OUT_OF_WINDOW.value),
    )
    return query.group_by(*groups)


def _reasoned() -> Select[Any]:
    groups = (urls.c.site_id, _day, urls.c.outcome, urls.c.reason)
    return select(*groups, func.count().label("number")).where(_is_missing).group_by(*groups)
