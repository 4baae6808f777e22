"""Asking again: what a request says of the last answer, and what becomes of a URL with a record.

A URL keeps its record whatever another visit brings. A visit that failed is made again by the next
runs; any other leads to the next one of the schedule.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from newscrawl.items import WITHDRAWN, Article
from newscrawl.state.outcomes import FAILURES, Outcome, Pending, Validators
from newscrawl.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.http import Headers, Response

WITHDRAWN_STATUS: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# Outcomes that say something of an article; all others say something of the visit.
_TELLING: Final = frozenset({Outcome.STORED, Outcome.UNCHANGED, Outcome.GONE})


# What the record of a withdrawn article still says.
_KEPT_WHEN_WITHDRAWN: Final = (
    "url",
    "canonical_url",
    "article_type",
    "headline",
    "in_language",
    "date_published",
    "date_modified",
    "authors",
    "publisher",
    "sections",
)


class Settlement(NamedTuple):
    """How a URL is settled; ``next_visit`` in seconds since 1970."""

    outcome: Outcome
    reason: str | None
    next_visit: int | None


def after_visit(
    pending: Pending, outcome: Outcome, reason: str | None, following: int | None, max_tries: int
) -> Settlement:
    """What another visit to an article that has a record leaves behind; ``following`` is the next
    one by the schedule, in seconds since 1970; after ``max_tries`` it is left at that."""
    again = outcome in FAILURES and pending.tries + 1 < max_tries
    visit = pending.next_visit if again else following
    if outcome in _TELLING:
        return Settlement(outcome, reason, visit)
    return Settlement(Outcome.STORED, f"asked again: {reason or outcome.value}", visit)


def withdrawn(known: Mapping[str, Any], pending: Pending) -> Article:
    """The record that says that an article is gone: who, when and where, without the text.

    ``known`` is its last record, empty where no file holds it any more.
    """
    facts = {name: known.get(name) for name in _KEPT_WHEN_WITHDRAWN}
    article = msgspec.convert({n: v for n, v in facts.items() if v is not None}, Article)
    article.id, article.change_type = pending.article, WITHDRAWN
    article.url = article.url or pending.url
    article.extractor_version = __version__
    return article


def conditional_headers(pending: Pending) -> dict[str, str]:
    """Headers that ask for the answer only if it is another one than the last."""
    headers = {
        "If-None-Match": pending.validators.etag,
        "If-Modified-Since": pending.validators.modified,
    }
    return {name: value for name, value in headers.items() if value}


def expected_statuses(pending: Pending) -> dict[str, Any]:
    """``Request.meta`` that lets answers through that are no failure here."""
    expected = [HTTPStatus.NOT_MODIFIED.value] if conditional_headers(pending) else []
    expected += WITHDRAWN_STATUS if pending.article else ()
    return {"handle_httpstatus_list": expected} if expected else {}


def validators_of(response: Response, before: Validators | None = None) -> Validators:
    """The validators of an answer; of "not modified" those that it does not renew stay."""
    before = before or Validators()
    return Validators(
        _header(response.headers, "ETag") or before.etag,
        _header(response.headers, "Last-Modified") or before.modified,
    )


def _header(headers: Headers, name: str) -> str | None:
    value = (headers.get(name) or b"").decode("latin-1").strip()
    return value if value.isascii() and value.isprintable() else None
