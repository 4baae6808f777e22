"""A page: its bytes decoded and parsed once, and the views that everything later reads.

``Page.parse`` never raises: what could not be done is said in ``problems``. The tree is walked
once, into flat arrays (``walk``); head, JSON-LD and microdata are read from those when first asked
for.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from lxml import etree

from newscrawl.page.bounds import bounded, flatten
from newscrawl.page.decode import Decoded, decode
from newscrawl.page.jsonld import JsonLd
from newscrawl.page.meta import Meta
from newscrawl.page.microdata import Node, read_microdata
from newscrawl.page.walk import Walk
from newscrawl.values.limits import STANDARD, ReadLimits

if TYPE_CHECKING:
    from parsel import Selector

_EMPTY: Final = b"<html><body></body></html>"
_PARSER_DEPTH: Final = 2047  # libxml2 drops everything nested deeper, text included


class Page:
    """One HTML page: ``root`` is its tree, ``walk`` the tree as flat arrays.

    ``url`` is where it was read from, if known; ``encoding`` the encoding that it came in;
    ``limits`` how much of it is read; ``problems`` what could not be done, in plain words.
    """

    def __init__(
        self, decoded: Decoded, url: str | None = None, limits: ReadLimits = STANDARD
    ) -> None:
        self.url = url
        self.limits = limits
        self.encoding = decoded.encoding
        self.problems = list(decoded.problems)
        self.root, self.walk = self._parse(decoded.utf8)

    @classmethod
    def parse(
        cls,
        raw: bytes | str,
        *,
        url: str | None = None,
        encoding: str | None = None,
        limits: ReadLimits = STANDARD,
    ) -> Page:
        """Decode and parse a page. ``encoding`` is what the transport said, if it said anything."""
        return cls(decode(raw, encoding), url, limits)

    def _parse(self, utf8: bytes) -> tuple[etree._Element, Walk]:
        utf8 = bounded(utf8, self.limits, self.problems)
        root = _parse_tree(utf8, self.problems)
        walk = Walk(root, utf8)
        if max(walk.depth) >= _PARSER_DEPTH:
            self.problems.append("nested too deep: read without its structure")
            root = _parse_tree(flatten(utf8), self.problems)
            walk = Walk(root, utf8)
        return root, walk

    @cached_property
    def meta(self) -> Meta:
        """What the head states."""
        return Meta(self.walk)

    @cached_property
    def jsonld(self) -> JsonLd:
        """The nodes of all JSON-LD scripts."""
        walk = self.walk
        scripts = (
            walk.elements[i].text or ""
            for i in walk.indices("script")
            if "ld+json" in walk.attr(i, "type").lower()
        )
        jsonld = JsonLd(scripts, self.limits)
        self.problems.extend(jsonld.problems)
        return jsonld

    @cached_property
    def microdata(self) -> list[Node]:
        """The microdata items, in the shape of JSON-LD nodes."""
        return read_microdata(self.walk)

    @cached_property
    def selector(self) -> Selector:
        """The same tree for CSS and XPath, as site profiles use it: few pages need it loaded."""
        from parsel import Selector

        return Selector(root=self.root, type="html")

    @cached_property
    def base_url(self) -> str | None:
        """What relative links are resolved against: ``<base href>``, else the page's address."""
        for index in self.walk.indices("base"):
            href = self.walk.attr(index, "href").strip()
            if href:
                return _join(self.url, href)
        return self.url


def _parse_tree(utf8: bytes, problems: list[str]) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        collect_ids=False,  # nothing looks elements up by their id
    )
    try:
        root = etree.fromstring(utf8, parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        problems.append(f"page could not be parsed: {str(error)[:120]}")
        root = None
    if root is None:
        if not any("parsed" in problem for problem in problems):
            problems.append("page is empty")
        return etree.fromstring(_EMPTY, parser)
    root.extend(list(root.itersiblings()))  # what follows an early </html> belongs to the page
    return root


def _join(url: str | None, href: str) -> str | None:
    try:
        return urljoin(url or "", href) or None
    except ValueError:
        return url
