"""The record's schema in every form, each derived from ``items.py``.

``record``: JSON lines, validation and JSON Schema; ``columns``: the data dictionary, from which
every table is made; ``arrow``: the Arrow schema (loads pyarrow when it is called).
"""

from newscrawl.schema.arrow import arrow_schema
from newscrawl.schema.columns import Column, columns
from newscrawl.schema.record import DATES, FORMS, encode, json_schema, to_dict, validate

__all__ = [
    "DATES",
    "FORMS",
    "Column",
    "arrow_schema",
    "columns",
    "encode",
    "json_schema",
    "to_dict",
    "validate",
]
