"""``datapackage.json``: what an export holds, for people and for tools that read Frictionless.

A Data Package (version 2) with one resource and its data dictionary; under ``newscrawl`` stand
counts, period, the schema's version, the selection, and the rights that the pages reserve.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from newscrawl.items import SCHEMA_VERSION
from newscrawl.output.export.tally import Tally
from newscrawl.output.tables import ADDED
from newscrawl.schema import columns
from newscrawl.version import __version__

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
RIGHTS: Final = (
    "The texts and pictures belong to their publishers. This dataset grants no licence to them; "
    "reservations counts the records whose page stated a directive for robots or a reservation of "
    "text and data mining, as in the field `rights` of each record."
)


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the file: ``type`` as in Frictionless' Table Schema."""

    name: str
    type: str
    description: str


def nested_fields() -> list[Field]:
    """The columns of a form that has lists and objects."""
    own = [Field(one.name, one.kind, one.description) for one in columns()]
    return own + [Field(name, "string", meaning) for name, meaning in ADDED.items()]


def description(
    form: str,
    files: Sequence[Path],
    folder: Path,
    fields: Sequence[Field],
    tally: Tally,
    *,
    asked: Mapping[str, Any],
    created: str,
) -> bytes:
    """The description as JSON; ``files`` are named relative to ``folder``."""
    resource = {
        "name": "articles",
        "path": [file.relative_to(folder).as_posix() for file in files],
        "format": form,
        "encoding": "utf-8",
        "bytes": sum(file.stat().st_size for file in files),
        "schema": {"fields": [asdict(field) for field in fields], "missingValues": [""]},
    }
    package = {
        "$schema": PROFILE,
        "name": "newscrawl-articles",
        "title": "News articles",
        "created": created,
        "resources": [resource],
        "newscrawl": _own(tally, asked),
    }
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"


def _own(tally: Tally, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "newscrawl_version": __version__,
        "selection": dict(asked),
        "records": tally.records,
        "sites": dict(sorted(tally.sites.items())),
        "months": dict(sorted(tally.months.items())),
        "languages": dict(sorted(tally.languages.items())),
        "period": {
            name: {"first": first, "last": last} for name, (first, last) in tally.periods.items()
        },
        "rights": {"statement": RIGHTS, "reservations": dict(sorted(tally.rights.items()))},
    }
