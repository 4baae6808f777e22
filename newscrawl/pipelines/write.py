"""Hands articles to the run's writer, which settles their URLs once the records are durable."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article
from newscrawl.pipelines.base import RunPipeline
from newscrawl.spiders.run import key_of


class WritePipeline(RunPipeline):
    """Writes one record per article."""

    def process_item(self, item: Any) -> Any:
        """Write the article and pass it on, unless storage has failed."""
        if isinstance(item, Article):
            with self._run.turns_away_if_storage_fails():
                self._run.write(item, key_of(item))
        return item
