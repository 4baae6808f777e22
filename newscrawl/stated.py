"""What a profile or a caller states of a field, as the one candidate that its texts make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from newscrawl.evidence import PROFILE, Candidate
from newscrawl.fields.facts import Facts
from newscrawl.items import Person
from newscrawl.values.dates import parse_date
from newscrawl.values.people import read_byline
from newscrawl.values.text import clean
from newscrawl.values.urls import absolute_url

# How sure what somebody states of a site is: as sure as anything read from a page has turned out.
STATED: Final = 0.995


def stated(
    field: str,
    texts: Iterable[Any],
    facts: Facts,
    *,
    confidence: float = STATED,
    note: str = "",
    decides: bool = True,
) -> list[Candidate[Any]]:
    """The one candidate that a profile's or a caller's texts make; none where they say nothing.

    It goes before anything that the page states, unless it is told not to decide.
    """
    cleaned = [text for text in (clean(str(one)) for one in texts if one is not None) if text]
    value = _CONVERSIONS.get(field, _first_text)(cleaned, facts)
    raw = " ".join(cleaned)[:300]
    return [Candidate(value, PROFILE, confidence, raw, note, decides)] if value else []


def _first_text(texts: Sequence[str], facts: Facts) -> str | None:
    return texts[0] if texts else None


def _all_texts(texts: Sequence[str], facts: Facts) -> list[str]:
    return list(dict.fromkeys(texts))


def _first_date(texts: Sequence[str], facts: Facts) -> str | None:
    dates = (
        parse_date(text, language=facts.language, day_first=facts.day_first, now=facts.now)
        for text in texts
    )
    return next((date for date in dates if date), None)


def _people(texts: Sequence[str], facts: Facts) -> list[Person]:
    names = [name for text in texts for name in read_byline(text) or [text]]
    return [Person(name) for name in dict.fromkeys(names)]


def _address(texts: Sequence[str], facts: Facts) -> str | None:
    base = facts.page.base_url or ""
    return next((url for text in texts if (url := absolute_url(base, text))), None)


_CONVERSIONS: Final[dict[str, Callable[[Sequence[str], Facts], Any]]] = {
    "date_published": _first_date,
    "date_modified": _first_date,
    "authors": _people,
    "sections": _all_texts,
    "keywords": _all_texts,
    "main_image": _address,
}
