"""When the article was published, and when it was changed: never the one for the other.

Order of the offers: JSON-LD, meta tags, microdata, ``<time>`` and other marked elements around the
headline, text beside the headline, and last the address. Among places that state the same day the
first that states time and zone is shown. A text that says "updated" is of the change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, TEXT, URL, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts
from newscrawl.values.datelines import ends_in_update_label, part_dateline
from newscrawl.values.dates import MAX_CHARS, parse_date
from newscrawl.values.text import clean
from newscrawl.values.url_dates import date_in_url

_META_PUBLISHED: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "article.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "publishdate", "publish-date", "publish_date", "published_time",
    "publication_date", "publication-date", "published-date", "pubdate", "article_date_original",
    "article:published", "originalpublicationdate", "citation_publication_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date.created", "date.published", "published", "ptime", "bt:pubdate", "rnews:datepublished",
    "dcsext.articlefirstpublished", "og:pubdate", "og:regdate", "article:create_time",
    "displaydate", "displayed-date", "_pubdate", "pub_date", "last-published", "release_date",
    "og:release_date", "analyticsattributes.articledate", "timestamp", "vr:published_time",
    "weibo:article:create_at",
)  # fmt: skip
_META_DATE: Final = (
    "date", "dc.date", "dcterms.date", "dc:date", "citation_date", "article:date", "creation_date",
    "created", "datecreated", "content-date", "shareaholic:article_published_time", "article_date",
    "issue-date", "dc.created", "time",
)  # fmt: skip
_META_MODIFIED: Final = (
    "article:modified_time", "og:updated_time", "article:updated_time", "datemodified",
    "og:modified_time", "last-modified", "lastmod", "modified", "dcterms.modified",
    "dc.date.modified", "dc.modified", "article:modified", "revised", "updated_time",
    "last_updated", "moddate", "cxenseparse:recs:modifiedtime", "utime",
)  # fmt: skip
_DIGIT: Final = re.compile(r"\d")  # what every date has: cheaper to ask for first
_DATE_LIKE: Final = re.compile(r"\d{4}|\d\d?[./]\s?\d\d?[./]\s?\d\d|['’]\d\d|[٠-٩०-९]{4}")
# How the value of a date starts in JSON, plain, spaced, and inside a string.
_OPENINGS: Final = ('":"20', '": "20', '\\":\\"20')
_SCRIPT_KEY: Final = re.compile(
    r"(?:date_?published|published_?(?:at|date|on|time)?|publish_?(?:date|time|edat)"
    r"|first_?publi\w{0,20}|pub_?date|publication_?date|display_?date|created_?at|creation_?date"
    r"|[\"']date)$",
    re.IGNORECASE,
)
_PROPERTY: Final = re.compile(r"(?:date_?published|datecreated|dc:date|pubdate)$", re.IGNORECASE)
_NEAR_RUNS: Final = 60  # text runs after the headline in which a date is looked for
_CLOSE_RUNS: Final = 8  # of which these are closest
_BEFORE_RUNS: Final = 15  # text runs before the headline
_MAX_RUNS: Final = 3000  # text runs of the page that are looked at in the last resort
_MAX_RUN: Final = 120  # characters of a text run that is a dateline; longer ones are prose
_MAX_LINE: Final = 60  # the same, away from the headline
_MAX_LABEL: Final = 60  # characters before a date in which its label stands
# Where elements other than `time` state a date.
_ATTRIBUTES: Final = (
    "content", "datetime", "data-datetime", "data-date", "data-timestamp", "data-time",
)  # fmt: skip
_MAX_SIZE: Final = 12  # elements inside a marked element; larger ones hold more than a date
_MAX_MARKED: Final = 40  # marked elements that are looked at
_MAX_SCRIPT: Final = 300_000  # characters of one script
_UNSEEN: Final = frozenset({"script", "style", "title", "noscript", "template", "option"})
SCRIPT: Final = "script"  # the source of what is read from state objects
# Places whose word alone does not keep the search for a date from going on.
_WEAK: Final = frozenset(
    f"{again}{place}"
    for again in ("", "next ")
    for place in (
        "foreign far time", "foreign far time published", "foreign far date class",
        "foreign far published class", "far date class", "far time", "foreign text after", "url",
        "foreign text before", "text after",
    )
)  # fmt: skip

Offer = tuple[str, str, str]  # text, source, note


def date_published(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the date of publication, as ISO 8601."""
    found = list(_read_all(facts, _published(facts)))
    if not any(candidate.note not in _WEAK for candidate in found):
        found += _read_all(facts, _last_resorts(facts))
    yield from found


def date_modified(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the date of the last change, as ISO 8601."""
    yield from _read_all(facts, _modified(facts))


def traits(facts: Facts, iso: str) -> Iterator[str]:
    """What is peculiar about a date: its precision, and how it fits the page's address."""
    if "T" not in iso:
        yield "day only"
    if stated := facts.url_month:
        yield "as in address" if iso.startswith(stated) else "not as in address"


def _read_all(facts: Facts, offers: Iterable[Offer]) -> Iterator[Candidate[str]]:
    for text, source, note in offers:
        value = read(facts, text)
        if value:
            yield Candidate(value, source, 0.0, raw=clean(text[:MAX_CHARS]), note=note)


def read(facts: Facts, text: str) -> str | None:
    """A date text of the page as ISO 8601, in the page's language."""
    return parse_date(text, language=facts.language, day_first=facts.day_first, now=facts.now)


def _published(facts: Facts) -> Iterator[Offer]:
    yield from _in_nodes(facts, "datePublished")
    for text in facts.meta.all(*_META_PUBLISHED)[:3]:
        yield text, META, "meta published"
    yield from _in_nodes(facts, "dateCreated", "uploadDate")
    for page in facts.pages[:3]:
        for text in nodes.texts(page, "datePublished", "dateCreated", "uploadDate")[:1]:
            yield text, JSON_LD, "json-ld page datePublished"
    for text in facts.meta.all(*_META_DATE)[:3]:
        yield text, META, "meta date"
    yield from _in_markup(facts)
    yield from _in_text(facts)
    if found := date_in_url(facts.page.url or ""):
        yield found, URL, "url"


def _last_resorts(facts: Facts) -> Iterator[Offer]:
    """Where no other place states a date: "as of" texts, script data, attributes, whole text."""
    yield from _as_of(facts)
    yield from _in_scripts(facts)
    yield from _in_properties(facts)
    yield from _anywhere(facts)


def _in_nodes(facts: Facts, *names: str) -> Iterator[Offer]:
    news = " (news)" if facts.is_news else ""
    for text in nodes.texts(facts.article, *names)[:1]:
        yield text, JSON_LD, f"json-ld {names[0]}{news}"
    for text in nodes.texts(facts.micro_article, *names)[:1]:
        yield text, MICRODATA, f"microdata {names[0]}"


def _in_markup(facts: Facts) -> Iterator[Offer]:
    """Time elements and marked elements that state a date, not one of a change."""
    seen: set[str] = set()
    for index, text, said in _dated(facts):
        place = f"{_where(facts, index)}{said}"
        again = "next " if place in seen else ""
        seen.add(place)
        yield text, MARKUP, again + place


def _where(facts: Facts, index: int) -> str:
    first, last = facts.window
    place = "near " if first <= index < last else "far "
    return f"foreign {place}" if facts.is_foreign(index) else place


def _dated(facts: Facts, *, updated: bool = False) -> Iterator[tuple[int, str, str]]:
    """(element, text, note) of elements that state a date: of publication, wherever they stand, or
    of a change, near the headline."""
    walk = facts.walk
    first, last = facts.window if updated else (0, len(walk.tags))
    for index in walk.indices("time", "abbr")[:_MAX_MARKED]:
        if not first <= index < last:
            continue
        bits = facts.bits.get(index, 0) | facts.bits.get(walk.parent[index], 0)
        stated = walk.attr(index, "datetime") or walk.attr(index, "title")
        if text := _part_of(facts, index, bits, stated, updated=updated):
            yield index, text, "time published" if bits & marks.PUBLISHED else "time"
    wanted = marks.DATE | marks.UPDATED
    listed = ((i, bits) for i, bits in facts.marked if bits & wanted and not _is_wide(facts, i))
    for index, bits in islice(listed, _MAX_MARKED):
        if not first <= index < last:
            continue
        stated = next((text for name in _ATTRIBUTES if (text := walk.attr(index, name))), "")
        if text := _part_of(facts, index, bits, stated, updated=updated):
            yield index, text, "published class" if bits & marks.PUBLISHED else "date class"


def _part_of(facts: Facts, index: int, bits: int, stated: str, *, updated: bool) -> str:
    """What an element states of publication, or of a change; empty when it is of the other."""
    walk = facts.walk
    start, end = walk.text_start[index], walk.text_end[index]
    shown = clean(" ".join(walk.texts[start:end])[:MAX_CHARS])
    before = " ".join(walk.texts[max(0, start - 2) : start])[-_MAX_LABEL:]
    of_publication, of_change = part_dateline(shown)
    named = bits & marks.UPDATED and not bits & marks.PUBLISHED
    if named or walk.attr(index, "itemprop") == "dateModified" or ends_in_update_label(before):
        of_publication, of_change = "", shown
    if stated:
        is_change = bool(of_change) and not _DATE_LIKE.search(of_publication)
        return stated if is_change == updated else ""
    return of_change if updated else of_publication


def _is_wide(facts: Facts, index: int) -> bool:
    """Whether a marked element holds more than a date, or a time element, read by itself."""
    end = facts.walk.end[index]
    if end - index > _MAX_SIZE:
        return True
    inside = facts.walk.tags[index:end]
    return "time" in inside or "abbr" in inside


def _in_text(facts: Facts) -> Iterator[Offer]:
    """Dates in the text runs around the headline, marked or not."""
    heading = facts.heading
    if heading is None:
        return
    walk = facts.walk
    start, after = walk.text_start[heading], walk.text_end[heading]
    yield from _in_runs(facts, range(after, after + _CLOSE_RUNS), "text close after")
    yield from _in_runs(facts, range(start - 1, start - _BEFORE_RUNS, -1), "text before")
    yield from _in_runs(facts, range(after + _CLOSE_RUNS, after + _NEAR_RUNS), "text after")


def _in_runs(facts: Facts, runs: Iterable[int], note: str) -> Iterator[Offer]:
    """The dates in short text runs that do not speak of a change."""
    walk = facts.walk
    again = ""
    for run in runs:
        text = walk.texts[run].strip() if 0 <= run < len(walk.texts) else ""
        if len(text) > _MAX_RUN or not _DIGIT.search(text):
            continue
        if not _DATE_LIKE.search(text) or walk.tags[walk.text_owner[run]] in _UNSEEN:
            continue
        before = " ".join(walk.texts[max(0, run - 2) : run])[-_MAX_LABEL:]
        text = part_dateline(clean(text))[0]
        if _DATE_LIKE.search(text) and not ends_in_update_label(before):
            foreign = "foreign " if facts.is_foreign(walk.text_owner[run]) else ""
            yield text, TEXT, f"{again}{foreign}{note}"
            again = "next "


def _as_of(facts: Facts) -> Iterator[Offer]:
    """German "Stand: 18.01.2022": the only date that many broadcasters show."""
    heading, walk = facts.heading, facts.walk
    start = walk.text_start[heading] if heading is not None else 0
    for run in range(max(0, start - _BEFORE_RUNS), min(len(walk.texts), start + _NEAR_RUNS)):
        if walk.texts[run].lstrip()[:6].lower().startswith("stand"):
            yield clean(" ".join(walk.texts[run : run + 2])[:MAX_CHARS]), TEXT, "as of"
            return


def _in_scripts(facts: Facts) -> Iterator[Offer]:
    """The first date of publication in script data (state objects of JavaScript applications)."""
    walk = facts.walk
    for index in walk.indices("script"):
        script = "" if walk.attr(index, "src") else walk.elements[index].text or ""
        if found := _date_in_script(script[:_MAX_SCRIPT]):
            yield found, SCRIPT, "script"
            return


def _date_in_script(script: str) -> str | None:
    """A date value whose key says publication. Plain searches first: scripts are long."""
    for opening in _OPENINGS:
        at = script.find(opening)
        while at >= 0:
            if _SCRIPT_KEY.search(script, max(0, at - 40), at):
                return (
                    script[at + len(opening) - 2 : at + len(opening) + 24]
                    .split('"')[0]
                    .rstrip("\\")
                )
            at = script.find(opening, at + 1)
    return None


def _in_properties(facts: Facts) -> Iterator[Offer]:
    """RDFa and stray microdata: elements whose property says that they state a date."""
    for name in ("itemprop", "property"):
        for index in facts.walk.having(name):
            if _PROPERTY.search(facts.walk.attr(index, name)):
                text = facts.walk.attr(index, "content") or facts.walk.attr(index, "datetime")
                yield text or facts.heading_text(index), MICRODATA, "stray property"


def _anywhere(facts: Facts) -> Iterator[Offer]:
    """The first date in a short text of its own, wherever on the page."""
    runs = (
        run
        for run, text in enumerate(facts.walk.texts[:_MAX_RUNS])
        if len(text) <= _MAX_LINE and _DIGIT.search(text) and _DATE_LIKE.search(text)
    )
    yield from islice(_in_runs(facts, runs, "text anywhere"), 3)


def _modified(facts: Facts) -> Iterator[Offer]:
    yield from _in_nodes(facts, "dateModified")
    for text in facts.meta.all(*_META_MODIFIED)[:2]:
        yield text, META, "meta modified"
    for page in facts.pages[:3]:
        for text in nodes.texts(page, "dateModified")[:1]:
            yield text, JSON_LD, "json-ld page dateModified"
    for _, text, note in _dated(facts, updated=True):
        yield text, MARKUP, note
