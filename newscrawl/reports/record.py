"""The page that answers "why?" by the stored record alone, where its page cannot be read again.

What each field says, where it was found and how sure it is; how the record came about; the text.
Which blocks were dropped and which candidates lost is not stored, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from newscrawl.items import EVIDENCE_FIELDS
from newscrawl.reports.explain import shown
from newscrawl.reports.pages import render
from newscrawl.schema import columns

# Shown by themselves, or beside the fields.
_ELSEWHERE: Final = (*EVIDENCE_FIELDS, "article_body_html", "sources", "confidence", "problems")


@dataclass(frozen=True, slots=True)
class StoredField:
    """A field of a record as it is shown; no source and confidence where it is no evidence."""

    name: str
    meaning: str
    value: str
    source: str = ""
    confidence: float | None = None


def record_page(record: Mapping[str, Any], why: str) -> str:
    """The page as HTML, one self-contained file.

    ``record``: as it is stored, also one of an older schema. ``why``: why its page is not read, in
    plain words.
    """
    meanings = {column.name: column.description for column in columns()}
    return render(
        "record.html.j2",
        record=record,
        why=why,
        fields=[_evidence(name, meanings[name], record) for name in EVIDENCE_FIELDS],
        provenance=[
            StoredField(name, meaning, shown(record[name]))
            for name, meaning in meanings.items()
            if name not in _ELSEWHERE and shown(record.get(name))
        ],
        paragraphs=[part for part in (record.get("article_body") or "").split("\n\n") if part],
    )


def _evidence(name: str, meaning: str, record: Mapping[str, Any]) -> StoredField:
    source = (record.get("sources") or {}).get(name) or ""
    confidence = (record.get("confidence") or {}).get(name)
    return StoredField(name, meaning, shown(record.get(name)), source, confidence)
