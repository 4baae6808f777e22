"""Lets through articles whose record fits the schema."""

from __future__ import annotations

from typing import Any

from newscrawl.errors import InvalidRecordError
from newscrawl.items import Article
from newscrawl.schema import encode, validate
from newscrawl.spiders.run import TurnedAway
from newscrawl.state.outcomes import Outcome


class ValidatePipeline:
    """Turns away what is no article, has no address, or does not fit the schema."""

    def process_item(self, item: Any) -> Any:
        """Pass the item on, or raise :class:`~newscrawl.spiders.run.TurnedAway`."""
        if not isinstance(item, Article):
            return item
        if not item.is_article:
            raise TurnedAway(Outcome.NOT_ARTICLE, "not an article")
        if not item.url:
            raise TurnedAway(Outcome.FAILED, "invalid record: url: expected an address, got none")
        try:
            validate(encode(item))
        except InvalidRecordError as error:
            raise TurnedAway(Outcome.FAILED, f"invalid record: {error}") from error
        return item
