"""Numbers the versions of an article: 1 and ``new``, or the next one with what came before."""

from __future__ import annotations

from typing import Any, Final

from newscrawl.items import Article
from newscrawl.pipelines.base import RunPipeline
from newscrawl.state.articles import Known

NEW: Final = "new"
UPDATED: Final = "updated"


class VersionPipeline(RunPipeline):
    """Sets ``version``, ``change_type`` and ``previous_hash``."""

    def process_item(self, item: Any) -> Any:
        """Number the article's version."""
        if isinstance(item, Article) and item.id:
            with self._run.turns_away_if_storage_fails():
                _number(item, self._run.state.articles.recorded(item.id))
        return item


def _number(item: Article, before: Known | None) -> None:
    item.version = before.version + 1 if before else 1
    item.change_type = UPDATED if before else NEW
    item.previous_hash = before.content_hash if before else None
