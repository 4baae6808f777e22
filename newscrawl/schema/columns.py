"""The data dictionary: every field of a record as a column, its parts inside it.

One form for all who make tables (Arrow, DuckDB, SQLite, CSV, the description of a dataset), so that
none of them has to read the types of Python.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

from newscrawl.items import EVIDENCE_FIELDS, Article

# Names of the plain types as JSON Schema has them.
TEXT: Final = "string"
_PLAIN: Final = {str: TEXT, bool: "boolean", int: "integer", float: "number"}
ARRAY: Final = "array"
OBJECT: Final = "object"


@dataclass(frozen=True, slots=True)
class Column:
    """One field: ``kind`` is a type of JSON (``string``, ``integer``, ``array``, ...).

    ``parts`` are the fields of an object; an array has one, which stands for its items and is named
    ``item``.
    """

    name: str
    kind: str
    nullable: bool = False
    description: str = ""
    parts: tuple[Column, ...] = ()

    @property
    def item(self) -> Column:
        """What an array holds."""
        return self.parts[0]


@cache
def columns() -> tuple[Column, ...]:
    """The columns of a record, in the order of its fields."""
    return tuple(_fields(Article))


def _fields(kind: type[Any]) -> Iterator[Column]:
    hints = get_type_hints(kind, include_extras=True)
    for one in dataclasses.fields(kind):
        hint, note = get_args(hints[one.name])
        yield _column(one.name, hint, note.description)


def _column(name: str, hint: Any, description: str = "") -> Column:
    options = [option for option in get_args(hint) if option is not NoneType]
    if NoneType in get_args(hint):
        return dataclasses.replace(_column(name, options[0], description), nullable=True)
    if dataclasses.is_dataclass(hint):
        return Column(name, OBJECT, description=description, parts=tuple(_fields(hint)))  # type: ignore[arg-type]
    if get_origin(hint) is list:
        return Column(name, ARRAY, description=description, parts=(_column("item", options[0]),))
    if get_origin(hint) is dict:
        parts = tuple(_column(field, get_args(hint)[1]) for field in EVIDENCE_FIELDS)
        return Column(name, OBJECT, description=description, parts=parts)
    return Column(name, _PLAIN[hint], description=description)
