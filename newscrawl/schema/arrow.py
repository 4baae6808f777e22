"""The Arrow schema of a record. Needs pyarrow: ``pip install 'newscrawl[export]'``.

Every column may be null, so that records of an older schema, which lack a field, fit as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.errors import need
from newscrawl.items import SCHEMA_VERSION
from newscrawl.schema.columns import ARRAY, OBJECT, Column, columns

if TYPE_CHECKING:
    import pyarrow


def arrow_schema() -> pyarrow.Schema:
    """The schema of a table of records: descriptions and the schema's version in its metadata.

    Raises:
        UsageError: pyarrow is not installed.
    """
    fields = [_field(column) for column in columns()]
    return need("pyarrow", "export").schema(fields, {"schema_version": SCHEMA_VERSION})


def _field(column: Column) -> Any:
    metadata = {"description": column.description} if column.description else None
    return need("pyarrow", "export").field(column.name, _type(column), metadata=metadata)


def _type(column: Column) -> Any:
    arrow = need("pyarrow", "export")
    if column.kind == OBJECT:
        return arrow.struct([_field(part) for part in column.parts])
    if column.kind == ARRAY:
        return arrow.list_(_type(column.item))
    plain = {
        "string": arrow.string(),
        "boolean": arrow.bool_(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
    }
    return plain[column.kind]
