"""The headline is a field of its own: it is not repeated as the first line of the body."""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft
from newscrawl.body.facts import squash

_WORDS: Final = 40  # words of the longest headline



def remove_headline(draft: Draft) -> None:
    """Remove blocks that are the headline. A sentence that quotes it stays."""
    short = draft.kept & (draft.facts.words <= _WORDS)
    for index in np.flatnonzero(short).tolist():
        if squash(draft.texts[index]) in draft.facts.titles:
            draft.remove(index, "the headline, which is a field of its own")
