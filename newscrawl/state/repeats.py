"""What each site repeats over its articles, kept from run to run.

A site's memory is read when its first article of the run is, and written with the batches of
records: not after each article, as one that a crash takes is observed again when it is fetched
again, or missed without harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, insert, select, update

from newscrawl.state.ledger import Ledger
from newscrawl.state.sites import Sites
from newscrawl.state.tables import repeats

if TYPE_CHECKING:
    from newscrawl.body import Repeats

# Articles observed before a site's memory is written again: it is up to 100 KB each time.
WRITE_EVERY: Final = 10

_MEMORY = select(repeats.c.memory).where(repeats.c.site_id == bindparam("number"))
_RENEW = update(repeats).where(repeats.c.site_id == bindparam("number"))


class SiteRepeats:
    """Memories by site. Reached as ``state.repeats``."""

    def __init__(self, ledger: Ledger, sites: Sites) -> None:
        self._ledger = ledger
        self._sites = sites
        self._memories: dict[str, Repeats] = {}
        self._written: dict[str, int] = {}

    def of(self, site: str) -> Repeats:
        """The site's memory; what it observes is written by the next drains."""
        if site not in self._memories:
            from newscrawl.body import Repeats  # loads numpy, which other uses of a state need not

            number = {"number": self._sites.number(site)}
            self._memories[site] = Repeats.load(self._ledger.run(_MEMORY, number).scalar())
        return self._memories[site]

    def drain(self, every: int = WRITE_EVERY) -> None:
        """Write the memories that observed so many articles since they were written."""
        for site, memory in self._memories.items():
            if memory.observed - self._written.get(site, 0) >= every:
                self._write(site, memory)

    def forget(self) -> None:
        """Drop the memories, after a rollback: they are read again."""
        self._memories.clear()
        self._written.clear()

    def _write(self, site: str, memory: Repeats) -> None:
        number, dump = self._sites.number(site), memory.dump()
        renewed = self._ledger.run(_RENEW.values(memory=dump), {"number": number})
        if not renewed.rowcount:
            self._ledger.run(insert(repeats).values(site_id=number, memory=dump))
        self._written[site] = memory.observed
