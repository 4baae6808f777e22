"""When the article was published, and when it was changed: never the one for the other.

Order of the offers: JSON-LD, meta tags, microdata, ``<time>`` and other marked elements around the
headline, text beside the headline, and last the address. Among places that state the same day the
first that states time and zone is shown. A text that says "updated" is of the change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, TEXT, URL, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts
from newscrawl.values.dates import MAX_CHARS, parse_date
from newscrawl.values.text import clean

_META_PUBLISHED: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "article.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "publishdate", "publish-date", "publish_date", "published_time",
    "publication_date", "publication-date", "published-date", "pubdate", "article_date_original",
    "article:published", "originalpublicationdate", "citation_publication_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "date.published", "published", "ptime", "bt:pubdate", "rnews:datepublished", "dcsext.articlefirstpublished",
    "og:pubdate", "og:regdate", "article:create_time", "displaydate", "displayed-date", "_pubdate", "pub_date",
    "last-published", "release_date", "og:release_date", "analyticsattributes.articledate",
    "timestamp", "vr:published_time", "weibo:article:create_at",
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
# Words that make a date one of change, in the languages of the corpus and its neighbours.
UPDATED: Final = re.compile(
    r"\b(?:(?:last )?updated?|modified|edited|revised|reviewed|aktualisiert|aktualisierung|geändert"
    r"|letzte änderung|zuletzt|stand|mis(?:e)? à jour|modifi[ée]|actualis[ée]|actualizad[oa]"
    r"|actualización|modificad[oa]|aggiornat[oa]|aggiornamento|modificato|atualizad[oa]|atualização"
    r"|bijgewerkt|gewijzigd|laatste update|oppdatert|opdateret|uppdaterad|päivitetty|muokattu"
    r"|aktualizacja|aktualizováno|zaktualizowano|aktualizované|frissítve|módosítva|actualizat"
    r"|обновлен[оа]?|изменено|оновлено|güncelle\w*|diperbarui|cập nhật|ενημέρωση)\b"
    r"|更新|수정|업데이트|تحديث|अपडेट|อัปเดต|แก้ไข|עודכן",
    re.IGNORECASE,
)
_IN_URL: Final = re.compile(
    r"[/_\-](?P<year>(?:19|20)\d\d)[/_\-.]?(?P<month>0[1-9]|1[0-2]|[1-9](?=[/_\-.]))[/_\-.]?"
    r"(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?=\D|$))(?=\D|$)"
)
_DIGITS: Final = re.compile(r"\d")
_DATE_LIKE: Final = re.compile(r"\d{4}|\d\d?[./]\s?\d\d?[./]\s?\d\d|['’]\d\d")
_NEAR_RUNS: Final = 60  # text runs after the headline in which a date is looked for
_BEFORE_RUNS: Final = 15  # and before it
_MAX_SIZE: Final = 12  # elements inside a marked element; larger ones hold more than a date


def date_published(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the date of publication, as ISO 8601."""
    for text, source, note in _published(facts):
        value = read(facts, text)
        if value:
            yield Candidate(value, source, 0.0, raw=clean(text[:MAX_CHARS]), note=note)


def date_modified(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the date of the last change, as ISO 8601."""
    for text, source, note in _modified(facts):
        value = read(facts, text)
        if value:
            yield Candidate(value, source, 0.0, raw=clean(text[:MAX_CHARS]), note=note)


def read(facts: Facts, text: str) -> str | None:
    """A date text of the page as ISO 8601, in the page's language."""
    return parse_date(text, language=facts.language, day_first=facts.day_first, now=facts.now)


def _published(facts: Facts) -> Iterator[tuple[str, str, str]]:
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
    yield from _near_headline(facts)
    if found := date_in_url(facts.page.url or ""):
        yield found, URL, "url"


def _in_nodes(facts: Facts, *names: str) -> Iterator[tuple[str, str, str]]:
    for text in nodes.texts(facts.article, *names)[:1]:
        yield text, JSON_LD, f"json-ld {names[0]}"
    for text in nodes.texts(facts.micro_article, *names)[:1]:
        yield text, MICRODATA, f"microdata {names[0]}"


def _in_markup(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Time elements and marked elements that are of this article and not of a change."""
    first, last = facts.window
    for index, text, note in _dated(facts):
        near = "near " if first <= index < last else ""
        yield text, MARKUP, near + note


def _dated(facts: Facts, *, updated: bool = False) -> Iterator[tuple[int, str, str]]:
    """(element, text, note) of elements that state a date; of changes or of publication."""
    walk = facts.walk
    bits_of = dict(facts.marked)
    for index in walk.indices("time")[:30]:
        bits = bits_of.get(index, 0) | bits_of.get(walk.parent[index], 0)
        if not facts.is_foreign(index) and _is_updated(facts, index, bits) == updated:
            said = "time published" if bits & marks.PUBLISHED else "time"
            text = walk.attr(index, "datetime") or walk.text_of(index)[:MAX_CHARS]
            yield index, text, said
    listed = [(i, bits) for i, bits in facts.marked if bits & (marks.DATE | marks.UPDATED)]
    for index, bits in listed[:60]:
        if walk.tags[index] == "time" or walk.end[index] - index > _MAX_SIZE:
            continue
        if not facts.is_foreign(index) and _is_updated(facts, index, bits) == updated:
            said = "published class" if bits & marks.PUBLISHED else "date class"
            yield index, _stated_text(facts, index), said


def _stated_text(facts: Facts, index: int) -> str:
    walk = facts.walk
    for name in (
        "content",
        "datetime",
        "data-datetime",
        "data-date",
        "data-timestamp",
        "data-time",
    ):
        if stated := walk.attr(index, name):
            return stated
    return " ".join(walk.texts[walk.text_start[index] : walk.text_end[index]])[:MAX_CHARS]


def _is_updated(facts: Facts, index: int, bits: int) -> bool:
    if bits & marks.UPDATED and not bits & marks.PUBLISHED:
        return True
    if facts.walk.attr(index, "itemprop") == "dateModified":
        return True
    start = facts.walk.text_start[index]
    before = " ".join(facts.walk.texts[max(0, start - 2) : start + 1])[-60:]
    return bool(UPDATED.search(before))


def _near_headline(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Dates in the text runs around the headline, marked or not."""
    heading = facts.heading
    if heading is None:
        return
    walk = facts.walk
    start, after = walk.text_start[heading], walk.text_end[heading]
    for run in [*range(after, after + _NEAR_RUNS), *range(start - 1, start - _BEFORE_RUNS, -1)]:
        if not 0 <= run < len(walk.texts):
            continue
        text = walk.texts[run]
        if (
            len(text) <= 120
            and _DATE_LIKE.search(text)
            and not facts.is_foreign(walk.text_owner[run])
        ):
            said = " ".join(walk.texts[max(0, run - 1) : run + 1])[-160:]
            if not UPDATED.search(said):
                where = "text after" if run >= after else "text before"
                yield clean(text), TEXT, where


def _modified(facts: Facts) -> Iterator[tuple[str, str, str]]:
    yield from _in_nodes(facts, "dateModified")
    for text in facts.meta.all(*_META_MODIFIED)[:2]:
        yield text, META, "meta modified"
    for page in facts.pages[:3]:
        for text in nodes.texts(page, "dateModified")[:1]:
            yield text, JSON_LD, "json-ld page dateModified"
    first, last = facts.window
    for index, text, note in _dated(facts, updated=True):
        if first <= index < last:
            yield text, MARKUP, note


def date_in_url(address: str) -> str | None:
    """The day that an address carries in its path, as ISO 8601."""
    found = _IN_URL.search(address.partition("?")[0][8:])
    if not found:
        return None
    return f"{found['year']}-{int(found['month']):02d}-{int(found['day']):02d}"
