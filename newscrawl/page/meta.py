"""What the head states: ``<meta>``, ``<link>``, ``<title>`` and the document's language."""

from __future__ import annotations

import re

from newscrawl.page.walk import Walk
from newscrawl.values.text import clean, unescape

_NAME_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")
_MAX_CONTENT = 20_000  # characters: a longer meta value is an abuse, not a statement


class Meta:
    """The meta values of a page by lower-case name, links by rel, title and language."""

    def __init__(self, walk: Walk) -> None:
        self._values: dict[str, list[str]] = {}
        self._links: dict[str, list[dict[str, str]]] = {}
        self.title = _first_title(walk)
        self.language = _language(walk)
        for index in walk.indices("meta"):
            self._add_meta(walk.attrs(index))
        for index in walk.indices("link"):
            self._add_link(walk.attrs(index))

    def all(self, *names: str) -> list[str]:
        """The non-empty values of these names, in the order of the names, then of the page."""
        values = self._values
        return [value for name in names if name in values for value in values[name]]

    def first(self, *names: str) -> str | None:
        """The first non-empty value of the first of these names that has one."""
        return next(iter(self.all(*names)), None)

    def like(self, pattern: re.Pattern[str]) -> list[str]:
        """The values of all names in which a pattern is found, in the order of the page."""
        return [v for name, values in self._values.items() if pattern.search(name) for v in values]

    def links(self, rel: str) -> list[dict[str, str]]:
        """Attributes of the ``<link>`` elements with this relation."""
        return self._links.get(rel, [])

    def _add_meta(self, attrs: dict[str, str]) -> None:
        content = clean(unescape(attrs.get("content", "")[:_MAX_CONTENT]))
        if not content:
            return
        for attribute in _NAME_ATTRIBUTES:
            name = attrs.get(attribute)
            if name:
                self._values.setdefault(name.strip().lower(), []).append(content)

    def _add_link(self, attrs: dict[str, str]) -> None:
        for rel in attrs.get("rel", "").lower().split():
            self._links.setdefault(rel, []).append(attrs)


def _first_title(walk: Walk) -> str | None:
    """The document's title; titles inside drawings (svg) are not one."""
    for index in walk.indices("title"):
        if "svg" not in walk.tags[max(0, index - 3) : index]:
            title = clean(unescape(walk.text_of(index)))
            if title:
                return title
    return None


def _language(walk: Walk) -> str | None:
    for index in walk.indices("html")[:1]:
        attrs = walk.attrs(index)
        return attrs.get("lang") or attrs.get("xml:lang") or None
    return None
