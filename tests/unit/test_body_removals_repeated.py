"""body.removals.repeated: recurring blocks that must go, and their look-alikes that must stay."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from newscrawl.body import Body, Repeats, read_body
from newscrawl.body.repeats import Sighting
from newscrawl.page import Page

FIXTURES: Final = sorted((Path(__file__).parents[2] / "fixtures" / "body").glob("*.html"))
ARTICLES: Final = 12
# Put together anew for each article, so that nothing recurs but what a case puts in.
PLACES: Final = (
    "Alderby", "Brackwater", "Coldham", "Dunsmere", "Easterly", "Farrow", "Gallowby", "Hartsea",
    "Ickling", "Jarrowick", "Kelmarsh", "Lowfield",
)  # fmt: skip
PARAGRAPHS: Final = (
    "The council of {0} voted on Monday to rebuild the old bridge, which has been shut for years.",
    "Work begins in March, said the mayor of {0}, and the ferry keeps running until it is done.",
    "Residents of {0} doubt that the money will last, as the last bridge cost twice its estimate.",
    "A second vote is planned in {0} for the spring, when the report of the engineers is due.",
)
QUOTE: Final = "“Water has never once asked us what we think of it,” she said."
SENTENCE: Final = "The seven parishes lost their drainage board in the reform of that year."
HEAD, MIDDLE, TAIL = 0, 2, 4


def bodies(block: str, where: int, every: int) -> tuple[list[Body], list[Body]]:
    """The articles of a site, every so many with the block: by themselves, and with evidence."""
    repeats, pages = Repeats(), [page(number, block, where, every) for number in range(ARTICLES)]
    alone = [read_body(one, headline=headline(number)) for number, one in enumerate(pages)]
    for number, body in enumerate(alone):
        repeats.observe(str(number), body.sighting)
    return alone, [
        read_body(one, headline=headline(number), repeats=repeats.besides(str(number)))
        for number, one in enumerate(pages)
    ]


def headline(number: int) -> str:
    return f"{PLACES[number]} wants its old bridge back"


def page(number: int, block: str, where: int, every: int) -> Page:
    place, other = PLACES[number], PLACES[number - 5]
    parts = [f"<p>{text.format(place)}</p>" for text in PARAGRAPHS]
    if number % every == 0:
        parts.insert(where, block.format(place=place, other=other, number=number))
    title = headline(number)
    return Page.parse(
        f"<html><head><title>{title}</title><meta name=author content='Rosa Whitlock'></head><body>"
        f"<nav><a href=/>Home</a></nav><article class='post-{number} post'><h1>{title}</h1>"
        f"<div class=text>{''.join(parts)}</div></article></body></html>",
        url=f"https://post.example/news/{number}",
    )


def shown(found: list[Body], text: str) -> int:
    """In how many bodies a text stands."""
    return sum(text in body.text for body in found)


@pytest.mark.parametrize(
    ("block", "text", "where", "every"),
    [
        ("<div class=promo><p>Support us</p><p>Our paper lives by its readers.</p></div>",
         "lives by its readers", MIDDLE, 4),
        ("<p>Get our free newsletter every Friday. <a href=/letters>Sign up</a></p>",
         "free newsletter", MIDDLE, 4),
        ("<p>Follow us on Instagram.</p>", "Follow us", MIDDLE, 4),
        ("<p>Button: back to the top</p>", "back to the top", MIDDLE, 1),
        ("<p><em>Rosa Whitlock joined the paper as a printer.</em></p>", "Rosa Whitlock", TAIL, 4),
        ("<section class=k1><p>Rosa Whitlock has written {number} books on the sea and lives on a"
         " boat near {place} with two cats.</p></section>", "Rosa Whitlock", TAIL, 1),
        ("<p>No part of this text may be copied without written consent of the paper.</p>",
         "No part of this", TAIL, 1),
        ("<p>© Fenmarsh Post. All rights reserved.</p>", "rights reserved", TAIL, 4),
        ("<p>Read also: <a href=/news/x{number}>{other} sells its bridge</a></p>",
         "sells its bridge", MIDDLE, 3),
        ("<p><a href=/news/x{number}>{other} sells its bridge</a></p>",
         "sells its bridge", MIDDLE, 3),
        ("<div class=k2><p><a href=/news/x{number}>{other} sells a bridge to a man.</a></p><p>In"
         " {other} nobody minded, as the bridge had never led to any place worth a walk.</p></div>",
         "worth a walk", MIDDLE, 3),
        ("<h3>The Friday Letter</h3><p>All the news that fits. <a href=/letters>Join</a></p>",
         "The Friday Letter", MIDDLE, 4),
        ("<table class=line><tr><td>Stand: {number}.11.2026, 11:55 Uhr</td></tr></table>",
         "Stand:", HEAD, 1),
    ],
    ids=[
        "box", "linked paragraph", "call", "label of a button", "biography", "biographies vary",
        "legal line", "rights", "labelled story", "linked story", "teaser",
        "heading of a promotion", "stamp",
    ],
)  # fmt: skip
def test_goes(block: str, text: str, where: int, every: int) -> None:
    alone, found = bodies(block, where, every)
    assert shown(alone, text) >= 1
    assert shown(found, text) == 0
    assert all(one.format(place) in body.text for place, body in zip(PLACES, found, strict=True)
               for one in PARAGRAPHS)  # fmt: skip


@pytest.mark.parametrize(
    ("block", "text", "where", "every"),
    [
        (f"<blockquote><p>{QUOTE}</p></blockquote>", QUOTE, MIDDLE, 1),
        (f"<p>{QUOTE}</p>", QUOTE, MIDDLE, 1),
        (f"<p>{SENTENCE}</p>", SENTENCE, MIDDLE, 3),
        (f"<div class=para><p>{SENTENCE}</p></div>", SENTENCE, MIDDLE, 13),
        ("<p>FENMARSH (FP) —</p>", "FENMARSH (FP) —", HEAD, 1),
        ("<p><em>Every week this column walks through a parish of the fens.</em></p>",
         "Every week this column", HEAD, 4),
        ("<p>And still the tide comes in.</p>", "And still the tide", MIDDLE, 4),
        ("<p>And still the tide comes in.</p>", "And still the tide", TAIL, 4),
        ("<h2>What happens next</h2>", "What happens next", MIDDLE, 1),
        ("<p><strong>What happens next</strong></p>", "What happens next", MIDDLE, 1),
        ("<div class=sub><h2>What happens next</h2></div>", "What happens next", MIDDLE, 1),
        ("<ul><li>The bridge of {place} is shut at night.</li><li>Admission is free.</li></ul>",
         "Admission is free.", MIDDLE, 3),
        ("<p>The mayor of {place} declined to comment.</p>", "declined to comment", MIDDLE, 1),
        ("<p>All the figures are in the <a href=https://x.example/{number}>yearly report of {place}"
         "</a>, which runs to two volumes.</p>", "All the figures", MIDDLE, 3),
    ],
    ids=[
        "block quotation", "quotation", "explaining sentence", "once in a wrapper", "dateline",
        "standing introduction", "refrain", "refrain at the end", "sub-heading",
        "bold sub-heading", "wrapped sub-heading", "list item", "sentences that differ",
        "links elsewhere",
    ],
)  # fmt: skip
def test_stays(block: str, text: str, where: int, every: int) -> None:
    alone, found = bodies(block, where, every)
    assert shown(alone, text) == shown(found, text) == len(range(0, ARTICLES, every))


def test_a_standfirst_beside_a_linked_byline_stays() -> None:
    head = (
        "<div class=top><p>Nobody in {place} wanted it. Then a student came with a wheel.</p>"
        "<p>By <a href=/people/rosa-whitlock>Rosa Whitlock in {place}</a></p></div>"
    )
    alone, found = bodies(head, HEAD, 1)
    assert shown(alone, "Nobody in") == shown(found, "Nobody in") >= 3


def test_the_lead_of_one_article_is_the_teaser_of_others() -> None:
    lead = PARAGRAPHS[0].format(PLACES[0])
    teaser = f"<div class=more><a href=/news/0>{PLACES[0]}</a><p>{lead}</p></div>"
    _, found = bodies(teaser, MIDDLE, 1)
    assert shown(found[1:], lead) == 0
    assert lead in found[0].text


def test_a_copy_under_other_addresses_is_no_promotion() -> None:
    repeats, raw = Repeats(), page(3, "", MIDDLE, 1)
    expected = read_body(raw, headline=headline(3)).text
    for copy in range(4):
        repeats.observe(f"copy {copy}", read_body(raw, headline=f"Copy {copy}").sighting)
    assert read_body(raw, headline=headline(3), repeats=repeats.besides("x")).text == expected


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_pages_that_share_nothing_keep_everything(path: Path) -> None:
    repeats = Repeats(limit=None)
    for other in FIXTURES:
        if sighting := read_body(Page.parse(other.read_bytes())).sighting:
            repeats.observe(other.stem, sighting)
    raw, others = path.read_bytes(), repeats.besides(path.stem)
    assert read_body(Page.parse(raw), repeats=others).text == read_body(Page.parse(raw)).text


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"<", b"text", b"<p>", b"<p>\xff</p>" * 9, b"<br>" * 50, b"<a>" * 500, b"<a href=x>",
        b"<div class=a><a href=//[>text</a></div>" * 9, b"<table>" * 300 + b"text",
        b"<div class=x><p>a b c d e f g h i j k l." * 400, b"<h1>a</h1><h2>b:</h2>",
        "<p>\u200b</p><p>\ud83d</p>".encode("utf-8", "surrogatepass") * 9,
    ],
)  # fmt: skip
def test_never_raises(raw: bytes) -> None:
    repeats, body = Repeats(), read_body(Page.parse(raw))
    for number in range(3):
        if body.sighting:
            repeats.observe(str(number), Sighting(body.sighting.prints, number))
    again = read_body(Page.parse(raw), repeats=repeats.besides("x"))
    assert all(block.reason for block in again.blocks)
