"""The body of whole pages: fixtures with their expected text, and what never happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.body import Body, read_body
from newscrawl.page import Page

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "body"
PAGES = sorted(FIXTURES.glob("*.html"))

# Words of the boilerplate of one fixture, none of which may come through.
SEED_BOILERPLATE = (
    "Bouton", "retour en haut", "Ticketo", "Levées de fonds", "Pépites", "Manivelle",
    "Actualité", "A la une", "Startups", "tous droits", "Verrelab ouvre un bureau à Lyon",
)  # fmt: skip


LINKS = "<nav>Home</nav><ul>{}</ul>".format(
    "".join(f'<li><a href="/{n}">Story number {n} of the day</a></li>' for n in range(60))
)


def body_of(name: str) -> Body:
    return read_body(Page.parse((FIXTURES / f"{name}.html").read_bytes()))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").strip()
    assert read_body(Page.parse(path.read_bytes())).text == expected


def test_every_fixture_has_its_text() -> None:
    assert len(PAGES) >= 20
    assert all(path.with_suffix(".txt").exists() for path in PAGES)


@pytest.mark.parametrize("words", SEED_BOILERPLATE)
def test_none_of_the_boilerplate(words: str) -> None:
    assert words not in body_of("go-to-top").text


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("go-to-top", "markup"),
        ("noscript", "noscript"),
        ("json-ld", "json-ld"),
        ("next-data", "script"),
        ("state-html", "script"),
        ("state-function", "script"),
        ("state-text", "script"),
        ("state-among-code", "script"),
        ("state-stream", "script"),
    ],
)
def test_source(name: str, source: str) -> None:
    assert body_of(name).source == source


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"<", b"<html>", b"text", b"<p>", b"\xff\xfe\x00", b"<br>" * 50, b"<a>" * 500,
        "<p>\u200b</p>".encode(), b"<script>" + b"{" * 3000, b"<p>" + b"x" * 100_000,
        b'<script type="application/json">' + b'{"a":' * 2000 + b"</script>",
        b'<script>f("' + b'\\\\"' * 300_000 + b"</script>",
        b"<script>" + b'a={"b":[' * 3000 + b"</script>",
        b"<table>" * 300 + b"text", b"<button>" * 200 + b"text", b"<li>a" * 3000,
        b"\xf0\x9f\x98\x80" * 20, b"<div>a<br><br>" * 500,
    ],
)  # fmt: skip
def test_never_raises(raw: bytes) -> None:
    body = read_body(Page.parse(raw))
    assert 0.0 <= body.confidence <= 1.0
    assert all(block.reason for block in body.blocks)


def test_same_page_same_body() -> None:
    raw = (FIXTURES / "comments.html").read_bytes()
    assert read_body(Page.parse(raw)) == read_body(Page.parse(raw))


def test_blocks_cover_the_page_and_say_why() -> None:
    body = body_of("comments")
    assert "\n\n".join(block.text for block in body.blocks if block.kept) == body.text
    assert any("trolleyfan" in block.text and not block.kept for block in body.blocks)


def test_statistics_tell_articles_from_link_pages() -> None:
    front = read_body(Page.parse(LINKS)).statistics
    article = body_of("interview").statistics
    assert article.page_links < 0.1 < 0.9 < front.page_links
    assert (article.paragraphs, front.paragraphs) == (4, 0)
    assert body_of("interview").confidence > 0.9 > read_body(Page.parse(LINKS)).confidence


def test_the_range_holds_the_text() -> None:
    page = Page.parse((FIXTURES / "captions.html").read_bytes())
    body = read_body(page)
    inside = [i for i in page.walk.indices("figure", "img") if body.start <= i < body.end]
    assert page.walk.attr(inside[-1], "src") == "/b.jpg"
    assert page.walk.tags[body.container] == "div"
