"""What discovery finds: an address, what it is thought to be, and what led there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an address is thought to be before it is fetched."""

    SEED = "seed"  # where the user told us to start
    LISTING = "listing"  # section, archive, page 2 of either: fetched for its links
    ARTICLE = "article"  # looks like an article
    PAGE = "page"  # unknown: the extraction decides
    FEED = "feed"  # RSS, Atom or JSON Feed
    SITEMAP = "sitemap"  # sitemap or sitemap index


@dataclass(frozen=True, slots=True)
class Discovered:
    """One address found on the way.

    ``via`` is what led here: seed, robots, sitemap, feed, link or pagination.
    ``priority`` orders the fetches of a site, higher first; ``depth`` counts steps from the seed.
    ``date`` (ISO 8601), ``title`` and ``language`` (BCP 47) are what a sitemap or feed states about
    the address.
    """

    url: str
    site: str
    kind: Kind
    via: str
    priority: int = 0
    depth: int = 0
    date: str | None = None
    title: str | None = None
    language: str | None = None
