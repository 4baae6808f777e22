"""The page that answers "why?" for one record: its blocks, kept and dropped, and its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from newscrawl.evidence import MODEL, Candidate, Choice
from newscrawl.explanation import Explanation
from newscrawl.reports.pages import render
from newscrawl.schema import columns, to_dict

# Characters of a value that are shown; bodies are read below, block by block.
SHOWN: Final = 300
# A field is shown opened, with what lost, where it is less sure than this.
SURE: Final = 0.9
# Fields that say when and how a record was made, or that were asked for, not what the page says: a
# stored record and a new reading differ in them anyhow.
_CIRCUMSTANCES: Final = (
    "article_body_html",
    "fetched_at",
    "http_status",
    "requested_url",
    "discovered_via",
    "version",
    "change_type",
    "previous_hash",
    "duplicate_of",
    "extractor_version",
    "schema_version",
    "sources",
    "confidence",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A candidate as it is shown; ``same`` marks a loser that states the value of the winner."""

    value: str
    source: str
    confidence: float
    note: str
    raw: str
    same: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it is shown."""

    name: str
    meaning: str
    best: Shown | None
    losers: Sequence[Shown]

    @property
    def opened(self) -> bool:
        """Whether what lost deserves a look."""
        return bool(self.losers) and self.best is not None and self.best.confidence < SURE


def explain_page(
    explanation: Explanation, *, name: str, stored: Mapping[str, Any] | None = None
) -> str:
    """The page as HTML, one self-contained file.

    ``name``: what was read, for the heading. ``stored``: a record of the same article in a dataset,
    to tell what differs from it.
    """
    article = explanation.article
    kept = sum(block.kept for block in explanation.blocks)
    return render(
        "explain.html.j2",
        name=name,
        article=article,
        profile=explanation.profile,
        expired=explanation.expired,
        fields=_fields(explanation),
        blocks=explanation.blocks,
        kept=kept,
        first_kept=next((n for n, block in enumerate(explanation.blocks) if block.kept), None),
        dropped=len(explanation.blocks) - kept,
        stored=stored,
        differences=_differences(explanation, stored) if stored else [],
    )


def shown(value: Any) -> str:
    """A value of a field in one text."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    plain = msgspec.to_builtins(value)
    text = _text(plain)
    return f"{text[:SHOWN]} …" if len(text) > SHOWN else text


def _text(plain: Any) -> str:
    if isinstance(plain, list):
        return "; ".join(map(_text, plain))
    if isinstance(plain, dict):
        return ", ".join(_text(part) for part in plain.values() if part is not None)
    return str(plain)


def _fields(explanation: Explanation) -> list[Field]:
    meanings = {column.name: column.description for column in columns()}
    return [
        Field(name, meanings[name], *_shown(choice)) for name, choice in explanation.choices.items()
    ]


def _shown(choice: Choice[Any]) -> tuple[Shown | None, list[Shown]]:
    if choice.best is None:
        return None, []
    best = _candidate(choice.best, None)
    return best, [_candidate(loser, best) for loser in choice.losers]


def _candidate(one: Candidate[Any], best: Shown | None) -> Shown:
    value = shown(one.value)
    raw = shown(one.raw)
    same = best is not None and best.value == value
    told = raw != value and one.source != MODEL  # a model's raw value is its probability
    return Shown(value, one.source, one.confidence, one.note, raw if told else "", same)


def _differences(explanation: Explanation, stored: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Field, stored value and value of now, where they are not the same."""
    now = to_dict(explanation.article)
    return [
        (name, shown(stored.get(name)), shown(value))
        for name, value in now.items()
        if name not in _CIRCUMSTANCES and value != stored.get(name)
    ]
