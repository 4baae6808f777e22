"""state.tables and the statements on them: other databases than SQLite can take them.

Compiled only: no server of theirs is part of the tests.
"""

from __future__ import annotations

from types import ModuleType

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from newscrawl.state import discoveries, frontier, reopening
from newscrawl.state.tables import metadata, urls


@pytest.mark.parametrize("dialect", [postgresql.dialect(), mysql.dialect()], ids=lambda d: d.name)
def test_tables_are_spelled_in_the_dialect(dialect: Dialect) -> None:
    for table in metadata.sorted_tables:
        assert "NULL" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


def test_postgresql_indexes_pending_urls_alone() -> None:
    (index,) = (one for one in urls.indexes if one.name == "urls_pending")
    spelled = str(CreateIndex(index).compile(dialect=postgresql.dialect()))
    assert spelled.endswith("(site_id, priority DESC, id) WHERE outcome IS NULL")


def test_mysql_has_keys_of_fixed_length() -> None:
    assert "`key` BINARY(16)" in str(CreateTable(urls).compile(dialect=mysql.dialect()))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (frontier, "_DONE"),
        (frontier, "_BEST_FIRST"),
        (discoveries, "_TOLD"),
        (discoveries, "_IS_KNOWN"),
        (discoveries, "_ARE_KNOWN"),
        (reopening, "_LISTINGS_AGAIN"),
        (reopening, "_DUE_AGAIN"),
    ],
)
def test_statements_are_spelled_in_the_dialect(module: ModuleType, name: str) -> None:
    assert str(getattr(module, name).compile(dialect=postgresql.dialect()))
