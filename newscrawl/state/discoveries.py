"""URLs that were found: which are new, and what is told of those that are known.

Approach: what is found is staged, and goes to the database in batches. Addresses that came by a
moment ago are remembered with the places where they were seen, so that the menu on every page costs
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Integer, String, bindparam, case, func, insert, select, update

from newscrawl.discovery.found import Discovered
from newscrawl.discovery.priorities import DEAD_LIST
from newscrawl.state.ahead import Ahead
from newscrawl.state.ledger import Ledger
from newscrawl.state.sites import Sites
from newscrawl.state.tables import SHORT, storable, urls
from newscrawl.values.urls import url_key

# Keys in one question "which of these are known": databases limit the parameters of a statement.
KEYS_PER_QUERY: Final = 500
# Addresses remembered as known, in each of two generations: some 2 MB.
REMEMBERED: Final = 10_000
# Where an address was seen, by what led to it: bits, so that a URL keeps all of its places.
LINKED: Final = 1
IN_SITEMAP: Final = 2
IN_FEED: Final = 4
SEEN: Final = {
    "seed": LINKED,
    "link": LINKED,
    "pagination": LINKED,
    "robots": IN_SITEMAP,
    "sitemap": IN_SITEMAP,
    "feed": IN_FEED,
}

_IS_KNOWN = select(urls.c.id).where(urls.c.key == bindparam("of"))
_ARE_KNOWN = select(urls.c.key, urls.c.seen).where(
    urls.c.key.in_(bindparam("keys", expanding=True))
)
_ADD = insert(urls)
# A feed or sitemap tells date, title and language of a URL that a link led to before.
_TOLD_PRIORITY: Final = bindparam("told_priority", type_=Integer)
_TOLD = (
    update(urls)
    .where(urls.c.key == bindparam("of"), urls.c.outcome.is_(None), urls.c.article.is_(None))
    .values(
        date=func.coalesce(bindparam("told_date", type_=String), urls.c.date),
        title=func.coalesce(bindparam("told_title", type_=String), urls.c.title),
        language=func.coalesce(bindparam("told_language", type_=String), urls.c.language),
        priority=case(
            (
                (urls.c.priority < _TOLD_PRIORITY) & (urls.c.priority != DEAD_LIST),
                _TOLD_PRIORITY,
            ),
            else_=urls.c.priority,
        ),
    )
)
_SEEN = update(urls).where(urls.c.key == bindparam("of")).values(seen=bindparam("places"))


class Passing:
    """Addresses that came by a moment ago, and where each was seen. Of each only a number is kept
    (the hash of its text, 64 bits), so that the bound holds for long ones, too.

    Order: what is new goes into the young generation; when that is full it becomes the old one.
    """

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._young: dict[int, int] = {}
        self._old: dict[int, int] = {}

    def has(self, url: str, place: int) -> bool:
        """Whether the address came by, and at this place."""
        places = self._places(hash(url))
        return places is not None and not place & ~places

    def add(self, url: str, place: int) -> None:
        """Remember it."""
        number = hash(url)
        places = (self._places(number) or 0) | place
        if len(self._young) >= self._most:
            self._young, self._old = {}, self._young
        self._young[number] = places

    def clear(self) -> None:
        """Forget all."""
        self._young.clear()
        self._old.clear()

    def _places(self, number: int) -> int | None:
        places = self._young.get(number)
        return self._old.get(number) if places is None else places


class Discoveries:
    """What is found, on its way into the table.

    All methods raise :class:`~newscrawl.errors.StorageError` where the database fails.
    """

    def __init__(self, ledger: Ledger, sites: Sites, ahead: Ahead) -> None:
        self._ledger = ledger
        self._sites = sites
        self._ahead = ahead
        self.added = 0  # URLs that were new since the state was opened
        self._found: dict[bytes, Discovered] = {}
        self._seen: Counter[bytes] = Counter()  # where those in `_found` were seen
        self._passing = Passing()

    def __len__(self) -> int:
        """How many are staged."""
        return len(self._found)

    def stage(self, one: Discovered) -> None:
        """Take a URL, unless it is remembered and nothing new is told of it."""
        told = one.date is not None or one.title is not None
        place = SEEN.get(one.via, 0)
        if not told and self._passing.has(one.url, place):
            return
        key = bytes.fromhex(url_key(one.url))
        if told or key not in self._found:
            self._found[key] = one
        self._seen[key] |= place
        self._passing.add(one.url, place)

    def drain(self) -> None:
        """Write what is staged into the open transaction."""
        found, self._found = self._found, {}
        keys = iter(found)
        while chunk := list(islice(keys, KEYS_PER_QUERY)):
            known = self._known_among(chunk)
            self._insert([(key, found[key]) for key in chunk if key not in known])
            self._tell([(key, found[key]) for key in chunk if key in known])
            self._see(known)
        self._seen.clear()

    def forget(self) -> None:
        """Drop what is staged, after a rollback."""
        self._found.clear()
        self._seen.clear()
        self._passing.clear()

    def known(self, url: str) -> bool:
        """Whether the URL was ever discovered."""
        key = bytes.fromhex(url_key(url))
        return key in self._found or self._ledger.run(_IS_KNOWN, {"of": key}).first() is not None

    def _known_among(self, keys: Sequence[bytes]) -> dict[bytes, int]:
        """Those of the keys that are known, and where each was seen."""
        rows = self._ledger.run(_ARE_KNOWN, {"keys": keys})
        return {row.key: row.seen or 0 for row in rows}

    def _see(self, known: Mapping[bytes, int]) -> None:
        """Note that known URLs were seen in one more place."""
        fresh = [
            {"of": key, "places": before | self._seen[key]}
            for key, before in known.items()
            if self._seen[key] & ~before
        ]
        if fresh:
            self._ledger.run(_SEEN, fresh)

    def _insert(self, fresh: list[tuple[bytes, Discovered]]) -> None:
        if fresh:
            self._ledger.run(_ADD, [self._row(key, one) for key, one in fresh])
            self.added += len(fresh)
            ranks = {one.site: one.priority for _, one in sorted(fresh, key=_rank)}
            for site, highest in ranks.items():
                self._ahead.came(site, highest)

    def _tell(self, again: Iterable[tuple[bytes, Discovered]]) -> None:
        told = [
            {
                "of": key,
                "told_date": storable(one.date, SHORT),
                "told_title": storable(one.title),
                "told_language": storable(one.language, SHORT),
                "told_priority": one.priority,
            }
            for key, one in again
            if one.date is not None or one.title is not None
        ]
        if told:
            self._ledger.run(_TOLD, told)
            self._ahead.forget()

    def _row(self, key: bytes, one: Discovered) -> dict[str, Any]:
        return {
            "key": key,
            "site_id": self._sites.number(one.site),
            "url": storable(one.url),
            "kind": one.kind.value,
            "via": storable(one.via, SHORT),
            "priority": one.priority,
            "depth": one.depth,
            "date": storable(one.date, SHORT),
            "title": storable(one.title),
            "language": storable(one.language, SHORT),
            "tries": 0,
            "seen": self._seen[key],
        }


def _rank(fresh: tuple[bytes, Discovered]) -> int:
    return fresh[1].priority
