"""Sites that only their feeds lead into: RSS 2.0, Atom, JSON Feed and RSS 1.0."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from world.layouts import Sheet, links
from world.lists import atom, json_feed, rdf, rss
from world.prose import slug
from world.resource import Resource
from world.site import Site

PER_FEED = 30


def alternate(media_type: str, href: str) -> Markup:
    """A feed as a page's head declares it."""
    return Markup('<link rel="alternate" type="{}" href="{}">').format(media_type, href)


class RssOnly(Site):
    """A feed per section: the main one in the head, the others on a page that lists them."""

    key = "rss"
    make = "RSS only, a feed per section"
    language = "fr"
    layout = "classic"

    def front_head(self) -> Markup:
        return alternate("application/rss+xml", "/rss/une.xml")

    def front_sheet(self) -> Sheet:
        sheet = super().front_sheet()
        return Sheet(
            sheet.title,
            teasers=sheet.teasers,
            head=sheet.head,
            below=links([("Nos flux RSS", "/nos-flux-rss")]),
        )

    def lists(self) -> Iterator[tuple[str, Resource]]:
        feeds = [(name, f"/rss/{slug(name)}.xml") for name in self.sections]
        yield "/nos-flux-rss", self.page(Sheet("Nos flux RSS", below=links(feeds)))
        yield "/rss/une.xml", self._feed(None)
        for name, path in feeds:
            yield path, self._feed(name)

    def _feed(self, section: str | None) -> Resource:
        stories = [story for story in self.stories if section in (None, story.section)]
        return Resource(
            lambda: rss(self.name, self.base_url, self.entries(stories[:PER_FEED])),
            "application/rss+xml; charset=utf-8",
        )


class AtomOnly(Site):
    """One Atom feed in pages (RFC 5005), declared in the head."""

    key = "atom"
    make = "Atom only, in pages"

    def front_head(self) -> Markup:
        return alternate("application/atom+xml", "/feeds/all.atom")

    def lists(self) -> Iterator[tuple[str, Resource]]:
        for number, start in enumerate(range(0, len(self.stories), PER_FEED), 1):
            yield self._path(number), self._feed(number, start)

    def _path(self, number: int) -> str:
        return "/feeds/all.atom" + (f"?page={number}" if number > 1 else "")

    def _feed(self, number: int, start: int) -> Resource:
        stories = self.stories[start : start + PER_FEED]
        more = start + PER_FEED < len(self.stories)
        following = self.absolute(self._path(number + 1)) if more else ""
        address = self.absolute(self._path(number))
        return Resource(
            lambda: atom(self.name, address, self.entries(stories), following),
            "application/atom+xml; charset=utf-8",
        )


class JsonFeedOnly(Site):
    """A JSON Feed in pages (``next_url``), declared in the head."""

    key = "json_feed"
    make = "JSON Feed only, in pages"

    def front_head(self) -> Markup:
        return alternate("application/feed+json", "/api/feed")

    def lists(self) -> Iterator[tuple[str, Resource]]:
        for number, start in enumerate(range(0, len(self.stories), PER_FEED), 1):
            yield self._path(number), self._feed(number, start)

    def _path(self, number: int) -> str:
        return "/api/feed" + (f"?page={number}" if number > 1 else "")

    def _feed(self, number: int, start: int) -> Resource:
        stories = self.stories[start : start + PER_FEED]
        more = start + PER_FEED < len(self.stories)
        following = self.absolute(self._path(number + 1)) if more else ""
        return Resource(
            lambda: json_feed(self.name, self.base_url, self.entries(stories), following),
            "application/feed+json",
        )


class RdfOnly(Site):
    """RSS 1.0 that no head declares: a small link at the foot of the front page leads to it."""

    key = "rdf"
    make = "RSS 1.0 only, undeclared"
    language = "de"
    layout = "plain"

    def front_sheet(self) -> Sheet:
        sheet = super().front_sheet()
        return Sheet(sheet.title, teasers=sheet.teasers, below=links([("RSS", "/index.rdf")]))

    def lists(self) -> Iterator[tuple[str, Resource]]:
        yield (
            "/index.rdf",
            Resource(
                lambda: rdf(self.name, self.base_url, self.entries(self.stories)),
                "application/rdf+xml",
            ),
        )
