"""Sites whose addresses say little: numbers in queries, slugs at the root, words of any tongue."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from world.layouts import Link
from world.prose import slug
from world.sectioned import SectionedSite
from world.story import Story

# A section each, as sites in these languages write it into their addresses.
_SECTION_WORDS: Final = {
    "Polityka": "polityka",
    "Talous": "talous",
    "Ekonomi": "ekonomi",
    "Spor": "spor",
    "Культура": "культура",
    "Κόσμος": "κόσμος",
    "経済": "経済",
    "स्वास्थ्य": "स्वास्थ्य",
}


class QueryIds(SectionedSite):
    """``/story.php?id=123`` and ``/list.php?cat=2&page=2``."""

    key = "query_ids"
    make = "articles at /story.php?id="
    layout = "plain"

    def path_of(self, story: Story) -> str:
        return f"/story.php?id={story.number}"

    def section_path(self, section: str) -> str:
        return f"/list.php?cat={self.sections.index(section) + 1}"

    def listing_path(self, section: str, number: int) -> str:
        return self.section_path(section) + (f"&page={number}" if number > 1 else "")


class RootSlugs(SectionedSite):
    """``/the-whole-headline`` beside ``/politics``: no date, no number, no section."""

    key = "root_slugs"
    make = "long slugs at the root"
    language = "es"
    layout = "classic"

    def path_of(self, story: Story) -> str:
        return f"/{story.slug}"


class ShortSlugs(SectionedSite):
    """``/politics/harbour-x7f``: two words; only its place tells it from a section."""

    key = "short_slugs"
    make = "two-word slugs"

    def path_of(self, story: Story) -> str:
        word = next(w for w in reversed(story.slug.split("-")) if len(w) > 3 and w.isalpha())
        token = sha256(story.slug.encode()).hexdigest()[:3]
        return f"{self.section_path(story.section)}/{word}-{token}"


class AnyTongue(SectionedSite):
    """Sections and slugs in the words and scripts of eight languages."""

    key = "any_tongue"
    make = "section words of other languages"

    def section_names(self) -> Sequence[str]:
        return tuple(_SECTION_WORDS)

    def section_path(self, section: str) -> str:
        return f"/{_SECTION_WORDS[section]}"

    def path_of(self, story: Story) -> str:
        word = _SECTION_WORDS[story.section]
        name = story.slug if slug(word) else "-".join([word] * 2 + story.slug.split("-")[:2])
        return f"/{word}/{name}-{story.number}"

    def href(self, story: Story) -> str:
        return quote(self.path_of(story)) if story.number % 2 else self.path_of(story)

    def nav(self) -> Sequence[Link]:
        return [(label, quote(path)) for label, path in super().nav()]
