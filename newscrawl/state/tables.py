"""The tables of the state, for any database that SQLAlchemy speaks.

Keys are the 16 bytes of a :func:`~newscrawl.values.urls.url_key`; enums are stored as their short
strings, so that a person can read the database. ``SCHEMA`` is raised with every change that an
older newscrawl would misread. Columns that come later may be null: databases that lack them get
them (see ``store.py``).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BINARY,
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA: Final = 2
KEY_BYTES: Final = 16
HASH_BYTES: Final = 32  # SHA-256
HEADLINE_BYTES: Final = 8
MEMORY_BYTES: Final = 1 << 20  # ten times the most that a site's memory takes

# Longest of the short texts (times, names of kinds and runs); all databases but SQLite enforce it.
SHORT: Final = 40
# A DNS name, and the path of a file: `articles/<site>/<run>.p0001.jsonl`.
SITE_CHARS: Final = 255
PATH_CHARS: Final = 400
# Longest ETag kept; servers that write more are asked in full.
VALIDATOR_CHARS: Final = 200

metadata = MetaData()

# SQLite numbers rows by itself in columns of type INTEGER only.
_RowNumber = BigInteger().with_variant(Integer, "sqlite")
# MySQL has no keys on BLOB.
_Key = LargeBinary(KEY_BYTES).with_variant(BINARY(KEY_BYTES), "mysql", "mariadb")
_Hash = LargeBinary(HASH_BYTES).with_variant(BINARY(HASH_BYTES), "mysql", "mariadb")

info = Table(
    "newscrawl_info",
    metadata,
    Column("name", String(SHORT), primary_key=True),
    Column("value", Text, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("name", String(SITE_CHARS), nullable=False, unique=True),
    Column("facts", JSON, nullable=False),
)

# The frontier. `outcome` is null while the URL is pending. Rows are appended in order of discovery,
# which `id` keeps; the unique index on `key` answers "is it known".
urls = Table(
    "urls",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("key", _Key, nullable=False, unique=True),
    Column("site_id", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("kind", String(SHORT), nullable=False),
    Column("via", String(SHORT), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("date", String(SHORT)),
    Column("title", Text),
    Column("language", String(SHORT)),
    Column("tries", Integer, nullable=False),
    Column("outcome", String(SHORT)),
    Column("reason", Text),
    Column("seen", Integer),  # where it was seen: bits of `frontier.SEEN`
    # The validators of the last answer whose outcome is settled: ETag and Last-Modified.
    Column("etag", String(VALIDATOR_CHARS)),
    Column("modified", String(SHORT)),
    # The article that has a record, and when it is asked again: seconds since 1970.
    Column("article", _Key),
    Column("next_visit", BigInteger),
)

# Which articles are due, read of each site at the start of a run.
Index(
    "urls_due",
    urls.c.site_id,
    urls.c.next_visit,
    sqlite_where=urls.c.next_visit.is_not(None),
    postgresql_where=urls.c.next_visit.is_not(None),
)

# What `take` reads: pending URLs only, in the order they are taken.
Index(
    "urls_pending",
    urls.c.site_id,
    urls.c.priority.desc(),
    urls.c.id,
    sqlite_where=urls.c.outcome.is_(None),
    postgresql_where=urls.c.outcome.is_(None),
)

# What counts, and what opens URLs again at the start of a run, read of each site.
Index("urls_outcomes", urls.c.site_id, urls.c.outcome, urls.c.kind)

# What a site repeats over its articles, as `newscrawl.body.Repeats` dumps it.
repeats = Table(
    "repeats",
    metadata,
    Column("site_id", Integer, primary_key=True, autoincrement=False),
    Column("memory", LargeBinary(MEMORY_BYTES), nullable=False),
)

# What a site's pages have turned out to be, as `newscrawl.discovery.experience` dumps it.
experiences = Table(
    "experiences",
    metadata,
    Column("site_id", Integer, primary_key=True, autoincrement=False),
    Column("memory", LargeBinary(MEMORY_BYTES), nullable=False),
)

# What earlier runs saw of a site, as `newscrawl.drift` counts it: a list, oldest first.
baselines = Table(
    "baselines",
    metadata,
    Column("site_id", Integer, primary_key=True, autoincrement=False),
    Column("history", JSON, nullable=False),
)

# One row per record written: version 1 of an article and those after it. There is room for a
# million of them in half a gigabyte, with their URLs (`benchmarks/state.py`): so `url_key` is null
# where it is the `id`, times are seconds since 1970, and what is asked once a run has no index.
articles = Table(
    "articles",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("site_id", Integer, nullable=False),
    Column("url_key", _Key),
    Column("content_hash", _Hash, nullable=False),
    Column("headline_hash", LargeBinary(HEADLINE_BYTES), nullable=False),
    Column("change_type", String(SHORT), nullable=False),
    Column("fetched", BigInteger),
    Column("file_id", Integer),
    Column("offset", BigInteger),
    Column("bytes", Integer),
    Column("modified", BigInteger),
    Column("duplicate_of", _Key),
    sqlite_with_rowid=False,
)

# Bands of the sketches of texts, and the URLs (by their `id`) whose articles have them.
sketches = Table(
    "sketches",
    metadata,
    Column("band", Integer, primary_key=True, autoincrement=False),
    Column("url", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Files of records. `committed` is the length in bytes up to which lines belong to settled URLs.
files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", String(PATH_CHARS), nullable=False, unique=True),
    Column("run", String(SHORT), nullable=False),
    Column("committed", BigInteger, nullable=False),
    Column("lines", Integer, nullable=False),
)
Index("files_run", files.c.run)

runs = Table(
    "runs",
    metadata,
    Column("id", String(SHORT), primary_key=True),
    Column("started_at", String(SHORT), nullable=False),
    Column("finished_at", String(SHORT)),
    Column("reason", String(SHORT)),
    Column("record", JSON),
)


def storable(text: str | None, limit: int | None = None) -> str | None:
    """Text that every database takes: no NUL, no lone surrogates."""
    if text is None:
        return None
    return text[:limit].replace("\0", "").encode("utf-8", "replace").decode()
