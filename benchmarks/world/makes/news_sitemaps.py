"""An index of indexes of gzipped news sitemaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from world.lists import news_sitemap, sitemap_index, zipped
from world.resource import Resource
from world.site import Site
from world.story import Story

GZIP = "application/x-gzip"
PER_SITEMAP = 20
PER_INDEX = 2


class NewsSitemaps(Site):
    """Three levels: the root, an index per period, a news sitemap per 20 stories."""

    key = "news_sitemaps"
    make = "nested gz news sitemaps only"

    def sitemaps(self) -> Sequence[str]:
        return ("/maps/root.xml.gz",)

    def lists(self) -> Iterator[tuple[str, Resource]]:
        starts = range(0, len(self.stories), PER_SITEMAP)
        leaves = [f"/maps/news-{start}.xml.gz" for start in starts]
        indexes = []
        for rank in range(0, len(leaves), PER_INDEX):
            indexes.append(f"/maps/period-{rank}.xml.gz")
            yield indexes[-1], self._index(leaves[rank : rank + PER_INDEX])
        yield "/maps/root.xml.gz", self._index(indexes)
        for start, leaf in zip(starts, leaves, strict=True):
            yield leaf, self._leaf(self.stories[start : start + PER_SITEMAP])

    def _index(self, paths: Sequence[str]) -> Resource:
        return Resource(lambda: zipped(sitemap_index(map(self.absolute, paths))), GZIP)

    def _leaf(self, stories: Sequence[Story]) -> Resource:
        return Resource(
            lambda: zipped(news_sitemap(self.entries(stories), self.name, self.language)), GZIP
        )
