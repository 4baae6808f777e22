"""Budgets that end traps: endless calendars, session ids, facets, loops of relative links.

Addresses are counted by family (see ``url_pattern``). A family of listings that leads to nothing
new several times in a row is not asked any more in this run. What is new differs: for a tag or an
archive, an article that was not known at all; for the pages of one listing, an article that its
other pages have not shown, because the way to the old articles leads over pages of known ones.
Depth is counted from the seed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from newscrawl.discovery.families import url_pattern
from newscrawl.discovery.shapes import is_certain_listing
from newscrawl.values.key_set import KeySet, number_of
from newscrawl.values.urls import url_key

# Pages of one family that may lead to nothing new in a row: sections, and pages of unknown kind.
BARREN_PAGES: Final = 10
# The same for tags, authors and archives (they repeat the sections) and for the pages of a listing.
BARREN_REPEATS: Final = 5
# Pages of one listing in a row that show known articles only: 2,000 articles at 20 a page.
KNOWN_PAGES: Final = 100
# Steps from the seed; pagination costs none, so that old articles stay within reach.
MAX_DEPTH: Final = 12
# Families remembered per site: beyond that the site makes its paths up, and one budget serves all.
MAX_FAMILIES: Final = 10_000
# Articles of listings remembered per site, to tell what their other pages have shown: 800 KB.
MAX_SHOWN: Final = 100_000


@dataclass(slots=True)
class _Family:
    barren: int = 0  # pages in a row that led to nothing new
    known: int = 0  # pages in a row that showed known articles only
    salt: int = 0  # tells its articles from those of other families


@dataclass(slots=True)
class Budget:
    """What one site may still cost in this run."""

    barren_pages: int = BARREN_PAGES
    max_depth: int = MAX_DEPTH
    _families: dict[str, _Family] = field(default_factory=dict)
    _shown: KeySet = field(default_factory=lambda: KeySet(MAX_SHOWN))

    def refusal(self, url: str, depth: int) -> str | None:
        """Why the address is not asked any more, or None."""
        if depth > self.max_depth:
            return f"more than {self.max_depth} steps from the seed"
        family = self._family(url)
        most = self.barren_pages
        if is_certain_listing(url):
            most = min(BARREN_REPEATS, most)
        if family.barren >= most or family.known >= KNOWN_PAGES:
            return f"{max(family.barren, family.known)} pages like it in a row led to nothing new"
        return None

    def note(
        self, url: str, new: int, shown: Iterable[str] = (), *, paginated: bool = False
    ) -> None:
        """Count what a page led to: ``new`` articles; on a page of a listing, those ``shown``."""
        family = self._family(url)
        fresh = self._fresh(family, shown) if paginated else new
        family.barren = 0 if fresh else family.barren + 1
        family.known = 0 if new else family.known + 1

    def _fresh(self, family: _Family, shown: Iterable[str]) -> int:
        fresh = self._shown.unknown(number_of(url_key(url)) ^ family.salt for url in shown)
        self._shown.add(fresh)
        return len(fresh)

    def _family(self, url: str) -> _Family:
        name = url_pattern(url)
        if name not in self._families and len(self._families) >= MAX_FAMILIES:
            name = "*"
        if name not in self._families:
            self._families[name] = _Family(salt=number_of(url_key(name)))
        return self._families[name]
