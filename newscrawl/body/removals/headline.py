"""The headline is a field of its own: it is not repeated as the first line of the body."""

from __future__ import annotations

import numpy as np

from newscrawl.body.draft import Draft
from newscrawl.values.text import fold


def remove_headline(draft: Draft) -> None:
    """Remove blocks that are the headline. A sentence that quotes it stays."""
    titles = {fold(title) for title in (draft.headline, *draft.features.shown_titles()) if title}
    titles.discard("")
    for index in np.flatnonzero(draft.kept).tolist():
        text = draft.texts[index]
        if len(text) <= 300 and fold(text) in titles:
            draft.remove(index, "the headline, which is a field of its own")
