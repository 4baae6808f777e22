"""An aside in the text is beside it: facts, numbers, who the author is."""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft

_SHARE: Final = 0.3  # of the kept words: an aside with more of them is the article


def remove_asides(draft: Draft) -> None:
    """Remove what stands in ``<aside>`` elements that hold little of the kept text."""
    outline = draft.facts.outline
    asides = outline.walk.indices("aside")
    if not asides:
        return
    kept = outline.sums(np.where(draft.kept, draft.facts.words, 0.0))
    for aside in asides:
        if 0 < kept[aside] <= _SHARE * kept[0]:
            draft.remove_range(outline.low[aside], outline.high[aside], "stands in an aside")
