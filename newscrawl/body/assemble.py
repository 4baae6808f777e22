"""From blocks to the body: group, describe, judge twice, apply the rules, put together.

The order is that of :func:`read_body`. Nothing here raises on a page; a page without text gives an
empty body.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.blocks import Blocks
from newscrawl.body.body import Block, Body, Statistics
from newscrawl.body.characters import STOP
from newscrawl.body.classifier import sigmoid, trees, weights
from newscrawl.body.context import Context
from newscrawl.body.draft import Draft, Repeats
from newscrawl.body.facts import Facts
from newscrawl.body.features import feature_rows
from newscrawl.body.removals import apply_rules
from newscrawl.page import Page

_PARAGRAPH: Final = 10  # words that a block has at least to count as a paragraph


def read_body(
    page: Page, *, headline: str | None = None, repeats: Repeats | None = None
) -> Body:  # fmt: skip
    """The article body of a page. Pure; never raises; linear in the size of the page.

    ``headline``: the article's headline where it is known, to tell it from sub-headings.
    ``repeats``: what a crawl knows of the site's other articles.
    """
    blocks = Blocks(page.walk)
    if not len(blocks):
        return Body()
    facts = Facts(page, blocks, headline)
    draft = Draft(facts, judge(facts), headline, repeats)
    apply_rules(draft)
    return _body(draft)


def judge(facts: Facts) -> NDArray[np.float64]:
    """The probability of each block: a first look, and a second that knows the first's result."""
    _, rows = feature_rows(facts)
    first = trees("first_").log_odds(rows)
    second = trees("second_").log_odds(Context.of(facts).rows(rows, first))
    return sigmoid((first + second) / 2)


def _body(draft: Draft) -> Body:
    facts, walk = draft.facts, draft.facts.blocks.walk
    kept = np.flatnonzero(draft.kept)
    elements = facts.blocks.element[kept]
    return Body(
        text="\n\n".join(draft.texts[index] for index in kept.tolist()),
        blocks=tuple(_blocks(draft)),
        confidence=_confidence(draft),
        start=int(elements.min()) if len(kept) else 0,
        end=max((walk.end[e] for e in elements.tolist()), default=0),
        container=facts.outline.container(np.where(draft.kept, facts.words, 0.0)),
        statistics=_statistics(draft),
    )


def _blocks(draft: Draft) -> list[Block]:
    blocks, tags = draft.facts.blocks, draft.facts.blocks.walk.tags
    decided = zip(
        blocks.texts, blocks.element.tolist(), draft.probability.tolist(), draft.kept.tolist(),
        strict=True,
    )  # fmt: skip
    return [
        Block(text, element, tags[element], probability, kept, draft.reason(index))
        for index, (text, element, probability, kept) in enumerate(decided)
    ]


def _confidence(draft: Draft) -> float:
    """The expected F1 under the blocks' probabilities, as it turned out on the training corpus."""
    words, kept = draft.facts.words, draft.kept
    right = float((draft.probability * words)[kept].sum())
    expected = 2 * right / max(float(words[kept].sum() + (draft.probability * words).sum()), 1e-9)
    known = weights()
    return float(np.interp(expected, known["confidence_expected"], known["confidence_found"]))


def _statistics(draft: Draft) -> Statistics:
    facts, kept = draft.facts, draft.kept
    words = facts.words
    body, page = float(words[kept].sum()), float(words.sum())
    if not body:
        linked = float((facts.links * words).sum() / page)
        return Statistics(page_words=page, page_blocks=len(words), page_links=linked)
    span = np.flatnonzero(kept)
    return Statistics(
        words=body,
        paragraphs=int((words[kept] >= _PARAGRAPH).sum()),
        longest=float(words[kept].max()),
        page_words=page,
        page_blocks=len(words),
        share=body / page,
        links=float((facts.links * words)[kept].sum() / body),
        page_links=float((facts.links * words).sum() / page),
        sentences=float(words[kept & ((facts.chars.ends & STOP) > 0)].sum() / body),
        lists=float(words[kept & facts.is_tag("li")].sum() / body),
        mean=float((draft.probability * words)[kept].sum() / body),
        spread=len(span) / (int(span[-1]) - int(span[0]) + 1),
    )
