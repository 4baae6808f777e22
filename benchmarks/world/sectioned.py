"""Sites with section pages: the base of the makes that differ in how they paginate.

A make overrides ``listing_path`` (where page n of a section is) and ``page_links`` (how page n
leads to the others).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import ClassVar

from markupsafe import Markup

from world.layouts import Link, Sheet, link
from world.prose import slug
from world.resource import Resource
from world.site import Site
from world.story import Story


class SectionedSite(Site):
    """Sections in the menu, each paginated by ``/section/page/2`` and a word for older ones."""

    per_page: ClassVar[int] = 9

    def section_path(self, section: str) -> str:
        """Where a section's first page is."""
        return f"/{slug(section)}"

    def listing_path(self, section: str, number: int) -> str:
        """Where page ``number`` (from 1) of a section is."""
        path = self.section_path(section)
        return path if number == 1 else f"{path}/page/{number}"

    def page_links(self, section: str, number: int, last: int) -> Markup:
        """The links from page ``number`` of a section to others."""
        if number == last:
            return Markup()
        return link(self.words.labels["older"], self.listing_path(section, number + 1))

    def listing_head(self, section: str, number: int, last: int) -> Markup:
        """What the head of page ``number`` says of the others."""
        return Markup()

    def nav(self) -> Sequence[Link]:
        return [*super().nav(), *((name, self.listing_path(name, 1)) for name in self.sections)]

    def lists(self) -> Iterator[tuple[str, Resource]]:
        for section in self.sections:
            for number in range(1, self.last_page(section) + 1):
                sheet = self.listing_sheet(section, number)
                yield self.listing_path(section, number), self.page(sheet)

    def in_section(self, section: str) -> list[Story]:
        """The section's stories, newest first."""
        return [story for story in self.stories if story.section == section]

    def last_page(self, section: str) -> int:
        """Pages that the section fills."""
        return max(1, ceil(len(self.in_section(section)) / self.per_page))

    def listing_sheet(self, section: str, number: int) -> Sheet:
        """Page ``number`` of a section."""
        last = self.last_page(section)
        start = (number - 1) * self.per_page
        return Sheet(
            section,
            teasers=self.teasers(self.in_section(section)[start : start + self.per_page]),
            head=self.listing_head(section, number, last),
            pages=self.page_links(section, number, last),
        )
