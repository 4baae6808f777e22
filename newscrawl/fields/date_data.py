"""Dates of publication in what a page carries for machines, outside of the formats that say so.

State objects of JavaScript applications (``"publishedAt":"2022-01-18..."``), the same quoted in an
attribute or inside a string, ``data-publish-date`` attributes, JSON-LD that is broken: all are a
key that speaks of publication, followed by a date. The source is searched for the key's first
letters, which costs next to nothing; a pattern then reads what stands there. Last, the address of
the article's image often holds the day on which it was stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from newscrawl.evidence import META
from newscrawl.fields.facts import Facts
from newscrawl.values.url_dates import date_in_url

SCRIPT: Final = "script"  # the source of what is read from state objects
# How keys of dates of publication start (small letters), the surest first.
_KEYS: Final = (b"publi", b"pubdate", b"deploydt")
_NOT_FIRST: Final = (b"last", b"last_", b"last-", b"un", b"re")  # what may stand before it
_QUOTE: Final = rb"(?:\\{0,4}[\"']|&quot;|&#34;|\\u0022)?"
_BEFORE: Final = 5  # bytes before the key that are read
_REACH: Final = 100  # bytes from the key on that are read
# The rest of a key, and its value: an ISO date, or seconds since 1970.
_PAIR: Final = re.compile(
    rb"[a-z0-9_:-]{3,40}" + _QUOTE + rb"\s{0,2}[:=]\s{0,2}" + _QUOTE +
    rb"((?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?(?:[t ][\d:.]{4,16}(?:z|[+-]\d\d:?\d\d)?)?"
    rb"|1\d{9}(?:\d{3})?(?!\d))"
)  # fmt: skip
_MAX_PLACES: Final = 400  # places of keys that are looked at
_MAX_FOUND: Final = 3  # distinct dates

Offer = tuple[str, str, str]  # text, source, note


def in_data(facts: Facts) -> Iterator[Offer]:
    """The first dates of publication in script data, by the surest key that states any."""
    for key in _KEYS:
        places = islice(facts.walk.mentions(key, _BEFORE, _REACH), _MAX_PLACES)
        found = dict.fromkeys(filter(None, (_stated(before, pair) for before, pair in places)))
        for text, again in zip(found, ("", *["next "] * (_MAX_FOUND - 1)), strict=False):
            yield text, SCRIPT, f"{again}script"
        if found:
            return


def _stated(before: bytes, pair: bytes) -> str:
    """The date that follows a key; empty when none does, or when the key is of a change."""
    found = None if before.endswith(_NOT_FIRST) else _PAIR.match(pair)
    return found[1].decode("ascii").upper() if found else ""


def in_image_address(facts: Facts) -> Iterator[Offer]:
    """The day in the address of the article's image."""
    if found := date_in_url(facts.meta.first("og:image", "twitter:image") or ""):
        yield found, META, "image address"
