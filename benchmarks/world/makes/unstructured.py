"""No structure at all: stories lead to stories."""

from __future__ import annotations

from dataclasses import replace

from world.layouts import Sheet
from world.site import Site
from world.story import Story

STEP = 3


class Unstructured(Site):
    """No menu, no list; short addresses without a date; each story names three older ones."""

    key = "unstructured"
    make = "no structure, links among articles"
    layout = "plain"
    front_size = 4

    def path_of(self, story: Story) -> str:
        return f"/{story.slug.split('-')[0]}-{story.number % 9973}"

    def sheet(self, story: Story) -> Sheet:
        rank = self.stories.index(story)
        older = self.stories[STEP * rank + 1 : STEP * rank + 1 + STEP]
        return replace(super().sheet(story), below=self.related(older))
