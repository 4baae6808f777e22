"""What changed between two versions of an article: in its own words, never in its page.

Compared are headline, body and date of modification. A body that differs is compared by paragraphs
with that of the last record, without the texts that the site's other articles show by now: what
was taken for the article's own when the site was not known yet is no change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from newscrawl.items import (
    CORRECTED_HEADLINE,
    REDATED,
    RESTORED,
    UPDATED,
    WITHDRAWN,
    Article,
)
from newscrawl.state.articles import Known
from newscrawl.values.similarity import content_hash

# A date of modification so close (seconds) to the time of each visit is that of the answer.
RENDERED_S: Final = 300


def text_change(
    before: Known, after: Known, item: Article, record: dict[str, Any] | None, site: Iterable[str]
) -> str | None:
    """How the text changed; None where it did not. ``record`` is the last one, where it can be
    had; ``site`` are texts of the page that are its site's."""
    if before.content_hash == after.content_hash:
        return None
    same_headline = before.headline_hash == after.headline_hash
    if record is None:
        return UPDATED
    site = {_folded(text) for text in site}
    if _own(record.get("article_body"), site) != _own(item.article_body, site):
        return UPDATED
    return None if same_headline else CORRECTED_HEADLINE


def change_type(before: Known, after: Known, text: str | None) -> str | None:
    """What kind of version comes after ``before``; None where nothing changed."""
    if before.change_type == WITHDRAWN:
        return RESTORED
    return text or (REDATED if _is_redated(before, after) else None)


def _is_redated(before: Known, after: Known) -> bool:
    if after.modified is None or before.modified == after.modified:
        return False
    return not (_is_of_the_answer(before) and _is_of_the_answer(after))


def _is_of_the_answer(known: Known) -> bool:
    """Whether the page states the time at which it was made as the date of modification."""
    if known.modified is None or known.fetched is None:
        return False
    return abs(known.fetched - known.modified) <= RENDERED_S


def _own(body: str | None, site: set[str]) -> list[str]:
    folded = map(_folded, (body or "").split("\n\n"))
    return [paragraph for paragraph in folded if paragraph not in site]


def _folded(text: str) -> str:
    return content_hash(None, text)
