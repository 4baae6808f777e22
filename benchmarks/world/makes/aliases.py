"""Sites that show one story under many addresses, and say so by ``rel=canonical``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from world.layouts import Link, Sheet, Teaser, link
from world.resource import Resource
from world.sectioned import SectionedSite
from world.story import Story

SLUGS_PER_STORY: Final = 20


class Slugs(SectionedSite):
    """Five stories have 20 slugs each before the same id; all name the canonical one."""

    key = "slugs"
    make = "20 slugs for one article"
    is_trap = True
    many: Final = 5

    def lists(self) -> Iterator[tuple[str, Resource]]:
        yield from super().lists()
        for story in self.stories[: self.many]:
            for path in self._slugs(story):
                yield path, self.article(story)

    def front_sheet(self) -> Sheet:
        paths = [
            (story, path) for story in self.stories[: self.many] for path in self._slugs(story)
        ]
        return replace(
            super().front_sheet(), teasers=[Teaser(path, s.headline) for s, path in paths]
        )

    def _slugs(self, story: Story) -> list[str]:
        words = story.slug.split("-")
        starts = [f"{'-'.join(words[n % 4 :])}-v{n}" for n in range(SLUGS_PER_STORY)]
        return [f"{self.section_path(story.section)}/{s}-{story.number}" for s in starts]


class Twins(SectionedSite):
    """AMP, print and mobile pages of each story."""

    key = "twins"
    make = "AMP, print and mobile twins"
    language = "de"
    mobile_size: Final = 10

    def footer(self) -> Sequence[Link]:
        return [*super().footer(), ("Mobile Ansicht", "/m/")]

    def lists(self) -> Iterator[tuple[str, Resource]]:
        yield from super().lists()
        for story in self.stories:
            path = self.path_of(story)
            for twin in (f"/amp{path}", f"{path}?print=1", f"/m{path}"):
                yield twin, self.article(story)
        teasers = [
            Teaser(f"/m{self.path_of(s)}", s.headline) for s in self.stories[: self.mobile_size]
        ]
        yield "/m/", self.page(Sheet(self.name, teasers=teasers))

    def sheet(self, story: Story) -> Sheet:
        path = self.path_of(story)
        return replace(
            super().sheet(story),
            head=Markup('<link rel="amphtml" href="/amp{}">').format(path),
            tools=link(self.words.labels["print"], f"{path}?print=1", "nofollow"),
        )
