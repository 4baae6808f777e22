"""A paragraph that the page shows twice (for phones, for print, as a pull quote) is read once."""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft

# Words from which equal blocks are copies; shorter ones recur for good reason ("Yes.", "*  *  *").
_WORDS: Final = 8


def remove_copies(draft: Draft) -> None:
    """Remove the later ones of equal long blocks."""
    seen: set[str] = set()
    for index in np.flatnonzero(draft.kept & (draft.facts.words >= _WORDS)).tolist():
        text = draft.texts[index]
        if text in seen:
            draft.remove(index, "shown before on the page")
        seen.add(text)
