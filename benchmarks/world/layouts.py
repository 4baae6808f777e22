"""Pages as HTML, in one of three layouts: ``modern``, ``classic`` and ``plain``.

Each layout is one template that shows an article (``story``), a listing (``teasers``) or a page of
text, with the same boilerplate around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from world.prose import words
from world.story import Story

Link = tuple[str, str]  # label, address
NOTHING: Final = Markup()


@dataclass(frozen=True, slots=True)
class Teaser:
    """One entry of a listing."""

    href: str
    label: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a site shares."""

    name: str
    language: str
    layout: str
    nav: Sequence[Link]
    footer: Sequence[Link]
    home: str = "/"
    base: str = ""
    charset: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page shows; ``tools``, ``below``, ``pages`` and ``head`` are HTML."""

    title: str
    paragraphs: Sequence[str] = ()
    story: Story | None = None
    teasers: Sequence[Teaser] = ()
    address: str = ""
    canonical: str = ""
    head: Markup = NOTHING
    tools: Markup = NOTHING
    below: Markup = NOTHING
    pages: Markup = NOTHING
    links: dict[str, str] = field(default_factory=dict)


def render(frame: Frame, sheet: Sheet) -> bytes:
    """The page, encoded as the frame says."""
    spoken = words(frame.language)
    shown: dict[str, Any] = {name: getattr(sheet, name) for name in Sheet.__slots__}
    story = sheet.story
    shown |= {
        "name": frame.name,
        "nav": frame.nav,
        "footer": frame.footer,
        "home": frame.home,
        "base": frame.base,
        "words_language": frame.language,
        "declared_charset": frame.charset,
        "labels": spoken.labels,
        "paths": spoken.paths,
        "published": spoken.show(story.published) if story else "",
        "chrome": story.chrome if story else 0,
        **{f"{name}_path": href for name, href in sheet.links.items()},
    }
    text = _template(frame.layout).render(shown)
    return text.encode(frame.charset, "xmlcharrefreplace")


def link(label: str, href: str, rel: str = "") -> Markup:
    """An ``<a>``."""
    shown = Markup(' rel="{}"').format(rel) if rel else NOTHING
    return Markup('<a href="{}"{}>{}</a>').format(href, shown, label)


def links(entries: Sequence[Link], css: str = "links") -> Markup:
    """A list of links."""
    items = NOTHING.join(Markup("<li>{}</li>").format(link(*entry)) for entry in entries)
    return Markup('<ul class="{}">{}</ul>').format(css, items)


@cache
def _template(layout: str) -> Template:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{layout}.html.j2")
