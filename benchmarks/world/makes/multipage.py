"""Articles in three pages, with and without a page that shows all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from markupsafe import Markup

from world.layouts import Sheet, link
from world.resource import Resource
from world.sectioned import SectionedSite
from world.story import Story

PARTS = 3


class Multipage(SectionedSite):
    """Half of them ``?page=2`` with "view all on one page", half ``-2.html`` with ``rel=next``."""

    key = "multipage"
    make = "multi-page articles"
    pages_per_article = 2.5  # 3 pages for half of them, the first and the whole for the others

    def path_of(self, story: Story) -> str:
        return f"{self.section_path(story.section)}/{story.slug}.html"

    def lists(self) -> Iterator[tuple[str, Resource]]:
        return chain(super().lists(), *map(self._parts, self.stories))

    def _parts(self, story: Story) -> Iterator[tuple[str, Resource]]:
        for number in range(1, PARTS + 1):
            path = self.part_path(story, number)
            yield path, self.shown(story, partial(self._part, story, number))
        if self._has_whole(story):
            yield f"{self.path_of(story)}?view=all", self.shown(story, partial(self.sheet, story))

    def _has_whole(self, story: Story) -> bool:
        return story.number % 2 == 0

    def part_path(self, story: Story, number: int) -> str:
        """Where page ``number`` (from 1) of a story is."""
        path = self.path_of(story)
        if number == 1:
            return path
        if self._has_whole(story):
            return f"{path}?page={number}"
        return f"{path.removesuffix('.html')}-{number}.html"

    def _part(self, story: Story, number: int) -> Sheet:
        size = len(story.paragraphs) // PARTS
        paragraphs = story.paragraphs[(number - 1) * size : number * size]
        return replace(
            super().sheet(story),
            paragraphs=paragraphs,
            head=self._next_in_head(story, number),
            below=self._pager(story, number),
        )

    def _next_in_head(self, story: Story, number: int) -> Markup:
        if number == PARTS:
            return Markup()
        return Markup('<link rel="next" href="{}">').format(self.part_path(story, number + 1))

    def _pager(self, story: Story, number: int) -> Markup:
        shown = [
            Markup("<b>{}</b>").format(n) if n == number else link(str(n), self.part_path(story, n))
            for n in range(1, PARTS + 1)
        ]
        if self._has_whole(story):
            shown.append(link("View all on one page", f"{self.path_of(story)}?view=all"))
        if number < PARTS:
            shown.append(link("Next page", self.part_path(story, number + 1), "next"))
        return Markup('<div class="pager">{}</div>').format(Markup(" ").join(shown))
