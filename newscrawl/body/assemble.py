"""From blocks to the body: group, describe, judge, apply the rules, put together.

The order is that of :func:`read_body`. Nothing here raises on a page; a page without text gives an
empty body.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.blocks import UNSEEN_TAGS, Blocks
from newscrawl.body.body import Body, Statistics
from newscrawl.body.characters import STOP, Characters
from newscrawl.body.classifier import Model, packaged, sigmoid
from newscrawl.body.draft import Draft, expected_f1
from newscrawl.body.facts import Facts
from newscrawl.body.features import feature_rows
from newscrawl.body.removals import apply_rules
from newscrawl.body.repeats import Others
from newscrawl.body.rulings import Rulings
from newscrawl.body.scripts import script_paragraphs, stated_paragraphs
from newscrawl.evidence import MARKUP, PROFILE
from newscrawl.page import Page

_ENOUGH: Final = 60  # words of markup text from which no other source is asked
_STATED_CONFIDENCE: Final = 0.8  # mean F1 of texts that JSON-LD states, where markup has none
# F1 of a text whose element a profile names: what it may miss is a box that the profile forgot.
_RULED_CONFIDENCE: Final = 0.98
_PARAGRAPH: Final = 10  # words that a block has at least to count as a paragraph


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the page; see :func:`read_body`."""

    headline: str | None
    repeats: Others | None
    model: Model
    rulings: Rulings | None = None


def read_body(
    page: Page,
    *,
    headline: str | None = None,
    repeats: Others | None = None,
    model: Model | None = None,
    rulings: Rulings | None = None,
) -> Body:
    """The article body of a page. Pure; never raises; linear in the size of the page.

    ``headline``: the article's headline where it is known, to tell it from sub-headings.
    ``repeats``: what is known of the site's other articles (see ``repeats.py``). ``model``: what
    judges the blocks, by default the one that comes with this package. ``rulings``: what the site's
    profile says of elements.
    """
    known = Known(headline, repeats, model or packaged(), rulings)
    body = _from_markup(page, known, UNSEEN_TAGS)
    if body.statistics.words >= _ENOUGH or body.source == PROFILE:
        return body
    others = (other for read in _OTHERS for other in [read(page, known)])
    better = (o for o in others if o.statistics.words >= max(_ENOUGH, 2 * body.statistics.words))
    return next(better, body)


def _from_markup(page: Page, known: Known, unseen: frozenset[str]) -> Body:
    blocks = Blocks(page.walk, unseen, _cuts(page, known.rulings))
    if not len(blocks):
        return Body()
    facts = Facts(page, blocks, known.headline)
    draft = Draft(facts, judge(facts, known.model), known.headline, known.repeats)
    draft.rulings = known.rulings
    apply_rules(draft)
    return _body(draft, known.model)


def _cuts(page: Page, rulings: Rulings | None) -> list[int]:
    return [element for element, _ in rulings.cuts(page.walk)] if rulings else []


def _from_noscript(page: Page, known: Known) -> Body:
    if not page.walk.indices("noscript"):
        return Body()
    body = _from_markup(page, known, UNSEEN_TAGS - {"noscript"})
    return body if body.source == PROFILE else replace(body, source="noscript")


def _from_scripts(page: Page, known: Known) -> Body:
    return _from_paragraphs(script_paragraphs(page), "script")


def _from_jsonld(page: Page, known: Known) -> Body:
    return _from_paragraphs(stated_paragraphs(page), "json-ld")


# Where else the text may be when the markup has none, the surest first.
_OTHERS: Final = (_from_noscript, _from_jsonld, _from_scripts)


def _from_paragraphs(paragraphs: list[str], source: str) -> Body:
    """A body that the page states elsewhere, taken as it is."""
    if not paragraphs:
        return Body()
    chars = Characters(paragraphs)
    total = float(chars.words.sum())
    statistics = Statistics(
        words=total,
        paragraphs=int((chars.words >= _PARAGRAPH).sum()),
        longest=float(chars.words.max()),
        page_words=total,
        page_blocks=len(paragraphs),
        share=1.0,
        sentences=float(chars.words[(chars.ends & STOP) > 0].sum() / max(total, 1)),
        mean=_STATED_CONFIDENCE,
        spread=1.0,
    )
    return Body("\n\n".join(paragraphs), _STATED_CONFIDENCE, source, statistics=statistics)


def judge(facts: Facts, model: Model) -> NDArray[np.float64]:
    """The probability of each block that it belongs to the article."""
    _, rows = feature_rows(facts)
    return sigmoid(model.trees.log_odds(rows))


def _body(draft: Draft, model: Model) -> Body:
    facts, walk = draft.facts, draft.facts.blocks.walk
    kept = np.flatnonzero(draft.kept)
    is_ruled = bool(draft.rulings and draft.rulings.inside and len(kept))
    elements = facts.blocks.element[kept]
    return Body(
        text="\n\n".join(draft.texts[index] for index in kept.tolist()),
        confidence=_RULED_CONFIDENCE if is_ruled else _confidence(draft, model),
        source=PROFILE if is_ruled else MARKUP,
        start=int(elements.min()) if len(kept) else 0,
        end=max((walk.end[e] for e in elements.tolist()), default=0),
        container=facts.outline.container(np.where(draft.kept, facts.words, 0.0)),
        statistics=_statistics(draft),
        draft=draft,
    )


def _confidence(draft: Draft, model: Model) -> float:
    """The expected F1 under the blocks' probabilities, as it turned out on the training corpus."""
    expected = expected_f1(draft.likely, draft.facts.words, draft.kept)
    return float(np.interp(expected, model.expected, model.found))


def _statistics(draft: Draft) -> Statistics:
    facts, kept = draft.facts, draft.kept
    words = facts.words
    body, page = float(words[kept].sum()), max(float(words.sum()), 1.0)
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
