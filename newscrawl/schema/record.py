"""The record as JSON: encoding, validation and JSON Schema, all derived from ``items.py``.

Approach: each dataclass of the record becomes a strict msgspec Struct, in which every field is
required and no other is allowed, and fields that hold addresses, dates and hashes are narrowed to
their form. Validation decodes into these Structs, and the JSON Schema is theirs, so the two cannot
drift apart. What a JSON Schema cannot say (a 31st of February) is checked after that.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from functools import cache, reduce
from math import isfinite
from operator import or_
from types import UnionType
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from newscrawl.errors import InvalidRecordError
from newscrawl.items import EVIDENCE_FIELDS, SCHEMA_VERSION, Article

SCHEMA_ID: Final = f"urn:newscrawl:schema:article:{SCHEMA_VERSION}"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_ADDRESS: Final = Meta(pattern=r"^https?://[^\s/?#]+", extra_json_schema={"format": "uri"})
# A page may state a day only, or a time without its zone: the record does not make up the rest.
_ISO_8601: Final = Meta(
    pattern=r"^[12]\d{3}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$",
    examples=["2026-11-22", "2026-11-22T20:17", "2026-11-22T20:17:00+01:00"],
)
_INSTANT: Final = Meta(
    pattern=r"^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)$",
    extra_json_schema={"format": "date-time"},
)
_KEY: Final = Meta(pattern=r"^[0-9a-f]{32}$")
_SHA_256: Final = Meta(pattern=r"^[0-9a-f]{64}$")

# The form of the text in fields of these names, wherever in the record they stand.
FORMS: Final = {
    "id": _KEY,
    "duplicate_of": _KEY,
    "content_hash": _SHA_256,
    "previous_hash": _SHA_256,
    "url": _ADDRESS,
    "canonical_url": _ADDRESS,
    "requested_url": _ADDRESS,
    "main_image": _ADDRESS,
    "page_urls": _ADDRESS,
    "date_published": _ISO_8601,
    "date_modified": _ISO_8601,
    "fetched_at": _INSTANT,
}
DATES: Final = tuple(name for name, form in FORMS.items() if form in (_ISO_8601, _INSTANT))

_ESCAPED_NUL: Final = rb"\u0000"


def to_dict(article: Article) -> dict[str, Any]:
    """The record as plain JSON types, with every key present.

    Text is made fit for UTF-8 and for databases: NUL is dropped, a lone surrogate becomes U+FFFD.
    Numbers that JSON does not have (NaN, infinity) become null.

    Raises:
        InvalidRecordError: a field holds something that JSON cannot say.
    """
    record = _plain(article)
    for name in ("sources", "confidence"):
        record[name] = {field: record[name].get(field) for field in EVIDENCE_FIELDS}
    return record


def encode(article: Article) -> bytes:
    """The record as one line of JSON in strict UTF-8: a newline at its end, and none inside.

    Raises:
        InvalidRecordError: a field holds something that JSON cannot say.
    """
    try:
        line = msgspec.json.encode(article) if _complete(article) else b""
    except (UnicodeEncodeError, TypeError):
        line = b""
    if not line or _ESCAPED_NUL in line:
        line = msgspec.json.encode(to_dict(article))
    return line + b"\n"


def validate(record: dict[str, Any] | bytes) -> None:
    """Check a record, as a dictionary or a line of JSON, against the schema.

    Raises:
        InvalidRecordError: it does not fit; the message names the field and what was expected.
    """
    try:
        line = record if isinstance(record, bytes) else msgspec.json.encode(record)
        strict = msgspec.json.decode(line, type=_strict(Article))
    except msgspec.ValidationError as error:
        raise InvalidRecordError(_said(str(error))) from error
    except (msgspec.MsgspecError, UnicodeError, TypeError, RecursionError) as error:
        raise InvalidRecordError(f"not a line of JSON in UTF-8: {error}") from error
    _check_dates(strict, "")
    _check_versions(strict)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    _, parts = msgspec.json.schema_components([_strict(Article)], ref_template="#/$defs/{name}")
    article = parts.pop("Article")
    return {"$schema": DIALECT, "$id": SCHEMA_ID, **article, "$defs": parts}


@cache
def _strict(kind: type[Any]) -> type[msgspec.Struct]:
    """A dataclass of the record as a Struct that requires all of its fields and takes no other."""
    hints = get_type_hints(kind, include_extras=True)
    fields = [(one.name, _field(one.name, hints[one.name])) for one in dataclasses.fields(kind)]
    return _struct(kind.__name__, kind.__doc__, fields)


def _struct(name: str, doc: str | None, fields: list[tuple[str, Any]]) -> type[msgspec.Struct]:
    return msgspec.defstruct(name, fields, forbid_unknown_fields=True, namespace={"__doc__": doc})


def _field(name: str, hint: Any) -> Any:
    """The type of a field: its description kept, its text narrowed to its form."""
    kind, *notes = get_args(hint)
    narrow = _EVIDENCE[name]() if name in _EVIDENCE else _narrowed(kind, FORMS.get(name))
    return Annotated[(narrow, *notes)]


def _narrowed(kind: Any, form: Meta | None) -> Any:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _strict(kind)
    if kind is str and form:
        return Annotated[str, form]
    if get_origin(kind) is list:
        return list[_narrowed(get_args(kind)[0], form)]  # type: ignore[misc]
    if get_origin(kind) is UnionType:
        return reduce(or_, (_narrowed(part, form) for part in get_args(kind)))
    return kind


def _sources() -> type[msgspec.Struct]:
    return _struct("Sources", "Source of each field.", [(n, str | None) for n in EVIDENCE_FIELDS])


def _confidence() -> type[msgspec.Struct]:
    probability = Annotated[float, Meta(ge=0, le=1)] | None
    doc = "Probability of each field."
    return _struct("Confidence", doc, [(name, probability) for name in EVIDENCE_FIELDS])


# Objects whose keys are the fields that carry evidence.
_EVIDENCE: Final = {"sources": _sources, "confidence": _confidence}


def _complete(article: Article) -> bool:
    """Whether `sources` and `confidence` have every key, in order: the shape never varies."""
    return tuple(article.sources) == EVIDENCE_FIELDS == tuple(article.confidence)


def _plain(article: Article) -> dict[str, Any]:
    """By way of JSON, which sees to most things at once; part by part where that cannot be."""
    record: dict[str, Any]
    try:
        line = msgspec.json.encode(article)
    except UnicodeEncodeError:
        line = _ESCAPED_NUL
    except TypeError as error:
        raise InvalidRecordError(str(error)) from error
    if _ESCAPED_NUL in line:
        record = _scrubbed(msgspec.to_builtins(article))
    else:
        record = msgspec.json.decode(line)
    return record


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return _scrubbed_text(value)
    if isinstance(value, dict):
        return {_scrubbed(key): _scrubbed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_scrubbed(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _scrubbed_text(text: str) -> str:
    """Text without NUL; two surrogates that make a character become it, lone ones U+FFFD."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _said(message: str) -> str:
    """msgspec's message with the field first: ``authors[0].url: expected ...``."""
    what, _, where = message.partition(" - at `$")
    name = where.strip("`").lstrip(".")
    return f"{name}: {what}" if name else what


def _check_dates(part: Any, where: str) -> None:
    """The form of a date is right by now; here, that there is such a day and hour."""
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if name in DATES and value is not None:
            _check_date(f"{where}{name}", value)
    for number, update in enumerate(getattr(part, "live_updates", ())):
        _check_dates(update, f"{where}live_updates[{number}].")


def _check_date(name: str, value: str) -> None:
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise InvalidRecordError(f"{name}: {value} is no date of the calendar ({error})") from error


def _check_versions(record: Any) -> None:
    if (record.version > 1) != (record.previous_hash is not None):
        raise InvalidRecordError(
            f"previous_hash: expected for version 2 and later and null for 1, got "
            f"{record.previous_hash!r} for version {record.version}"
        )
