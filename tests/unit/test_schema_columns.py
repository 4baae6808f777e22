"""schema: the data dictionary and the Arrow schema say what items.py says."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pyarrow
import pytest

from newscrawl.errors import UsageError, need
from newscrawl.items import EVIDENCE_FIELDS, SCHEMA_VERSION, Article
from newscrawl.schema import Column, arrow_schema, columns

FIELDS = [one.name for one in dataclasses.fields(Article)]
BY_NAME = {column.name: column for column in columns()}


def test_every_field_is_a_described_column() -> None:
    assert [column.name for column in columns()] == FIELDS == arrow_schema().names
    assert all(column.description for column in columns())


@pytest.mark.parametrize(
    ("name", "kind", "nullable", "parts"),
    [
        ("headline", "string", True, []),
        ("is_article", "boolean", False, []),
        ("is_accessible_for_free", "boolean", True, []),
        ("word_count", "integer", False, []),
        ("keywords", "array", False, [Column("item", "string")]),
        ("authors", "array", False, ["name", "url"]),
        ("publisher", "object", False, ["name", "url"]),
        ("sources", "object", False, list(EVIDENCE_FIELDS)),
    ],
)
def test_columns(name: str, kind: str, nullable: bool, parts: list[object]) -> None:
    column = BY_NAME[name]
    assert (column.kind, column.nullable) == (kind, nullable)
    inner = column.item.parts if kind == "array" and column.item.parts else column.parts
    assert parts in ([part.name for part in inner], list(inner))


@pytest.mark.parametrize(
    ("name", "arrow"),
    [
        ("headline", "string"),
        ("word_count", "int64"),
        ("is_accessible_for_free", "bool"),
        ("authors", "list<item: struct<name: string, url: string>>"),
        ("images", "list<item: struct<url: string, caption: string, credit: string>>"),
        ("publisher", "struct<name: string, url: string>"),
    ],
)
def test_arrow_types(name: str, arrow: str) -> None:
    assert str(arrow_schema().field(name).type) == arrow


def test_arrow_says_what_a_column_means_and_of_which_version() -> None:
    schema = arrow_schema()
    assert schema.metadata[b"schema_version"].decode() == SCHEMA_VERSION
    assert schema.field("headline").metadata[b"description"]
    assert schema.field("confidence").type.field("headline").type == pyarrow.float64()


def test_a_library_that_is_not_there_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pyarrow is not installed.*newscrawl\[export\]"):
        arrow_schema()


def test_a_library_that_is_broken_is_not_called_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "half_there.py").write_text("import not_there_at_all")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="not_there_at_all"):
        need("half_there", "export")
