"""What the shape of a URL says about what stands behind it."""

from __future__ import annotations

import pytest

from newscrawl.discovery.found import Kind
from newscrawl.discovery.shapes import is_certain_listing, is_odd, kind_by_shape

HOST = "https://www.example.com"


@pytest.mark.parametrize(
    "path",
    [
        "/2026/11/22/council-votes",
        "/politics/2026/nov/22/council-votes-on-the-new-tram-line",
        "/politik/stadtrat-stimmt-ueber-neue-strassenbahn-ab-104711.html",
        "/economie/budget-le-senat-adopte-le-texte/",
        "/economie/budget-adopte-hier.html",
        "/news/world-europe-67512345",
        "/article/abc-123",
        "/artikel/wahl-2026",
        "/a/stadtrat-stimmt-zu-a-4f3b2c1d.html",
        "/story.php/1234567",
        "/2026-11-22-mayor-resigns",
        "/people/famous-singer-marries-in-paris",
        "/ニュース/東京で新しい鉄道が開業しました",
        "/archiv/stadtrat-stimmt-ueber-strassenbahn-ab",
        "/tags-and-labels-are-no-longer-what-they-were",
    ],
)
def test_articles(path: str) -> None:
    assert kind_by_shape(HOST + path) is Kind.ARTICLE
    assert not is_certain_listing(HOST + path)


@pytest.mark.parametrize(
    ("path", "certain"),
    [
        ("/", False),
        ("/politik", False),
        ("/politik/", False),
        ("/sport/football", False),
        ("/index.html", False),
        ("/politik/page/2", True),
        ("/politik/page/2/", True),
        ("/politik/seite-3.html", True),
        ("/politik?page=2", True),
        ("/?paged=4", True),
        ("/tag/climate-change", True),
        ("/politik?layout=grid", False),
        ("/list.php?cat=1", False),
        ("/tag/un-sommet-sur-le-climat", True),
        ("/author/jane-doe-12345", True),
        ("/thema/strassenbahn", True),
        ("/people/jane-doe", True),
        ("/2026/11/22/", True),
        ("/2026/11", True),
        ("/archive/2026/11/22", True),
        ("/kalender/2026/11", True),
        ("/koyomi/2026-11.html", True),
        ("/archiv?date=2026-11-22", True),
        ("/category/local", True),
    ],
)
def test_listings(path: str, certain: bool) -> None:
    assert kind_by_shape(HOST + path) is Kind.LISTING
    assert is_certain_listing(HOST + path) is certain


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed", Kind.FEED),
        ("/feed/", Kind.FEED),
        ("/politik/rss.xml", Kind.FEED),
        ("/news.rdf", Kind.FEED),
        ("/feed.json", Kind.FEED),
        ("/sitemap.xml", Kind.SITEMAP),
        ("/post-sitemap2.xml", Kind.SITEMAP),
        ("/sitemaps/sitemap-2026-11.xml.gz", Kind.SITEMAP),
        ("/?p=4711", Kind.PAGE),
        ("/story.php?id=7", Kind.PAGE),
        ("/story.php?x=123", Kind.PAGE),
        ("/a/b/c/d", Kind.PAGE),
        ("/x/12", Kind.PAGE),
    ],
)
def test_other_kinds(path: str, kind: Kind) -> None:
    assert kind_by_shape(HOST + path) is kind


@pytest.mark.parametrize(
    "path",
    [
        "/login",
        "/konto/anmelden",
        "/about",
        "/impressum.html",
        "/wp-login.php",
        "/search/tram",
        "/?s=tram",
        "/print/2026/11/council-votes-on-the-new-tram",
        "/council-votes-on-the-new-tram/print/",
        "/council-votes?share=twitter",
        "/photo.jpg",
        "/report.pdf",
        "/data.xml",
    ],
)
def test_not_worth_asking(path: str) -> None:
    assert kind_by_shape(HOST + path) is None


@pytest.mark.parametrize(
    ("path", "odd"),
    [
        ("/a/b/a/b/a/b/page", True),
        ("/a/b/a/b/page", False),
        ("/a//b//c//page", False),
        ("/list?a=1&b=2&c=3&d=4&e=5&f=6", True),
        ("/list?a=1&b=2&c=3&d=4&e=5", False),
        ("/list?of=/a/a/a/a", False),
        ("/" + "x" * 2_000, True),
        ("/" + "/".join("abcdefghijklmnopq"), True),
        ("/" + "/".join("abcdefghijklmnop"), False),
        ("", False),
        ("/", False),
    ],
)
def test_addresses_made_by_machines(path: str, odd: bool) -> None:
    assert is_odd(HOST + path) is odd
