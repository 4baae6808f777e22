"""Whether confidence means what it says: of values stated with .9 or more, nine in ten are right.

Per field that the corpus has truth for, each page gives a pair: the confidence stated and whether
the value is right. Right means, by field:

  headline        equal after case, space and punctuation are folded
  article_body    F1 of the 4-token shingles of the page is .9 or more
  authors         the same set of names, folded
  date_published  the same day, in the page's own zone or UTC
  in_language     the same primary subtag
  is_article      true on articles, false on other pages
  description     one text is the start of the other: sites cut them in several places
  sections        the page's section, or one of its categories, is among them
  keywords        half of them are the page's, and half of the page's are among them
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Final

import numpy as np
from figures import INTERVAL_PERCENT, draws_of
from measures import Prediction, Truth, annotated, fold, same_day, set_f1, shingle_scores

SURE: Final = 0.9  # the confidence from which nine in ten must be right
BANDS: Final = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
GOOD_BODY: Final = 0.9  # F1 of a page whose body counts as right
MOST: Final = 0.5  # share of two lists of keywords that must agree
START: Final = 40  # characters that a cut description must have to be judged

Judgement = tuple[float, bool]  # confidence, whether the value is right


@dataclass(frozen=True, slots=True)
class Band:
    """Values whose confidence lies in a range: how many, what they stated, how many were right."""

    low: float
    high: float
    pages: int
    stated: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """A field's values of `SURE` or more: their share right with its interval (95%); all bands."""

    pages: int
    right: float
    low: float
    high: float
    bands: list[Band]


def judge(truth: Truth, prediction: Prediction, *, is_other: bool) -> dict[str, Judgement]:
    """Each field that was stated with a confidence and is annotated, and whether it is right."""
    right = dict(_kind(truth, prediction, is_other))
    if not is_other:
        named = annotated(truth)
        right |= {
            field: judged
            for field, (key, judged_by) in _JUDGES.items()
            if key in named and (judged := judged_by(truth, prediction)) is not None
        }
    stated = {field: prediction.confidence.get(field) for field in right}
    return {field: (sure, right[field]) for field, sure in stated.items() if sure is not None}


def _kind(truth: Truth, prediction: Prediction, is_other: bool) -> Iterable[tuple[str, bool]]:
    if is_other or truth.get("page_type") == "article":
        yield "is_article", prediction.is_article is not is_other


def _headline(truth: Truth, prediction: Prediction) -> bool | None:
    return fold(truth["title"]) == fold(prediction.title) if truth.get("title") else None


def _body(truth: Truth, prediction: Prediction) -> bool | None:
    if not truth.get("body"):
        return None
    precision, recall = (score or 0.0 for score in shingle_scores(truth["body"], prediction.body))
    return 2 * precision * recall >= GOOD_BODY * (precision + recall) > 0


def _authors(truth: Truth, prediction: Prediction) -> bool | None:
    if truth.get("authors_ambiguous"):
        return None
    return set_f1(truth.get("authors") or (), prediction.authors) == 1.0


def _date(truth: Truth, prediction: Prediction) -> bool | None:
    true = truth.get("date_published")
    return same_day(str(true), prediction.date) if true else None


def _language(truth: Truth, prediction: Prediction) -> bool | None:
    true = truth.get("lang")
    return true[:2].lower() == (prediction.language or "")[:2].lower() if true else None


def _description(truth: Truth, prediction: Prediction) -> bool | None:
    true, found = (
        fold(unescape(text or "")) for text in (truth["description"], prediction.description)
    )
    if not true:
        return None
    shorter, longer = sorted((true, found), key=len)
    return true == found or (len(shorter) >= START and longer.startswith(_uncut(shorter)))


def _uncut(text: str) -> str:
    """A folded text without its last word, of which only a part may be left."""
    return text.rpartition(" ")[0]


def _sections(truth: Truth, prediction: Prediction) -> bool | None:
    true = {
        fold(unescape(one)) for one in [truth.get("section"), *truth.get("categories", ())] if one
    }
    return bool(true & {fold(one) for one in prediction.sections}) if true else None


def _keywords(truth: Truth, prediction: Prediction) -> bool | None:
    true = {fold(one) for one in truth.get("topics") or ()} - {""}
    found = {fold(one) for one in prediction.keywords} - {""}
    if not true:
        return None
    return len(true & found) >= MOST * max(len(true), len(found))


# Per field of the record: the truth's name, and whether the value is right (None: cannot be told).
_JUDGES: Final[dict[str, tuple[str, Callable[[Truth, Prediction], bool | None]]]] = {
    "headline": ("title", _headline),
    "article_body": ("body", _body),
    "authors": ("authors", _authors),
    "date_published": ("date_published", _date),
    "in_language": ("lang", _language),
    "description": ("description", _description),
    "sections": ("section", _sections),
    "keywords": ("topics", _keywords),
}


def reliability(
    pages: Sequence[dict[str, Judgement]], domains: Sequence[str]
) -> dict[str, Reliability]:
    """How far each field's confidence can be trusted. ``domains``: that of each page."""
    fields = sorted({field for page in pages for field in page})
    return {field: _reliability(field, pages, domains) for field in fields}


def _reliability(
    field: str, pages: Sequence[dict[str, Judgement]], domains: Sequence[str]
) -> Reliability:
    found = [
        (page[field], domain) for page, domain in zip(pages, domains, strict=True) if field in page
    ]
    sure = [(right, domain) for (stated, right), domain in found if stated >= SURE]
    bands = list(_bands([judgement for judgement, _ in found]))
    if not sure:
        return Reliability(0, float("nan"), float("nan"), float("nan"), bands)
    marks = np.array([[float(right), 1.0] for right, _ in sure])
    totals = draws_of(marks, [domain for _, domain in sure])
    with np.errstate(invalid="ignore"):
        low, high = np.nanpercentile(totals[:, 0] / totals[:, 1], INTERVAL_PERCENT)
    return Reliability(len(sure), float(marks[:, 0].mean()), float(low), float(high), bands)


def _bands(judged: Sequence[Judgement]) -> Iterable[Band]:
    for low, high in pairwise(BANDS):
        inside = [one for one in judged if low <= one[0] < high or one[0] == high == BANDS[-1]]
        if inside:
            stated, right = np.mean(np.array(inside, float), axis=0).tolist()
            yield Band(low, high, len(inside), stated, right)


def lines(found: dict[str, Reliability]) -> Iterable[str]:
    """The table that is printed: per field what is sure, then its bands."""
    yield f"confidence: share right of values stated with {SURE} or more [95% interval] (pages)"
    for field, one in found.items():
        mark = "" if not one.pages or one.right >= SURE else f"  BELOW {SURE}"
        yield f"  {field:<15}{one.right:.4f} [{one.low:.4f}, {one.high:.4f}] ({one.pages}){mark}"
        for band in one.bands:
            yield (
                f"    {band.low:.2f} to {band.high:.2f}  {band.pages:5d} pages,"
                f" stated {band.stated:.3f}, right {band.right:.3f}"
            )
