"""Headline, second headline and description.

Titles are offered by JSON-LD, microdata, meta tags, headings and ``<title>``, each without the name
of the site: a part split off by a separator goes when it names the site, or when what is left is
what another place of the page states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, OPENGRAPH, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts, path_of
from newscrawl.values.text import clean, fold

_MAX_CHARS: Final = 400  # a longer text is no headline
_MIN_CHARS: Final = 8  # a shorter rest of a title is no headline of its own
_FEW_WORDS: Final = 3
_MANY_WORDS: Final = 18
_UNLIKE: Final = 0.35  # share of common words below which two titles are different ones
_MAX_HEADINGS: Final = 10  # headings of one level that are looked at
_SEPARATOR: Final = re.compile(
    r"\s+[|\-–—·•»«:›>/~]{1,2}\s+|\s*[|｜]\s*|\s+::\s+|: | _ |_(?=[^\W_]+$)"
)
_META_TITLES: Final = (
    "title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title",
    "headline", "hdl", "article:title", "cxenseparse:title",
)  # fmt: skip


def headline(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the headline."""
    values: dict[str, str] = {}  # many places state the same title
    for text, source, note in _stated(facts):
        if text not in values:
            values[text] = _own_title(text, facts)
        if value := values[text]:
            yield Candidate(value, source, 0.0, raw=text if text != value else None, note=note)


def _own_title(text: str, facts: Facts) -> str:
    """A title without the site's name; empty when nothing is left that can be a headline."""
    value = without_site(text, facts)
    return value if len(value) <= _MAX_CHARS and not facts.is_site_name(value) else ""


def _stated(facts: Facts) -> Iterator[tuple[str, str, str]]:
    meta, news = facts.meta, " (news)" if facts.is_news else ""
    for text in nodes.texts(facts.article, "headline")[:1]:
        yield text, JSON_LD, f"json-ld headline{news}"
    for text in nodes.texts(facts.article, "name")[:1]:
        yield text, JSON_LD, f"json-ld name{news}"
    for text in nodes.texts(facts.micro_article, "headline", "name")[:1]:
        yield text, MICRODATA, "microdata headline"
    yield from _headings(facts, news)
    for text in meta.all("og:title")[:1]:
        yield text, OPENGRAPH, f"og:title{news}"
    for text in meta.all("twitter:title")[:1]:
        yield text, META, "twitter:title"
    for text in meta.all(*_META_TITLES)[:2]:
        yield text, META, "meta title"
    if meta.title:
        yield meta.title, META, f"title{news}"
        yield from _first_part(meta.title)
    for page in facts.pages[:3]:
        for text in nodes.texts(page, "headline", "name")[:1]:
            yield text, JSON_LD, "json-ld page name"


def _first_part(title: str) -> Iterator[tuple[str, str, str]]:
    """A title up to its last bar or dash, whatever follows: often the site under another name."""
    cuts = [cut for cut in _SEPARATOR.finditer(title[:_MAX_CHARS]) if cut[0].strip() != ":"]
    if cuts and cuts[-1].start() >= _MIN_CHARS:
        yield title[: cuts[-1].start()], META, "title part"


def _headings(facts: Facts, news: str) -> Iterator[tuple[str, str, str]]:
    """Headings that may be the headline; which of the page's headings it is, says the note."""
    shown = [i for i in facts.walk.indices("h1") if facts.heading_text(i)][:_MAX_HEADINGS]
    own = [i for i in shown if not facts.is_foreign(i)] or shown
    for index in own:
        said = f"only h1{news}" if len(own) == 1 else "h1"
        yield facts.heading_text(index), MARKUP, said
        if index == facts.heading:
            yield facts.heading_text(index), MARKUP, "heading"
        if rest := _without_kicker(facts, index):
            yield rest, MARKUP, "h1 without kicker"
        if _leads_home(facts, index):
            yield facts.heading_text(index), MARKUP, "h1 that leads home"
    if facts.heading is not None and facts.walk.tags[facts.heading] != "h1":
        yield facts.heading_text(facts.heading), MARKUP, "heading h2"
    for index in facts.walk.indices("h1", "h2", "h3")[: _MAX_HEADINGS * 4]:
        if facts.bits.get(index, 0) & marks.HEADLINE and not facts.is_foreign(index):
            said = "marked h1" if facts.walk.tags[index] == "h1" else "marked h2"
            yield facts.heading_text(index), MARKUP, said


def _without_kicker(facts: Facts, index: int) -> str | None:
    """The heading without the line above it, where that line is an element of its own."""
    walk = facts.walk
    child = index + 1
    if child >= walk.end[index] or walk.text_start[child] > walk.text_start[index]:
        return None  # no child, or text before it: no line above
    if walk.tags[child] in ("a", "br") or walk.end[child] == walk.end[index] == child + 1:
        after = walk.texts[walk.text_end[child] : walk.text_end[index]]
        if not "".join(after).strip():
            return None
    rest = clean(" ".join(walk.texts[walk.text_end[child] : walk.text_end[index]]))
    return rest if len(rest) >= _MIN_CHARS else None


def _leads_home(facts: Facts, index: int) -> bool:
    """Whether a heading is a link to the front page, as a site's logo is."""
    walk = facts.walk
    links = [i for i in range(index, walk.end[index]) if walk.tags[i] == "a"]
    around = walk.parent[index]
    links += [around] if around >= 0 and walk.tags[around] == "a" else []
    return any(walk.attr(i, "rel") == "home" or _is_home(walk.attr(i, "href")) for i in links)


def _is_home(href: str) -> bool:
    return href in ("/", "./") or ("://" in href and path_of(href) == "")


def traits(facts: Facts, text: str) -> Iterator[str]:
    """What is peculiar about a headline: its length, and how it fits the page's titles."""
    words = set(fold(text).split())
    if len(words) <= _FEW_WORDS:
        yield f"{len(words)} words"
    elif len(words) > _MANY_WORDS:
        yield "many words"
    if text.endswith(("…", "...")):
        yield "cut off"
    shared = max((_overlap(words, title) for title in facts.title_words), default=1.0)
    yield "unlike titles" if shared < _UNLIKE else "near titles" if shared < 1 else "in titles"
    if any(words < title for title in facts.title_words):
        yield "shorter than a title"


def _overlap(words: set[str], title: set[str]) -> float:
    """Shared words over all words (Jaccard)."""
    return len(words & title) / (len(words | title) or 1)


def without_site(text: str, facts: Facts) -> str:
    """The title without the parts that name the site."""
    text = clean(text)
    cuts = list(_SEPARATOR.finditer(text[:_MAX_CHARS]))[-6:]
    shown = facts.shown_titles
    for cut in cuts:  # the longest rest last: a shorter one that the page shows wins
        if (
            (rest := text[: cut.start()].strip())
            and fold(rest) in shown
            and len(rest) >= _MIN_CHARS
        ):
            return rest
    for cut in reversed(cuts):
        if (rest := text[cut.end() :].strip()) and fold(rest) in shown and len(rest) >= _MIN_CHARS:
            return rest
    return _strip_names(text, facts)


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
