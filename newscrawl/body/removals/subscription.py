"""A form to subscribe with is the site's voice, wherever in the text it stands.

What tells it from a story about newsletters is the field to type into, in a small element whose
name says what it is for; or that it stands, with a link, where the text ends.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.blocks import ints
from newscrawl.body.draft import Draft
from newscrawl.body.lexicon import CLASS_NAMES

_WORDS: Final = 90  # words of the longest box; a larger element is more than the box
_SHARE: Final = 0.25  # of the kept words: an element with more of them is not a box in the text
_NAME: Final = 1 << CLASS_NAMES.index("subscribe")


def remove_subscription(draft: Draft) -> None:
    """Remove the text of small elements that are named for subscribing and hold a field, or, after
    the text, a link or button: there a paywall begins.
    """
    outline, words = draft.facts.outline, draft.facts.words
    named = np.flatnonzero(outline.bits & _NAME)
    if not len(named):
        return
    fields = ints(outline.walk.indices("input", "textarea"))
    ways = ints(outline.walk.indices("a", "button"))
    kept = outline.sums(np.where(draft.kept, words, 0.0))
    small = (outline.sums(words) <= _WORDS) & (kept > 0) & (kept <= _SHARE * kept[0])
    for box in named[small[named]].tolist():
        end = outline.high[box]
        if _holds(draft, fields, box) or (_holds(draft, ways, box) and not draft.kept[end:].any()):
            draft.remove_range(outline.low[box], end, "a form to subscribe with")


def _holds(draft: Draft, elements: NDArray[np.int64], box: int) -> bool:
    end = draft.facts.outline.end[box]
    return bool(np.searchsorted(elements, end) > np.searchsorted(elements, box))
