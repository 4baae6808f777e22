"""What a site's profile rules about elements of a page: which hold the text, which never do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.body.blocks import BLOCK_TAGS
from newscrawl.page.walk import Walk


@dataclass(frozen=True, slots=True)
class Rulings:
    """By numbers of elements: ``inside`` hold the text and, but for what is removed, nothing else
    (none: the model decides); ``outside`` never belong to it, each with the reason. ``named`` is
    how ``inside`` was chosen, for reasons.
    """

    inside: tuple[int, ...] = ()
    outside: tuple[tuple[int, str], ...] = ()
    named: str = ""

    def blocks(self, walk: Walk) -> Iterator[tuple[int, str]]:
        """The elements of ``outside`` that are made of whole blocks."""
        return ((e, reason) for e, reason in self.outside if walk.tags[e] in BLOCK_TAGS)

    def cuts(self, walk: Walk) -> Iterator[tuple[int, str]]:
        """The others, which stand in the lines of a block: links, spans and the like."""
        return ((e, reason) for e, reason in self.outside if walk.tags[e] not in BLOCK_TAGS)
