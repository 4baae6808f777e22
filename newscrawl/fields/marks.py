"""What class names and ids say about an element, in bits; the words of many sites' layouts.

Names are split into words at hyphens, underscores, figures and capitals; two neighbours also count
as one word (``read-more``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

AUTHOR: Final = 1  # a byline
DATE: Final = 2  # a date, most often of publication
UPDATED: Final = 4  # the date of a change
PUBLISHED: Final = 8  # says "published" in so many words
FOREIGN: Final = 16  # comments, related stories, navigation, footers: not this article
HEADLINE: Final = 32
CRUMBS: Final = 64  # a breadcrumb trail
KICKER: Final = 128  # the line above the headline
SECTION: Final = 256  # a category label
TAGS: Final = 512  # a list of keywords
PAYWALL: Final = 1024
META: Final = 2048  # a line of facts about the article: byline, date, reading time
BIO: Final = 4096  # what is said about the author

_WORDS: Final = {
    AUTHOR: "author authors byline bylines auteur autor autora autoren autore autori verfasser"
    " writer writers journalist reporter redakteur contributor contributors creator"
    " writtenby postedby authorname byauthor skribent forfatter kirjoittaja szerzo"
    " yazar penulis reportero redattore signature firma fn byl kolumnist columnist"
    " vcard",
    DATE: "date dates datetime time timestamp published publish pubdate publication posted"
    " postdate datum fecha data dateline dato zeit created when dt uhrzeit tarih tanggal"
    " datetimes pubtime releasedate publishdate articledate postedon datepublished",
    UPDATED: "updated update modified lastmod changed edited revised datemodified lastupdate"
    " lastupdated actualizado aktualisiert aggiornato",
    PUBLISHED: "published publish pubdate publication posted publishdate datepublished pubtime",
    FOREIGN: "comment comments kommentar kommentare disqus related recommended recommendation"
    " recommendations teaser teasers nav navbar navigation menu footer sidebar popular"
    " mostread trending readmore newsletter promo widget latest carousel slider ticker"
    " outbrain taboola card cards more-stories morestories similar replies reply"
    " respond reviews cookie consent modal login popup advert ads banner masthead"
    " aside upnext next previous prev recirc commentlist upcoming",
    HEADLINE: "headline title titre titel titulo titolo heading entrytitle posttitle",
    CRUMBS: "breadcrumb breadcrumbs crumbs crumb brotkrumen ariane brodkrumme broodkruimel",
    KICKER: "kicker overline dachzeile roofline eyebrow surtitre supertitle pretitle topline"
    " spitzmarke antetitulo occhiello",
    SECTION: "category categories section rubric rubrik rubrique seccion sezione categoria"
    " ressort catlinks cat",
    TAGS: "tag tags tagcloud keywords topics topic schlagwort schlagworte tagged taglist",
    PAYWALL: "paywall piano regwall premium subscriberonly meteredcontent paywalled",
    META: "meta info details byline infos postmeta entrymeta articlemeta metadata subline",
    BIO: "bio biography about profile authorbox aboutauthor authorbio description",
}  # fmt: skip
# Two words that mean something only together, with the one that they then are.
_PAIRS: Final = {
    ("by", "line"): "byline", ("written", "by"): "byline", ("posted", "by"): "byline",
    ("last", "mod"): "modified", ("most", "read"): "related", ("read", "more"): "related",
    ("more", "stories"): "related", ("more", "news"): "related", ("up", "next"): "related",
    ("bread", "crumb"): "breadcrumb", ("bread", "crumbs"): "breadcrumb", ("side", "bar"): "sidebar",
    ("nav", "bar"): "nav", ("time", "stamp"): "time", ("pub", "date"): "published",
    ("metered", "content"): "paywall", ("subscriber", "only"): "paywall",
    ("also", "like"): "related", ("see", "also"): "related",
}  # fmt: skip
_BITS: Final = {
    word: sum(bit for bit, listed in _WORDS.items() if word in listed.split())
    for words in _WORDS.values()
    for word in words.split()
}
_KNOWN: Final = frozenset(_BITS) | {first for first, _ in _PAIRS}
# Where names are parted: everything but letters, and a capital after a small letter. A line break
# stands between two names.
_APART: Final = str.maketrans(dict.fromkeys("-_:./0123456789()[]%#@,!+*\t\r\f", " "))
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_NAMES: Final = 300  # characters of a class attribute that are read


def bits_of_all(names: Iterable[str]) -> dict[str, int]:
    """The bits of those names (class attributes, ids) that have any.

    All names are parted into words in one go: a page has hundreds, and most of them mean nothing.
    """
    listed = list(names)
    text = "\n".join(name[:_MAX_NAMES].replace("\n", " ") for name in listed)
    lines = _CAMEL.sub(" ", text).translate(_APART).lower().split("\n")
    found = {}
    for name, line in zip(listed, lines, strict=True):
        words = line.split(" ")
        if not _KNOWN.isdisjoint(words) and (bits := _bits(words)):
            found[name] = bits
    return found


def _bits(words: list[str]) -> int:
    bits = 0
    for word in words:
        bits |= _BITS.get(word, 0)
    for pair in pairwise(filter(None, words)):
        bits |= _BITS.get(_PAIRS.get(pair, ""), 0)
    return bits
