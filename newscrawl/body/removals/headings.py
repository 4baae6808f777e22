"""A sub-heading belongs to the text that it heads."""

from __future__ import annotations

import numpy as np

from newscrawl.body.draft import Draft


def settle_headings(draft: Draft) -> None:
    """Remove headings with no kept text before the next heading of their rank or the end."""
    heads = draft.facts.heads
    for index in np.flatnonzero(draft.kept & heads)[::-1].tolist():
        following = index + 1
        if following >= len(heads) or not draft.kept[following:].any():
            draft.remove(index, "a heading with no text of the article after it")
