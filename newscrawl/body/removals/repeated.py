"""What the site shows in its other articles too is not this article's text."""

from __future__ import annotations

from typing import Final

import numpy as np

from newscrawl.body.draft import Draft

# Share of the site's other articles from which a text counts as the site's, not the article's.
_SHARE: Final = 0.3


def remove_repeated(draft: Draft) -> None:
    """Remove kept blocks that recur over the site's articles, where that is known."""
    if draft.repeats is None:
        return
    for index in np.flatnonzero(draft.kept).tolist():
        share = draft.repeats.share(draft.texts[index])
        if share >= _SHARE:
            draft.remove(index, f"stands in {share:.0%} of the site's other articles too")
