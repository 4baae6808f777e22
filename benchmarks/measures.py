"""What extraction is measured by: the scores of one page.

A page's score in a measure is a pair (points, weight): a page with ten required snippets weighs
ten. What becomes of many pages' scores is told in figures.py.

  precision, recall  4-token shingles of the body (article-extraction-benchmark's measure)
  words              bag-of-words F1 of the body (WCXB's measure)
  with, without      share of required snippets present, of forbidden snippets absent
  title              equal after case, space and punctuation are folded
  authors            F1 of the sets of folded names ([] against [] is 1)
  date               same day, in the page's own zone or UTC
  instant            same moment to the minute, where the truth has a time and a zone
  language           primary subtag equal
  article, other     is_article right on articles, on other pages
  cost               process time as a multiple of a bare lxml parse of the page (see runs.py)
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

Truth = Mapping[str, Any]  # one row of a corpus's truth.jsonl
Score = tuple[float, float]  # points, weight
Scores = dict[str, Score]

MEASURES: Final = (
    "precision",
    "recall",
    "words",
    "with",
    "without",
    "title",
    "authors",
    "date",
    "instant",
    "language",
    "article",
    "other",
    "cost",
)
SHINGLE_TOKENS: Final = 4
INSTANT_TOLERANCE_S: Final = 60
_TOKEN: Final = re.compile(r"\w+")


@dataclass(slots=True)
class Prediction:
    """What an extractor says of a page; ``is_article`` None means that it does not judge.

    ``confidence`` (0 to 1, by the names of the record's fields) where it says how sure it is.
    """

    title: str | None = None
    body: str | None = None
    authors: Sequence[str] = field(default_factory=list)
    date: str | None = None
    language: str | None = None
    is_article: bool | None = None
    description: str | None = None
    sections: Sequence[str] = field(default_factory=list)
    keywords: Sequence[str] = field(default_factory=list)
    confidence: Mapping[str, float | None] = field(default_factory=dict)


def score_page(truth: Truth, prediction: Prediction, *, is_other: bool = False) -> Scores:
    """The page's scores in the measures that its truth is annotated for.

    ``is_other`` says that the page is no article: only `is_article` is judged then.
    """
    scores = _judged_kind(truth, prediction, is_other)
    if is_other:
        return scores
    for name, measure in _FIELDS.items():
        if name in annotated(truth):
            scores |= measure(truth, prediction)
    return scores


def annotated(truth: Truth) -> set[str]:
    """Fields that count; a snapshot of another tool's output is truth for the text only."""
    named = set(truth.get("annotated", ()))
    return named & {"body", "lang"} if truth.get("truth_kind") == "tool_snapshot" else named


def _judged_kind(truth: Truth, prediction: Prediction, is_other: bool) -> Scores:
    if prediction.is_article is None:
        return {}
    if is_other:
        return {"other": (float(not prediction.is_article), 1.0)}
    if truth.get("page_type") == "article":
        return {"article": (float(prediction.is_article), 1.0)}
    return {}


def _score_body(truth: Truth, prediction: Prediction) -> Scores:
    if not truth.get("body"):
        return {}
    words = {"words": (word_f1(truth["body"], prediction.body), 1.0)}
    precision, recall = shingle_scores(truth["body"], prediction.body)
    pairs = {"precision": precision, "recall": recall}
    return words | {name: (value, 1.0) for name, value in pairs.items() if value is not None}


def shingle_scores(true: str | None, predicted: str | None) -> tuple[float | None, float | None]:
    """Precision and recall of 4-token shingles; None where there is nothing to divide by."""
    wanted, given = shingles(true), shingles(predicted)
    common = (wanted & given).total()
    if common == wanted.total() == given.total():
        return 1.0, 1.0
    precision = common / given.total() if given else None
    recall = common / wanted.total() if wanted else None
    return precision, recall


def shingles(text: str | None) -> Counter[tuple[str, ...]]:
    """The text's runs of four tokens, or the one shorter run of a shorter text."""
    tokens = _TOKEN.findall(text or "")
    starts = range(max(1, len(tokens) - SHINGLE_TOKENS + 1)) if tokens else ()
    return Counter(tuple(tokens[start : start + SHINGLE_TOKENS]) for start in starts)


def word_f1(true: str | None, predicted: str | None) -> float:
    """F1 of the two bags of words; two empty texts agree."""
    wanted, given = (Counter(_TOKEN.findall((text or "").lower())) for text in (true, predicted))
    total = wanted.total() + given.total()
    return 2 * (wanted & given).total() / total if total else 1.0


def _score_snippets(name: str, expected: bool) -> Callable[[Truth, Prediction], Scores]:
    def score(truth: Truth, prediction: Prediction) -> Scores:
        body = squash(prediction.body)
        contradictory = {*truth.get("with_not_in_body", ()), *truth.get("without_in_body", ())}
        snippets = [text for text in truth.get(name) or () if text not in contradictory]
        right = sum((squash(text) in body) == expected for text in snippets)
        return {name: (float(right), float(len(snippets)))} if snippets else {}

    return score


def _score_title(truth: Truth, prediction: Prediction) -> Scores:
    if not truth.get("title"):
        return {}
    return {"title": (float(fold(truth["title"]) == fold(prediction.title)), 1.0)}


def _score_authors(truth: Truth, prediction: Prediction) -> Scores:
    if truth.get("authors_ambiguous"):
        return {}
    return {"authors": (set_f1(truth.get("authors") or (), prediction.authors), 1.0)}


def _score_date(truth: Truth, prediction: Prediction) -> Scores:
    true = str(truth.get("date_published") or "")
    if not true:
        return {}
    scores = {"date": (float(same_day(true, prediction.date)), 1.0)}
    if has_instant(true):
        scores["instant"] = (float(same_instant(true, prediction.date)), 1.0)
    return scores


def _score_language(truth: Truth, prediction: Prediction) -> Scores:
    if not truth.get("lang"):
        return {}
    same = truth["lang"][:2].lower() == (prediction.language or "")[:2].lower()
    return {"language": (float(same), 1.0)}


_FIELDS: Final[dict[str, Callable[[Truth, Prediction], Scores]]] = {
    "body": _score_body,
    "with": _score_snippets("with", True),
    "without": _score_snippets("without", False),
    "title": _score_title,
    "authors": _score_authors,
    "date_published": _score_date,
    "lang": _score_language,
}


def fold(text: str | None) -> str:
    """Tokens in one case, single-spaced."""
    return " ".join(_TOKEN.findall(unicodedata.normalize("NFKC", text or "").casefold()))


def squash(text: str | None) -> str:
    """Tokens in one case with nothing between them, for finding snippets across line ends."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text or "").casefold())


def set_f1(true: Iterable[str], predicted: Iterable[str]) -> float:
    """F1 of two sets of names, folded; two empty sets agree."""
    wanted, given = ({fold(name) for name in names} - {""} for names in (true, predicted))
    return 2 * len(wanted & given) / (len(wanted) + len(given)) if wanted or given else 1.0


def parse_moment(text: str | None) -> datetime | None:
    """An ISO 8601 date or time, or None."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def same_day(true: str, predicted: str | None) -> bool:
    """Whether the two share a day, each taken in its own zone or in UTC."""
    moment = parse_moment(predicted)
    return moment is not None and bool(_days(moment) & ({true[:10]} | _days(parse_moment(true))))


def _days(moment: datetime | None) -> set[str]:
    if moment is None:
        return set()
    moments = [moment, moment.astimezone(UTC)] if moment.tzinfo else [moment]
    return {each.date().isoformat() for each in moments}


def has_instant(true: str) -> bool:
    """Whether the truth has a zone and a time; midnight is taken for "no time known"."""
    moment = parse_moment(true)
    return bool(moment and moment.tzinfo and len(true) > 10 and (moment.hour or moment.minute))


def same_instant(true: str, predicted: str | None) -> bool:
    """Whether both name the same moment to the minute."""
    wanted, given = parse_moment(true), parse_moment(predicted)
    if not (wanted and given and wanted.tzinfo and given.tzinfo):
        return False
    return abs((wanted - given).total_seconds()) < INSTANT_TOLERANCE_S
