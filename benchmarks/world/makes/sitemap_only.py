"""A plain sitemap, named in robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from world.lists import sitemap
from world.resource import XML, Resource
from world.site import Site


class SitemapOnly(Site):
    """Section and service pages stand in it beside the stories."""

    key = "sitemap"
    make = "sitemap only"
    language = "de"

    def sitemaps(self) -> Sequence[str]:
        return ("/sitemaps/alles.xml",)

    def lists(self) -> Iterator[tuple[str, Resource]]:
        services = [self.absolute(self.words.paths[name]) for name in ("about", "contact")]
        yield (
            "/sitemaps/alles.xml",
            Resource(lambda: sitemap(self.entries(self.stories), services), XML),
        )
