"""Articles that have a record: by id for versions, by sketches of their text for duplicates.

Approach: an article that passed the comparison is *claimed* in memory until its record is durable
(:meth:`Articles.record`) or it is given up (:meth:`Articles.release`), so that two copies on their
way at once do not both get in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select, update

from newscrawl.state.ledger import Ledger
from newscrawl.state.sites import Sites
from newscrawl.state.sketches import Sketches
from newscrawl.state.tables import articles, files, urls

_KNOWN = select(
    articles.c.id,
    articles.c.version,
    articles.c.site_id,
    articles.c.url_key,
    articles.c.content_hash,
    articles.c.headline_hash,
    articles.c.change_type,
    articles.c.fetched,
    articles.c.modified,
    articles.c.duplicate_of,
)
# Asked for every article: built once.
_LATEST = (
    _KNOWN.where(articles.c.id == bindparam("of")).order_by(articles.c.version.desc()).limit(1)
)
_AT = select(urls.c.article).where(urls.c.key == bindparam("of"))
_PLACE = (
    select(files.c.path, articles.c.offset, articles.c.bytes)
    .join_from(articles, files, articles.c.file_id == files.c.id)
    .where(articles.c.id == bindparam("of"), articles.c.version == bindparam("number"))
)
_ADD = insert(articles)
# What a URL loses with its record: it is asked again, and in full.
_LOST: Final = dict.fromkeys(("outcome", "article", "next_visit", "etag", "modified"))


@dataclass(frozen=True, slots=True)
class Known:
    """One version of an article. Keys and hashes are hex; ``url_key`` is of the address asked.

    ``fetched`` and ``modified`` are its ``fetched_at`` and ``date_modified`` in seconds since 1970;
    ``content_hash`` is that of the last version that had a text, ``headline_hash`` that of
    :func:`~newscrawl.values.similarity.headline_hash`; ``duplicate_of`` is the id of the first
    publication of the text.
    """

    id: str
    version: int
    site: str
    url_key: str
    content_hash: str
    headline_hash: str
    change_type: str = "new"
    fetched: int | None = None
    modified: int | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the record of a version lies: a file's number, offset and length in bytes.

    ``published`` (ISO 8601) and ``next_visit`` (seconds since 1970) go to its URL.
    """

    known: Known
    published: str | None = None
    next_visit: int | None = None
    file: int | None = None
    offset: int | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: ``path`` is relative to the data folder, without ``.part``; ``offset``
    and ``bytes`` count bytes."""

    path: str
    offset: int
    bytes: int


class Articles:
    """Articles with a record. Reached as ``state.articles``."""

    def __init__(self, ledger: Ledger, sites: Sites) -> None:
        self._ledger = ledger
        self._sites = sites
        self._claimed: dict[str, Known] = {}
        self._bands: dict[str, Sequence[int]] = {}  # of what is claimed
        self._sketches = Sketches(ledger)

    def claimed(self, article_id: str) -> Known | None:
        """The article, where it is on its way to a record."""
        return self._claimed.get(article_id)

    def recorded(self, article_id: str) -> Known | None:
        """The last version of an article that has a record."""
        return self._first(_LATEST, {"of": bytes.fromhex(article_id)})

    def place(self, article_id: str, version: int) -> Place | None:
        """Where the record of a version lies; None where no file of ours holds it."""
        row = self._ledger.run(_PLACE, {"of": bytes.fromhex(article_id), "number": version}).first()
        return Place(row.path, row.offset, row.bytes) if row else None

    def at(self, url_key: str) -> str | None:
        """The id of the article that has a record from an address, by the address' key."""
        found = self._ledger.run(_AT, {"of": bytes.fromhex(url_key)}).scalar()
        return found.hex() if found else None

    def versions(self, article_id: str) -> list[Known]:
        """All versions of an article that have a record, the first one first."""
        query = _KNOWN.where(articles.c.id == bytes.fromhex(article_id))
        rows = self._ledger.run(query.order_by(articles.c.version))
        return [self._known(row) for row in rows.all()]

    def alike(self, bands: Sequence[int]) -> list[Known]:
        """Articles, claimed or recorded, whose text may be that of these bands; not many.

        Of recorded ones it is the last version.
        """
        wanted = set(bands)
        claimed = [id for id, own in self._bands.items() if not wanted.isdisjoint(own)]
        recorded = (self.recorded(id) for id in self._sketches.candidates(bands))
        return [self._claimed[id] for id in claimed] + [one for one in recorded if one]

    def claim(self, known: Known, bands: Sequence[int] = ()) -> None:
        """Hold the id of an article that is about to be written, and the bands of its text.

        Its ``version`` does not matter yet.
        """
        self._claimed[known.id] = known
        self._bands[known.id] = bands

    def release(self, article_id: str, url_key: str) -> None:
        """Give up the claim of the article from this address, if it has one."""
        known = self._claimed.get(article_id)
        if known and known.url_key == url_key:
            del self._claimed[article_id]
            del self._bands[article_id]

    def record(self, stored: Iterable[Stored]) -> None:
        """Note records that are durable. Their claims end."""
        stored = list(stored)
        if stored:
            self._ledger.run(_ADD, [self._row(one) for one in stored])
        bands = {one.known.url_key: self._bands.get(one.known.id, ()) for one in stored}
        again = {one.known.url_key for one in stored if one.known.version > 1}
        self._sketches.add(bands, again)
        for one in stored:
            self.release(one.known.id, one.known.url_key)

    def counts(self) -> dict[str, int]:
        """How many articles each site has."""
        number = func.count().label("number")
        query = select(articles.c.site_id, number).where(articles.c.version == 1)
        rows = self._ledger.run(query.group_by(articles.c.site_id)).all()
        names = self._sites.names()
        return {names[row.site_id]: row.number for row in rows}

    def written(self, run: str) -> int:
        """How many records a run has written."""
        query = (
            select(func.count()).select_from(articles).join(files, articles.c.file_id == files.c.id)
        )
        return int(self._ledger.run(query.where(files.c.run == run)).scalar() or 0)

    def lose(self, path: str, end: int) -> int:
        """Forget records that reach beyond byte ``end`` of a file; their URLs are pending again.

        For the start of a run, before anything is settled. Returns how many.
        """
        beyond = (
            select(func.coalesce(articles.c.url_key, articles.c.id))
            .join_from(articles, files, articles.c.file_id == files.c.id)
            .where(files.c.path == path, articles.c.offset + articles.c.bytes > end)
        )
        keys = list(self._ledger.run(beyond).scalars())
        self._sketches.forget(keys)
        for key in keys:
            self._ledger.run(update(urls).where(urls.c.key == key).values(_LOST))
        number = select(files.c.id).where(files.c.path == path).scalar_subquery()
        lost = delete(articles).where(
            articles.c.file_id == number, articles.c.offset + articles.c.bytes > end
        )
        self._ledger.run(lost)
        return len(keys)

    def forget(self) -> None:
        """Drop all claims, after a rollback."""
        self._claimed.clear()
        self._bands.clear()

    def _first(self, query: Select[Any], values: dict[str, Any]) -> Known | None:
        row = self._ledger.run(query, values).first()
        return self._known(row) if row else None

    def _known(self, row: Row[Any]) -> Known:
        return Known(
            id=row.id.hex(),
            version=row.version,
            site=self._sites.name(row.site_id),
            url_key=(row.url_key or row.id).hex(),
            content_hash=row.content_hash.hex(),
            headline_hash=row.headline_hash.hex(),
            change_type=row.change_type,
            fetched=row.fetched,
            modified=row.modified,
            duplicate_of=row.duplicate_of.hex() if row.duplicate_of else None,
        )

    def _row(self, stored: Stored) -> dict[str, Any]:
        known = stored.known
        return {
            "id": bytes.fromhex(known.id),
            "version": known.version,
            "site_id": self._sites.number(known.site),
            "url_key": bytes.fromhex(known.url_key) if known.url_key != known.id else None,
            "content_hash": bytes.fromhex(known.content_hash),
            "headline_hash": bytes.fromhex(known.headline_hash),
            "change_type": known.change_type,
            "fetched": known.fetched,
            "modified": known.modified,
            "duplicate_of": bytes.fromhex(known.duplicate_of) if known.duplicate_of else None,
            "file_id": stored.file,
            "offset": stored.offset,
            "bytes": stored.bytes,
        }
