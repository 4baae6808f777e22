"""Images with caption and credit apart, videos, access, identity, publisher, live updates."""

from __future__ import annotations

import pytest

from newscrawl.evidence import choose
from newscrawl.fields import access, live
from newscrawl.fields.facts import Facts
from newscrawl.fields.media import images, part_credit
from newscrawl.fields.table import candidates
from newscrawl.items import Image, LiveUpdate, Organization, Video
from newscrawl.page import Page

URL = "https://www.courier.example/news/bridge?utm_source=x"
LD = '<script type="application/ld+json">%s</script>'


def facts(html: str) -> Facts:
    return Facts(Page.parse(html, url=URL))


def best(html: str, field: str):
    found = choose(candidates(field, facts(html))).best
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The bridge in May. Photo: Jane Doe", "The bridge in May.", "Jane Doe"),
        ("The bridge in May (Foto: Jane Doe/Agency)", "The bridge in May", "Jane Doe/Agency"),
        ("The bridge © Agency", "The bridge", "Agency"),
        ("Le pont. Crédit photo : Jane Doe", "Le pont.", "Jane Doe"),
        ("橋 写真：山田", "橋", "山田"),
        ("The bridge", "The bridge", None),
        ("", None, None),
    ],
)
def test_part_credit(text, caption, credit):
    assert part_credit(text) == (caption, credit)


def test_images_of_a_range():
    html = (
        "<figure><img src=/logo.png></figure><article><figure><picture><source srcset='/a.webp 2x'>"
        "<img data-src=/a.jpg src='data:x'></picture><figcaption>The bridge © Agency</figcaption>"
        "</figure><p>Text</p><img src=/b.jpg></article>"
    )
    page = facts(html)
    article = page.walk.indices("article")[0]
    found = choose(images(page, article, page.walk.end[article])).best
    assert found is not None
    assert found.value == [
        Image("https://www.courier.example/a.webp", "The bridge", "Agency"),
        Image("https://www.courier.example/b.jpg"),
    ]


@pytest.mark.parametrize(
    ("html", "field", "value"),
    [
        ("<meta property=og:image content=/lead.jpg>", "main_image",
         "https://www.courier.example/lead.jpg"),
        (LD % '{"@type":"Article","image":[{"@type":"ImageObject","url":"/lead.jpg"}]}',
         "main_image", "https://www.courier.example/lead.jpg"),
        ("<iframe src=https://www.youtube.com/embed/x></iframe><iframe src=https://ads.example/>"
         "</iframe>", "videos", [Video("https://www.youtube.com/embed/x")]),
        (LD % '{"@type":"NewsArticle"}', "article_type", "NewsArticle"),
        ("<meta property=og:type content=article>", "article_type", "Article"),
        (LD % '{"@type":"NewsArticle","publisher":{"name":"Courier","url":"/"}}', "publisher",
         Organization("Courier", "https://www.courier.example/")),
        ("<meta property=og:site_name content=Courier>", "publisher", Organization("Courier")),
        (LD % '{"@type":"NewsArticle","isAccessibleForFree":"False"}', "is_accessible_for_free",
         False),
        (LD % '{"@type":"NewsArticle","isAccessibleForFree":true}', "is_accessible_for_free",
         True),
        (LD % '{"@type":"NewsArticle","hasPart":[{"isAccessibleForFree":"false"}]}',
         "is_accessible_for_free", False),
        ("<meta property=article:content_tier content=locked>", "is_accessible_for_free", False),
        ("<div class=paywall>Subscribe</div>", "is_accessible_for_free", False),
        ("<p>x</p>", "is_accessible_for_free", None),
        ("<link rel=canonical href=/news/bridge>", "canonical_url",
         "https://www.courier.example/news/bridge"),
        ("<link rel=canonical href=https://other.example/a>", "canonical_url",
         "https://www.courier.example/news/bridge"),
        ("<link rel=canonical href=/>", "canonical_url", "https://www.courier.example/news/bridge"),
        ("<p>x</p>", "canonical_url", "https://www.courier.example/news/bridge"),
    ],
)  # fmt: skip
def test_fields(html, field, value):
    assert best(html, field) == value


def test_rights():
    html = (
        "<meta name=robots content='max-image-preview:large'><meta name=tdm-reservation content=1>"
    )
    assert access.rights(facts(html)) == ["robots: max-image-preview:large", "tdm-reservation: 1"]


def test_live_updates():
    html = LD % (
        '{"@type":"LiveBlogPosting","liveBlogUpdate":[{"@type":"BlogPosting","headline":"Open",'
        '"datePublished":"2022-01-18T10:04:00Z","articleBody":"It is open."},7,{"headline":""}]}'
    )
    assert live.live_updates(facts(html)) == [
        LiveUpdate("Open", "2022-01-18T10:04:00+00:00", "It is open.")
    ]


ENTRY = (
    '<div class="liveblog__post"><time datetime="2022-01-18T10:0{0}:00Z">10:0{0}</time>'
    "<h3>Step {0}</h3><ul><li><p>The bridge is closed to lorries now.</p></li></ul><p>Really</p>"
    "</div>"
)
TEASER = '<li class="live-item"><a href="/live"><time>10:04</time><h3>Storm, live</h3></a></li>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            ENTRY.format(2) + ENTRY.format(1),
            [
                (f"Step {n}", f"2022-01-18T10:0{n}:00+00:00",
                 "The bridge is closed to lorries now.\n\nReally")
                for n in (2, 1)
            ],
        ),
        (ENTRY.format(2), []),
        (TEASER * 9, []),
        (ENTRY.replace("liveblog__post", "delivery-item").format(1) * 3, []),
        (
            "<div itemscope itemtype='https://schema.org/LiveBlogPosting'><div itemprop="
            "liveBlogUpdate itemscope itemtype='https://schema.org/BlogPosting'><meta itemprop="
            "datePublished content='2022-01-18T10:04:00Z'><h2 itemprop=headline>Open</h2>"
            "<p itemprop=articleBody>It is open.</p></div></div>",
            [("Open", "2022-01-18T10:04:00+00:00", "It is open.")],
        ),
    ],
)  # fmt: skip
def test_live_updates_in_markup(html, expected):
    found = live.live_updates(facts(html))
    assert [(e.headline, e.date_published, e.body) for e in found] == expected
