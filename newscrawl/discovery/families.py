"""Addresses that are made alike: families for budgets, and finer ones to learn by.

A budget must hold whatever a site makes up: its families are few and wide. What one page of a
family has turned out to be is to say something of the next: so these families tell apart numbers,
headlines and names at the end of the path.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from newscrawl.discovery.shapes import looks_like_headline, slug_words
from newscrawl.values.remembering import remembered

# Addresses whose family is remembered: those of menus and teasers come back page by page.
_REMEMBERED: Final = 1 << 13
_EXTENSION: Final = re.compile(r"(?<=.)\.[a-z][a-z0-9]{1,4}$", re.I)


def url_pattern(url: str) -> str:
    """The family that an address belongs to, for budgets: all but its first word folded.

    ``/2026/11/22/`` and ``/2027/01/01/`` are one family, so are ``/tag/a`` and ``/tag/b``;
    ``/sport`` and ``/politik`` are two.
    """
    parts = urlsplit(url)
    segments = [_folded(part, rank) for rank, part in enumerate(parts.path.strip("/").split("/"))]
    return f"{parts.hostname}/{'/'.join(segments)}{_names(parts.query)}"


@remembered(_REMEMBERED)
def page_family(url: str) -> str:
    """The family that an address belongs to, to learn by: its folders as in :func:`url_pattern`,
    and what its last segment is made of.

    ``/video/4711`` and ``/video/4712`` are one family, ``/video/latest`` and
    ``/video/the-ferry-is-late-again`` are two others; so are ``/about`` and ``/sport`` one.
    """
    parts = urlsplit(url)
    *folders, last = parts.path.strip("/").split("/")
    extension = _EXTENSION.search(last)
    stem = last[: extension.start()] if extension else last
    made_of = [_folded(part, rank) for rank, part in enumerate(folders)]
    made_of.append(_made_of(unquote(stem)) + (extension[0].lower() if extension else ""))
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}/{'/'.join(made_of)}{_names(parts.query)}"


def _made_of(slug: str) -> str:
    if not slug or slug.isdigit():
        return "#" if slug else ""
    if looks_like_headline(slug):
        return "headline"
    if any(char.isdigit() for char in slug):
        return "word#"
    return "words" if slug_words(slug) > 1 else "word"


def _folded(segment: str, rank: int) -> str:
    if any(char.isdigit() for char in segment):
        return re.sub(r"\d+", "#", segment) if rank == 0 or segment.isdigit() else "#"
    return segment if rank == 0 else "*"


def _names(query: str) -> str:
    names = sorted(pair.partition("=")[0] for pair in query.split("&") if pair)
    return f"?{'&'.join(names)}" if names else ""
