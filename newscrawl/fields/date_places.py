"""Where a page shows a date: elements marked as one, and text around the headline.

Each place is an offer: the text that holds the date, the source, and a note that names the kind of
place. Notes say whether the place is near the headline or far from it, whether it is foreign (in
comments, related stories, navigation), whether it says "published", and whether another place of
the same kind stood before it ("next"). A text that says "updated" is of the change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from newscrawl.evidence import MARKUP, MICRODATA, TEXT
from newscrawl.fields import marks
from newscrawl.fields.facts import Facts
from newscrawl.values.datelines import (
    ends_in_update_label,
    opening_dateline,
    part_dateline,
    says_published,
)
from newscrawl.values.dates import MAX_CHARS
from newscrawl.values.text import clean

_DIGIT: Final = re.compile(r"\d")  # what every date has: cheaper to ask for first
_DATE_LIKE: Final = re.compile(r"\d{4}|\d\d?[./]\s?\d\d?[./]\s?\d\d|['’]\d\d|[٠-٩०-९]{4}")
_PROSE_AFTER: Final = re.compile(r"\D{25}$")  # more than a zone or a name after the last figure
_PROPERTY: Final = re.compile(r"(?:date_?published|datecreated|dc:date|pubdate)$", re.IGNORECASE)
_NEAR_RUNS: Final = 60  # text runs after the headline in which a date is looked for
_CLOSE_RUNS: Final = 8  # of which these are closest
_BEFORE_RUNS: Final = 15  # text runs before the headline
_MAX_RUNS: Final = 3000  # text runs of the page that are looked at in the last resort
_MAX_RUN: Final = 120  # characters of a text run that is a dateline; longer ones are prose
_MIN_DATE: Final = 6  # characters of the shortest date: 1.1.22
_MAX_LINE: Final = 60  # the same, away from the headline
_MAX_LABEL: Final = 60  # characters before a date in which its label stands
_MAX_PARAGRAPHS: Final = 3  # first paragraphs whose opening may be a dateline
_ENTRY_RUNS: Final = 20  # text runs in an entry of a list of stories
_ENTRY_DEPTH: Final = 5  # elements around its title that may be the entry
_MAX_ENTRIES: Final = 3
_MAX_ANYWHERE: Final = 20  # dates in short texts anywhere that are looked at
_FIRST: Final = 3  # of which these need no label
_MIN_TITLE: Final = 15  # characters of a title that no two stories share
# Where elements other than `time` state a date.
_ATTRIBUTES: Final = (
    "content", "datetime", "data-datetime", "data-date", "data-timestamp", "data-time",
)  # fmt: skip
_MAX_SIZE: Final = 12  # elements inside a marked element; larger ones hold more than a date
_MAX_MARKED: Final = 40  # marked elements that are looked at
_UNSEEN: Final = frozenset({"script", "style", "title", "noscript", "template", "option"})

Offer = tuple[str, str, str]  # text, source, note


def in_markup(facts: Facts) -> Iterator[Offer]:
    """Time elements and marked elements that state a date, not one of a change."""
    seen: set[str] = set()
    for index, text, said in _dated(facts):
        place = f"{facts.where(index)}{said}"
        again = "next " if place in seen else ""
        seen.add(place)
        yield text, MARKUP, again + place


def changes_in_markup(facts: Facts) -> Iterator[Offer]:
    """The same of a change, near the headline."""
    for _, text, note in _dated(facts, updated=True):
        yield text, MARKUP, note


def _dated(facts: Facts, *, updated: bool = False) -> Iterator[tuple[int, str, str]]:
    """(element, text, note) of elements that state a date: of publication, wherever they stand, or
    of a change, near the headline."""
    walk = facts.walk
    first, last = facts.window if updated else (0, len(walk.tags))
    for index in walk.indices("time", "abbr")[:_MAX_MARKED]:
        if not first <= index < last:
            continue
        bits = facts.bits.get(index, 0)
        if not bits & marks.UPDATED:  # the box around both dates of an article is "posted on"
            bits |= facts.bits.get(walk.parent[index], 0)
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
    before = _label_before(facts, start)
    of_publication, of_change = part_dateline(shown)
    named = bits & marks.UPDATED and not bits & marks.PUBLISHED
    if named or walk.attr(index, "itemprop") == "dateModified" or ends_in_update_label(before):
        of_publication, of_change = "", shown
    if stated:
        is_change = bool(of_change) and not _DATE_LIKE.search(of_publication)
        return stated if is_change == updated else ""
    return of_change if updated else of_publication


def _label_before(facts: Facts, run: int) -> str:
    return " ".join(facts.walk.texts[max(0, run - 2) : run])[-_MAX_LABEL:]


def _is_wide(facts: Facts, index: int) -> bool:
    """Whether a marked element holds more than a date, or a time element, read by itself."""
    end = facts.walk.end[index]
    if end - index > _MAX_SIZE:
        return True
    inside = facts.walk.tags[index:end]
    return "time" in inside or "abbr" in inside


def in_text(facts: Facts) -> Iterator[Offer]:
    """Dates in the text runs in and around the headline, marked or not."""
    heading = facts.heading
    if heading is None:
        return
    walk = facts.walk
    start, after = walk.text_start[heading], walk.text_end[heading]
    yield from _in_runs(facts, range(after, after + _CLOSE_RUNS), "text close after")
    yield from _in_runs(facts, range(start - 1, start - _BEFORE_RUNS, -1), "text before")
    if after - start > 1:
        yield from _in_runs(facts, range(start, after), "text in headline")
    yield from _in_runs(facts, range(after + _CLOSE_RUNS, after + _NEAR_RUNS), "text after")
    yield from _in_openings(facts, range(after, after + _NEAR_RUNS))


def _in_openings(facts: Facts, runs: range) -> Iterator[Offer]:
    """The datelines that open the first paragraphs: "BERLIN, 18 January 2022 - ..."."""
    walk = facts.walk
    texts = walk.texts[runs.start : runs.stop]
    paragraphs = ((run, text) for run, text in enumerate(texts, runs.start) if len(text) > _MAX_RUN)
    for run, text in islice(paragraphs, _MAX_PARAGRAPHS):
        opening = opening_dateline(text.lstrip())
        if opening and walk.tags[walk.text_owner[run]] not in _UNSEEN:
            yield opening, TEXT, "text opening"
            return


def _in_runs(facts: Facts, runs: Iterable[int], note: str) -> Iterator[Offer]:
    """The dates in short text runs that do not speak of a change."""
    again = ""
    for run in _with_figures(facts, runs):
        text, _, label = _dateline(facts, run)
        if text:
            foreign = "foreign " if facts.is_foreign(facts.walk.text_owner[run]) else ""
            said = " published" if says_published(text) or says_published(label) else ""
            yield text, TEXT, f"{again}{foreign}{note}{said}"
            again = "next "


def _with_figures(facts: Facts, runs: Iterable[int]) -> Iterator[int]:
    """Those of the text runs that hold a figure: most do not, and need no closer look."""
    texts = facts.walk.texts
    return (run for run in runs if 0 <= run < len(texts) and _DIGIT.search(texts[run]))


_NOTHING: Final = ("", "", "")


def _dateline(facts: Facts, run: int) -> tuple[str, str, str]:
    """What a text run states of publication and of a change, and the label before it."""
    walk = facts.walk
    text = walk.texts[run].strip()
    if len(text) > _MAX_RUN:
        return _NOTHING
    if not _DATE_LIKE.search(text) or walk.tags[walk.text_owner[run]] in _UNSEEN:
        return _NOTHING
    label = _label_before(facts, run)
    published, changed = part_dateline(clean(text))
    if ends_in_update_label(label):
        published, changed = "", clean(text)
    return (
        published if _DATE_LIKE.search(published) else "",
        changed if _DATE_LIKE.search(changed) else "",
        label,
    )


def changes_in_text(facts: Facts) -> Iterator[Offer]:
    """The dates in text runs around the headline that say that they are of a change."""
    heading = facts.heading
    if heading is None:
        return
    start, after = facts.walk.text_start[heading], facts.walk.text_end[heading]
    near = (*range(after, after + _NEAR_RUNS), *range(start - 1, start - _BEFORE_RUNS, -1))
    for run in _with_figures(facts, near):
        changed = _dateline(facts, run)[1]
        if changed and not _PROSE_AFTER.search(changed):
            yield changed, TEXT, "text"


def as_of(facts: Facts) -> Iterator[Offer]:
    """German "Stand: 18.01.2022": the only date that many broadcasters show."""
    if not (facts.language or "de").startswith("de"):
        return
    heading, walk = facts.heading, facts.walk
    start = walk.text_start[heading] if heading is not None else 0
    for run in range(max(0, start - _BEFORE_RUNS), min(len(walk.texts), start + _NEAR_RUNS)):
        if walk.texts[run].lstrip()[:6].lower().startswith("stand"):
            yield clean(" ".join(walk.texts[run : run + 2])[:MAX_CHARS]), TEXT, "as of"
            return


def in_properties(facts: Facts) -> Iterator[Offer]:
    """RDFa and stray microdata: elements whose property says that they state a date."""
    walk = facts.walk
    states_dc = next(walk.mentions(b"dc:date", 0, 0), None) is not None
    for name in ("itemprop", "property") if states_dc else ("itemprop",):
        for index in walk.having(name):
            if _PROPERTY.search(walk.attr(index, name)):
                text = walk.attr(index, "content") or walk.attr(index, "datetime")
                yield text or facts.heading_text(index), MICRODATA, "stray property"


def anywhere(facts: Facts) -> Iterator[Offer]:
    """The first dates in short texts of their own, wherever on the page, and those labelled."""
    runs = (
        run
        for run, text in enumerate(facts.walk.texts[:_MAX_RUNS])
        if _MIN_DATE <= len(text) <= _MAX_LINE and _DIGIT.search(text) and _DATE_LIKE.search(text)
    )
    found = list(islice(_in_runs(facts, runs, "text anywhere"), _MAX_ANYWHERE))
    yield from found[:_FIRST]
    yield from (offer for offer in found[_FIRST:] if offer[2].endswith("published"))


def beside_own_title(facts: Facts) -> Iterator[Offer]:
    """The date of this story in a list of stories (latest news) that the page itself shows."""
    heading = facts.heading
    shown = facts.heading_text(heading) if heading is not None else None
    titles = {shown, facts.meta.title, facts.meta.first("og:title")}
    own = range(0)
    if heading is not None:
        own = range(facts.walk.text_start[heading], facts.walk.text_end[heading])
    others = (run for run in _runs_of(facts, titles) if run not in own)
    for run in islice(others, _MAX_ENTRIES):
        if text := _date_of_entry(facts, run):
            yield text, TEXT, "text beside own title"


def _runs_of(facts: Facts, titles: Iterable[str | None]) -> Iterator[int]:
    """The seen text runs that are one of these titles: found in all text at once, for speed."""
    walk = facts.walk
    whole = "\0".join(walk.texts[:_MAX_RUNS])
    for title in sorted({title for title in titles if title and len(title) >= _MIN_TITLE}):
        at, run, counted = whole.find(title), 0, 0
        while at >= 0:
            run += whole.count("\0", counted, at)
            counted = at
            if walk.texts[run].strip() == title and walk.tags[walk.text_owner[run]] not in _UNSEEN:
                yield run
            at = whole.find(title, at + len(title))


def _date_of_entry(facts: Facts, run: int) -> str:
    """The one date in the smallest element around a title that holds any; else nothing."""
    walk = facts.walk
    for index in walk.ancestors(walk.text_owner[run])[:_ENTRY_DEPTH]:
        runs = range(walk.text_start[index], walk.text_end[index])
        if len(runs) > _ENTRY_RUNS:
            return ""
        if dates := {text for near in runs if (text := _dateline(facts, near)[0])}:
            return dates.pop() if len(dates) == 1 else ""
    return ""
