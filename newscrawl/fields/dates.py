"""When the article was published, and when it was changed: never the one for the other.

Order of the offers: JSON-LD, meta tags, microdata, ``<time>`` and other marked elements around the
headline, text beside the headline, and last the address. Among places that state the same day the
first that states time and zone is shown. A text that says "updated" is of the change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from newscrawl.evidence import JSON_LD, META, MICRODATA, URL, Candidate
from newscrawl.fields import date_data, date_places, date_settling, nodes
from newscrawl.fields.date_places import Offer
from newscrawl.fields.facts import Facts
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
    "weibo:article:create_at", "og:publish_date", "publisheddate", "date-pub", "veeseo:date",
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
    "last_updated", "moddate", "cxenseparse:recs:modifiedtime", "utime", "updated", "dateupdate",
    "og:article:modified_time",
)  # fmt: skip
# Names of meta tags that nobody listed, and what a value of theirs must have to be a date.
_LIKE_PUBLISHED: Final = re.compile(r"publi(?:sh|cat)(?!er)|pub_?date|posted|post_date|erschein")
_LIKE_DATE: Final = re.compile(r"\b(?:date|datum|fecha|created?(?:[_-]?(?:on|at|date))?)$")
_YEAR: Final = re.compile(r"(?:19|20)\d\d|^1\d{9}")
# How notes of places start whose word alone does not keep the search for a date from going on.
_WEAK: Final = (
    "next ", "foreign ", "far ", "url", "text after", "text opening", "text in", "meta date",
    "as of",
)  # fmt: skip


def date_published(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the date of publication, as ISO 8601."""
    found = list(_read_all(facts, _published(facts)))
    if all(candidate.note.startswith(_WEAK) for candidate in found):
        found += _read_all(facts, _last_resorts(facts))
    yield from date_settling.settle(found, day_first=facts.day_first)


def date_modified(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the date of the last change, as ISO 8601."""
    found = list(_read_all(facts, _changes_stated(facts)))
    yield from found or _read_all(facts, _changes_shown(facts))


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
    yield from _in_meta(facts, _META_PUBLISHED, _LIKE_PUBLISHED, "meta published")
    yield from _in_nodes(facts, "dateCreated", "uploadDate")
    for page in facts.pages[:3]:
        for text in nodes.texts(page, "datePublished", "dateCreated", "uploadDate")[:1]:
            yield text, JSON_LD, "json-ld page datePublished"
    yield from _in_meta(facts, _META_DATE, _LIKE_DATE, "meta date")
    yield from date_places.in_markup(facts)
    yield from date_places.in_text(facts)
    yield from date_places.as_of(facts)
    if found := date_in_url(facts.page.url or ""):
        yield found, URL, "url"


def _last_resorts(facts: Facts) -> Iterator[Offer]:
    """Where no sure place states a date: data of scripts, attributes, lists, the whole text."""
    yield from date_data.in_data(facts)
    yield from date_data.in_image_address(facts)
    yield from date_places.in_properties(facts)
    yield from date_places.beside_own_title(facts)
    yield from date_places.anywhere(facts)


def _in_nodes(facts: Facts, *names: str) -> Iterator[Offer]:
    news = " (news)" if facts.is_news else ""
    for text in nodes.texts(facts.article, *names)[:1]:
        yield text, JSON_LD, f"json-ld {names[0]}{news}"
    for text in nodes.texts(facts.micro_article, *names)[:1]:
        yield text, MICRODATA, f"microdata {names[0]}"


def _in_meta(
    facts: Facts, names: tuple[str, ...], like: re.Pattern[str], note: str
) -> Iterator[Offer]:
    """What meta tags of these names state; where there are none, those of names like them."""
    listed = facts.meta.all(*names) or [t for t in facts.meta.like(like) if _YEAR.search(t)]
    for text in listed[:3]:
        yield text, META, note


def _changes_stated(facts: Facts) -> Iterator[Offer]:
    yield from _in_nodes(facts, "dateModified")
    for text in facts.meta.all(*_META_MODIFIED)[:2]:
        yield text, META, "meta modified"
    for page in facts.pages[:3]:
        for text in nodes.texts(page, "dateModified")[:1]:
            yield text, JSON_LD, "json-ld page dateModified"


def _changes_shown(facts: Facts) -> Iterator[Offer]:
    yield from date_places.changes_in_markup(facts)
    yield from date_places.changes_in_text(facts)
