"""A time stamp is a field, not a sentence: entries of live blogs and datelines carry one each."""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft

_WORDS: Final = 8  # words of the longest stamp ("Wednesday, 3 March 2024, 10:04 Uhr (CET)")


def remove_stamps(draft: Draft) -> None:
    """Remove short blocks that stand in ``<time>`` altogether."""
    facts = draft.facts
    stamps = draft.kept & (facts.time > 0.99) & (facts.words <= _WORDS)
    for index in np.flatnonzero(stamps).tolist():
        draft.remove(index, "a time stamp")
