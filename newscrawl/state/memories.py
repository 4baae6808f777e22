"""Memories of each site, kept from run to run: what it repeats over its articles, and what its
pages have turned out to be.

A site's memory is read when it is first asked for in a run, and written with the batches of
records: not after each page, as one that a crash takes is observed again when it is fetched again,
or missed without harm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from sqlalchemy import Table, bindparam, delete, insert, select, update

from newscrawl.discovery.experience import Experience
from newscrawl.state.ledger import Ledger
from newscrawl.state.sites import Sites
from newscrawl.state.tables import experiences, repeats

if TYPE_CHECKING:
    from newscrawl.body import Repeats

# Pages observed before a site's memory is written again: it is up to 100 KB each time.
WRITE_EVERY: Final = 10


class Memory(Protocol):
    """What is remembered of one site. ``observed``: pages since it was made or loaded."""

    @property
    def observed(self) -> int: ...

    def dump(self) -> bytes:
        """The memory as bytes."""


M = TypeVar("M", bound=Memory)


class SiteMemories(Generic[M]):
    """Memories of one kind, by site. ``load`` makes one of its bytes, or of None."""

    def __init__(
        self, ledger: Ledger, sites: Sites, table: Table, load: Callable[[bytes | None], M]
    ) -> None:
        self._ledger = ledger
        self._sites = sites
        self._table = table
        self._load = load
        self._of_site = table.c.site_id == bindparam("number")
        self._read = select(table.c.memory).where(self._of_site)
        self._renew = update(table).where(self._of_site)
        self._memories: dict[str, M] = {}
        self._written: dict[str, int] = {}

    def of(self, site: str) -> M:
        """The site's memory; what it observes is written by the next drains."""
        if site not in self._memories:
            number = {"number": self._sites.number(site)}
            self._memories[site] = self._load(self._ledger.run(self._read, number).scalar())
        return self._memories[site]

    def begin_anew(self, site: str) -> None:
        """Forget what is known of a site."""
        self._memories.pop(site, None)
        self._written.pop(site, None)
        which = {"number": self._sites.number(site)}
        self._ledger.run(delete(self._table).where(self._of_site), which)

    def drain(self, every: int = WRITE_EVERY) -> None:
        """Write the memories that observed so many pages since they were written."""
        for site, memory in self._memories.items():
            if memory.observed - self._written.get(site, 0) >= every:
                self._write(site, memory)

    def forget(self) -> None:
        """Drop the memories, after a rollback: they are read again."""
        self._memories.clear()
        self._written.clear()

    def _write(self, site: str, memory: M) -> None:
        number, dump = self._sites.number(site), memory.dump()
        renewed = self._ledger.run(self._renew.values(memory=dump), {"number": number})
        if not renewed.rowcount:
            self._ledger.run(insert(self._table).values(site_id=number, memory=dump))
        self._written[site] = memory.observed


def repeats_of(ledger: Ledger, sites: Sites) -> SiteMemories[Repeats]:
    """What each site repeats over its articles."""
    return SiteMemories(ledger, sites, repeats, _load_repeats)


def experiences_of(ledger: Ledger, sites: Sites) -> SiteMemories[Experience]:
    """What each site's pages have turned out to be."""
    return SiteMemories(ledger, sites, experiences, Experience.load)


def _load_repeats(dump: bytes | None) -> Repeats:
    from newscrawl.body import Repeats  # loads numpy, which other uses of a state need not

    return Repeats.load(dump)
