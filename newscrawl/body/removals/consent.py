"""Consent dialogs read like prose, and stand outside of the article."""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft

_WORDS: Final = 2  # consent words from which a block speaks of nothing else


def remove_consent(draft: Draft) -> None:
    """Remove blocks about cookies and privacy before the headline or outside of the container."""
    facts, element = draft.facts, draft.facts.blocks.element
    container = facts.outline.container(np.where(draft.kept, facts.words, 0.0))
    outside = (element < container) | (element >= facts.outline.end[container])
    outside[: max(facts.headline_block, 0)] = True
    spoken = facts.consent >= _WORDS
    for index in np.flatnonzero(draft.kept & outside & spoken).tolist():
        draft.remove(index, "speaks of cookies and privacy, outside of the article")
