"""Who may read and use the article: paywall, robots directives, text-and-data-mining
reservations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts

_FALSE: Final = ("false", "no", "0", "http://schema.org/false", "https://schema.org/false")
_TRUE: Final = ("true", "yes", "1", "http://schema.org/true", "https://schema.org/true")
_CLOSED_TIERS: Final = ("locked", "metered", "paid", "premium", "subscriber", "plus", "abo")
_ROBOTS: Final = ("robots", "googlebot", "googlebot-news", "bingbot")
_RESERVATIONS: Final = ("tdm-reservation", "tdm-policy")


def is_accessible_for_free(facts: Facts) -> Iterator[Candidate[bool]]:
    """Candidates for whether the whole text is free to read; none when nothing is stated."""
    for node, source in ((facts.article, JSON_LD), (facts.micro_article, MICRODATA)):
        for part in [node, *nodes.values(node, "hasPart")]:
            free = _truth(part.get("isAccessibleForFree")) if isinstance(part, dict) else None
            if free is not None:
                yield Candidate(free, source, 0.95, note="isAccessibleForFree")
    tier = (facts.meta.first("article:content_tier") or "").lower()
    if tier:
        free = not tier.startswith(_CLOSED_TIERS)
        yield Candidate(free, META, 0.9, raw=tier, note="article:content_tier")
    if any(bits & marks.PAYWALL and not facts.is_foreign(i) for i, bits in facts.marked):
        yield Candidate(False, MARKUP, 0.6, note="paywall class")


def _truth(value: Any) -> bool | None:
    if isinstance(value, list):
        value = value[0] if value else None
    word = str(value)[:40].strip().lower()
    return False if word in _FALSE else True if word in _TRUE else None


def rights(facts: Facts) -> list[str]:
    """Directives as stated, ``name: value``, each once."""
    found = []
    for name in (*_ROBOTS, *_RESERVATIONS):
        found += [f"{name}: {value.lower()[:200]}" for value in facts.meta.all(name)]
    for link in facts.meta.links("license")[:1]:
        found += [f"license: {link['href'][:500]}"] if link.get("href") else []
    return list(dict.fromkeys(found))
