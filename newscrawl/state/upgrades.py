"""Databases of earlier schemas, made into those of today. Each may be cut short and done again."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text, update

from newscrawl.state.ledger import Ledger
from newscrawl.state.tables import articles, info

_OLD: Final = "articles_1"
_KEPT: Final = "id, version, site_id, content_hash, change_type, file_id"


def upgrade_from_1(ledger: Ledger, present: set[str]) -> None:
    """Rows of articles became smaller. Times of fetching are not taken along."""
    name = ledger.engine.dialect.identifier_preparer
    offset, size = name.quote("offset"), name.quote("bytes")
    if _OLD not in present:
        ledger.run(text(f"ALTER TABLE articles RENAME TO {_OLD}"))
    with ledger.guard():
        articles.create(ledger.connection, checkfirst=True)
    ledger.run(articles.delete())
    ledger.run(
        text(
            f"INSERT INTO articles ({_KEPT}, {offset}, {size}, url_key, headline_hash) "
            f"SELECT {_KEPT}, {offset}, {size}, NULLIF(url_key, id), SUBSTR(headline_hash, 1, 8) "
            f"FROM {_OLD}"
        )
    )
    ledger.run(update(info).where(info.c.name == "schema").values(value="2"))
    ledger.commit()
    ledger.run(text(f"DROP TABLE {_OLD}"))
    ledger.commit()
    present.add(articles.name)
