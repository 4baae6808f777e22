"""Headline, second headline and description.

Titles are offered by JSON-LD, microdata, meta tags, headings and ``<title>``, each without the name
of the site: a part split off by a separator goes when it names the site, or when what is left is what
another place of the page states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, OPENGRAPH, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts
from newscrawl.values.text import clean, fold

_MAX_CHARS: Final = 400  # a longer text is no headline
_SEPARATOR: Final = re.compile(
    r"\s+[|\-–—·•»«:›>/~]{1,2}\s+|\s*[|｜]\s*|\s+::\s+|: | _ |_(?=[^\W_]+$)"
)
_META_TITLES: Final = (
    "title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title",
    "headline", "hdl", "article:title", "cxenseparse:title",
)  # fmt: skip


def headline(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the headline."""
    for text, source, note in _stated(facts):
        value = without_site(text, facts)
        if value and len(value) <= _MAX_CHARS and not facts.is_site_name(value):
            yield Candidate(value, source, 0.0, raw=text if text != value else None, note=note)


def _stated(facts: Facts) -> Iterator[tuple[str, str, str]]:
    meta = facts.meta
    for text in nodes.texts(facts.article, "headline")[:1]:
        yield text, JSON_LD, "json-ld headline"
    for text in nodes.texts(facts.article, "name")[:1]:
        yield text, JSON_LD, "json-ld name"
    for text in nodes.texts(facts.micro_article, "headline", "name")[:1]:
        yield text, MICRODATA, "microdata headline"
    yield from _headings(facts)
    for text in meta.all("og:title")[:1]:
        yield text, OPENGRAPH, "og:title"
    for text in meta.all("twitter:title")[:1]:
        yield text, META, "twitter:title"
    for text in meta.all(*_META_TITLES)[:2]:
        yield text, META, "meta title"
    if meta.title:
        yield meta.title, META, "title"
    for page in facts.pages[:3]:
        for text in nodes.texts(page, "headline", "name")[:1]:
            yield text, JSON_LD, "json-ld page name"


def _headings(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Headings that may be the headline; which h1 it is says the note."""
    shown = [i for i in facts.walk.indices("h1") if facts.heading_text(i)][:10]
    own = [i for i in shown if not facts.is_foreign(i)]
    for index in own or shown:
        alone = "only h1" if len(own or shown) == 1 else "h1"
        yield facts.heading_text(index), MARKUP, alone
        if index == facts.heading and len(own or shown) > 1:
            yield facts.heading_text(index), MARKUP, "heading"
    if facts.heading is not None and facts.walk.tags[facts.heading] != "h1":
        yield facts.heading_text(facts.heading), MARKUP, "heading h2"
    bits_of = {i: bits for i, bits in facts.marked if bits & marks.HEADLINE}
    for index in facts.walk.indices("h1", "h2")[:40]:
        if index in bits_of and not facts.is_foreign(index) and facts.heading_text(index):
            yield facts.heading_text(index), MARKUP, "marked heading"


def without_site(text: str, facts: Facts) -> str:
    """The title without the parts that name the site."""
    text = clean(text)
    cuts = list(_SEPARATOR.finditer(text[:_MAX_CHARS]))[-6:]
    shown = _shown(facts)
    for cut in cuts:  # the longest rest last: a shorter one that the page shows wins
        if (rest := text[: cut.start()].strip()) and fold(rest) in shown and len(rest) >= 8:
            return rest
    for cut in reversed(cuts):
        if (rest := text[cut.end() :].strip()) and fold(rest) in shown and len(rest) >= 8:
            return rest
    return _strip_names(text, facts)


def _shown(facts: Facts) -> set[str]:
    """Folded texts of what the page itself shows as headings and states as headline."""
    texts = [facts.heading_text(i) for i in facts.walk.indices("h1")[:10]]
    texts += nodes.texts(facts.article, "headline")[:1]
    return {folded for t in texts if (folded := fold(t)) and folded not in facts.site_names}


def _strip_names(text: str, facts: Facts) -> str:
    """Take parts off the end, then off the start, as long as they name the site."""
    while cuts := list(_SEPARATOR.finditer(text)):
        if facts.is_site_name(text[cuts[-1].end() :]):
            text = text[: cuts[-1].start()].strip()
        elif facts.is_site_name(text[: cuts[0].start()]):
            text = text[cuts[0].end() :].strip()
        else:
            break
    return text


def alternative_headline(facts: Facts) -> Iterator[Candidate[str]]:
    """A second headline that JSON-LD states."""
    for text in nodes.texts(facts.article, "alternativeHeadline", "alternateName")[:1]:
        yield Candidate(text, JSON_LD, 0.9, note="json-ld alternativeHeadline")


def description(facts: Facts) -> Iterator[Candidate[str]]:
    """Summary: as meta tags and JSON-LD state it."""
    places = [
        (facts.meta.all("og:description"), OPENGRAPH, "og:description", 0.9),
        (facts.meta.all("description", "dc.description"), META, "meta description", 0.91),
        (nodes.texts(facts.article, "description"), JSON_LD, "json-ld description", 0.88),
        (facts.meta.all("twitter:description", "sailthru.description"), META, "twitter", 0.8),
        (nodes.texts(facts.micro_article, "description"), MICRODATA, "microdata", 0.7),
    ]
    for texts, source, note, confidence in places:
        for text in texts[:1]:
            yield Candidate(text, source, confidence, note=note)
