"""Whether the page is an article, with a probability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newscrawl.evidence import MODEL, Candidate
from newscrawl.fields.facts import Facts, path_of


def is_article(facts: Facts, body: Mapping[str, float]) -> Iterator[Candidate[bool]]:
    """Whether the page is an article: rules."""
    score = 0.0
    score += 2.0 if facts.article else 0.0
    score += 0.7 if (facts.meta.first("og:type") or "").lower() == "article" else -0.5
    score += 0.5 if body["words"] > 150 else -1.0
    score -= 3.0 if facts.page.url and not path_of(facts.page.url) else 0.0
    score += 0.3
    probability = 1 / (1 + 2.718281828**-score)
    yes = probability >= 0.5
    yield Candidate(yes, MODEL, round(probability if yes else 1 - probability, 4), note="rules")
