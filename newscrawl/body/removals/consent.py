"""Consent dialogs read like prose, and stand outside of the article."""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft
from newscrawl.body.features import consent_words

_WORDS: Final = 2  # consent words from which a block speaks of nothing else


def remove_consent(draft: Draft) -> None:
    """Remove blocks about cookies and privacy outside of the container of the kept text."""
    outline, element = draft.facts.outline, draft.facts.blocks.element
    container = outline.container(np.where(draft.kept, draft.facts.words, 0.0))
    inside = (element >= container) & (element < outline.end[container])
    spoken = consent_words(draft.texts) >= _WORDS
    for index in np.flatnonzero(draft.kept & ~inside & spoken).tolist():
        draft.remove(index, "speaks of cookies and privacy, outside of the article")
