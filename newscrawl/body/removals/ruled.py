"""What the site's profile says goes before what the model thinks."""

from __future__ import annotations

import numpy as np

from newscrawl.body.draft import Draft


def settle_ruled(draft: Draft) -> None:
    """Keep what is inside the profile's elements and nothing else; remove what it removes."""
    rulings, outline = draft.rulings, draft.facts.outline
    if rulings is None:
        return
    if rulings.inside:
        _keep_inside(draft, f"the profile says where the text is ({rulings.named})")
    for element, reason in rulings.blocks(outline.walk):
        for index in range(int(outline.low[element]), int(outline.high[element])):
            draft.remove(index, reason)


def _keep_inside(draft: Draft, reason: str) -> None:
    outline = draft.facts.outline
    inside = np.zeros(len(draft.kept), bool)
    for element in draft.rulings.inside if draft.rulings else ():
        inside[outline.low[element] : outline.high[element]] = True
    inside &= draft.facts.chars.length > 0
    for index, is_inside in enumerate(inside.tolist()):
        if is_inside:
            draft.restore(index, reason)
        elif draft.kept[index]:
            draft.remove(index, f"{reason}, and it is elsewhere")
