"""The lead image and the videos. Images of the body come with the body's figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, OPENGRAPH, Candidate
from newscrawl.fields import nodes
from newscrawl.fields.facts import Facts
from newscrawl.items import Image, Video
from newscrawl.values.text import clean
from newscrawl.values.urls import absolute_url

_MAX_VIDEOS: Final = 20
# Addresses of players that pages embed in an iframe.
_PLAYER: Final = re.compile(
    r"youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|dailymotion\.com/embed|jwplayer|brightcove"
    r"|facebook\.com/plugins/video|/video/embed|/embed/video|player\.|ooyala|kaltura",
    re.IGNORECASE,
)


def main_image(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the lead image's address."""
    places: list[tuple[list[str], str, float]] = [
        (facts.meta.all("og:image:secure_url", "og:image", "og:image:url"), OPENGRAPH, 0.9),
        ([nodes.url(v) or "" for v in nodes.values(facts.article, "image")], JSON_LD, 0.88),
        (facts.meta.all("twitter:image", "twitter:image:src"), META, 0.8),
        ([nodes.url(v) or "" for v in nodes.values(facts.article, "thumbnailUrl")], JSON_LD, 0.7),
        ([nodes.url(v) or "" for v in nodes.values(facts.micro_article, "image")], MICRODATA, 0.7),
        ([link.get("href", "") for link in facts.meta.links("image_src")], META, 0.6),
    ]
    for addresses, source, confidence in places:
        for address in addresses[:1]:
            found = absolute_url(facts.page.base_url or "", address)
            if found:
                yield Candidate(found, source, confidence, note=source)


def videos(facts: Facts) -> Iterator[Candidate[list[Video]]]:
    """Candidates for the videos of the article."""
    stated = [
        nodes.url(value.get("contentUrl")) or nodes.url(value.get("embedUrl"))
        for value in [
            *nodes.values(facts.article, "video"),
            *facts.page.jsonld.of_type("VideoObject"),
        ]
        if isinstance(value, dict)
    ]
    places: list[tuple[Sequence[str | None], str, float]] = [
        (stated, JSON_LD, 0.85),
        (facts.meta.all("og:video:secure_url", "og:video:url", "og:video"), OPENGRAPH, 0.75),
        (list(_players(facts)), MARKUP, 0.7),
    ]
    for addresses, source, confidence in places:
        base = facts.page.base_url or ""
        found = [absolute_url(base, address) for address in addresses if address]
        kept = [Video(address) for address in dict.fromkeys(found) if address][:_MAX_VIDEOS]
        if kept:
            yield Candidate(kept, source, confidence, note=source)


def _players(facts: Facts) -> Iterator[str]:
    walk = facts.walk
    for index in walk.indices("video", "iframe"):
        if facts.is_foreign(index):
            continue
        if walk.tags[index] == "video":
            inside = range(index, walk.end[index])
            yield next((src for i in inside if (src := walk.attr(i, "src"))), "")
        elif _PLAYER.search(walk.attr(index, "src") or walk.attr(index, "data-src")):
            yield walk.attr(index, "src") or walk.attr(index, "data-src")


_CREDIT: Final = re.compile(
    r"\s?[(\[]?\s?(?:©|\(c\)|photo(?:graph)?(?:\s?(?:credit|by))?\s?[:/]|photo by |picture:"
    r"|image(?: credit)?:|credit:|foto:|bild:|quelle:|crédits?(?: photo)?\s?:|fotografía:|imagen:"
    r"|crédito:|foto di |beeld:|zdj\.|фото:|写真[:：]|撮影[:：]|사진[:=])",
    re.IGNORECASE,
)  # fmt: skip
_MAX_IMAGES: Final = 60
_MAX_CAPTION: Final = 1500  # characters
_LAZY: Final = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "src")


def images(facts: Facts, start: int, end: int) -> Iterator[Candidate[list[Image]]]:
    """The images in a range of elements (the body's), with caption and credit apart."""
    walk = facts.walk
    found: dict[str, Image] = {}
    done = -1
    for index in walk.indices("figure", "img"):
        if start <= index < end and index >= done and not facts.is_foreign(index):
            done = walk.end[index]
            image = _image(facts, index)
            if image and len(found) < _MAX_IMAGES:
                found.setdefault(image.url, image)
    if found:
        yield Candidate(list(found.values()), MARKUP, 0.8, note="figures in the body")


def _image(facts: Facts, index: int) -> Image | None:
    walk = facts.walk
    inside = range(index, walk.end[index])
    address = next(
        (a for i in inside if walk.tags[i] in ("img", "source") and (a := _source(facts, i))), None
    )
    if address is None:
        return None
    captions = [i for i in inside if walk.tags[i] == "figcaption"]
    text = (
        clean(" ".join(walk.texts[walk.text_start[captions[0]] : walk.text_end[captions[0]]]))
        if captions
        else ""
    )
    caption, credit = part_credit(text[:_MAX_CAPTION])
    return Image(address, caption, credit)


def _source(facts: Facts, index: int) -> str | None:
    for name in _LAZY:
        stated = facts.walk.attr(index, name).strip()
        if stated and not stated.startswith("data:"):
            return absolute_url(facts.page.base_url or "", stated.split()[0].rstrip(","))
    return None


def part_credit(text: str) -> tuple[str | None, str | None]:
    """A caption and the credit at its end, apart."""
    found = _CREDIT.search(text)
    if not found:
        return text or None, None
    credit = text[found.end() :].strip(" :()[]")
    return text[: found.start()].strip(" |–-") or None, credit or None
