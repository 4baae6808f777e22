"""What class names and ids say about an element, in bits; the words of many sites' layouts.

Two neighbouring words also count as one (``read-more``).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.page.names import Names, words_of

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
MEDIA: Final = 8192  # a picture or a video, and who made it

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
    MEDIA: "caption captions photo photos foto image images picture gallery figure video credit"
    " credits copyright fotograf photographer bildunterschrift",
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
    ("media", "box"): "caption", ("media", "info"): "caption",
    ("also", "like"): "related", ("see", "also"): "related",
}  # fmt: skip
_BITS: Final = {
    word: sum(bit for bit, listed in _WORDS.items() if word in listed.split())
    for words in _WORDS.values()
    for word in words.split()
}
# Those of the foreign words that some layouts give to any box.
_BOXES: Final = frozenset(
    ("teaser", "teasers", "promo", "widget", "carousel", "slider", "ticker", "card", "cards",
     "modal", "banner", "masthead", "latest", "upcoming", "readmore")
)  # fmt: skip
_FIRST: Final = frozenset(first for first, _ in _PAIRS)


def bits(names: Names, excused: Collection[str] = ()) -> NDArray[np.int64]:
    """The bits of each of the names (class attributes, ids) of a page.

    ``excused`` are words of the layout around the headline: they make nothing foreign.
    """
    known = [_BITS.get(word, 0) for word in names.words]
    if excused:
        pairs = zip(names.words, known, strict=True)
        known = [found & ~FOREIGN if word in excused else found for word, found in pairs]
    found = names.bits(known)
    for name, pair in names.pairs(_FIRST):
        found[name] |= _BITS.get(_PAIRS.get(pair, ""), 0)
    return found


def box_words(name: str) -> set[str]:
    """The words of a name that make an element foreign, but that any box may have."""
    return {word for word in words_of(name) if word in _BOXES}
