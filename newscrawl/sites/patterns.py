"""Patterns of addresses, as profiles write them: ``/{year}/{month}/{slug}``, ``/live/**``.

A pattern is about the whole path, segment by segment; a slash at the end, the query and the
fragment do not count. It may begin with a host (``blog.example.com/**``), and end with the
parameters that the query must have (``/story?id={number}``). ``probe`` writes the shape of a site's
articles in the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

# What stands for a segment, or for a part of one.
PLACEHOLDERS: Final = {
    "year": r"(?:19|20)\d\d",
    "month": r"(?:0?[1-9]|1[0-2])",
    "day": r"(?:0?[1-9]|[12]\d|3[01])",
    "number": r"\d+",
    "slug": r"(?:[\d_]|[^\w/])*[^\W\d_][^/]*",  # with a letter in it
    "name": r"[^/]+",
}
_PART: Final = re.compile(r"\{(\w*)\}|((?:/\*\*)+)|(\*\*+)|(\*)|([^{*/]+|[{/])")
_HOST: Final = re.compile(r"[a-z0-9.-]+(?::\d+)?", re.I)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of addresses: ``text`` is how it was written."""

    text: str
    host: str
    path: re.Pattern[str]
    query: tuple[tuple[str, re.Pattern[str]], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Pattern:
        """Read a pattern.

        Raises:
            ValueError: it cannot be one; the message says why, and what mends it.
        """
        address, _, query = text.strip().partition("?")
        host, path = _parted(address)
        return cls(text, host, _compiled(path.rstrip("/")), tuple(map(_parameter, _pairs(query))))

    def matches(self, url: str) -> bool:
        """Whether an address is one of these."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if self.host and self.host != parts.netloc.lower().removeprefix("www."):
            return False
        if not self.path.fullmatch(unquote(parts.path).rstrip("/")):
            return False
        stated = parse_qsl(parts.query, keep_blank_values=True) if self.query else []
        return all(_has(stated, name, value) for name, value in self.query)


def _parted(address: str) -> tuple[str, str]:
    """Host and path of a pattern."""
    if "://" in address:
        raise ValueError("leave out the scheme (https://)")
    host, slash, path = address.partition("/")
    if not slash:
        raise ValueError(f"it has no path; write it like /{address.lstrip('*') or '**'}")
    if host and not _HOST.fullmatch(host):
        raise ValueError(f"{host} is no host; a path begins with /")
    return host.lower().removeprefix("www."), slash + path


def _compiled(path: str) -> re.Pattern[str]:
    return re.compile("".join(map(_expression, _PART.finditer(path))), re.I)


def _expression(part: re.Match[str]) -> str:
    name, deep, anything, some, literal = part.groups()
    if name is not None:
        return _placeholder(name)
    if deep:
        return r"(?:/.*)?"
    if anything:
        return r".*"
    return r"[^/]*" if some else re.escape(literal)


def _placeholder(name: str) -> str:
    if expression := PLACEHOLDERS.get(name):
        return expression
    near = get_close_matches(name, PLACEHOLDERS, 1)
    told = f"did you mean {{{near[0]}}}?" if near else f"there are {_told(PLACEHOLDERS)}"
    raise ValueError(f"{{{name}}} stands for nothing; {told}")


def _told(names: dict[str, str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _pairs(query: str) -> list[str]:
    return [pair for pair in query.split("&") if pair]


def _parameter(pair: str) -> tuple[str, re.Pattern[str]]:
    name, _, value = pair.partition("=")
    return name, _compiled(value or "**")


def _has(stated: list[tuple[str, str]], name: str, value: re.Pattern[str]) -> bool:
    return any(found == name and value.fullmatch(text) for found, text in stated)
