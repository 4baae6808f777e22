"""Budgets that end traps: endless calendars, session ids, facets, loops of relative links.

Each family of addresses (see ``url_pattern``) may lead to nothing new some times in a row; then the
rest of the family is not asked any more in this run. Depth is counted from the seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from newscrawl.discovery.shapes import url_pattern

# Pages of one family that may lead to no new article in a row before the family is given up.
BARREN_PAGES: Final = 10
# Steps from the seed; pagination costs none, so that old articles stay within reach.
MAX_DEPTH: Final = 12
# Families remembered per site: beyond that the site makes its paths up, and one budget serves all.
MAX_FAMILIES: Final = 10_000


@dataclass(slots=True)
class Budget:
    """What one site may still cost in this run."""

    barren_pages: int = BARREN_PAGES
    max_depth: int = MAX_DEPTH
    _barren: dict[str, int] = field(default_factory=dict)

    def refusal(self, url: str, depth: int) -> str | None:
        """Why the address is not asked any more, or None."""
        if depth > self.max_depth:
            return f"more than {self.max_depth} steps from the seed"
        if self._barren.get(self._family(url), 0) >= self.barren_pages:
            return f"{self.barren_pages} pages like it in a row led to nothing new"
        return None

    def note(self, url: str, new_articles: int) -> None:
        """Count what a page led to: anything new refills the family's budget."""
        family = self._family(url)
        self._barren[family] = 0 if new_articles else self._barren.get(family, 0) + 1

    def _family(self, url: str) -> str:
        family = url_pattern(url)
        full = len(self._barren) >= MAX_FAMILIES and family not in self._barren
        return "*" if full else family
