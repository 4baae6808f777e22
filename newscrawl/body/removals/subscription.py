"""A form to subscribe with is the site's voice, wherever in the text it stands.

What tells it from a story about newsletters is the field to type into: the box is the innermost
element around the form that holds text besides it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft
from newscrawl.body.lexicon import CLASS_NAMES, CUE_NAMES

_WORDS: Final = 90  # words of the longest box; a larger element is more than the box
_SHARE: Final = 0.25  # of the kept words: an element with more of them is not a box in the text
_NAME: Final = 1 << CLASS_NAMES.index("subscribe")
_CUE: Final = 1 << CUE_NAMES.index("subscribe")


def remove_subscription(draft: Draft) -> None:
    """Remove the text around forms that ask for an address."""
    outline, words = draft.facts.outline, draft.facts.words
    kept = outline.sums(np.where(draft.kept, words, 0.0))
    small = (outline.sums(words) <= _WORDS) & (kept <= _SHARE * kept[0])
    for form in outline.walk.indices("form"):
        box = form
        while small[outline.up[box]] and outline.up[box] != box:
            box = int(outline.up[box])
        if small[box] and _subscribes(draft, box):
            for index in range(int(outline.low[box]), int(outline.high[box])):
                if draft.kept[index]:
                    draft.remove(index, "a form to subscribe with")


def _subscribes(draft: Draft, box: int) -> bool:
    outline = draft.facts.outline
    named = outline.bits[box : outline.end[box]] & _NAME
    said = draft.facts.cues[outline.low[box] : outline.high[box]] & _CUE
    return bool(named.any() or said.any())
