"""schema: the record as JSON, and the errors that name what is wrong with one."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from newscrawl.errors import InvalidRecordError
from newscrawl.items import EVIDENCE_FIELDS, Article, Image, LiveUpdate, Person
from newscrawl.schema import encode, json_schema, to_dict, validate

FIELDS = [one.name for one in dataclasses.fields(Article)]


def article(**fields: Any) -> Article:
    values = {"url": "https://example.com/a", "headline": "Ferry late"} | fields
    return Article(**values)


def test_every_field_is_always_there_in_order() -> None:
    record = to_dict(Article())
    assert list(record) == FIELDS == list(json.loads(encode(Article())))
    assert list(record["sources"]) == list(record["confidence"]) == list(EVIDENCE_FIELDS)


@pytest.mark.parametrize(
    ("evidence", "kept"), [({}, None), ({"headline": "json-ld", "other": "x"}, "json-ld")]
)
def test_evidence_has_its_keys_whatever_was_put_in(evidence: dict[str, Any], kept: str) -> None:
    made = article(sources=evidence)
    for record in (to_dict(made), json.loads(encode(made))):
        assert tuple(record["sources"]) == EVIDENCE_FIELDS
        assert record["sources"]["headline"] == kept


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("caf\u00e9 \u6e2f", "caf\u00e9 \u6e2f"),
        ("a\0b", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("a\ud83d\ude00b", "a\U0001f600b"),
        ("line\nbreak\u2028here", "line\nbreak\u2028here"),
        ("a \\u0000 that is text", "a \\u0000 that is text"),
    ],
)
def test_text_is_fit_for_utf_8_and_databases(text: str, stored: str) -> None:
    made = article(headline=text, authors=[Person(text)], keywords=[text])
    line = encode(made)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    for record in (json.loads(line.decode("utf-8")), to_dict(made)):
        assert record["headline"] == stored
        assert record["authors"][0]["name"] == stored
        assert record["keywords"] == [stored]
    validate(line)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_lacks_are_null(number: float) -> None:
    confidence = dict.fromkeys(EVIDENCE_FIELDS) | {"headline": number}
    made = article(confidence=confidence)
    assert to_dict(made)["confidence"]["headline"] is None
    assert json.loads(encode(made))["confidence"]["headline"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"id": "0" * 32, "content_hash": "a" * 64, "version": 2, "previous_hash": "b" * 64},
        {"date_published": "2026-11-22", "date_modified": "2026-11-22T20:17+01:00"},
        {"fetched_at": "2026-11-22T20:17:00+00:00"},
        {"images": [Image("https://example.com/i.jpg", "A ferry")]},
        {"confidence": dict.fromkeys(EVIDENCE_FIELDS) | {"headline": 1}},
    ],
)
def test_good_records_pass(fields: dict[str, Any]) -> None:
    made = article(**fields)
    validate(encode(made))
    validate(to_dict(made))


def _set(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda record: record.update({name: value})


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda record: record.pop("headline"), "headline"),
        (_set("extra", 1), "extra"),
        (_set("word_count", "many"), "word_count: Expected `int`, got `str`"),
        (_set("word_count", -1), "word_count: "),
        (_set("version", 0), "version: "),
        (_set("id", "xyz"), "id: "),
        (_set("content_hash", "0" * 63), "content_hash: "),
        (_set("url", "/relative"), "url: "),
        (_set("canonical_url", "ftp://example.com/x"), "canonical_url: "),
        (_set("main_image", "data:image/png;base64,AA"), "main_image: "),
        (_set("page_urls", ["https://example.com/", "page2"]), "page_urls[1]: "),
        (_set("authors", [{"name": "A", "url": "mailto:a@b"}]), "authors[0].url: "),
        (_set("authors", [{"name": "A"}]), "authors[0]: "),
        (_set("date_published", "22.11.2026"), "date_published: "),
        (_set("date_published", "2026-02-31"), "date_published: 2026-02-31 is no date"),
        (_set("date_modified", "2026-11-22T25:00:00"), "date_modified: "),
        (_set("fetched_at", "2026-11-22T20:17:00+01:00"), "fetched_at: "),
        (
            _set(
                "live_updates", [{"headline": None, "date_published": "2026-13-01", "body": None}]
            ),
            "live_updates[0].date_published: ",
        ),
        (lambda record: record["confidence"].update(headline=1.5), "confidence.headline: "),
        (lambda record: record["confidence"].update(nonsense=1), "nonsense"),
        (lambda record: record["sources"].pop("headline"), "headline"),
        (_set("version", 2), "previous_hash: "),
        (_set("previous_hash", "a" * 64), "previous_hash: "),
        (_set("headline", "\ud800"), "UTF-8"),
    ],
)
def test_bad_records_are_named(spoil: Callable[[dict[str, Any]], Any], named: str) -> None:
    record = to_dict(article())
    spoil(record)
    with pytest.raises(InvalidRecordError) as caught:
        validate(record)
    assert named in str(caught.value)


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b"{}{}"])
def test_lines_that_are_no_record_are_refused(line: bytes) -> None:
    with pytest.raises(InvalidRecordError):
        validate(line)


def test_an_item_with_a_foreign_value_is_refused_not_stored() -> None:
    with pytest.raises(InvalidRecordError, match="object"):
        encode(article(headline=object()))


def test_the_json_schema_is_strict_and_described() -> None:
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert {"$id", "title", "description"} <= set(schema)
    for part in [schema, *schema["$defs"].values()]:
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
    assert list(schema["properties"]) == FIELDS
    assert all("description" in one for one in schema["properties"].values())


def test_updates_of_a_live_blog_are_records_too() -> None:
    update = LiveUpdate("Goal", "2026-11-22T20:17:00Z", "One nil.")
    validate(encode(article(live_updates=[update])))
