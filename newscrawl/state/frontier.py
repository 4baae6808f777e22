"""The frontier: every URL ever discovered, and what became of it.

Approach: one table is both the queue and the memory. :meth:`Frontier.add` puts new URLs in,
:meth:`Frontier.take` hands pending ones out, :meth:`Frontier.settle` marks them done. What was
taken is noted in memory only, so a crash leaves it pending. Writes are staged and go to the
database in batches; nothing is durable before :meth:`newscrawl.state.store.State.commit`, and what
a page led to is never committed after the page itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Row, String, bindparam, case, func, select, update

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.state.ahead import AHEAD, Ahead
from newscrawl.state.discoveries import KEYS_PER_QUERY, Discoveries
from newscrawl.state.ledger import Ledger
from newscrawl.state.outcomes import FAILURES, LISTINGS, Counts, Outcome, Pending, Validators
from newscrawl.state.reopening import Reopening
from newscrawl.state.sites import Sites
from newscrawl.state.tables import SHORT, VALIDATOR_CHARS, storable, urls

# Staged rows that go to the database together: statements cost more than rows.
BATCH_ROWS: Final = 1000
# Longest reason kept; the rest of an error message helps nobody in a table.
REASON_CHARS: Final = 300

_HAVE_RECORDS = select(urls.c.key).where(
    urls.c.key.in_(bindparam("keys", expanding=True)),
    urls.c.outcome.in_([Outcome.STORED.value, Outcome.UNCHANGED.value]),
)
_IS_NO_ARTICLE = bindparam("is_article", type_=urls.c.article.type).is_(None)
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
        # They told of the article; the record says more.
        title=case((_IS_NO_ARTICLE, urls.c.title)),
        language=case((_IS_NO_ARTICLE, urls.c.language)),
        article=func.coalesce(bindparam("is_article", type_=urls.c.article.type), urls.c.article),
        next_visit=bindparam("visit"),
    )
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
        self._ahead = Ahead()
        self._discoveries = Discoveries(ledger, sites, self._ahead)
        self.again = Reopening(ledger, sites, self._before_reopening)
        self._settled: list[dict[str, Any]] = []
        self._has_stored = False  # whether a record is among those
        self._heard: dict[str, Validators] = {}
        self._taken: dict[str, Pending] = {}
        self._taken_of: Counter[str] = Counter()

    @property
    def added(self) -> int:
        """How many URLs were new since the state was opened."""
        return self._discoveries.added

    def add(self, found: Iterable[Discovered]) -> int:
        """Add URLs; those already known keep their status. Returns how many were new.

        A pending URL takes over the date, the title and the higher priority of a later finding.
        """
        before = self.added
        for one in found:
            self._discoveries.stage(one)
        self._discoveries.drain()
        return self.added - before

    def plant(self, seed: Discovered) -> None:
        """Add a start address; where it is known as something else it becomes one, and is pending.

        It is asked as it is spelled here.
        """
        self.add([seed])
        self.again.seed(seed)

    def take(self, limit: int, *, site: str) -> list[Pending]:
        """Up to ``limit`` pending URLs of a site, highest priority first, then oldest first.

        They count as in flight until settled (or given back with :meth:`release`), in memory only.
        """
        self._discoveries.drain()
        fresh = self._ahead.take(site, limit)
        if len(fresh) < limit:
            self._ahead.hold(site, self._best(site, AHEAD + limit, besides=fresh))
            fresh += self._ahead.take(site, limit - len(fresh))
        self._taken.update((one.key, one) for one in fresh)
        self._taken_of[site] += len(fresh)
        return fresh

    def _best(self, site: str, limit: int, besides: Sequence[Pending]) -> list[Pending]:
        """The best pending URLs of a site that are not in flight, nor among these."""
        self.drain()
        out = self._taken.keys() | {one.key for one in besides}
        most = limit + self._taken_of[site] + len(besides)
        rows = self._ledger.run(_BEST_FIRST, {"number": self._sites.number(site), "most": most})
        pending = (_pending(row, site) for row in rows if row.key.hex() not in out)
        return list(islice(pending, limit))

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
        self._land(key)
        self._ahead.forget()

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
            self._discoveries.stage(one)
        heard = self._validators(key, next_visit)
        self._settled.append(
            {
                "of": bytes.fromhex(key),
                "became": outcome.value,
                "why": storable(reason, REASON_CHARS),
                "dated": storable(date, SHORT),
                "more": int(failed or outcome in FAILURES),
                "tag": _whole(heard.etag, VALIDATOR_CHARS),
                "last_modified": _whole(heard.modified, SHORT),
                "is_article": bytes.fromhex(article) if article else None,
                "visit": next_visit,
            }
        )
        self._has_stored |= article is not None
        self._land(key)
        self._ahead.drop(key)
        if len(self._settled) + len(self._discoveries) >= BATCH_ROWS:
            self.drain()

    def _land(self, key: str) -> None:
        """The URL is in flight no more."""
        self._heard.pop(key, None)
        pending = self._taken.pop(key, None)
        if pending:
            self._taken_of[pending.site] -= 1

    def _before_reopening(self) -> None:
        self.drain()
        self._ahead.forget()

    def _validators(self, key: str, next_visit: int | None) -> Validators:
        """What was heard, where the URL is asked again."""
        heard, pending = self._heard.pop(key, Validators()), self._taken.get(key)
        is_listing = pending is not None and pending.kind in LISTINGS
        return heard if is_listing or next_visit is not None else Validators()

    def with_record(self, keys: Iterable[str]) -> set[str]:
        """Which of these URLs have a record, and are not asked again in this run."""
        rest, found = map(bytes.fromhex, keys), set[str]()
        while chunk := list(islice(rest, KEYS_PER_QUERY)):
            rows = self._ledger.run(_HAVE_RECORDS, {"keys": chunk})
            found.update(key.hex() for key in rows.scalars())
        return found

    def known(self, url: str) -> bool:
        """Whether the URL was ever discovered."""
        return self._discoveries.known(url)

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
        self._discoveries.drain()
        if self._settled:
            settled, self._settled, self._has_stored = self._settled, [], False
            self._ledger.run(_DONE, settled)

    def drain_stored(self) -> None:
        """The same where the URL of a record is among what is staged."""
        if self._has_stored:
            self.drain()

    def forget(self) -> None:
        """Drop what is staged and taken, after a rollback."""
        self._discoveries.forget()
        self._settled.clear()
        self._has_stored = False
        self._ahead.forget()
        self._taken.clear()
        self._taken_of.clear()
        self._heard.clear()


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
        language=row.language,
    )


def _counts(numbers: dict[str | None, int]) -> Counts:
    failed = sum(numbers.get(outcome.value, 0) for outcome in FAILURES)
    done = sum(numbers.get(outcome.value, 0) for outcome in set(Outcome) - FAILURES)
    return Counts(sum(numbers.values()), done, failed, numbers.get(None, 0))


def _whole(text: str | None, limit: int) -> str | None:
    """Text that means nothing when it is cut."""
    return None if text is None or len(text) > limit else storable(text)
