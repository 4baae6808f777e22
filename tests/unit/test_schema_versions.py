"""The published schema: it never changes without a version that says how, and a changelog entry.

`tests/golden/schema/<version>.json` holds the form of the records of each version (their
descriptions may be bettered at any time).
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import SCHEMA_VERSION
from newscrawl.schema import json_schema

HOUSE = Path(__file__).parents[2]
GOLDEN = HOUSE / "tests" / "golden" / "schema"
WORDS = ("description", "title", "examples", "$id")
MEND = f"""the schema of the records is not what version {SCHEMA_VERSION} published.
Raise SCHEMA_VERSION in newscrawl/items.py (a field changed or gone: major; a field more: minor),
write "Schema <version>" and what changed into CHANGELOG.md, and store the new form:
  python tests/unit/test_schema_versions.py"""


def form(part: Any) -> Any:
    """A schema without its words."""
    if isinstance(part, dict):
        kept = {name: value for name, value in part.items() if name not in WORDS}
        return {name: _form_of(name, value) for name, value in kept.items()}
    return [form(value) for value in part] if isinstance(part, list) else part


def _form_of(name: str, value: Any) -> Any:
    """The names of properties are no words, even if one is called `description`."""
    if name == "properties":
        return {field: form(what) for field, what in value.items()}
    return form(value)


def fields(schema: dict[str, Any]) -> dict[str, Any]:
    """The form of each field by its path: `Article.headline`, `Person.url`."""
    records = {"Article": schema, **schema.get("$defs", {})}
    return {
        f"{record}.{name}": what
        for record, part in records.items()
        for name, what in part["properties"].items()
    }


def change(old: dict[str, Any], new: dict[str, Any]) -> int:
    """What part of the version has to rise: 0 major, 1 minor, 2 patch."""
    before, after = fields(old), fields(new)
    if any(after.get(name) != what for name, what in before.items()):
        return 0
    return 1 if len(after) > len(before) else 2


def version_of(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def stored() -> dict[tuple[int, ...], dict[str, Any]]:
    return {version_of(path.stem): json.loads(path.read_text()) for path in GOLDEN.glob("*.json")}


def test_the_schema_is_the_one_that_this_version_published() -> None:
    assert stored().get(version_of(SCHEMA_VERSION)) == form(json_schema()), MEND


def test_the_version_is_semantic_and_the_newest() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", SCHEMA_VERSION)
    assert version_of(SCHEMA_VERSION) == max(stored())


@pytest.mark.parametrize("version", sorted(stored()))
def test_every_version_is_in_the_changelog(version: tuple[int, ...]) -> None:
    changelog = (HOUSE / "CHANGELOG.md").read_text("utf-8")
    assert f"Schema {'.'.join(map(str, version))}" in changelog, MEND


def test_each_version_rises_by_what_changed() -> None:
    for (older, old), (newer, new) in pairwise(sorted(stored().items())):
        rises = next(place for place in range(3) if older[place] != newer[place])
        assert rises <= change(old, new), f"{older} to {newer} is a greater change than that"


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("old", "new", "rises"),
    [
        ({"a": TEXT}, {"a": TEXT}, 2),
        ({"a": TEXT}, {"a": TEXT, "b": TEXT}, 1),
        ({"a": TEXT}, {"b": TEXT}, 0),
        ({"a": TEXT}, {"a": {"type": "integer"}}, 0),
    ],
)
def test_what_a_change_asks_for(old: dict[str, Any], new: dict[str, Any], rises: int) -> None:
    assert change({"properties": old}, {"properties": new}) == rises
    nested = [{"properties": {}, "$defs": {"Person": {"properties": one}}} for one in (old, new)]
    assert change(*nested) == rises


def test_words_are_no_part_of_the_form() -> None:
    described = {"properties": {"description": {"type": "string", "description": "An a."}}}
    assert form(described) == {"properties": {"description": TEXT}}


if __name__ == "__main__":
    path = GOLDEN / f"{SCHEMA_VERSION}.json"
    path.write_text(json.dumps(form(json_schema()), indent=1) + "\n")
