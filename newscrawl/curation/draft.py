"""The first form of a profile, from what extraction found on a few pages of a site.

Fields get selectors that give on all pages what extraction chose; what could not be found so is
told in a comment. The elements of the text are in ``framing``. Nothing in a draft is more right
than the extraction was: it is there to be looked at and corrected.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from newscrawl.curation.comparison import shown
from newscrawl.curation.finding import find, parts, value_of
from newscrawl.curation.framing import Frame, framed
from newscrawl.discovery.offer import article_shape
from newscrawl.errors import UsageError
from newscrawl.extraction import Extraction
from newscrawl.page import Page
from newscrawl.sites import Profile
from newscrawl.sites.patterns import Pattern
from newscrawl.sites.profile import BODY, SELECTABLE
from newscrawl.sites.registry import stated_address
from newscrawl.values.text import clean, printable
from newscrawl.values.urls import site_of
from newscrawl.version import __version__

# How long a draft is trusted: a site that is looked at twice a year is looked at.
TRUSTED: Final = timedelta(days=182)
# What a pattern of addresses must have, not to be that of sections as well.
_TELLING: Final = ("{year}", "{number}")
_MONTH: Final = re.compile(r"(/\{year\}/)[^/{}]+(?=/)")  # the name of one, that of these pages


@dataclass(slots=True)
class Draft:
    """A profile in the making. ``missing``: fields with a value and no selector, and their values
    on the pages; ``shape``: what the addresses have in common, ``is_sure`` whether it can be relied
    on; ``other``: pages that extraction does not take for articles; ``frame``: the text's elements.
    """

    profile: Profile
    pages: list[str]
    missing: dict[str, list[str]] = field(default_factory=dict)
    frame: Frame | None = None
    shape: str | None = None
    is_sure: bool = False
    other: list[str] = field(default_factory=list)

    def toml(self) -> str:
        """The draft as a file."""
        parts = [*self._head(), "", *self._fields(), "", *self._urls(), *self._removals()]
        return "\n".join(parts) + "\n"

    def _head(self) -> Iterator[str]:
        yield f"# A draft by newscrawl {__version__}, from what it found on:"
        yield from (f"#   {printable(page)}" for page in self.pages)
        yield "# Look at it beside the pages. How to go on: docs/profiles.md"
        yield f"site = {_quoted(self.profile.site)}"
        yield f"checked = {self.profile.checked}"
        yield f"valid_until = {self.profile.valid_until}"

    def _fields(self) -> Iterator[str]:
        yield "[fields]"
        for name, selectors in self.profile.fields.items():
            listed = ", ".join(map(_quoted, selectors))
            yield f"{name} = {listed if len(selectors) == 1 else f'[{listed}]'}"
        if self.frame and not self.frame.is_exact:
            yield "# All of the text is in here, and more that would have to be removed:"
            yield f"# {BODY} = {_quoted(self.frame.selector)}"
        for name, values in self.missing.items():
            yield f"# {name}: no selector gives on all pages what was found:"
            yield from (f"#   {printable(clean(value))}" for value in values)

    def _urls(self) -> Iterator[str]:
        if self.shape is None:
            return
        yield "[urls]"
        if not self.is_sure:
            yield "# Of one page only, or like the addresses of sections: look at it before use."
        yield f"{'' if self.is_sure else '# '}articles = {_quoted(self.shape)}"

    def _removals(self) -> Iterator[str]:
        for removal in self.profile.removals:
            yield from ("", "[[remove]]", f"selector = {_quoted(removal.selector)}")
            yield f"reason = {_quoted(removal.reason)}"


def draft_of(pages: Sequence[tuple[Page, datetime | None]], today: date) -> Draft:
    """A profile for the site of these pages, each with the time at which it was read.

    Raises:
        UsageError: a page has no address, or they are of several sites.
    """
    urls = [_address(page, number) for number, (page, _) in enumerate(pages, 1)]
    sites = sorted({site_of(url) for url in urls})
    if len(sites) > 1:
        raise UsageError(f"the pages are of several sites ({', '.join(sites)}): give those of one")
    read = [_read(page, now) for page, now in pages]
    draft = Draft(Profile(sites[0], today, today + TRUSTED), urls)
    draft.other = [
        url for url, one in zip(urls, read, strict=True) if not value_of(one, "is_article")
    ]
    draft.profile = replace(draft.profile, fields=_selectors(draft, read))
    draft.frame = frame = framed(read)
    if frame and frame.is_exact:
        fields = {**draft.profile.fields, BODY: (frame.selector,)}
        draft.profile = replace(draft.profile, fields=fields, removals=frame.removals)
    draft.shape, draft.is_sure = _shape(urls)
    return draft


def _address(page: Page, number: int) -> str:
    url = page.url or stated_address(page)
    if url and site_of(url):
        return url
    raise UsageError(f"page {number} does not state its address; give it with --url")


def _read(page: Page, now: datetime | None) -> Extraction:
    extraction = Extraction(page, now=now)
    extraction.gather()
    return extraction


def _selectors(draft: Draft, read: Sequence[Extraction]) -> dict[str, tuple[str, ...]]:
    """Selectors of the fields that have values; those without one become ``missing``."""
    fields: dict[str, tuple[str, ...]] = {}
    for name in SELECTABLE:
        values = [value_of(page, name) for page in read]
        if name == BODY or not any(values):
            continue
        found = [one.selector for one in find(name, read)]
        if name == "date_modified":  # while an article is new, what says the one says the other
            found = [one for one in found if one not in fields.get("date_published", ())]
        if found:
            fields[name] = tuple(found)
        else:
            draft.missing[name] = [shown(parts(value)) for value in values]
    return fields


def _shape(urls: Sequence[str]) -> tuple[str | None, bool]:
    """The pattern of the addresses, and whether it is that of articles alone."""
    shape = _MONTH.sub(r"\1{name}", article_shape(urls) or "") or None
    if shape is None or not all(Pattern.parse(shape).matches(url) for url in urls):
        return None, False
    return shape, len(set(urls)) > 1 and any(telling in shape for telling in _TELLING)


def _quoted(text: str) -> str:
    """A text as TOML: a JSON string is one; with quotation marks in it a literal reads better."""
    is_plain = text.isprintable() and '"' in text and "'" not in text
    return f"'{text}'" if is_plain else json.dumps(text, ensure_ascii=False)
