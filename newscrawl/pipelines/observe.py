"""Counts what was read of each article, for the drift sentinel; passes everything on."""

from __future__ import annotations

from typing import Any

from newscrawl.items import Article
from newscrawl.pipelines.base import RunPipeline


class ObservePipeline(RunPipeline):
    """Stands after validation and before deduplication: what is read again counts as well."""

    def process_item(self, item: Any) -> Any:
        """Count the article and pass it on, unless storage has failed."""
        if isinstance(item, Article):
            with self._run.turns_away_if_storage_fails():
                self._run.observe(item)
        return item
