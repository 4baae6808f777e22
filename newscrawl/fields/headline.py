"""Headline, second headline and description.

Titles are offered by JSON-LD, microdata, meta tags, headings and ``<title>``, each without the name
of the site: a part split off by a separator goes when it names the site, or when what is left is
what another place of the page states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, OPENGRAPH, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts, path_of
from newscrawl.fields.headings import without_outer_lines
from newscrawl.values.slugs import agreement, slug_form
from newscrawl.values.text import clean, fold, word_count

_MAX_CHARS: Final = 400  # a longer text is no headline
_MIN_CHARS: Final = 8  # a shorter rest of a title is no headline of its own
_FEW_WORDS: Final = 3
_MANY_WORDS: Final = 18
_CUT: Final = 90  # characters; the fields that cut titles off hold 100 or more
# Places of little weight: beside these alone, a title that names the site may be the headline.
_MINOR: Final = frozenset(("marked h2", "title last part", "json-ld page name"))
# What a page of news states beside the headline that its JSON-LD states.
_BESIDE_NEWS: Final = "beside headline of news"
_RELATED: Final = 0.15  # from which they speak of the same thing
_UNLIKE: Final = 0.35  # share of common words below which two titles are different ones
_MAX_HEADINGS: Final = 10  # headings of one level that are looked at
_SEPARATOR: Final = re.compile(
    r"\s+[|\-–—·•»«:›>/~]{1,2}\s+|\s*[|｜│ㅣ]\s*|\s+::\s+|: | _ |_(?=[^\W_]+$)"
)
# A site's name after a title in a script written without spaces: few characters, no space before.
_UNSPACED_SITE: Final = re.compile(
    r"(?<=[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef])[-_][\u3000-\u9fff\uac00-\ud7af]{2,8}$"
)
_META_TITLES: Final = (
    "title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title",
    "headline", "hdl", "article:title", "cxenseparse:title",
)  # fmt: skip


def headline(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the headline. One that names the site counts only where there is no other."""
    news = _news_headline(facts)
    held, other = [], False
    values: dict[str, tuple[str, bool]] = {}  # many places state the same title
    for text, source, note in _stated(facts):
        if text not in values:
            value = _own_title(text, facts, whole=source == JSON_LD and facts.is_news)
            values[text] = value, facts.is_site_name(value)
        value, names_site = values[text]
        if not value:
            continue
        said = _BESIDE_NEWS if news and fold(value) != news else note
        found = Candidate(value, source, 0.0, raw=text if text != value else None, note=said)
        if names_site:
            held.append(found)
        else:
            other = other or note not in _MINOR
            yield found
    if not other:
        yield from held


def _news_headline(facts: Facts) -> str:
    """The headline, folded, of a news page by its JSON-LD; empty where that tells none.

    Newsrooms state the article's headline there, and write other titles for sharing and for search.
    Where the head repeats it throughout and the page shows another, it is itself one for search,
    and the headline is the one shown, if it says something like it; and some cut it off.
    """
    stated = fold(_strip_names(nodes.text(facts.article, "headline") or "", facts))
    if not facts.is_news or not stated or facts.is_site_name(stated):
        return ""
    shown, *others = (facts.main_titles[place] for place in ("heading", "og:title", "title"))
    if shown.startswith(stated):
        return stated if shown == stated else ""
    if not shown or not all(title.startswith(stated) for title in others):
        return stated
    return shown if facts.likeness(shown) >= _UNLIKE else ""


def _own_title(text: str, facts: Facts, *, whole: bool) -> str:
    """A title without the site's name; empty when nothing is left that can be a headline.

    ``whole``: no other part of it goes.
    """
    value = _strip_names(clean(text), facts) if whole else without_site(text, facts)
    return value if len(value) <= _MAX_CHARS and not _is_cut(value, facts) else ""


def _is_cut(text: str, facts: Facts) -> bool:
    """Whether a long title stops in a sentence that heading and head have whole: some fields hold
    but so many characters.
    """
    if len(text) < _CUT or facts.heading is None:
        return False
    shown = facts.heading_text(facts.heading)
    text = text.rstrip("….").rstrip()
    rest = shown.removeprefix(text)
    goes_on = rest != shown and rest.lstrip()[:1].isalnum()
    return goes_on and any(fold(shown) in title for title in facts.stated_titles)


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
        yield from _parts(meta.title)
    for page in facts.pages[:3]:
        for text in nodes.texts(page, "headline", "name")[:1]:
            yield text, JSON_LD, "json-ld page name"


def _parts(title: str) -> Iterator[tuple[str, str, str]]:
    """A title without its last part, its first part and its last: others often name the site."""
    cuts = [cut for cut in _SEPARATOR.finditer(title[:_MAX_CHARS]) if cut[0].strip() != ":"]
    if not cuts:
        return
    if cuts[-1].start() >= _MIN_CHARS:
        yield title[: cuts[-1].start()], META, "title part"
    if len(cuts) > 1 and cuts[0].start() >= _MIN_CHARS:
        yield title[: cuts[0].start()], META, "title first part"
    if len(title) - cuts[-1].end() >= _MIN_CHARS:
        yield title[cuts[-1].end() :], META, "title last part"


def _headings(facts: Facts, news: str) -> Iterator[tuple[str, str, str]]:
    """Headings that may be the headline; which of the page's headings it is, says the note."""
    shown = [i for i in facts.walk.indices("h1") if facts.heading_text(i)][:_MAX_HEADINGS]
    own = [i for i in shown if not facts.is_foreign(i)] or shown
    for index in own:
        said = f"only h1{news}" if len(own) == 1 else "h1"
        yield facts.heading_text(index), MARKUP, said
        yield from _lines(facts, index)
        if _leads_home(facts, index):
            yield facts.heading_text(index), MARKUP, "h1 that leads home"
    if facts.heading is not None and facts.walk.tags[facts.heading] != "h1":
        beside = any(facts.likeness(fold(facts.heading_text(i))) >= _RELATED for i in own)
        said = "heading h2 beside h1" if beside else "heading h2"
        yield facts.heading_text(facts.heading), MARKUP, said
    headings = facts.walk.indices("h1", "h2", "h3")[: _MAX_HEADINGS * 4]
    marked = (i for i in headings if facts.bits.get(i, 0) & marks.HEADLINE)
    for index in islice((i for i in marked if not facts.is_foreign(i)), _MAX_HEADINGS):
        said = "marked h1" if facts.walk.tags[index] == "h1" else "marked h2"
        yield facts.heading_text(index), MARKUP, said


def _lines(facts: Facts, index: int) -> Iterator[tuple[str, str, str]]:
    """The heading that shows the headline; lines of any heading that may be the headline."""
    whole, own = facts.heading_text(index), None
    if index == facts.heading:
        own = facts.headline_line
        yield own or whole, MARKUP, "heading"
    if own:
        yield own, MARKUP, "line that is a title"
        yield whole, MARKUP, "more lines than a title"
    parts = without_outer_lines(facts.walk, index)
    for part, said in zip(parts, ("h1 without kicker", "h1 without last line"), strict=True):
        if len(part) >= _MIN_CHARS:
            yield part, MARKUP, said


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
    folded = fold(text)
    words = word_count(folded)
    if words <= _FEW_WORDS:
        yield f"{words} words"
    elif words > _MANY_WORDS:
        yield "many words"
    if text.endswith(("…", "...")):
        yield "cut off"
    if facts.is_site_name(folded):
        yield "site name"
    likeness = facts.likeness(folded)
    yield "unlike titles" if likeness < _UNLIKE else "near titles" if likeness < 1 else "in titles"
    if likeness:
        yield from _by_slug(facts, text)


def _by_slug(facts: Facts, text: str) -> Iterator[str]:
    """How a title stands to the words in the page's address, beside the page's main titles."""
    if not facts.slug:
        return
    short = facts.slug_fit - agreement(slug_form(text), facts.slug)
    news = " (news)" if facts.is_news else ""
    fit = "as" if short <= 0.01 else "less as" if short < 0.25 else "unlike"
    yield f"{fit} address{news}"


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
            return _strip_names(rest, facts)
    for cut in reversed(cuts):
        if (rest := text[cut.end() :].strip()) and fold(rest) in shown and len(rest) >= _MIN_CHARS:
            return rest
    return _strip_names(text, facts)


def _strip_names(text: str, facts: Facts) -> str:
    """Take parts off the end, then off the start, as long as they name the site."""
    text = _UNSPACED_SITE.sub("", text)
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
    """Summary: as meta tags and JSON-LD state it.

    Confidences: how often the text was the summary that readers noted, or the start of it.
    """
    places = [
        (facts.meta.all("og:description"), OPENGRAPH, "og:description", 0.74),
        (facts.meta.all("description", "dc.description"), META, "meta description", 0.76),
        (nodes.texts(facts.article, "description"), JSON_LD, "json-ld description", 0.72),
        (facts.meta.all("twitter:description", "sailthru.description"), META, "twitter", 0.7),
        (nodes.texts(facts.micro_article, "description"), MICRODATA, "microdata", 0.65),
    ]
    for texts, source, note, confidence in places:
        for text in texts[:1]:
            yield Candidate(text, source, confidence, note=note)
