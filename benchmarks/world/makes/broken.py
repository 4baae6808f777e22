"""Sites where something is broken, or says what is not so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import ClassVar, Final

from world.layouts import Link, Sheet, Teaser, render
from world.lists import Entry, rss, sitemap, sitemap_index
from world.makes.feeds import alternate
from world.prose import slug
from world.resource import XML, Resource, redirect
from world.sectioned import SectionedSite
from world.site import Site
from world.story import Story

# How long a dead sitemap keeps its caller waiting, in seconds, before the connection is cut.
HANG_S: Final = 2.0
_OUTSIDE: Final = 12  # adverts in the feed


class DeadSitemaps(Site):
    """An index whose dead parts stand before the live ones."""

    key = "dead_sitemaps"
    make = "dead sub-sitemaps beside live"
    language = "de"

    def sitemaps(self) -> Sequence[str]:
        return ("/weg.xml", "/sitemap-index.xml")

    def lists(self) -> Iterator[tuple[str, Resource]]:
        dead = dict(self._dead())
        half = len(self.stories) // 2
        parts = {"/map-neu.xml": self.stories[:half], "/map-alt.xml": self.stories[half:]}
        urls = [self.absolute(path) for path in chain(("/map-fehlt.xml", *dead), parts)]
        yield "/sitemap-index.xml", Resource(lambda: sitemap_index(urls), XML)
        yield from dead.items()
        for path, stories in parts.items():
            yield path, self._live(stories)

    def _live(self, stories: Sequence[Story]) -> Resource:
        return Resource(lambda: sitemap(self.entries(stories)), XML)

    def _dead(self) -> Iterator[tuple[str, Resource]]:
        yield "/map-500.xml", Resource(lambda: b"error", "text/plain", 500)
        yield "/map-403.xml", Resource(lambda: b"no", "text/plain", 403)
        yield "/map-html.xml", self.page(Sheet("Wartung", ["Wir sind gleich zurück."]))
        yield "/map-leer.xml", Resource(lambda: b"", XML)
        yield "/map-kaputt.xml", Resource(lambda: b"<?xml version='1.0'?><urlset><url><loc>", XML)
        yield "/map-langsam.xml", Resource(lambda: b"", XML, hang_s=HANG_S)


class Adverts(Site):
    """A feed with items that lead to another host, at once or by a redirect."""

    key = "adverts"
    make = "feed with adverts"

    def front_head(self):  # type: ignore[no-untyped-def]
        return alternate("application/rss+xml", "/feed.xml")

    def lists(self) -> Iterator[tuple[str, Resource]]:
        yield "/feed.xml", Resource(lambda: rss(self.name, self.base_url, self._mixed()), XML)
        for number in range(_OUTSIDE // 2):
            yield f"/out/{number}", redirect(f"{self.elsewhere}/offer/{number}", 302)

    def _mixed(self) -> list[Entry]:
        entries = self.entries(self.stories)
        moment = self.stories[0].published
        for number in range(_OUTSIDE):
            host = self.elsewhere if number % 2 else f"{self.base_url}/out"
            url = f"{self.elsewhere}/offer/{number}" if number % 2 else f"{host}/{number // 2}"
            advert = Entry(url, f"Save {number + 5} per cent today", "Advert", moment, moment)
            entries.insert(number * 3, advert)
        return entries


class WrongCharset(SectionedSite):
    """The header says UTF-8, the bytes are ISO-8859-1, and so are the paths in links."""

    key = "wrong_charset"
    make = "wrong charset in the header"
    language = "de"
    layout = "plain"
    charset: ClassVar[str] = "iso-8859-1"

    def path_of(self, story: Story) -> str:
        return f"/{slug(story.section)}/über-{story.slug}-{story.number}.html"


class FrontRedirect(SectionedSite):
    """``/`` answers 301 to ``/de/``; all addresses stand below it."""

    key = "front_redirect"
    make = "front page redirects to /de/"
    language = "de"
    home: ClassVar[str] = "/de/"

    def section_path(self, section: str) -> str:
        return f"/de/{slug(section)}"

    def path_of(self, story: Story) -> str:
        return f"/de{super().path_of(story)}"

    def lists(self) -> Iterator[tuple[str, Resource]]:
        yield from super().lists()
        yield "/", redirect(self.absolute("/de/"))
        yield "/de/", self.page(self.front_sheet())


class SoftMissing(SectionedSite):
    """Whatever is not there answers 200 with a page that says so; dead links lead to it."""

    key = "soft_404"
    make = "soft 404 pages"
    dead_links: Final = 5

    def missing(self) -> Resource:
        labels = self.words.labels
        return self.page(Sheet(labels["missing"], [labels["missing_text"]]))

    def robots(self) -> bytes:
        return render(self.frame, Sheet(self.words.labels["missing"]))

    def front_sheet(self) -> Sheet:
        sheet = super().front_sheet()
        gone = [
            Teaser(f"{self.path_of(story)}9", f"{story.headline} (live)")
            for story in self.stories[: self.dead_links]
        ]
        return replace(sheet, teasers=[*sheet.teasers, *gone])

    def footer(self) -> Sequence[Link]:
        return super().footer()[:-1]  # without robots.txt nothing is forbidden


class Throttled(SectionedSite):
    """Every 25th request is told to come back in a second."""

    key = "throttled"
    make = "429 with Retry-After"
    every: Final = 25
    retry_after_s: Final = 1

    def __init__(self, *given: object) -> None:
        self._requests = count(1)
        super().__init__(*given)  # type: ignore[arg-type]

    def answer(self, target: str) -> Resource:
        if target != "/robots.txt" and next(self._requests) % self.every == 0:
            wait = (("Retry-After", str(self.retry_after_s)),)
            return Resource(lambda: b"slow down", "text/plain", 429, headers=wait)
        return super().answer(target)
