"""In which order the addresses of one site are asked: the higher number first.

What lists much for one request comes first (feeds, sitemaps, sections), then articles, then what
may lead to more of them, then stored articles that are due again, and last the listings that repeat
others (tags, authors, archives), and pages of which the site has taught to expect nothing.
"""

from __future__ import annotations

from typing import Final

from newscrawl.discovery.found import Kind
from newscrawl.discovery.shapes import is_certain_listing, is_numbered_page

_BY_KIND: Final = {
    Kind.SEED: 100,
    Kind.FEED: 90,
    Kind.SITEMAP: 80,
    Kind.ARTICLE: 60,
    Kind.LISTING: 40,
    Kind.PAGE: 30,
}
SECTION_IN_NAVIGATION: Final = 70  # the site's own list of its sections
LISTED_AS_NEWS: Final = 65  # articles that a feed or news sitemap vouches for
GUESS: Final = 50  # where sitemaps and feeds usually are, when none are declared
PAGINATION: Final = 35
OLDER_SITEMAP: Final = 55  # of an index, all but its newest: what is new is fetched before
DEAD_LIST: Final = 5  # sitemaps and feeds that could not be had by the run before
REVISIT: Final = 25  # articles that have a record: new ones first
REPEATING_LISTING: Final = 20  # tags, authors, archives
UNLIKELY: Final = 10  # pages like which have never been articles


def priority_of(
    url: str, kind: Kind, via: str, *, in_navigation: bool = False, is_news: bool = False
) -> int:
    """Rank of an address among those of its site."""
    if via == "guess":
        return GUESS
    if kind is Kind.ARTICLE and is_news:
        return LISTED_AS_NEWS
    if kind is not Kind.LISTING:
        return _BY_KIND[kind]
    if via == "pagination" or is_numbered_page(url):
        return PAGINATION
    if is_certain_listing(url):
        return REPEATING_LISTING
    return SECTION_IN_NAVIGATION if in_navigation else _BY_KIND[kind]
