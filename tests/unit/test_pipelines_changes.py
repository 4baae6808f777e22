"""pipelines.changes: what makes a version of an article another one, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawl.items import Article
from newscrawl.pipelines.changes import change_type, text_change
from newscrawl.spiders.known import known_as
from newscrawl.values.similarity import content_hash

BODY = "The ferry runs late.\n\nNobody knows why."
BOX = "Get our letter every morning."
BEFORE: dict[str, Any] = {
    "headline": "Ferry late",
    "article_body": BODY,
    "date_modified": "2026-11-20T08:00:00+00:00",
    "fetched_at": "2026-11-20T09:00:00+00:00",
}
RENDERED = "2026-11-20T09:00:04+00:00"


def article(**fields: Any) -> Article:
    made = Article(**{**BEFORE, "fetched_at": "2026-11-20T12:00:00+00:00", **fields})
    made.content_hash = content_hash(made.headline, made.article_body)
    return made


def change(
    before: dict[str, Any], after: dict[str, Any], site: tuple[str, ...] = (), *, kept: bool = True
) -> str | None:
    first, second = article(**{**BEFORE, **before}), article(**after)
    one, other = (known_as(each, "0" * 32, "example.com") for each in (first, second))
    record = {"article_body": first.article_body} if kept else None
    return change_type(one, other, text_change(one, other, second, record, site))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({}, {}, None),
        ({}, {"article_body": BODY.replace("late", "early")}, "updated"),
        ({}, {"article_body": f"{BODY}\n\nMore soon."}, "updated"),
        ({}, {"article_body": BODY.replace(" ", "  ")}, None),
        ({}, {"headline": "Ferry early"}, "corrected headline"),
        ({}, {"headline": "Ferry early", "article_body": "None."}, "updated"),
        ({}, {"date_modified": "2026-11-20T09:30:00+01:00"}, "redated"),
        ({}, {"date_modified": "2026-11-20T09:00:00+01:00"}, None),
        ({}, {"date_modified": None}, None),
        ({"date_modified": None}, {}, "redated"),
        # the time of each answer
        ({"date_modified": RENDERED}, {"date_modified": "2026-11-20T12:00:02+00:00"}, None),
        ({"date_modified": RENDERED}, {"date_modified": "2026-11-20T10:00:00+00:00"}, "redated"),
        # what surrounds the article in the record is not compared
        ({"keywords": ["a"]}, {"keywords": ["b"], "word_count": 9, "sections": ["c"]}, None),
        ({"change_type": "withdrawn", "previous_hash": "0" * 64}, {}, "restored"),
    ],
)
def test_what_changed(before: dict[str, Any], after: dict[str, Any], kind: str | None) -> None:
    assert change(before, after) == kind


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (f"{BODY}\n\n{BOX}", BODY, None),  # the box was taken for text when the site was new
        (f"{BODY}\n\n{BOX}", f"{BODY}\n\nMore soon.", "updated"),
        (BODY, f"{BODY}\n\n{BOX}", None),
        (f"{BODY}\n\nA box that no other article shows.", BODY, "updated"),
    ],
)
def test_what_the_site_repeats_is_no_change(before: str, after: str, kind: str | None) -> None:
    assert change({"article_body": before}, {"article_body": after}, (BOX,)) == kind


def test_without_the_last_record_any_other_text_is_an_update() -> None:
    assert change({}, {"headline": "Ferry early"}, kept=False) == "updated"
    assert change({}, {}, kept=False) is None
