"""Headings as readers see them: words apart where the layout parts them, and line by line.

A heading may hold a line above the headline (kicker), a line below it (subtitle, date) and markup
that only styles; what stands between two text runs tells which is which.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from newscrawl.page.walk import Walk
from newscrawl.values.text import clean, unescape

# Elements that part no words.
_STYLING: Final = frozenset(
    ("a", "abbr", "b", "em", "font", "i", "mark", "q", "rp", "rt", "ruby", "s", "strong", "sub",
     "sup", "u", "wbr")
)  # fmt: skip
_READINGS: Final = ("rt", "rp")  # how characters are read, beside them
_MAX_LINES: Final = 40  # text runs of a heading in which lines are looked for
_LINE_ENDS: Final = " :|/–-"  # what parts a heading's lines where they are written as one


def joined(walk: Walk, start: int, end: int) -> str:
    """Text runs as one text: elements that only style their text part no words."""
    runs = [
        f" {walk.texts[run]}" if run > start and _parts_words(walk, run) else walk.texts[run]
        for run in range(start, end)
        if walk.tags[walk.text_owner[run]] not in _READINGS
    ]
    return clean(unescape("".join(runs)))


def without_outer_lines(walk: Walk, index: int) -> tuple[str, str]:
    """A heading without its first line, and without its last; empty where it has but one."""
    start, end = walk.text_start[index], walk.text_end[index]
    shown = [run for run in range(start, end) if not walk.texts[run].isspace()]
    cuts = [
        after
        for before, after in pairwise(shown[:_MAX_LINES])
        if any(_parts_words(walk, run) for run in range(before + 1, after + 1))
    ]
    if not cuts:
        return "", ""
    parts = joined(walk, cuts[0], end), joined(walk, start, cuts[-1])
    return parts[0].strip(_LINE_ENDS), parts[1].strip(_LINE_ENDS)


def _parts_words(walk: Walk, run: int) -> bool:
    """Whether what stands between a text run and the one before it parts words."""
    left, right = walk.text_owner[run - 1], walk.text_owner[run]
    if left == right:  # an element without text of its own: a line break, a picture
        return True
    tag = walk.tags[left if walk.depth[left] > walk.depth[right] else right]
    if tag != "span":
        return tag not in _STYLING
    return not (walk.texts[run - 1][-1:].isalnum() and walk.texts[run][:1].islower())
