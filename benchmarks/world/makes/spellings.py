"""Sites whose links are spelled oddly: session ids, tracking, slashes, upper case, <base>."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import count
from typing import ClassVar, Final

from world.layouts import Link, Sheet
from world.prose import slug
from world.resource import Resource, redirect
from world.sectioned import SectionedSite
from world.story import Story

_SESSION: Final = re.compile(r";jsessionid=\w+|[?&]sid=[0-9a-f]{32}|/\(S\(\w+\)\)")
_TRACKING: Final = re.compile(r"[?&](?:utm_\w+|fbclid|ref)=[^&]*")
_STYLES: Final = 3


class Sessions(SectionedSite):
    """Each page writes new session ids into its links: as a parameter, and in the path."""

    key = "sessions"
    make = "session ids in links"
    is_trap = True

    # One counter for the life of the site: no two links carry the same id.
    def __init__(self, *given: object) -> None:
        self._numbers = count()
        super().__init__(*given)  # type: ignore[arg-type]

    def href(self, story: Story) -> str:
        return self._with_session(self.path_of(story), story.number % _STYLES)

    def nav(self) -> Sequence[Link]:
        return [(label, self._with_session(path, 0)) for label, path in super().nav()]

    def other(self, target: str) -> Resource | None:
        plain = _SESSION.sub("", target)
        return self.resources.get(plain) if plain != target else None

    def _with_session(self, path: str, style: int) -> str:
        token = sha256(str(next(self._numbers)).encode()).hexdigest()[:32]
        if style == 0:
            return f"{path}?sid={token}"
        return f"{path};jsessionid={token}" if style == 1 else f"/(S({token[:24]})){path}"


class Tracked(SectionedSite):
    """Every link says where it stood: by known tracking parameters, and by the site's own."""

    key = "tracked"
    make = "links with tracking parameters"
    layout = "classic"

    def href(self, story: Story) -> str:
        path = self.path_of(story)
        if story in self.front:
            return f"{path}?ref=home-{story.number % 3}"
        return f"{path}?utm_source=site&utm_medium=teaser&utm_content={story.number % 5}#top"

    def other(self, target: str) -> Resource | None:
        plain = _TRACKING.sub("", target)
        return self.resources.get(plain) if plain != target else None


class Slashes(SectionedSite):
    """Half of the links have a trailing slash; one half of the stories redirects to it."""

    key = "slashes"
    make = "trailing slash variants"
    language = "fr"
    pages_per_article = 1.25  # every fourth link is answered by a redirect first

    def path_of(self, story: Story) -> str:
        return f"{super().path_of(story)}/"

    def href(self, story: Story) -> str:
        path = self.path_of(story)
        return path if story.number % 4 < 2 else path.rstrip("/")

    def story_links(self, story: Story) -> dict[str, str]:
        return {name: f"{href}/" for name, href in super().story_links(story).items()}

    def sheet(self, story: Story) -> Sheet:
        return replace(super().sheet(story), canonical="")

    def other(self, target: str) -> Resource | None:
        turned = target.rstrip("/") if target.endswith("/") else f"{target}/"
        found = self.resources.get(turned)
        if found and found.story and found.story.number % 2:
            return redirect(self.absolute(turned), story=found.story)
        return found


class UpperCase(SectionedSite):
    """``/News/Politics/The-Title_104211.HTM``: upper case counts, lower case is not found."""

    key = "upper_case"
    make = "upper-case paths"
    layout = "plain"

    def section_path(self, section: str) -> str:
        return f"/News/{section}"

    def listing_path(self, section: str, number: int) -> str:
        path = self.section_path(section)
        return path if number == 1 else f"{path}/Index.HTM?Page={number}"

    def path_of(self, story: Story) -> str:
        title = "-".join(word.capitalize() for word in story.slug.split("-"))
        return f"{self.section_path(story.section)}/{title}_{story.number}.HTM"


class BaseHref(SectionedSite):
    """Relative links that mean something else without ``<base href="/zeitung/">``."""

    key = "base_href"
    make = "relative links with <base>"
    language = "de"
    layout = "plain"
    base: ClassVar[str] = "/zeitung/"

    def section_path(self, section: str) -> str:
        return f"{self.base}{slug(section)}/"

    def path_of(self, story: Story) -> str:
        return f"{self.section_path(story.section)}{story.slug}-{story.number}.html"

    def listing_path(self, section: str, number: int) -> str:
        path = self.section_path(section)
        return path if number == 1 else f"{path}seite-{number}.html"

    def href(self, story: Story) -> str:
        return self.path_of(story).removeprefix(self.base)

    def nav(self) -> Sequence[Link]:
        return [(label, path.removeprefix(self.base)) for label, path in super().nav()]
