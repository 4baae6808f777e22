"""Numbers the versions of an article: 1 and ``new``, or the next one with what came before.

What has a record already and has not changed since is turned away.
"""

from __future__ import annotations

from typing import Any

from newscrawl.items import NEW, WITHDRAWN, Article
from newscrawl.pipelines.base import RunPipeline
from newscrawl.pipelines.changes import change_type, text_change
from newscrawl.spiders.known import known_as
from newscrawl.spiders.run import TurnedAway, key_of
from newscrawl.state.articles import Known
from newscrawl.state.outcomes import Outcome


class VersionPipeline(RunPipeline):
    """Sets ``version``, ``change_type`` and ``previous_hash``."""

    def process_item(self, item: Any) -> Any:
        """Number the article's version, or raise :class:`~newscrawl.spiders.run.TurnedAway`."""
        if isinstance(item, Article) and item.id:
            with self._run.turns_away_if_storage_fails():
                self._number(item, self._run.state.articles.recorded(item.id))
        return item

    def _number(self, item: Article, before: Known | None) -> None:
        withdrawn = item.change_type == WITHDRAWN
        if before is None:
            item.version, item.change_type, item.previous_hash = 1, NEW, None
            return
        if withdrawn and before.change_type == WITHDRAWN:
            raise TurnedAway(Outcome.GONE, "still withdrawn")
        item.change_type = WITHDRAWN if withdrawn else self._change(item, before)
        item.version, item.previous_hash = before.version + 1, before.content_hash

    def _change(self, item: Article, before: Known) -> str:
        key = key_of(item)
        after = known_as(item, key, before.site)
        differs = before.content_hash != after.content_hash
        record = self._run.record_of(before) if differs else None
        text = text_change(before, after, item, record, self._run.repeated.pop(key, ()))
        change = change_type(before, after, text)
        if change is None:
            raise TurnedAway(Outcome.UNCHANGED, "unchanged")
        return change
