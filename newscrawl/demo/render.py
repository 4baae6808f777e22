"""A newsroom's pages, made from its data with the theme's Jinja2 templates.

:class:`Theme` fills templates; ``routes.py`` says which address shows what.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from newscrawl.demo.newsroom import Newsroom, Story
from newscrawl.demo.prose import inline_html, parse


@dataclass(frozen=True, slots=True)
class Resource:
    """What an address answers with: ``body`` is bytes as sent, ``modified`` has a zone."""

    body: bytes
    content_type: str
    modified: datetime
    status: int = 200
    location: str | None = None

    @property
    def etag(self) -> str:
        """A strong validator: the hash of the bytes."""
        return f'"{sha256(self.body).hexdigest()[:16]}"'


class Theme:
    """The templates of one newsroom, bound to the address that it is served at."""

    def __init__(self, newsroom: Newsroom, base_url: str) -> None:
        self.newsroom = newsroom
        self.base_url = base_url
        self.updated = max(story.changed for story in newsroom.stories)
        self._environment = Environment(
            loader=PackageLoader("newscrawl.demo"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(self._filters())
        self._environment.globals.update(
            newsroom=newsroom, base_url=base_url, updated=self.updated, labels=newsroom.labels
        )

    def page(self, template: str, *, status: int = 200, **context: Any) -> Resource:
        """A page of the theme, in the newsroom's encoding."""
        text = self._fill(f"{self.newsroom.key}/{template}.html.j2", context)
        body = text.encode(self.newsroom.encoding, "xmlcharrefreplace")
        story = context.get("story")
        modified = story.changed if isinstance(story, Story) else self.updated
        return Resource(body, self.newsroom.content_type, modified, status)

    def xml(self, template: str, content_type: str = "application/xml", **context: Any) -> Resource:
        """A feed or a sitemap, in UTF-8."""
        text = self._fill(f"shared/{template}.xml.j2", context)
        return Resource(text.encode(), f"{content_type}; charset=utf-8", self.updated)

    def style(self) -> Resource:
        """The theme's stylesheet."""
        text = self._fill(f"{self.newsroom.key}/style.css.j2", {})
        return Resource(text.encode(), "text/css; charset=utf-8", self.updated)

    def absolute(self, path: str) -> str:
        """The address of a path of the site."""
        return self.base_url + path

    def resolve(self, target: str) -> str:
        """The address that a link in prose means: ``story:slug``, a path, or an address."""
        kind, _, slug = target.partition(":")
        return self.newsroom.path_of(self.newsroom.story(slug)) if kind == "story" else target

    def show_date(self, moment: datetime, pattern: str | None = None) -> str:
        """A date as the newsroom writes it; patterns see ``d`` (the date) and ``month``."""
        month = self.newsroom.months[moment.month - 1]
        return (pattern or self.newsroom.date_format).format(d=moment, month=month)

    def _fill(self, template: str, context: dict[str, Any]) -> str:
        return self._environment.get_template(template).render(context)

    def _filters(self) -> dict[str, Callable[..., object]]:
        room = self.newsroom
        return {
            "inline": lambda markup: Markup(inline_html(markup, self.resolve)),
            "prose": parse,
            "date": self.show_date,
            "rfc822": format_datetime,
            "path": room.path_of,
            "absolute": self.absolute,
            "hashed": lambda name: sha256(name.encode()).hexdigest()[:6],
            "section": room.section,
            "author": room.author,
            "story": room.story,
            "section_path": lambda slug: room.paths.section.format(slug=slug),
            "tag_path": lambda tag: room.paths.tag.format(slug=slugify(tag)),
            "author_path": lambda slug: room.paths.author.format(slug=slug),
            "image_path": lambda story: room.paths.image.format(
                slug=story.slug, date=story.published
            ),
            "print_path": lambda story: room.paths.print.format(path=room.path_of(story)),
        }


def gzipped(resource: Resource) -> Resource:
    """The same content as a gzip file (fixed time stamp, so that the bytes never vary)."""
    body = gzip.compress(resource.body, mtime=0)
    return Resource(body, "application/gzip", resource.modified)


def slugify(label: str) -> str:
    """A label as a part of an address: letters without accents and digits, joined by hyphens."""
    letters = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    kept = "".join(letter if letter.isalnum() else " " for letter in letters)
    return "-".join(kept.split())
