"""Hands articles to the run's writer, which settles their URLs once the records are durable."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from newscrawl.items import Article
from newscrawl.spiders.run import RunExtension, key_of, run_of


class WritePipeline:
    """Writes one record per article."""

    def __init__(self, run: RunExtension) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reach the run."""
        return cls(run_of(crawler))

    def process_item(self, item: Any) -> Any:
        """Write the article and pass it on, unless storage has failed."""
        if isinstance(item, Article):
            with self._run.turns_away_if_storage_fails():
                self._run.write(item, key_of(item))
        return item
