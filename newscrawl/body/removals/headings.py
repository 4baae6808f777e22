"""A sub-heading belongs to the text that it heads."""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft

# Probability from which a heading right before kept text stays: much less than other blocks need,
# as a heading says little by itself and the text below it speaks for it.
_ENOUGH: Final = 0.3


def settle_headings(draft: Draft) -> None:
    """Keep likely headings of kept text; remove those with no text of the article after them."""
    heads = draft.facts.heads
    last = np.flatnonzero(draft.kept & ~heads)[-1:]
    for index in np.flatnonzero(draft.kept & heads).tolist():
        if not len(last) or index > last[0]:
            draft.remove(index, "a heading with no text of the article after it")
    likely = heads & ~draft.kept & (draft.probability >= _ENOUGH)
    for index in np.flatnonzero(likely[:-1] & (draft.kept & ~heads)[1:]).tolist():
        if index not in draft.reasons and draft.kept[:index].any():
            draft.restore(index, "the heading of text that stays")
