"""The pages of a site that are no articles: about, contact, login, authors, galleries, events, ...

Each looks like an article in one respect: running text (about), a headline-like address
(galleries), a date in the address (events), teasers (authors and topics).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from world.layouts import Sheet, links
from world.prose import Writer, slug
from world.resource import Resource

if TYPE_CHECKING:
    from world.site import Site

GALLERIES: Final = 2
EVENTS: Final = 3
PICTURES: Final = 8


def services(site: Site) -> Iterator[tuple[str, Resource]]:
    """Addresses and pages."""
    labels, paths = site.words.labels, site.words.paths
    writer = Writer(site.language, f"{site.key}/about")
    yield paths["about"], site.page(Sheet(labels["about"], [" ".join(writer.about())]))
    yield paths["contact"], site.page(Sheet(labels["contact"], ["Tel. 0555 / 10 20 30"]))
    yield paths["search"], site.page(Sheet(labels["search"]))
    yield paths["login"], site.page(Sheet(labels["login"], below=_login_form()))
    yield paths["subscribe"], site.page(Sheet(labels["subscribe"], [labels["price"]]))
    yield from _people(site)
    yield from _galleries(site, writer)
    yield from _events(site, writer)


def _people(site: Site) -> Iterator[tuple[str, Resource]]:
    """Authors with a word about them, and topics; both show the site's front stories only."""
    paths, labels = site.words.paths, site.words.labels
    for name in sorted({story.author for story in site.stories}):
        about = [f"{name}. {labels['author']}.", Writer(site.language, name).about()[1]]
        sheet = Sheet(name, about, teasers=site.teasers(site.front))
        yield paths["author"].format(slug=slug(name)), site.page(sheet)
    for topic in sorted({story.topic for story in site.stories}):
        sheet = Sheet(f"{labels['topic']}: {topic}", teasers=site.teasers(site.front))
        yield paths["topic"].format(slug=slug(topic)), site.page(sheet)


def _galleries(site: Site, writer: Writer) -> Iterator[tuple[str, Resource]]:
    path, title = site.words.paths["gallery"], site.words.labels["gallery"]
    names = [writer.headline() for _ in range(GALLERIES)]
    shown = links([(name, f"{path}/{slug(name)}") for name in names])
    yield path, site.page(Sheet(title, below=shown))
    for name in names:
        pictures = [
            Markup('<li><img src="/static/g{}.jpg" alt=""><span>{} {}/{}</span></li>').format(
                number, site.words.labels["photo"], number, PICTURES
            )
            for number in range(1, PICTURES + 1)
        ]
        below = Markup('<ul class="gallery">{}</ul>').format(Markup().join(pictures))
        yield f"{path}/{slug(name)}", site.page(Sheet(name, below=below))


def _events(site: Site, writer: Writer) -> Iterator[tuple[str, Resource]]:
    path, title = site.words.paths["events"], site.words.labels["events"]
    days = [site.now + timedelta(days=3 * number) for number in range(1, EVENTS + 1)]
    rows = [(f"{day:%d.%m.}: {writer.words.places[day.day % 9]}", day) for day in days]
    shown = links([(label, f"{path}/{day:%Y-%m-%d}") for label, day in rows])
    yield path, site.page(Sheet(title, below=shown))
    for label, day in rows:
        text = [f"{site.words.show(day)}. {writer.words.streets[day.day % 9]} {day.day}."]
        yield f"{path}/{day:%Y-%m-%d}", site.page(Sheet(label, text))


def _login_form() -> Markup:
    return Markup('<form method="post"><input name="user"><input type="password" name="p"></form>')
