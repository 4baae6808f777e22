"""What is asked again by a run: what changes, what failed, what is due, what was left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Update, bindparam, case, func, select, update

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.priorities import DEAD_LIST, REVISIT, priority_of
from newscrawl.discovery.window import Window
from newscrawl.state.ledger import Ledger
from newscrawl.state.outcomes import FAILURES, LISTINGS, UNASKED, Outcome
from newscrawl.state.sites import Sites
from newscrawl.state.tables import storable, urls
from newscrawl.values.urls import url_key

# Runs that try a failing URL before it is left alone: a site that is down for some hours comes
# back within these when crawled hourly, and a URL that is broken for good stops costing fetches.
MAX_TRIES: Final = 5

# Outcomes are listed even where any will do: so the index leads straight to the few rows.
_OUTCOMES: Final = [one.value for one in Outcome]
_IS_LISTING = urls.c.kind.in_([one.value for one in LISTINGS])


def _again(outcomes: Sequence[str], which: ColumnElement[bool]) -> Update:
    of_site = urls.c.site_id == bindparam("number")
    again = update(urls).where(of_site, urls.c.outcome.in_(outcomes), which)
    return again.values(outcome=None, reason=None)


# A place where lists usually are and where this site has none is asked once.
_IS_VAIN_GUESS = (
    (urls.c.via == "guess")
    & (urls.c.outcome == Outcome.GONE.value)
    & urls.c.reason.in_(["HTTP 404", "HTTP 410"])
)
# What could not be had comes last in the next run, and in its old place when it is back.
_RANKED_AGAIN = case(
    (
        urls.c.kind.in_([Kind.SITEMAP.value, Kind.FEED.value])
        & urls.c.outcome.in_([Outcome.FAILED.value, Outcome.GONE.value]),
        DEAD_LIST,
    ),
    (urls.c.priority == DEAD_LIST, priority_of("", Kind.SITEMAP, "sitemap")),
    else_=urls.c.priority,
)
_LISTINGS_AGAIN = _again(
    _OUTCOMES, _IS_LISTING & (urls.c.via != "pagination") & ~func.coalesce(_IS_VAIN_GUESS, False)
).values(priority=_RANKED_AGAIN)
_FURTHER_PAGES_AGAIN = _again(_OUTCOMES, _IS_LISTING & (urls.c.via == "pagination"))
_LISTINGS_IN_FULL = tuple(
    update(urls)
    .where(urls.c.site_id == bindparam("number"), which, _IS_LISTING)
    .values(etag=None, modified=None)
    for which in (urls.c.outcome.in_(_OUTCOMES), urls.c.outcome.is_(None))
)
_DUE_AGAIN = (
    update(urls)
    .where(
        urls.c.site_id == bindparam("number"),
        urls.c.next_visit <= bindparam("moment"),
        urls.c.outcome.is_not(None),
    )
    .values(outcome=None, reason=None, priority=REVISIT)
)
_FAILED_AGAIN = _again([one.value for one in FAILURES], urls.c.tries < bindparam("most_tries"))
_LEFT_UNASKED = select(urls.c.key, urls.c.url).where(
    urls.c.site_id == bindparam("number"),
    urls.c.outcome == Outcome.LISTED.value,
    urls.c.kind.in_([Kind.ARTICLE.value, Kind.PAGE.value]),
    urls.c.reason.like(f"{UNASKED}%"),
)
_LEFT_OUT = select(urls.c.key, urls.c.date).where(
    urls.c.site_id == bindparam("number"),
    urls.c.outcome == Outcome.OUT_OF_WINDOW.value,
    urls.c.date.is_(None) | (urls.c.date >= bindparam("earliest")),
)
_PLANT = (
    update(urls)
    .where(urls.c.key == bindparam("of"))
    .values(
        url=bindparam("told_url"),
        kind=Kind.SEED.value,
        priority=bindparam("told_priority"),
        depth=0,
        outcome=None,
        reason=None,
    )
)
_AGAIN = update(urls).where(urls.c.key == bindparam("of")).values(outcome=None, reason=None)


class Reopening:
    """For the start of a run: lets URLs be pending again. Reached as ``state.frontier.again``.

    ``drain`` writes what is staged. All methods raise :class:`~newscrawl.errors.StorageError` where
    the database fails.
    """

    def __init__(self, ledger: Ledger, sites: Sites, drain: Callable[[], None]) -> None:
        self._ledger = ledger
        self._sites = sites
        self._drain = drain

    def listings(self, site: str, max_tries: int = MAX_TRIES) -> int:
        """What changes, and what failed, is pending again.

        That is seeds, listings, feeds and sitemaps (pages 2 and on of a listing excepted, which
        the first page leads to), and URLs that failed fewer than ``max_tries`` times. URLs that
        have a record are not. Returns how many.
        """
        listings = self._reopen(site, _LISTINGS_AGAIN)
        return listings + self._reopen(site, _FAILED_AGAIN, most_tries=max_tries)

    def due(self, site: str, now: int) -> int:
        """Articles due by ``now`` (seconds since 1970) are pending again, after new ones.
        Returns how many.
        """
        self._drain()
        values = {"number": self._sites.number(site), "moment": now}
        return self._ledger.run(_DUE_AGAIN, values).rowcount

    def in_full(self, site: str) -> None:
        """For a run that sees more in an answer than those before: no listing may be answered with
        "not modified", which leads to nothing."""
        self._reopen(site, *_LISTINGS_IN_FULL)

    def further_pages(self, site: str) -> int:
        """For a run that asks for older articles: pages 2 and on are pending again."""
        return self._reopen(site, _FURTHER_PAGES_AGAIN)

    def left_out(self, site: str, window: Window) -> int:
        """URLs that were out of the window, and are not out of this one."""
        self._drain()
        values = {"number": self._sites.number(site), "earliest": window.earliest_day}
        left_out = self._ledger.run(_LEFT_OUT, values)
        return self._open([row.key for row in left_out if not window.excludes(row.date)])

    def unasked(self, site: str, wanted: Callable[[str], bool]) -> int:
        """Pages that no budget was left for, where their address is wanted by now."""
        self._drain()
        rows = self._ledger.run(_LEFT_UNASKED, {"number": self._sites.number(site)})
        return self._open([row.key for row in rows if wanted(row.url)])

    def seed(self, seed: Discovered) -> None:
        """A start address, which is known, is one from now on, as it is spelled here."""
        self._drain()
        values = {
            "of": bytes.fromhex(url_key(seed.url)),
            "told_url": storable(seed.url),
            "told_priority": seed.priority,
        }
        self._ledger.run(_PLANT, values)

    def _open(self, keys: Sequence[bytes]) -> int:
        if keys:
            self._ledger.run(_AGAIN, [{"of": key} for key in keys])
        return len(keys)

    def _reopen(self, site: str, *again: Update, **values: int) -> int:
        self._drain()
        given = {"number": self._sites.number(site), **values}
        return sum(self._ledger.run(each, given).rowcount for each in again)
