"""Whatever text a page holds, its record is one line of strict UTF-8 JSON that validates."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import EVIDENCE_FIELDS, Article, Breadcrumb, Person
from newscrawl.schema import encode, to_dict, validate

# Surrogates, NUL and controls included.
anything = st.text(st.characters(exclude_categories=[]))
number = st.none() | st.floats(0, 1) | st.just(float("nan"))


@given(
    headline=anything,
    body=st.none() | anything,
    names=st.lists(anything, max_size=3),
    confidence=number,
    source=st.none() | anything,
)
def test_nasty_text_makes_a_sound_line(
    headline: str, body: str | None, names: list[str], confidence: float | None, source: str | None
) -> None:
    article = Article(
        url="https://example.com/a",
        headline=headline,
        article_body=body,
        authors=[Person(name) for name in names],
        breadcrumbs=[Breadcrumb(name) for name in names],
        keywords=names,
        confidence=dict.fromkeys(EVIDENCE_FIELDS, confidence),
        sources=dict.fromkeys(EVIDENCE_FIELDS, source),
    )
    line = encode(article)
    validate(line)
    assert line.count(b"\n") == 1
    assert json.loads(line.decode("utf-8")) == to_dict(article)
    assert "\0" not in json.loads(line)["headline"]
