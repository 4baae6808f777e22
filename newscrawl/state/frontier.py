"""The frontier: every URL ever discovered, and what became of it.

Approach: one table is both the queue and the memory. :meth:`Frontier.add` puts new URLs in,
:meth:`Frontier.take` hands pending ones out, :meth:`Frontier.settle` marks them done. What was
taken is noted in memory only, so a crash leaves it pending. Writes are staged and go to the
database in batches; nothing is durable before :meth:`newscrawl.state.store.State.commit`, and what
a page led to is never committed after the page itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from newscrawl.discovery.found import Discovered, Kind


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


@dataclass(frozen=True, slots=True)
class Pending:
    """A URL to fetch. ``key`` is its :func:`~newscrawl.values.urls.url_key` (32 hex characters)."""

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


@dataclass(frozen=True, slots=True)
class Counts:
    """How many URLs there are, and how many of them are done, failed and pending."""

    discovered: int = 0
    done: int = 0
    failed: int = 0
    pending: int = 0


class Frontier:
    """URLs to fetch, best first, and the outcome of each. Reached as ``state.frontier``.

    All methods raise :class:`~newscrawl.errors.StorageError` where the database fails.
    """

    def add(self, found: Iterable[Discovered]) -> int:
        """Add URLs; those already known keep their status. Returns how many were new."""
        raise NotImplementedError

    def take(self, limit: int, *, site: str) -> list[Pending]:
        """Up to ``limit`` pending URLs of a site, highest priority first, then oldest first.

        They count as in flight until settled (or given back with :meth:`release`), in memory only.
        """
        raise NotImplementedError

    def release(self, key: str) -> None:
        """Give back a taken URL unsettled: it is pending, and may be taken again."""
        raise NotImplementedError

    def settle(
        self,
        key: str,
        outcome: Outcome,
        *,
        reason: str | None = None,
        found: Iterable[Discovered] = (),
    ) -> None:
        """Mark a URL done and add what its page led to, both in one transaction."""
        raise NotImplementedError

    def reopen_listings(self, site: str) -> int:
        """For the start of a run: what changes, and what failed, is pending again.

        That is seeds, listings, feeds and sitemaps (pages 2 and on of a listing excepted, which
        the first page leads to), and URLs that failed fewer than ``MAX_TRIES`` times. URLs that
        have a record are not. Returns how many.
        """
        raise NotImplementedError

    def known(self, url: str) -> bool:
        """Whether the URL was ever discovered."""
        raise NotImplementedError

    def counts(self, site: str | None = None) -> Counts:
        """How a site stands (all sites without one). One pass over the site's URLs."""
        raise NotImplementedError

    def in_flight(self, site: str) -> int:
        """How many URLs of the site are taken and not settled."""
        raise NotImplementedError
