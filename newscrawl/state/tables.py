"""The tables of the state, for any database that SQLAlchemy speaks.

Keys are the 16 bytes of a :func:`~newscrawl.values.urls.url_key`; enums are stored as their short
strings, so that a person can read the database. ``SCHEMA`` is raised with every change that an
older newscrawl would misread.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
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

SCHEMA: Final = 1
KEY_BYTES: Final = 16
HASH_BYTES: Final = 32  # SHA-256

metadata = MetaData()

# SQLite numbers rows by itself in columns of type INTEGER only.
_RowNumber = BigInteger().with_variant(Integer, "sqlite")

info = Table(
    "newscrawl_info",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("facts", JSON, nullable=False),
)

# The frontier. `outcome` is null while the URL is pending. Rows are appended in order of discovery,
# which `id` keeps; the unique index on `key` answers "is it known".
urls = Table(
    "urls",
    metadata,
    Column("id", _RowNumber, primary_key=True),
    Column("key", LargeBinary(KEY_BYTES), nullable=False, unique=True),
    Column("site_id", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("via", String(12), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("date", String(40)),
    Column("title", Text),
    Column("tries", Integer, nullable=False),
    Column("outcome", String(16)),
    Column("reason", Text),
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

# One row per record written: version 1 of an article and those after it.
articles = Table(
    "articles",
    metadata,
    Column("id", LargeBinary(KEY_BYTES), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("site_id", Integer, nullable=False),
    Column("url_key", LargeBinary(KEY_BYTES), nullable=False),
    Column("content_hash", LargeBinary(HASH_BYTES), nullable=False),
    Column("headline_hash", LargeBinary(HASH_BYTES), nullable=False),
    Column("change_type", String(40), nullable=False),
    Column("fetched_at", String(40)),
    Column("file_id", Integer),
    Column("offset", BigInteger),
    Column("bytes", Integer),
    sqlite_with_rowid=False,
)
Index("articles_text", articles.c.content_hash, articles.c.site_id)
Index("articles_file", articles.c.file_id)

# Files of records. `committed` is the length in bytes up to which lines belong to settled URLs.
files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("run", String(40), nullable=False),
    Column("committed", BigInteger, nullable=False),
    Column("lines", Integer, nullable=False),
)
Index("files_run", files.c.run)

runs = Table(
    "runs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("started_at", String(40), nullable=False),
    Column("finished_at", String(40)),
    Column("reason", String(80)),
    Column("record", JSON),
)
