"""The headline is a field of its own: it is not repeated as the first line of the body."""

from __future__ import annotations

from typing import Final

from newscrawl.body.draft import Draft

_WORDS: Final = 50  # words of a headline with the date line below it


def remove_headline(draft: Draft) -> None:
    """Remove blocks that are the headline. A sentence that quotes it stays."""
    for index, likeness in draft.facts.shown_titles.items():
        short = draft.facts.words[index] <= _WORDS
        if likeness == 1.0 and short and draft.kept[index]:
            draft.remove(index, "the headline, which is a field of its own")
