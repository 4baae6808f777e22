"""discovery.offer: kinds of lists, shapes of addresses, reservations in robots.txt."""

from __future__ import annotations

import gzip

import pytest

from newscrawl.discovery.offer import (
    article_shape,
    date_archive,
    describe_feed,
    describe_sitemap,
    refused_ai_robots,
)
from newscrawl.discovery.robots import parse_robots

BASE = "https://www.example.com/"
NEWS = (
    b"<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>/a</loc>"
    b"<news:news><news:publication_date>2026-11-22</news:publication_date></news:news></url></urlset>"
)
PLAIN = b"<urlset><url><loc>/a</loc><lastmod>2026-11-20</lastmod></url></urlset>"
INDEX = b"<sitemapindex><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>"


@pytest.mark.parametrize(
    ("raw", "kind", "newest"),
    [
        (PLAIN, "sitemap", "2026-11-20"),
        (NEWS, "news sitemap", "2026-11-22"),
        (gzip.compress(NEWS), "news sitemap", "2026-11-22"),
        (INDEX, "sitemap index", None),
    ],
)
def test_sitemaps(raw: bytes, kind: str, newest: str | None) -> None:
    described = describe_sitemap(raw, BASE)
    assert described is not None
    offer = described[0]
    assert (offer.kind, offer.entries, offer.newest) == (kind, 1, newest)


@pytest.mark.parametrize("raw", [b"", b"<html><body>404</body></html>", b"<urlset></urlset>"])
def test_what_is_no_list(raw: bytes) -> None:
    assert describe_sitemap(raw, BASE) is None
    assert describe_feed(raw, BASE) is None


ITEM = b"<item><link>/a</link><title>A</title></item>"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (
            b"<?xml version='1.0'?><rss version='2.0'><channel>" + ITEM + b"</channel></rss>",
            "RSS 2.0",
        ),
        (b'<rss version="0.91"><channel>' + ITEM + b"</channel></rss>", "RSS 0.9x"),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
            + ITEM
            + b"</rdf:RDF>",
            "RSS 1.0",
        ),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/></entry></feed>",
            "Atom",
        ),
        (
            b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a", "id": "1"}]}',
            "JSON Feed",
        ),
    ],
)
def test_feeds(raw: bytes, kind: str) -> None:
    described = describe_feed(raw, BASE)
    assert described is not None
    assert (described[0].kind, described[0].entries) == (kind, 1)


@pytest.mark.parametrize(
    ("paths", "shape"),
    [
        (["/news/the-tram-is-late-100", "/news/a-bus-is-early-101"], "/news/{slug}-{number}"),
        (["/sport/the-tram-is-late", "/news/a-bus-is-early"], "/{name}/{slug}"),
        (["/2026/11/22/the-tram-is-late/"], "/{year}/{month}/{day}/{slug}"),
        (["/2026/11/tram.html"], "/{year}/{month}/{name}.html"),
        (["/artikel/4711", "/artikel/4712"], "/artikel/{number}"),
        (["/story.php?id=3", "/story.php?id=4"], "/{name}.php?id="),
        (["/a/b-c", "/a/d-e", "/f/g/h-i"], "/a/{slug}"),
        ([], None),
    ],
)
def test_the_shape_of_articles(paths: list[str], shape: str | None) -> None:
    assert article_shape([f"https://example.com{path}" for path in paths]) == shape


@pytest.mark.parametrize(
    ("path", "is_archive"),
    [
        ("/2026/11/22/", True),
        ("/2026/", True),
        ("/archive/2026/11", True),
        ("/archiv/2026-11-22", True),
        ("/events/2026-11-27", False),
        ("/2026/11/22/the-tram", False),
    ],
)
def test_date_archives(path: str, is_archive: bool) -> None:
    assert (date_archive([f"https://example.com{path}"]) is not None) is is_archive


@pytest.mark.parametrize(
    ("robots", "refused"),
    [
        (b"User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n", ["GPTBot", "CCBot"]),
        (b"User-agent: GPTBot\nDisallow: /private/\n", []),
        (b"User-agent: *\nDisallow: /\n", []),
        (b"", []),
    ],
)
def test_robots_of_language_models(robots: bytes, refused: list[str]) -> None:
    assert refused_ai_robots(parse_robots(robots, BASE, "newscrawl")) == refused
