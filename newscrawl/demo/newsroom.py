"""Newsrooms as data: what a demo site publishes and how its addresses look.

Each folder of ``content/`` is one newsroom: ``newsroom.toml`` (name, sections, people, pages,
addresses), ``stories.toml`` (pieces written one by one) and, where there is one, ``series.toml``
(pieces that follow a pattern: results, matches, council meetings). All dates are fixed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

import msgspec

from newscrawl.demo.prose import Block, own_texts, parse
from newscrawl.demo.series import Series, expand

# In the order of their ports.
NEWSROOM_KEYS: Final = ("guichet", "courier", "tagblatt", "shiomi")


@dataclass(frozen=True)
class Section:
    """A section of the site; ``group`` is its column of the mega menu."""

    slug: str
    name: str
    group: str = ""


@dataclass(frozen=True)
class Author:
    """A writer of the newsroom."""

    slug: str
    name: str
    role: str
    bio: str


@dataclass(frozen=True)
class Comment:
    """A reader's comment, shown under every story of the slugs named."""

    who: str
    when: str
    text: str


@dataclass(frozen=True)
class StaticPage:
    """A page that is no article: about, imprint, login, search."""

    path: str
    title: str
    text: str
    form: str = ""
    status: int = 200


@dataclass(frozen=True)
class Feed:
    """A feed of the newest stories, of one section or of all; ``format`` is rss or atom."""

    path: str
    format: str
    title: str
    section: str = ""
    limit: int = 10


@dataclass(frozen=True)
class Sitemap:
    """A sitemap: ``format`` is index, stories, news or listings; ``month`` narrows stories."""

    path: str
    format: str
    month: int = 0
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Redirect:
    """An old address that leads to a story."""

    path: str
    story: str


@dataclass(frozen=True)
class Calendar:
    """An archive that links to the month before and after without end: a trap for crawlers."""

    pattern: str
    path: str
    title: str


@dataclass(frozen=True)
class Paths:
    """How the addresses of the site look, as format strings."""

    story: str
    section: str
    tag: str
    author: str
    page: str
    image: str
    print: str = ""


@dataclass(frozen=True)
class Story:
    """One article: its own text stands in ``body`` as prose (see ``prose.py``)."""

    slug: str
    headline: str
    sections: tuple[str, ...]
    published: datetime
    body: str
    authors: tuple[str, ...] = ()
    description: str = ""
    tags: tuple[str, ...] = ()
    modified: datetime | None = None
    kind: str = "news"
    free: bool = True
    caption: str = ""
    credit: str = ""
    kicker: str = ""
    number: int = 0

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body, parted into blocks."""
        return parse(self.body)

    @property
    def texts(self) -> tuple[str, ...]:
        """The pieces of the story's own text: paragraphs, sub-headings, list items."""
        return tuple(own_texts(self.blocks))

    @property
    def changed(self) -> datetime:
        """When the page last changed."""
        return self.modified or self.published


@dataclass(frozen=True)
class Newsroom:
    """One demo site: everything that its pages, feeds and sitemaps are made from."""

    key: str
    name: str
    tagline: str
    language: str
    encoding: str
    date_format: str
    months: tuple[str, ...]
    per_page: int
    robots: str
    paths: Paths
    calendar: Calendar
    sections: tuple[Section, ...]
    authors: tuple[Author, ...]
    pages: tuple[StaticPage, ...]
    content_type: str = "text/html; charset=utf-8"
    query: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    feeds: tuple[Feed, ...] = ()
    sitemaps: tuple[Sitemap, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()

    def section(self, slug: str) -> Section:
        """The section of that slug. Raises KeyError."""
        return _by_slug(self.sections, slug)

    def author(self, slug: str) -> Author:
        """The author of that slug. Raises KeyError."""
        return _by_slug(self.authors, slug)

    def story(self, slug: str) -> Story:
        """The story of that slug. Raises KeyError."""
        return _by_slug(self.stories, slug)

    def path_of(self, story: Story) -> str:
        """The story's path on the site."""
        return self.paths.story.format(
            slug=story.slug,
            section=story.sections[0],
            number=story.number,
            date=story.published,
            short_month=self.months[story.published.month - 1][:3].lower(),
        )

    def page_path(self, listing: str, number: int) -> str:
        """The path of page ``number`` (from 1) of a listing."""
        return listing if number == 1 else self.paths.page.format(listing=listing, number=number)


Slugged = TypeVar("Slugged", Section, Author, Story)


def load_newsrooms(keys: Sequence[str] = NEWSROOM_KEYS) -> tuple[Newsroom, ...]:
    """Read the newsrooms of the installed package, newest story first in each."""
    return tuple(_load(key) for key in keys)


@cache
def _load(key: str) -> Newsroom:
    folder = resources.files("newscrawl.demo") / "content" / key
    data = _read(folder / "newsroom.toml")
    stories = msgspec.convert(_read(folder / "stories.toml")["story"], list[dict[str, Any]])
    series = msgspec.convert(_read(folder / "series.toml").get("series", []), list[Series])
    stories += [story for one in series for story in expand(one)]
    stories.sort(key=lambda story: story["published"], reverse=True)
    first = int(data.pop("first_number", 1))
    for age, story in enumerate(reversed(stories)):
        story.setdefault("number", first + 17 * age)
    return msgspec.convert(data | {"key": key, "stories": stories}, Newsroom)


def _read(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _by_slug(things: Sequence[Slugged], slug: str) -> Slugged:
    for thing in things:
        if thing.slug == slug:
            return thing
    raise KeyError(slug)
