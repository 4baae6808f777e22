"""What becomes of a URL: the words of the frontier, without its tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from newscrawl.discovery.found import Kind

# How the reason begins of a URL that a budget left unasked; its outcome is LISTED.
UNASKED: Final = "not asked"
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
    """A URL to fetch. ``key`` is its :func:`~newscrawl.values.urls.url_key` (32 hex characters);
    ``date``, ``title`` and ``language`` are what a feed or sitemap states.

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
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many URLs there are, and how many of them are done, failed and pending."""

    discovered: int = 0
    done: int = 0
    failed: int = 0
    pending: int = 0
