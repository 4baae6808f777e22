"""Links of a page: what each is thought to be, by address, label and place."""

from __future__ import annotations

import pytest

from newscrawl.discovery.budgets import Budget
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.links import links
from newscrawl.discovery.pagination import is_pagination
from newscrawl.page.page import Page

URL = "https://www.example.com/politik/"


def found_on(html: str, url: str = URL) -> dict[str, Discovered]:
    page = Page.parse(html.encode(), url=url)
    return {one.url.removeprefix("https://www.example.com"): one for one in links(page)}


@pytest.mark.parametrize(
    ("html", "path", "kind", "via"),
    [
        ("<a href='/2026/11/22/tram'>Tram</a>", "/2026/11/22/tram", Kind.ARTICLE, "link"),
        ("<nav><a href='/sport'>Sport</a></nav>", "/sport", Kind.LISTING, "link"),
        (
            "<h2><a href='/tram'>The new tram line opens on Monday morning</a></h2>",
            "/tram",
            Kind.ARTICLE,
            "link",
        ),
        (
            "<nav><a href='/tram'>The new tram line opens on Monday morning</a></nav>",
            "/tram",
            Kind.LISTING,
            "link",
        ),
        ("<a href='?page=2'>2</a>", "/politik/?page=2", Kind.LISTING, "pagination"),
        ("<a href='/politik/alt'>Ältere Artikel »</a>", "/politik/alt", Kind.LISTING, "pagination"),
        ("<a rel='next' href='/politik/b'>x</a>", "/politik/b", Kind.LISTING, "pagination"),
        ("<a href='/2026/11/22/tram'>Next »</a>", "/2026/11/22/tram", Kind.ARTICLE, "link"),
        ("<link rel=next href='/2026/11/22/tram'>", "/2026/11/22/tram", Kind.ARTICLE, "link"),
        ("<link rel=next href='/politik/2'>", "/politik/2", Kind.LISTING, "pagination"),
        (
            "<link rel=alternate type='application/rss+xml' href='/feed/'>",
            "/feed/",
            Kind.FEED,
            "link",
        ),
        (
            "<link rel=alternate type='application/feed+json' href='/f'>",
            "/f",
            Kind.FEED,
            "link",
        ),
        ("<a href='/rss.xml'>RSS</a>", "/rss.xml", Kind.FEED, "link"),
        ("<a href='/sitemap.xml'>Sitemap</a>", "/sitemap.xml", Kind.SITEMAP, "link"),
        (
            "<meta http-equiv=refresh content='0; url=/start'>",
            "/start",
            Kind.LISTING,
            "link",
        ),
        ("<a href='/a/b/c/d'>x</a>", "/a/b/c/d", Kind.PAGE, "link"),
        (
            "<footer><a href='/terms-for-our-readers-in-detail'>Terms</a></footer>",
            "/terms-for-our-readers-in-detail",
            Kind.PAGE,
            "link",
        ),
        ("<base href='/x/'><a href='sport'>Sport</a>", "/x/sport", Kind.LISTING, "link"),
        ("<a href='//www.example.com/sport#top'>Sport</a>", "/sport", Kind.LISTING, "link"),
    ],
)
def test_links(html: str, path: str, kind: Kind, via: str) -> None:
    found = found_on(html)
    assert list(found) == [path]
    assert (found[path].kind, found[path].via) == (kind, via)


@pytest.mark.parametrize(
    "html",
    [
        "<a href='https://elsewhere.example.net/2026/11/22/tram'>x</a>",
        "<a href='#top'>x</a>",
        "<a href='mailto:a@example.com'>x</a>",
        "<a href='javascript:void(0)'>x</a>",
        "<a href='/login'>x</a>",
        "<a href='/photo.jpg'>x</a>",
        "<a>x</a>",
        "<footer><a href='/a/b/c/d'>x</a></footer>",
        "<link rel=alternate type='application/rss+xml' title='Comments' href='/c/feed'>",
        "<link rel=alternate hreflang=en href='/en'>",
        "<a href='/login?page=2'>2</a>",
        f"<a href='/2026/11/22/{'tram-' * 500}'>x</a>",
        f"<a href='?page={'2' * 3000}'>next</a>",
        f"<link rel=next href='/?page={'2' * 3000}'>",
        f"<link rel=alternate type='application/rss+xml' href='/feed/{'x' * 3000}'>",
        f"<base href='/{'x/' * 2000}'><a href='2026/11/22/tram'>x</a>",
    ],
    ids=lambda html: html[:60],
)
def test_not_followed(html: str) -> None:
    assert found_on(html) == {}


def item_list(entries: str, kind: str = "ItemList") -> str:
    data = f'{{"@type": "CollectionPage", "mainEntity": {{"@type": "{kind}", {entries}}}}}'
    return f"<script type='application/ld+json'>{data}</script>"


@pytest.mark.parametrize(
    ("entries", "path", "kind"),
    [
        ('{"@type": "ListItem", "url": "/2026/11/22/tram"}', "/2026/11/22/tram", Kind.ARTICLE),
        ('{"@type": "ListItem", "item": {"@id": "/sport"}}', "/sport", Kind.LISTING),
        ('{"@type": "ListItem", "item": "/2026/11/22/bus"}', "/2026/11/22/bus", Kind.ARTICLE),
        ('"/2026/11/22/bus"', "/2026/11/22/bus", Kind.ARTICLE),
        (
            '{"@type": "NewsArticle", "url": "/tram",'
            ' "headline": "The new tram line opens on Monday morning"}',
            "/tram",
            Kind.ARTICLE,
        ),
    ],
)
def test_items_listed_in_json_ld(entries: str, path: str, kind: Kind) -> None:
    found = found_on(item_list(f'"itemListElement": [{entries}]'))
    assert {one: found[one].kind for one in found} == {path: kind}


@pytest.mark.parametrize(
    ("entries", "kind"),
    [
        ('"itemListElement": [{"item": "https://elsewhere.example.net/2026/11/22/x"}]', "ItemList"),
        ('"itemListElement": [{"item": "/login"}, 7, null, {"item": [7]}, {}]', "ItemList"),
        ('"itemListElement": {"item": "#top"}', "BreadcrumbList"),
        ('"itemListElement": 7', "ItemList"),
        ('"name": "empty"', "ItemList"),
    ],
)
def test_items_not_followed(entries: str, kind: str) -> None:
    assert found_on(item_list(entries, kind)) == {}


def test_an_article_does_not_lead_to_views_of_itself() -> None:
    html = "<a href='?view=big'>+</a><a href='?page=2'>2</a><a href='/2026/11/22/bus'>Bus</a>"
    assert list(found_on(html, "https://www.example.com/2026/11/22/tram")) == ["/2026/11/22/bus"]
    assert len(found_on(html, "https://www.example.com/sport/")) == 3


def test_each_address_once_and_depth_counted() -> None:
    page = Page.parse(b"<a href='/sport'>a</a><a href='/sport/?utm_source=x'>b</a>", url=URL)
    assert [(one.url, one.depth) for one in links(page, depth=3)] == [
        ("https://www.example.com/sport", 4)
    ]


def test_order_articles_before_tags_sections_before_both() -> None:
    found = found_on(
        "<nav><a href='/sport'>Sport</a></nav><a href='/tag/tram'>Tram</a>"
        "<a href='/2026/11/22/tram'>Tram</a><a href='/politik/page/2'>2</a>"
    )
    ranked = sorted(found, key=lambda path: -found[path].priority)
    assert ranked == ["/sport", "/2026/11/22/tram", "/politik/page/2", "/tag/tram"]


def test_a_page_nested_too_deep_is_read_without_an_error() -> None:
    deep = b"<a href='/sport'>Sport</a>" + b"<div>" * 2_000 + b"<a href='/kultur'>Kultur</a>"
    assert len(links(Page.parse(deep, url=URL))) == 2
    assert isinstance(links(Page.parse(deep + b"<div>" * 100_000, url=URL)), list)


@pytest.mark.parametrize(
    "label",
    [
        "Next",
        "Older posts →",
        "Ältere Beiträge",
        "« Articles précédents",
        "suivant",
        "次へ",
        "Mehr laden",
    ],
)
def test_pagination_labels(label: str) -> None:
    assert is_pagination("https://example.com/x", label)


def test_a_number_as_label_counts_where_the_address_ends_with_it() -> None:
    assert is_pagination("https://example.com/sport/2/", "2")
    assert is_pagination("https://example.com/sport-2.html", "2")
    assert not is_pagination("https://example.com/sport/100322.html", "2")
    assert not is_pagination("https://example.com/a#comments", "22")


@pytest.mark.parametrize("label", ["2", "Next steps for the tram", "", "weiterlesen", "More"])
def test_no_pagination_labels(label: str) -> None:
    assert not is_pagination("https://example.com/x", label)


def test_budget_ends_a_barren_family_and_new_articles_refill_it() -> None:
    budget = Budget(barren_pages=3)
    months = [f"https://example.com/kalender/2027/{month}" for month in range(1, 8)]
    assert budget.refusal(months[0], 1) is None
    for month in months[:2]:
        budget.note(month, 0)
    budget.note(months[2], 1)
    for month in months[3:6]:
        assert budget.refusal(month, 1) is None
        budget.note(month, 0)
    assert budget.refusal(months[6], 1) == "3 pages like it in a row led to nothing new"
    assert budget.refusal("https://example.com/sport", 1) is None


def test_pages_of_a_listing_go_on_while_they_show_articles_that_the_others_did_not() -> None:
    budget = Budget(barren_pages=3)
    pages = [f"https://example.com/sport?page={number}" for number in range(1, 40)]
    for number, page in enumerate(pages[:30]):
        assert budget.refusal(page, 1) is None
        budget.note(page, 0, [f"https://example.com/a{number}"], paginated=True)
    for page in pages[30:33]:
        budget.note(page, 0, ["https://example.com/a1"], paginated=True)
    assert budget.refusal(pages[33], 1) == "33 pages like it in a row led to nothing new"


def test_what_one_listing_has_shown_is_news_on_another() -> None:
    budget = Budget(barren_pages=2)
    for listing in ("sport", "politik"):
        for page in (1, 2):
            url = f"https://example.com/{listing}?page={page}"
            budget.note(url, 0, ["https://example.com/a1"], paginated=True)
        # Page 1 showed something that no other page of this listing did, page 2 did not.
        assert budget.refusal(f"https://example.com/{listing}?page=3", 1) is None


def test_budget_ends_at_its_depth() -> None:
    assert Budget(max_depth=2).refusal("https://example.com/x", 3) == (
        "more than 2 steps from the seed"
    )
