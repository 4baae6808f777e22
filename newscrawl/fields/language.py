"""The language of the article: what the page declares, checked against its text.

The declaration stands unless script or small words of the text speak clearly against it. Where
nothing is declared, or what is declared is contradicted, the text decides; langdetect is asked only
when script and small words leave it open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from newscrawl.evidence import JSON_LD, META, TEXT, Candidate
from newscrawl.fields import nodes
from newscrawl.fields.facts import Facts
from newscrawl.values.language import contradicts, detect, guess, primary

_MIN_CHARS: Final = 40  # langdetect guesses at random on a few words
_DECLARED, _READ, _DETECTED, _CONTRADICTED = 0.97, 0.97, 0.85, 0.2


def in_language(facts: Facts, text: str) -> Iterator[Candidate[str]]:
    """Candidates for the language. ``text`` is the article's (or else the page's) text."""
    wrong: dict[str, bool] = {}
    for tag, source, note in _declared(facts):
        code = primary(tag)
        if code:
            if code not in wrong:
                wrong[code] = contradicts(text, code)
            confidence = _CONTRADICTED if wrong[code] else _DECLARED
            yield Candidate(code, source, confidence, raw=tag, note=note)
    if all(wrong.values()) and text:
        yield from _read(text)


def _declared(facts: Facts) -> Iterator[tuple[str, str, str]]:
    if facts.meta.language:
        yield facts.meta.language, META, "html lang"
    for tag in nodes.texts(facts.article, "inLanguage")[:1]:
        yield tag, JSON_LD, "json-ld inLanguage"
    for tag in facts.meta.all("og:locale", "content-language", "language", "dc.language")[:2]:
        yield tag, META, "meta language"


def _read(text: str) -> Iterator[Candidate[str]]:
    code = guess(text)
    if code:
        yield Candidate(code, TEXT, _READ, note="script and small words")
    elif len(text) >= _MIN_CHARS and (found := detect(text)):
        # langdetect knows 55 languages and gives its best guess with all confidence for any other.
        sure = _CONTRADICTED if contradicts(text, found[0]) else _DETECTED
        yield Candidate(found[0], TEXT, round(sure * found[1], 4), note="langdetect")
