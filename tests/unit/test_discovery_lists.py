"""Sitemaps, feeds and robots.txt: what they list, also when they are broken or hostile."""

from __future__ import annotations

import gzip

import pytest

from newscrawl.discovery.feeds import next_page, parse_feed
from newscrawl.discovery.found import Kind
from newscrawl.discovery.listed import (
    from_list,
    from_robots,
    looks_like_json_feed,
    looks_like_xml_list,
)
from newscrawl.discovery.markup import unpacked
from newscrawl.discovery.robots import parse_robots, rules_for_status
from newscrawl.discovery.sitemaps import Entry, parse_sitemap
from newscrawl.values.limits import STANDARD

BASE = "https://example.com/"
SM = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://example.com/2026/11/22/tram </loc><lastmod>2026-11-23</lastmod>
 <news:news><news:publication><news:name>Courier</news:name>
 <news:language>cy</news:language></news:publication>
 <news:publication_date>2026-11-22T10:04:00+01:00</news:publication_date>
 <news:title>Tram &amp; bus</news:title></news:news>
 <image:image><image:loc>https://example.com/tram.jpg</image:loc></image:image></url>
</urlset>"""
TRAM = Entry(
    "https://example.com/2026/11/22/tram", "2026-11-22T10:04:00+01:00", "Tram & bus", True, "cy"
)
INDEX = f"""<sitemapindex {SM}><sitemap><loc>/news.xml.gz</loc><lastmod>2026-11-22</lastmod>
</sitemap></sitemapindex>""".encode()
PLAIN = f"<urlset {SM}><url><loc>https://example.com/a</loc></url></urlset>".encode()


@pytest.mark.parametrize(
    ("raw", "pages", "sitemaps"),
    [
        (NEWS, [TRAM], []),
        (gzip.compress(NEWS, mtime=0), [TRAM], []),
        (gzip.compress(gzip.compress(NEWS, mtime=0), mtime=0), [], []),
        (b"\xef\xbb\xbf\n " + NEWS, [TRAM], []),
        (NEWS[: NEWS.rindex(b"</urlset>")], [TRAM], []),
        (NEWS.decode().replace("UTF-8", "UTF-16").encode("utf-16"), [TRAM], []),
        (b"\xfe\xff" + NEWS.decode().encode("utf-16-be"), [TRAM], []),
        (gzip.compress(NEWS.decode().encode("utf-16"), mtime=0), [TRAM], []),
        (
            PLAIN[:-9] + b"<url><loc>https://example.com/broken-o",
            [Entry("https://example.com/a")],
            [],
        ),
        (INDEX, [], [Entry("https://example.com/news.xml.gz", "2026-11-22")]),
        (PLAIN, [Entry("https://example.com/a")], []),
        (PLAIN.replace(b"/a<", b"/a&b<"), [Entry("https://example.com/a")], []),
        (b"https://example.com/a\nnonsense\nftp://x/\n", [Entry("https://example.com/a")], []),
        (b"<html><body><a href='/x'>x</a></body></html>", [], []),
        (b"<urlset><url><loc>file:///etc/passwd</loc></url></urlset>", [], []),
        (b"<urlset><url></url><url><loc/></url></urlset>", [], []),
        (b"", [], []),
        (b"\x1f\x8b\x08broken", [], []),
        (b"\x00\xff\xfe", [], []),
    ],
)
def test_sitemaps(raw: bytes, pages: list[Entry], sitemaps: list[Entry]) -> None:
    found = parse_sitemap(raw, BASE)
    assert (found.pages, found.sitemaps) == (pages, sitemaps)


def test_a_damaged_gzip_gives_what_precedes_the_damage() -> None:
    urls = "".join(f"<url><loc>https://example.com/{n}</loc></url>" for n in range(20_000))
    raw = gzip.compress(f"<urlset>{urls}</urlset>".encode())
    found = parse_sitemap(raw[: len(raw) // 2], BASE).pages
    assert 1_000 < len(found) < 20_000
    assert found[0].url == "https://example.com/0"


def test_a_bomb_is_cut_at_the_limit() -> None:
    bomb = gzip.compress(b" " * (2 * STANDARD.list_bytes), compresslevel=1)
    assert len(unpacked(bomb)) <= STANDARD.list_bytes


@pytest.mark.parametrize(
    "dtd",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE x [<!ENTITY a "AAAAAAAA"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    ],
)
def test_entities_are_never_resolved(dtd: bytes) -> None:
    raw = dtd + b"<urlset><url><loc>https://example.com/&e;</loc></url></urlset>"
    read = "".join(page.url for page in parse_sitemap(raw, BASE).pages)
    assert len(read) <= len("https://example.com/&e;")


ENTRY = Entry("https://example.com/tram", "2026-11-22T10:04:00+01:00", "Tram", True)
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>
<link>https://example.com/</link><item><title>Tram</title><link>%s</link>%s
<pubDate>Sun, 22 Nov 2026 10:04:00 +0100</pubDate></item></channel></rss>"""


@pytest.mark.parametrize(
    "raw",
    [
        RSS % (b"https://example.com/tram", b""),
        RSS % (b"/tram?utm_source=rss", b""),
        RSS % (b"", b"<guid>https://example.com/tram</guid>"),
        RSS
        % (
            b"https://feeds.example.net/x",
            b'<o:origLink xmlns:o="x">https://example.com/tram</o:origLink>',
        ),
        (RSS % (b"https://example.com/tram", b""))[:-20],
        RSS % (b"https://example.com/tram", b"<description>&nbsp;a & b</description>"),
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Tram</title>
        <link rel="self" href="https://example.com/tram.atom"/>
        <link href="https://example.com/tram"/><updated>2026-11-23T00:00:00Z</updated>
        <published>2026-11-22T10:04:00+01:00</published></entry></feed>""",
        b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <item rdf:about="x"><title>Tram</title><link>https://example.com/tram</link>
        <dc:date>2026-11-22T10:04:00+01:00</dc:date></item></rdf:RDF>""",
        b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1,
        "url": "https://example.com/tram", "title": "Tram",
        "date_published": "2026-11-22T10:04:00+01:00"}, {"url": 3}, null]}""",
    ],
    ids=["rss", "relative", "guid", "feedburner", "cut", "sloppy", "atom", "rdf", "json"],
)
def test_feeds(raw: bytes) -> None:
    assert parse_feed(raw, BASE) == [ENTRY]


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b'{"items": 3}', b"[" * 100_000, b'{"a":' * 100_000, b"<rss><item/>", b"<html>x"],
)
def test_no_feed(raw: bytes) -> None:
    assert parse_feed(raw, BASE) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"<feed><link rel='self' href='/f'/><link rel='next' href='/f?page=2'/><entry/></feed>",
        b"<rss><channel><a:link xmlns:a='x' rel='next' href='/f?page=2'/></channel></rss>",
        b'{"version": "https://jsonfeed.org/version/1", "next_url": "/f?page=2"}',
    ],
)
def test_feeds_go_on(raw: bytes) -> None:
    assert next_page(raw, BASE) == "https://example.com/f?page=2"
    assert next_page(RSS % (b"/tram", b""), BASE) is None


@pytest.mark.parametrize(
    ("raw", "is_list"),
    [
        (NEWS, True),
        (gzip.compress(NEWS, mtime=0), True),
        (RSS, True),
        (b"\n<feed>", True),
        (NEWS.decode().encode("utf-16"), True),
        (b"<!doctype html><html>", False),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', False),
        (b"<p>hello", False),
    ],
)
def test_lists_are_told_from_pages(raw: bytes, is_list: bool) -> None:
    assert looks_like_xml_list(raw) is is_list


def test_json_feeds_are_told_from_other_json() -> None:
    assert looks_like_json_feed(b'{"version": "https://jsonfeed.org/version/1"}')
    assert not looks_like_json_feed(b'{"version": 1}')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("reference", ["&#xD800;", "&#xdfff;", "&#55296;", "&#057343;"])
def test_a_reference_to_no_character_costs_itself_alone(reference: str, encoding: str) -> None:
    raw = (
        f"<rss><item><link>https://e.com/a{reference}</link><title>Fe{reference}rry</title></item>"
    )
    assert parse_feed(f"{raw}</rss>".encode(encoding), "https://e.com/") == [
        Entry("https://e.com/a", title="Ferry", is_news=True)
    ]


def test_titles_of_lists_are_clean() -> None:
    feed = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "https://e.com/2026/a-b-c",'
    raw = feed + b' "title": "Fe\\u0000rry\\u001b\\u2028 is\\n late"}]}'
    (found,) = from_list(raw, "https://e.com/", site="e.com", depth=0).found
    assert found.title == "Ferry is late"


def test_what_leads_off_the_site_is_left_out() -> None:
    raw = RSS % (b"https://advert.example.net/tram", b"")
    assert from_list(raw, BASE, site="example.com", depth=0).found == []


def test_listed_pages_carry_their_evidence() -> None:
    (found,) = from_list(NEWS, BASE, site="example.com", depth=1).found
    assert (found.kind, found.via, found.depth) == (Kind.ARTICLE, "sitemap", 2)
    assert (found.date, found.title) == (TRAM.date, TRAM.title)


def test_of_an_index_the_newest_come_before_articles() -> None:
    days = (18, 22, 20, 21, 19)
    raw = b"".join(
        b"<sitemap><loc>/%d.xml</loc><lastmod>2026-11-%d</lastmod></sitemap>" % (day, day)
        for day in days
    )
    listed = from_list(
        b"<sitemapindex>" + raw + b"</sitemapindex>", BASE, site="example.com", depth=1
    )
    ranks = [(one.date, one.priority) for one in listed.found]
    assert ranks == [
        ("2026-11-22", 80),
        ("2026-11-21", 80),
        ("2026-11-20", 80),
        ("2026-11-19", 55),
        ("2026-11-18", 55),
    ]


def test_sitemaps_nest_only_so_deep() -> None:
    assert from_list(INDEX, BASE, site="example.com", depth=4).found
    assert from_list(INDEX, BASE, site="example.com", depth=5).found == []


ROBOTS = b"""User-agent: *
Disallow: /private/
Crawl-delay: 7
User-agent: other
Disallow: /
Sitemap: https://example.com/a.xml
Sitemap: /b.xml
Sitemap: https://elsewhere.example.net/c.xml
Sitemap: https://example.com/a.xml
"""


def test_robots() -> None:
    rules = parse_robots(b"\xef\xbb\xbf" + ROBOTS, BASE, "newscrawl")
    assert rules.allows("https://example.com/news")
    assert not rules.allows("https://example.com/private/x")
    assert rules.crawl_delay == 7.0
    assert not rules.forbids_everything
    assert [one.url for one in from_robots(rules.sitemaps, "example.com")] == [
        "https://example.com/a.xml",
        "https://example.com/b.xml",
    ]


def test_robots_forbids_everything() -> None:
    assert parse_robots(b"User-agent: *\nDisallow: /", BASE, "newscrawl").forbids_everything
    assert not parse_robots(b"User-agent: *\nDisallow:", BASE, "newscrawl").forbids_everything


def test_a_rule_that_the_limit_cuts_is_not_read() -> None:
    """Its start would forbid more than the whole."""
    head = b"User-agent: *\nDisallow: /secret\n"
    filler = b"#" * (STANDARD.robots_bytes - len(head) - len(b"\nDisallow: /")) + b"\n"
    rules = parse_robots(head + filler + b"Disallow: /private\n", BASE, "newscrawl")
    assert rules.allows("https://example.com/news")
    assert not rules.allows("https://example.com/secret")


def test_robots_beyond_the_limit_is_not_read() -> None:
    raw = b"#" * STANDARD.robots_bytes + b"\nUser-agent: *\nDisallow: /"
    assert parse_robots(raw, BASE, "newscrawl").allows("https://example.com/")


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, False), (404, True), (403, True), (401, True), (429, False), (500, False), (503, False)],
)
def test_robots_by_status(status: int, allowed: bool) -> None:
    rules = rules_for_status(status, b"User-agent: *\nDisallow: /", BASE, "newscrawl")
    assert rules.allows("https://example.com/a") is allowed
