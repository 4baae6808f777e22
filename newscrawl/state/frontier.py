"""The frontier: every URL ever discovered, and what became of it.

Approach: one table is both the queue and the memory. :meth:`Frontier.add` puts new URLs in,
:meth:`Frontier.take` hands pending ones out, :meth:`Frontier.settle` marks them done. What was
taken is noted in memory only, so a crash leaves it pending. Writes are staged and go to the
database in batches; nothing is durable before :meth:`newscrawl.state.store.State.commit`, and what
a page led to is never committed after the page itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    String,
    Update,
    bindparam,
    case,
    func,
    insert,
    select,
    update,
)

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.priorities import DEAD_LIST, REVISIT, priority_of
from newscrawl.discovery.window import Window
from newscrawl.state.ledger import Ledger
from newscrawl.state.sites import Sites
from newscrawl.state.tables import SHORT, VALIDATOR_CHARS, urls
from newscrawl.values.urls import url_key

# Runs that try a failing URL before it is left alone: a site that is down for some hours comes
# back within these when crawled hourly, and a URL that is broken for good stops costing fetches.
MAX_TRIES: Final = 5
# Staged rows that go to the database together: statements cost more than rows.
BATCH_ROWS: Final = 1000
# Keys in one question "which of these are known": databases limit the parameters of a statement.
KEYS_PER_QUERY: Final = 500
# Addresses remembered as known, so that the menu on every page costs nothing: about 10 MB.
REMEMBERED: Final = 50_000
# Longest reason kept; the rest of an error message helps nobody in a table.
REASON_CHARS: Final = 300
# How the reason begins of a URL that a budget left unasked; its outcome is LISTED.
UNASKED: Final = "not asked"
# Where an address was seen, by what led to it: bits, so that a URL keeps all of its places.
LINKED: Final = 1
IN_SITEMAP: Final = 2
IN_FEED: Final = 4
SEEN: Final = {
    "seed": LINKED,
    "link": LINKED,
    "pagination": LINKED,
    "robots": IN_SITEMAP,
    "sitemap": IN_SITEMAP,
    "feed": IN_FEED,
}
# Kinds whose pages change, and are asked again by every run.
LISTINGS: Final = (Kind.SEED, Kind.LISTING, Kind.FEED, Kind.SITEMAP)


class Outcome(StrEnum):
    """What became of a URL."""

    STORED = "stored"  # its article has a record
    DUPLICATE = "duplicate"  # another URL's record says the same
    UNCHANGED = "unchanged"  # asked again, nothing new
    NOT_ARTICLE = "not_article"  # fetched, and no article
    LISTED = "listed"  # fetched for its links
    FAILED = "failed"  # could not be fetched or stored; tried again by the next runs
    DISALLOWED = "disallowed"  # robots.txt or the address guard forbids it
    GONE = "gone"  # 404 or 410
    OUT_OF_WINDOW = "out_of_window"  # older or newer than asked for
    DROPPED = "dropped"  # a pipeline of the surrounding project turned the item away


# Outcomes that count as failed; all others are done.
FAILURES: Final = frozenset({Outcome.FAILED})


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with an answer to be asked again by (RFC 9110, 8.8), as it wrote it."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A URL to fetch. ``key`` is its :func:`~newscrawl.values.urls.url_key` (32 hex characters).

    ``article`` is the id of the article that has a record from this address: this is another visit,
    due since ``next_visit`` (seconds since 1970).
    """

    key: str
    url: str
    site: str
    kind: Kind
    via: str
    priority: int
    depth: int
    date: str | None
    title: str | None
    tries: int
    validators: Validators = Validators()
    article: str | None = None
    next_visit: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many URLs there are, and how many of them are done, failed and pending."""

    discovered: int = 0
    done: int = 0
    failed: int = 0
    pending: int = 0


_IS_KNOWN = select(urls.c.id).where(urls.c.key == bindparam("of"))
_ARE_KNOWN = select(urls.c.key, urls.c.seen).where(
    urls.c.key.in_(bindparam("keys", expanding=True))
)
_ADD = insert(urls)
_DONE = (
    update(urls)
    .where(urls.c.key == bindparam("of"))
    .values(
        outcome=bindparam("became"),
        reason=bindparam("why"),
        date=func.coalesce(bindparam("dated", type_=String), urls.c.date),
        tries=urls.c.tries + bindparam("more"),
        etag=bindparam("tag"),
        modified=bindparam("last_modified"),
        # It told that the page is news; the record says more.
        title=case((bindparam("is_article", type_=urls.c.article.type).is_(None), urls.c.title)),
        article=func.coalesce(bindparam("is_article", type_=urls.c.article.type), urls.c.article),
        next_visit=bindparam("visit"),
    )
)
# A feed or sitemap tells date and title of a URL that a link led to before.
_TOLD_PRIORITY: Final = bindparam("told_priority", type_=Integer)
_TOLD = (
    update(urls)
    .where(urls.c.key == bindparam("of"), urls.c.outcome.is_(None), urls.c.article.is_(None))
    .values(
        date=func.coalesce(bindparam("told_date", type_=String), urls.c.date),
        title=func.coalesce(bindparam("told_title", type_=String), urls.c.title),
        priority=case(
            (
                (urls.c.priority < _TOLD_PRIORITY) & (urls.c.priority != DEAD_LIST),
                _TOLD_PRIORITY,
            ),
            else_=urls.c.priority,
        ),
    )
)
_SEEN = update(urls).where(urls.c.key == bindparam("of")).values(seen=bindparam("places"))
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
_FAILED_AGAIN = _again([one.value for one in FAILURES], urls.c.tries < MAX_TRIES)
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
_HAVE_RECORDS = _ARE_KNOWN.where(
    urls.c.outcome.in_([Outcome.STORED.value, Outcome.UNCHANGED.value])
)
_HOW_MANY_PENDING = (
    select(func.count())
    .select_from(urls)
    .where(urls.c.site_id == bindparam("number"), urls.c.outcome.is_(None))
)
_BEST_FIRST = (
    select(urls)
    .where(urls.c.site_id == bindparam("number"), urls.c.outcome.is_(None))
    .order_by(urls.c.priority.desc(), urls.c.id)
    .limit(bindparam("most"))
)


class Frontier:
    """URLs to fetch, best first, and the outcome of each. Reached as ``state.frontier``.

    All methods raise :class:`~newscrawl.errors.StorageError` where the database fails.
    """

    def __init__(self, ledger: Ledger, sites: Sites) -> None:
        self._ledger = ledger
        self._sites = sites
        self.added = 0  # URLs that were new since the state was opened
        self._found: dict[bytes, Discovered] = {}
        self._seen: Counter[bytes] = Counter()  # where those in `_found` were seen
        self._settled: list[dict[str, Any]] = []
        self._heard: dict[str, Validators] = {}
        self._taken: dict[str, Pending] = {}
        self._taken_of: Counter[str] = Counter()
        self._remembered: Counter[str] = Counter()  # where addresses were seen

    def add(self, found: Iterable[Discovered]) -> int:
        """Add URLs; those already known keep their status. Returns how many were new.

        A pending URL takes over the date, the title and the higher priority of a later finding.
        """
        before = self.added
        for one in found:
            self._stage(one)
        self._drain_found()
        return self.added - before

    def plant(self, seed: Discovered) -> None:
        """Add a start address; where it is known as something else it becomes one, and is pending.

        It is asked as it is spelled here.
        """
        self.add([seed])
        self.drain()
        values = {
            "of": bytes.fromhex(url_key(seed.url)),
            "told_url": _storable(seed.url),
            "told_priority": seed.priority,
        }
        self._ledger.run(_PLANT, values)

    def take(self, limit: int, *, site: str) -> list[Pending]:
        """Up to ``limit`` pending URLs of a site, highest priority first, then oldest first.

        They count as in flight until settled (or given back with :meth:`release`), in memory only.
        """
        self.drain()
        most = limit + self._taken_of[site]
        rows = self._ledger.run(_BEST_FIRST, {"number": self._sites.number(site), "most": most})
        pending = (_pending(row, site) for row in rows)
        fresh = list(islice((one for one in pending if one.key not in self._taken), limit))
        self._taken.update((one.key, one) for one in fresh)
        self._taken_of[site] += len(fresh)
        return fresh

    def taken(self, key: str) -> Pending | None:
        """The URL, where it is in flight."""
        return self._taken.get(key)

    def hear(self, key: str, validators: Validators) -> None:
        """Remember what the answer gave to be asked again by; it is kept with the outcome.

        What is settled without is asked in full the next time.
        """
        self._heard[key] = validators

    def release(self, key: str) -> None:
        """Give back a taken URL unsettled: it is pending, and may be taken again."""
        self._heard.pop(key, None)
        pending = self._taken.pop(key, None)
        if pending:
            self._taken_of[pending.site] -= 1

    def settle(
        self,
        key: str,
        outcome: Outcome,
        *,
        reason: str | None = None,
        found: Iterable[Discovered] = (),
        date: str | None = None,
        failed: bool = False,
        article: str | None = None,
        next_visit: int | None = None,
    ) -> None:
        """Mark a URL done and add what its page led to, both in one transaction.

        ``date`` (ISO 8601) is when it was published, where that is better known by now. ``failed``
        counts a try also where the outcome is none of the failures. ``article`` is the id of the
        record that came of it; ``next_visit`` when it is asked again, in seconds since 1970.
        """
        for one in found:
            self._stage(one)
        heard = self._validators(key, next_visit)
        self._settled.append(
            {
                "of": bytes.fromhex(key),
                "became": outcome.value,
                "why": _storable(reason, REASON_CHARS),
                "dated": _storable(date, SHORT),
                "more": int(failed or outcome in FAILURES),
                "tag": _whole(heard.etag, VALIDATOR_CHARS),
                "last_modified": _whole(heard.modified, SHORT),
                "is_article": bytes.fromhex(article) if article else None,
                "visit": next_visit,
            }
        )
        self.release(key)
        if len(self._settled) + len(self._found) >= BATCH_ROWS:
            self.drain()

    def _validators(self, key: str, next_visit: int | None) -> Validators:
        """What was heard, where the URL is asked again."""
        heard, pending = self._heard.pop(key, Validators()), self._taken.get(key)
        is_listing = pending is not None and pending.kind in LISTINGS
        return heard if is_listing or next_visit is not None else Validators()

    def reopen_listings(self, site: str) -> int:
        """For the start of a run: what changes, and what failed, is pending again.

        That is seeds, listings, feeds and sitemaps (pages 2 and on of a listing excepted, which
        the first page leads to), and URLs that failed fewer than ``MAX_TRIES`` times. URLs that
        have a record are not. Returns how many.
        """
        return self._reopen(site, _LISTINGS_AGAIN, _FAILED_AGAIN)

    def reopen_due(self, site: str, now: int) -> int:
        """For the start of a run: articles due by ``now`` (seconds since 1970) are pending again,
        after new ones. Returns how many.
        """
        self.drain()
        values = {"number": self._sites.number(site), "moment": now}
        return self._ledger.run(_DUE_AGAIN, values).rowcount

    def ask_in_full(self, site: str) -> None:
        """For a run that sees more in an answer than those before: no listing may be answered with
        "not modified", which leads to nothing."""
        self._reopen(site, *_LISTINGS_IN_FULL)

    def reopen_further_pages(self, site: str) -> int:
        """For the start of a run that asks for older articles: pages 2 and on are pending again."""
        return self._reopen(site, _FURTHER_PAGES_AGAIN)

    def reopen_left_out(self, site: str, window: Window) -> int:
        """For the start of a run: URLs that were out of the window, and are not out of this one."""
        self.drain()
        values = {"number": self._sites.number(site), "earliest": window.earliest_day}
        left_out = self._ledger.run(_LEFT_OUT, values)
        again = [{"of": row.key} for row in left_out if not window.excludes(row.date)]
        if again:
            self._ledger.run(_AGAIN, again)
        return len(again)

    def with_record(self, keys: Iterable[str]) -> set[str]:
        """Which of these URLs have a record, and are not asked again in this run."""
        rest, found = map(bytes.fromhex, keys), set[str]()
        while chunk := list(islice(rest, KEYS_PER_QUERY)):
            rows = self._ledger.run(_HAVE_RECORDS, {"keys": chunk})
            found.update(key.hex() for key in rows.scalars())
        return found

    def known(self, url: str) -> bool:
        """Whether the URL was ever discovered."""
        key = bytes.fromhex(url_key(url))
        return key in self._found or self._ledger.run(_IS_KNOWN, {"of": key}).first() is not None

    def counts(self, site: str | None = None) -> Counts:
        """How a site stands (all sites without one). One pass over the site's part of an index."""
        self.drain()
        query = select(urls.c.outcome, func.count().label("number")).group_by(urls.c.outcome)
        if site is not None:
            query = query.where(urls.c.site_id == self._sites.number(site))
        return _counts({row.outcome: row.number for row in self._ledger.run(query)})

    def pending(self, site: str) -> int:
        """How many URLs of the site wait or are in flight; cheap enough for a progress display."""
        self.drain()
        number = self._sites.number(site)
        return int(self._ledger.run(_HOW_MANY_PENDING, {"number": number}).scalar() or 0)

    def in_flight(self, site: str) -> int:
        """How many URLs of the site are taken and not settled."""
        return self._taken_of[site]

    def drain(self) -> None:
        """Write what is staged into the open transaction: what was found, then what is done."""
        self._drain_found()
        if self._settled:
            settled, self._settled = self._settled, []
            self._ledger.run(_DONE, settled)

    def forget(self) -> None:
        """Drop what is staged and taken, after a rollback."""
        self._found.clear()
        self._seen.clear()
        self._settled.clear()
        self._taken.clear()
        self._taken_of.clear()
        self._heard.clear()
        self._remembered.clear()

    def _reopen(self, site: str, *again: Update) -> int:
        self.drain()
        number = self._sites.number(site)
        return sum(self._ledger.run(each, {"number": number}).rowcount for each in again)

    def _stage(self, one: Discovered) -> None:
        told = one.date is not None or one.title is not None
        place = SEEN.get(one.via, 0)
        if one.url in self._remembered and not told and not place & ~self._remembered[one.url]:
            return
        key = bytes.fromhex(url_key(one.url))
        if told or key not in self._found:
            self._found[key] = one
        self._seen[key] |= place
        if len(self._remembered) >= REMEMBERED:
            self._remembered.clear()
        self._remembered[one.url] |= place

    def _drain_found(self) -> None:
        found, self._found = self._found, {}
        keys = iter(found)
        while chunk := list(islice(keys, KEYS_PER_QUERY)):
            known = self._known_among(chunk)
            self._insert([(key, found[key]) for key in chunk if key not in known])
            self._tell([(key, found[key]) for key in chunk if key in known])
            self._see(known)
        self._seen.clear()

    def _known_among(self, keys: Sequence[bytes]) -> dict[bytes, int]:
        """Those of the keys that are known, and where each was seen."""
        rows = self._ledger.run(_ARE_KNOWN, {"keys": keys})
        return {row.key: row.seen or 0 for row in rows}

    def _see(self, known: Mapping[bytes, int]) -> None:
        """Note that known URLs were seen in one more place."""
        fresh = [
            {"of": key, "places": before | self._seen[key]}
            for key, before in known.items()
            if self._seen[key] & ~before
        ]
        if fresh:
            self._ledger.run(_SEEN, fresh)

    def _insert(self, fresh: list[tuple[bytes, Discovered]]) -> None:
        if fresh:
            self._ledger.run(_ADD, [self._row(key, one) for key, one in fresh])
            self.added += len(fresh)

    def _tell(self, again: Iterable[tuple[bytes, Discovered]]) -> None:
        told = [
            {
                "of": key,
                "told_date": _storable(one.date, SHORT),
                "told_title": _storable(one.title),
                "told_priority": one.priority,
            }
            for key, one in again
            if one.date is not None or one.title is not None
        ]
        if told:
            self._ledger.run(_TOLD, told)

    def _row(self, key: bytes, one: Discovered) -> dict[str, Any]:
        return {
            "key": key,
            "site_id": self._sites.number(one.site),
            "url": _storable(one.url),
            "kind": one.kind.value,
            "via": _storable(one.via, SHORT),
            "priority": one.priority,
            "depth": one.depth,
            "date": _storable(one.date, SHORT),
            "title": _storable(one.title),
            "tries": 0,
            "seen": self._seen[key],
        }


def _pending(row: Row[Any], site: str) -> Pending:
    return Pending(
        key=row.key.hex(),
        url=row.url,
        site=site,
        kind=Kind(row.kind),
        via=row.via,
        priority=row.priority,
        depth=row.depth,
        date=row.date,
        title=row.title,
        tries=row.tries,
        validators=Validators(row.etag, row.modified),
        article=row.article.hex() if row.article else None,
        next_visit=row.next_visit,
    )


def _counts(numbers: dict[str | None, int]) -> Counts:
    failed = sum(numbers.get(outcome.value, 0) for outcome in FAILURES)
    done = sum(numbers.get(outcome.value, 0) for outcome in set(Outcome) - FAILURES)
    return Counts(sum(numbers.values()), done, failed, numbers.get(None, 0))


def _whole(text: str | None, limit: int) -> str | None:
    """Text that means nothing when it is cut."""
    return None if text is None or len(text) > limit else _storable(text)


def _storable(text: str | None, limit: int | None = None) -> str | None:
    """Text that every database takes: no NUL, no lone surrogates."""
    if text is None:
        return None
    return text[:limit].replace("\0", "").encode("utf-8", "replace").decode()
