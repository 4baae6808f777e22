"""A form to subscribe with is the site's voice, wherever in the text it stands.

What tells it from a story about newsletters is the field to type into, in a small element whose
name says what it is for.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.blocks import ints
from newscrawl.body.draft import Draft
from newscrawl.body.lexicon import CLASS_NAMES

_WORDS: Final = 90  # words of the longest box; a larger element is more than the box
_SHARE: Final = 0.25  # of the kept words: an element with more of them is not a box in the text
_NAME: Final = 1 << CLASS_NAMES.index("subscribe")


def remove_subscription(draft: Draft) -> None:
    """Remove the text of small elements that are named for subscribing and hold a field."""
    outline, words = draft.facts.outline, draft.facts.words
    fields = ints(outline.walk.indices("input", "textarea"))
    named = np.flatnonzero(outline.bits & _NAME)
    if not len(fields) or not len(named):
        return
    kept = outline.sums(np.where(draft.kept, words, 0.0))
    small = (outline.sums(words) <= _WORDS) & (kept > 0) & (kept <= _SHARE * kept[0])
    for box in named[small[named]].tolist():
        if np.searchsorted(fields, outline.end[box]) > np.searchsorted(fields, box):
            draft.remove_range(outline.low[box], outline.high[box], "a form to subscribe with")
