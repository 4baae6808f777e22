"""Pending URLs read ahead: the next ones of each site, in the order in which they will be taken.

One question to the database serves many takings. What is held stays true as long as nothing that
stands before it comes: a new URL cuts off those that rank below it, and whatever changes the order
in another way forgets all that is held.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.state.outcomes import Pending

# URLs of a site read at once: enough that the question costs little for each of them.
AHEAD: Final = 64


class Ahead:
    """What was read ahead, best first and by site. In memory only."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, Pending]] = {}

    def take(self, site: str, limit: int) -> list[Pending]:
        """Up to ``limit`` of the best held of a site, which are held no more."""
        held = self._of.get(site, {})
        taken = list(islice(held.values(), limit))
        for one in taken:
            del held[one.key]
        return taken

    def hold(self, site: str, pending: Iterable[Pending]) -> None:
        """Hold these in place of what was held of the site."""
        self._of[site] = {one.key: one for one in pending}

    def came(self, site: str, priority: int) -> None:
        """A new URL of this priority is pending: it stands behind all of the same rank."""
        if held := self._of.get(site):
            self.hold(site, [one for one in held.values() if one.priority >= priority])

    def drop(self, key: str) -> None:
        """The URL is pending no more."""
        for held in self._of.values():
            held.pop(key, None)

    def forget(self) -> None:
        """The order has changed."""
        self._of.clear()
