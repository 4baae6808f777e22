"""Two versions of a record, side by side: paragraph by paragraph, and words within.

Approach: paragraphs are matched as a whole (difflib); of those that differ, the ones that read
alike are paired in their order, and the words of a pair are matched the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from newscrawl.values.text import UNSPACED

# Share of its words that a paragraph must have in common with another to be its other version.
ALIKE: Final = 0.4
# Words of two paragraphs that are matched one by one; the time taken grows with their product.
MAX_WORDS: Final = 2_000
# What is compared beside the text.
FACTS: Final = (
    "headline",
    "alternative_headline",
    "description",
    "date_published",
    "date_modified",
    "authors",
)
_WHOLE: Final = ("date_published", "date_modified")  # facts without words
_WORD: Final = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+|\s+|.", re.S)


class Change(StrEnum):
    """What became of a paragraph or some words."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: SAME, or REMOVED from the one side or ADDED on the other."""

    text: str
    change: Change


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph on both sides; on one of them nothing where it was added or removed.

    ``name`` is that of the field, where it is not a paragraph of the text.
    """

    change: Change
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    name: str = ""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Row]:
    """What two records state, side by side: facts that differ, then the text in full."""
    facts = ((name, _shown(before.get(name)), _shown(after.get(name))) for name in FACTS)
    changed = [_pair(one, other, name) for name, one, other in facts if one != other]
    return changed + list(_paragraphs(_parted(before), _parted(after)))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one.get("name")) for one in value)
    return "" if value is None else str(value)


def _parted(record: Mapping[str, Any]) -> list[str]:
    return [part for part in (record.get("article_body") or "").split("\n\n") if part]


def _paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, low, high, other_low, other_high in matcher.get_opcodes():
        if tag == "equal":
            for text in before[low:high]:
                same = (Piece(text, Change.SAME),)
                yield Row(Change.SAME, same, same)
        else:
            yield from _matched(before[low:high], after[other_low:other_high])


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    """Rows of paragraphs that all differ: those that read alike beside each other."""
    done = 0
    for text in before:
        rates = [(_rate(text, other), -index) for index, other in enumerate(after[done:])]
        rate, place = max(rates, default=(0.0, 0))
        if rate < ALIKE:
            yield _pair(text, "")
            continue
        yield from (_pair("", other) for other in after[done : done - place])
        yield _pair(text, after[done - place])
        done += 1 - place
    yield from (_pair("", other) for other in after[done:])


def _rate(one: str, other: str) -> float:
    words, others = (
        [word for word in _WORD.findall(text) if not word.isspace()] for text in (one, other)
    )
    return SequenceMatcher(None, words, others, autojunk=False).quick_ratio()


def _pair(before: str, after: str, name: str = "") -> Row:
    if not after:
        return Row(Change.REMOVED, _whole(before, Change.REMOVED), (), name)
    if not before:
        return Row(Change.ADDED, (), _whole(after, Change.ADDED), name)
    parted = _whole_sides if name in _WHOLE else _words
    return Row(Change.CHANGED, *parted(before, after), name)


def _whole(text: str, change: Change) -> tuple[Piece, ...]:
    return (Piece(text, change),)


def _whole_sides(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    return _whole(before, Change.REMOVED), _whole(after, Change.ADDED)


def _words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    one, other = _WORD.findall(before), _WORD.findall(after)
    if max(len(one), len(other)) > MAX_WORDS:
        return _whole_sides(before, after)
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return (
        tuple(_pieces(one, [(tag, a, b) for tag, a, b, _, _ in steps], Change.REMOVED)),
        tuple(_pieces(other, [(tag, a, b) for tag, _, _, a, b in steps], Change.ADDED)),
    )


def _pieces(
    words: Sequence[str], steps: Sequence[tuple[str, int, int]], change: Change
) -> Iterator[Piece]:
    for tag, low, high in steps:
        if low < high:
            yield Piece("".join(words[low:high]), Change.SAME if tag == "equal" else change)
