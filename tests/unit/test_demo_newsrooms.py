"""The demo's content and pages: enough of it, true to its data, and shaped like real sites."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from lxml import html

from newscrawl.demo.newsroom import NEWSROOM_KEYS, load_newsrooms
from newscrawl.demo.prose import Kind, inline_html, own_texts, parse
from newscrawl.demo.routes import Site
from newscrawl.demo.truth import truth_of

BASE = "http://127.0.0.1:8799"
SITES = {room.key: Site(room, BASE) for room in load_newsrooms()}

# Per newsroom: the one address that is linked and does not exist, and words of its furniture.
MISSING = {
    "guichet": "/offres-emploi/",
    "courier": "/jobs",
    "tagblatt": "/notdienst.html",
    "shiomi": "/kiyaku.html",
}
FURNITURE = {
    "guichet": [
        "Bouton retour en haut de la page",
        "Publicité",
        "La lettre du Guichet",
        "Les plus lus",
        "cookies",
        "Je travaille dans le secteur depuis vingt ans",
    ],
    "courier": [
        "Advertisement",
        "Sign up to our free morning newsletter",
        "214 partners",
        "Most read",
        "nobody from the council has ever knocked",
    ],
    "tagblatt": [
        "Winterreifen jetzt wechseln",
        "Artikel drucken",
        "Ihre Heimat im Postfach",
        "Cookies",
        "man auch vor zehn Jahren schon haben",
    ],
    "shiomi": ["アクセスランキング", "無料メールマガジン", "クッキー", "次の休みに家族で出かけて"],
}


def folded(text: str) -> str:
    return " ".join(text.split())


def text_of(site: Site, path: str) -> str:
    """All text of a page, decoded as the newsroom declares it."""
    source = site.get(path).body.decode(site.newsroom.encoding)
    return folded(html.document_fromstring(source).text_content())


def stories() -> list[object]:
    return [
        pytest.param(site, story, id=f"{key}-{story.slug}")
        for key, site in SITES.items()
        for story in site.newsroom.stories
    ]


def test_there_are_four_newsrooms_with_sixty_articles_and_more():
    assert tuple(SITES) == NEWSROOM_KEYS
    assert sum(len(site.newsroom.stories) for site in SITES.values()) >= 60


@pytest.mark.parametrize(("site", "story"), stories())
def test_page_shows_the_whole_truth_and_furniture_besides(site, story):
    text = text_of(site, site.newsroom.path_of(story))
    assert story.headline in text
    assert [piece for piece in story.texts if folded(piece) not in text] == []
    assert len(text) > sum(map(len, story.texts)) * 1.2


@pytest.mark.parametrize(("site", "story"), stories())
def test_story_is_in_order(site, story):
    assert (2026, 10, 1) <= story.published.timetuple()[:3] < (2026, 11, 20)
    assert story.published.utcoffset() is not None
    assert story.modified is None or story.modified > story.published
    assert len(story.texts) >= 2
    for reference in (*story.sections, *story.authors):
        assert reference
    assert all(site.newsroom.section(slug) for slug in story.sections)
    assert all(site.newsroom.author(slug) for slug in story.authors)
    assert "{" not in story.body
    assert "  " not in story.body


@pytest.mark.parametrize("key", NEWSROOM_KEYS)
def test_no_paragraph_stands_in_two_stories(key):
    """A text that repeats across a site's pages would rightly be taken for furniture."""
    paragraphs = Counter(
        piece
        for story in SITES[key].newsroom.stories
        for piece in set(story.texts)
        if len(piece) > 40
    )
    assert [piece for piece, count in paragraphs.items() if count > 1] == []


@pytest.mark.parametrize("key", NEWSROOM_KEYS)
def test_truth_has_none_of_the_furniture(key):
    site = SITES[key]
    shown = " ".join(text_of(site, site.newsroom.path_of(one)) for one in site.newsroom.stories)
    assert [words for words in FURNITURE[key] if words not in shown] == []
    bodies = "\n".join(truth.article_body for truth in truth_of(site.newsroom, BASE))
    assert [words for words in FURNITURE[key] if words in bodies] == []


def links(site: Site, path: str) -> set[str]:
    """Addresses on the page, on this site, that a browser would follow or load."""
    source = site.get(path).body.decode(site.newsroom.encoding)
    found = html.document_fromstring(source).xpath("//@href | //img/@src")
    absolute = (urljoin(BASE + path, str(link)) for link in found)
    return {link.removeprefix(BASE) for link in absolute if link.startswith(BASE + "/")}


def internal_links(site: Site) -> set[str]:
    pages = [path for path in site.paths if "html" in site.get(path).content_type]
    return {link for path in pages if site.get(path).body for link in links(site, path)}


@pytest.mark.parametrize("key", NEWSROOM_KEYS)
def test_only_the_deliberate_link_is_broken(key):
    found = internal_links(SITES[key])
    broken = {link for link in found if SITES[key].get(link).status == 404}
    assert {urlsplit(link).path for link in broken} - {"/"} == {MISSING[key]}


@pytest.mark.parametrize("key", NEWSROOM_KEYS)
def test_every_story_can_be_reached_by_links_alone(key):
    site = SITES[key]
    seen, queue = {"/"}, ["/"]
    while queue:
        page = site.get(queue.pop())
        if page.status != 200 or "html" not in page.content_type:
            continue
        source = page.body.decode(site.newsroom.encoding)
        for link in html.document_fromstring(source).xpath("//a/@href"):
            target = urljoin(f"{BASE}/", str(link)).removeprefix(BASE)
            if target.startswith("/") and target not in seen and not re.search("[#?]utm", target):
                seen.add(target)
                queue.append(target) if site.newsroom.calendar.path[:6] not in target else None
    assert {site.newsroom.path_of(story) for story in site.newsroom.stories} <= seen


@pytest.mark.parametrize("key", NEWSROOM_KEYS)
def test_archive_has_no_end(key):
    site, path = SITES[key], SITES[key].newsroom.calendar.path
    for year, month in ((2026, 12), (2041, 1), (1993, 6)):
        page = site.get(path.format(year=year, month=month))
        following = path.format(year=year + (month == 12), month=month % 12 + 1)
        assert page.status == 200
        assert f'href="{following}"'.encode() in page.body
    assert site.get(path.format(year=2026, month=13)).status == 404


def test_german_pages_are_latin_1_and_no_utf_8():
    site = SITES["tagblatt"]
    for story in site.newsroom.stories:
        page = site.get(site.newsroom.path_of(story))
        assert "ISO-8859-1" in page.content_type
        page.body.decode("iso-8859-1")
        with pytest.raises(UnicodeDecodeError):
            page.body.decode("utf-8")
        assert b"ld+json" not in page.body


def test_german_site_declares_feeds_and_no_sitemap():
    site = SITES["tagblatt"]
    assert b"Sitemap" not in site.get("/robots.txt").body
    front = html.document_fromstring(site.get("/").body.decode("iso-8859-1"))
    declared = front.xpath("//link[@rel='alternate']/@href")
    roots = [ElementTree.fromstring(site.get(str(path)).body).tag for path in declared]
    assert roots == ["rss", "{http://www.w3.org/2005/Atom}feed"]


def sitemap_urls(site: Site, path: str) -> list[str]:
    body = site.get(path).body
    root = ElementTree.fromstring(gzip.decompress(body) if path.endswith(".gz") else body)
    found = [one.text or "" for one in root.iter() if one.tag.endswith("}loc")]
    if not root.tag.endswith("sitemapindex"):
        return found
    return [url for part in found for url in sitemap_urls(site, part.removeprefix(BASE))]


@pytest.mark.parametrize("key", ["guichet", "courier"])
def test_sitemaps_in_robots_name_every_story(key):
    site = SITES[key]
    robots = site.get("/robots.txt").body.decode()
    start = re.search(rf"^Sitemap: {BASE}(\S+)$", robots, re.M)
    assert start
    urls = sitemap_urls(site, start[1])
    assert {truth.url for truth in truth_of(site.newsroom, BASE)} <= set(urls)
    assert all(site.get(url.removeprefix(BASE)).status == 200 for url in urls)


def test_paywalled_pages_say_so_and_hold_only_the_teaser():
    site = SITES["courier"]
    paywalled = [story for story in site.newsroom.stories if not story.free]
    assert len(paywalled) >= 2
    for story in paywalled:
        body = site.get(site.newsroom.path_of(story)).body.decode()
        assert '"isAccessibleForFree": false' in body
        assert '"cssSelector": ".paywall-content"' in body


@pytest.mark.parametrize("key", NEWSROOM_KEYS)
def test_tracking_parameters_change_nothing(key):
    site = SITES[key]
    path = site.newsroom.path_of(site.newsroom.stories[0])
    assert site.get(f"{path}?utm_source=mail&fbclid=1").body == site.get(path).body


@pytest.mark.parametrize(
    ("source", "kind", "texts", "detail"),
    [
        ("One\nline.", Kind.PARAGRAPH, ("One line.",), ""),
        ("## A *head*", Kind.HEADING, ("A head",), ""),
        ("- one\n- **two**", Kind.BULLETS, ("one", "two"), ""),
        ("1. one\n2. two", Kind.NUMBERS, ("one", "two"), ""),
        ("> said", Kind.QUOTE, ("said",), ""),
        ("!figure What it shows | Who took it", Kind.FIGURE, ("What it shows",), "Who took it"),
        ("!update 14:32 | A headline", Kind.UPDATE, ("A headline",), "14:32"),
        ("!related some-slug", Kind.RELATED, (), "some-slug"),
        ("!promo", Kind.PROMO, (), ""),
        ("See [the rest](story:x).", Kind.PARAGRAPH, ("See the rest.",), ""),
    ],
)
def test_prose_blocks(source, kind, texts, detail):
    (block,) = parse(source)
    assert (block.kind, block.texts, block.detail) == (kind, texts, detail)


def test_prose_keeps_only_what_the_author_wrote():
    blocks = parse("Text.\n\n!promo\n\n!figure Caption | Credit\n\n## Head\n\n!ad\n\n> Quote")
    assert list(own_texts(blocks)) == ["Text.", "Head", "Quote"]


def test_prose_as_html_is_escaped():
    html_text = inline_html("*a* <b> & [c](story:d)", lambda target: f'/{target}?x=1&y="2"')
    assert html_text == (
        '<em>a</em> &lt;b&gt; &amp; <a href="/story:d?x=1&amp;y=&quot;2&quot;">c</a>'
    )
