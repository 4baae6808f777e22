"""Bounds on what is parsed of a page, so that memory and time have a bound, too.

Order: bytes; tags, first without those that only nest; runs of text between two tags. Each bound is
about what the largest of some 2,500 honest pages has (3.3 MB, 22,000 tags, a script of 3.4 MB), or
more. What is left out is said, as everything that could not be done.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

MAX_BYTES: Final = 10_000_000
MAX_TAGS: Final = 80_000  # starts and ends of elements: each costs a kilobyte once it is parsed
MAX_FLATTENED: Final = 3 * MAX_TAGS  # so many of a page are looked at for those that only nest
MAX_RUN_BYTES: Final = 2_500_000  # between two tags
_TAG: Final = re.compile(rb"<")
_BREAKS: Final = re.compile(rb"<br>(?:\s*<br>){2,}")
# Elements that may be taken away without losing text; those that start a line leave a break behind.
_NESTABLE: Final = re.compile(
    rb"</?(?:(?P<line>div|section|article|main|aside|ul|ol|li|dl|dd|dt|table|tbody|tr|td|blockquote"
    rb"|center|fieldset|form|details|figure|header|footer|nav)|[a-z][a-z0-9-]*)\b[^<>]*>",
    re.IGNORECASE,
)
_KEPT: Final = re.compile(
    rb"</?(?:html|head|body|title|meta|link|script|style|p|h[1-6]|br|time)\b", re.IGNORECASE
)


def bounded(utf8: bytes, problems: list[str]) -> bytes:
    """What is parsed of a page; what is not is added to ``problems``."""
    if len(utf8) > MAX_BYTES:
        problems.append(f"page cut at {MAX_BYTES} of {len(utf8)} bytes")
        utf8 = utf8[:MAX_BYTES]
    if len(utf8) > MAX_TAGS:
        utf8 = _with_few_tags(utf8, problems)
    return _with_short_runs(utf8, problems) if len(utf8) > MAX_RUN_BYTES else utf8


def _with_few_tags(utf8: bytes, problems: list[str]) -> bytes:
    if (tags := utf8.count(b"<")) <= MAX_TAGS:
        return utf8
    problems.append(f"{tags} tags: read without its structure")
    return _cut(flatten(_cut(utf8, MAX_FLATTENED, problems)), MAX_TAGS, problems)


def _cut(utf8: bytes, most: int, problems: list[str]) -> bytes:
    if (tags := utf8.count(b"<")) <= most:
        return utf8
    problems.append(f"page cut at {most} of {tags} tags")
    return utf8[: next(islice(_TAG.finditer(utf8), most, None)).start()]


def _with_short_runs(utf8: bytes, problems: list[str]) -> bytes:
    runs = utf8.split(b"<")
    if max(map(len, runs)) <= MAX_RUN_BYTES:
        return utf8
    problems.append(f"text without tags cut at {MAX_RUN_BYTES} bytes")
    return b"<".join(run[:MAX_RUN_BYTES] for run in runs)


def flatten(utf8: bytes) -> bytes:
    """Take away the elements that pages nest: a poorer page, but with all of its text."""

    def replace(tag: re.Match[bytes]) -> bytes:
        if _KEPT.match(tag[0]):
            return tag[0]
        return b"<br>" if tag["line"] else b""

    return _BREAKS.sub(b"<br><br>", _NESTABLE.sub(replace, utf8))
