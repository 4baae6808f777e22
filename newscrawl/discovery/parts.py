"""The pages of one article: where it begins, goes on, and stands on one page.

Approach: a further page has the article's own address with a page number added (``?page=2``,
``/2``, ``-2.html``), and the link to it says no more than that number, or a word for "next". Both
must hold: a number alone may count comments. Blogs call the second article of a name ``-2``, and
link it as the next one: there, only the number will do. What lies in the comments is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from newscrawl.discovery.links import Link, Place
from newscrawl.discovery.pagination import MAX_LABEL_CHARS, is_pagination_label
from newscrawl.page.page import Page
from newscrawl.values.text import clean
from newscrawl.values.urls import absolute_url, site_of, url_identity

# Highest page number that counts: no article has more pages, and years begin beyond.
MAX_NUMBER: Final = 99
# Characters of a link as written, white space included, whose text is looked at.
MAX_RAW: Final = 400
_PARAMETER: Final = re.compile(
    r"(?:page|p|pg|seite|pagina|pag|sida|side|strona|part|teil|paged|page_?no|page_?num"
    r"|page_?number)=(\d{1,2})",
    re.I,
)
_SUFFIX: Final = re.compile(
    r"(?P<stem>.+?)(?P<sign>[/_,.-](?:page|seite|pagina|pag|p|part|teil|sida|side)[/_-]?|[/_,-])"
    r"(?P<number>\d{1,2})(?P<extension>\.[a-z]{2,5})?",
    re.I,
)
# What may part a second article of a name from its number.
_DOUBTFUL: Final = ("-", "_", ",")
# "View all on one page", as a whole label.
_WHOLE: Final = re.compile(
    r"(?:view|show|read|see)?\s*(?:all|article|as)?\s*(?:on|as)\s+(?:a|one)?\s*(?:single|one)?\s*page"
    r"|single[ -]page(?: view)?|(?:view|show|read) (?:all|full article|full story)"
    r"|(?:artikel |alles |text )?auf (?:einer|1) seite(?: lesen| anzeigen)?"
    r"|(?:lire |afficher |voir )?(?:l['’]article |tout )?(?:sur|en) une (?:seule )?page"
    r"|(?:ver |leer )?(?:todo |artículo )?en una (?:sola |única )?página"
    r"|(?:leggi |mostra )?(?:tutto )?(?:in|su) (?:una )?(?:sola |unica )?pagina(?: unica)?"
    r"|(?:lees |toon )?(?:alles |artikel )?op (?:één|1) pagina|(?:läs|visa) (?:allt )?på en sida"
    r"|全文表示|全文を(?:表示|読む)|1ページで(?:読む|表示)|阅读全文|单页阅读|全文阅读",
    re.I,
)
_COMMENTS: Final = re.compile(r"comment|kommentar|komment|replies|disqus|diskussion", re.I)


@dataclass(frozen=True, slots=True)
class Parts:
    """The other pages of an article, as one of its pages names them.

    ``first`` is where it begins, on a further page only; ``further`` are addresses by number;
    ``whole`` is the page that shows all of it.
    """

    first: str | None = None
    further: dict[int, str] = field(default_factory=dict)
    whole: str | None = None

    @property
    def urls(self) -> list[str]:
        """All of them."""
        named = (self.first, self.whole, *self.further.values())
        return [url for url in named if url]


def parts_of(page: Page) -> Parts:
    """The other pages of the article that a page shows; none for most articles."""
    own = url_identity(page.url or "")
    stem, number, is_clear = _parted(own)
    candidates = [link for link in _candidates(page) if url_identity(link.url) != own]
    if not candidates:
        return Parts()
    further = _further(own, candidates)
    if further or number <= 1:
        return Parts(None, further or _further(stem, candidates), _whole(own, candidates, further))
    first = next((link.url for link in candidates if _is_first(link, stem, is_clear)), None)
    return Parts(first, _further(stem, candidates) if first else {}, None)


def _further(stem: str, links: list[Link]) -> dict[int, str]:
    found: dict[int, str] = {}
    for link in links:
        base, number, is_clear = _parted(url_identity(link.url))
        if base == stem and 2 <= number <= MAX_NUMBER and _says_so(link, number, is_clear):
            found.setdefault(number, link.url)
    return dict(sorted(found.items()))


def _says_so(link: Link, number: int, is_clear: bool) -> bool:
    if link.label.isdecimal():
        return int(link.label) == number
    says_next = "next" in link.rel.lower().split() or is_pagination_label(link.label)
    return is_clear and says_next


def _is_first(link: Link, stem: str, is_clear: bool) -> bool:
    base, number, _ = _parted(url_identity(link.url))
    is_there = url_identity(link.url) == stem or (base == stem and number == 1)
    return is_there and (link.label == "1" or (is_clear and link.rel in ("prev", "canonical")))


def _whole(own: str, links: list[Link], further: dict[int, str]) -> str | None:
    """The page that shows all, at the article's own address but for its query or its end."""
    base = own.partition("?")[0]
    for link in links:
        identity = url_identity(link.url)
        is_near = identity.partition("?")[0] == base or identity.startswith(f"{base}/")
        if further and is_near and _WHOLE.fullmatch(link.label):
            return link.url
    return None


def _parted(identity: str) -> tuple[str, int, bool]:
    """An address without its page number, the number (1 where it has none), and whether it can be
    nothing else than that of a page."""
    path, mark, query = identity.partition("?")
    pairs = query.split("&") if query else []
    for pair in pairs:
        if match := _PARAMETER.fullmatch(pair):
            rest = "&".join(other for other in pairs if other != pair)
            return path + (f"?{rest}" if rest else ""), int(match[1]), True
    start = len(path) - len(urlsplit(path).path)
    if match := _SUFFIX.fullmatch(path, start):
        stem = path[:start] + match["stem"] + (match["extension"] or "")
        return stem + mark + query, int(match["number"]), match["sign"] not in _DOUBTFUL
    return identity, 1, True


def _candidates(page: Page) -> Iterator[Link]:
    """Links to other pages by what they say, of the head and the body; without the comments'."""
    base, site = page.base_url or "", site_of(page.url or "")
    for href, label, rel in (*_in_head(page), *_in_body(page)):
        url = absolute_url(base, href)
        if url and site_of(url) == site:
            yield Link(url, label, rel, Place.MAIN)


def _in_head(page: Page) -> Iterator[tuple[str, str, str]]:
    for rel in ("next", "prev", "canonical"):
        for link in page.meta.links(rel):
            yield link.get("href", ""), "", rel


def _in_body(page: Page) -> Iterator[tuple[str, str, str]]:
    walk = page.walk
    for index in walk.indices("a")[: page.limits.page_links]:
        raw = walk.text_of(index)
        label = clean(raw) if len(raw) <= MAX_RAW else ""
        href, rel = walk.attr(index, "href").strip(), walk.attr(index, "rel")
        if href and _is_telling(label, rel) and not _is_among_comments(page, index):
            yield href, label, rel


def _is_telling(label: str, rel: str) -> bool:
    if not label or len(label) > MAX_LABEL_CHARS:
        return False
    return (
        label.isdecimal()
        or "next" in rel.lower().split()
        or is_pagination_label(label)
        or bool(_WHOLE.fullmatch(label))
    )


def _is_among_comments(page: Page, index: int) -> bool:
    walk = page.walk
    around = [index, *walk.ancestors(index)]
    return any(_COMMENTS.search(f"{walk.classes[i]} {walk.ids[i]}") for i in around)
