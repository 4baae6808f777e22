"""Drafts of profiles: selectors that last and hold on all pages; what cannot be found is told."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from newscrawl.curation.draft import TRUSTED, Draft, draft_of
from newscrawl.curation.finding import find, lasts
from newscrawl.errors import UsageError
from newscrawl.extraction import Extraction, extract
from newscrawl.page import Page
from newscrawl.sites import Profiles
from newscrawl.sites.reading import read_profile

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()
DATES = ("2026-11-20T08:00:00Z", "2026-11-21T09:30:00Z", "2026-11-22T17:45:00Z")
NAMES = ("Jane Doe", "John Roe", "Mary Poe")
TITLES = ("Bridge closed for good", "Lido opens all winter", "School field is saved")


def page(
    number: int, *, head: str = "", box: str = "", path: str = "/2026/11/{}-story"
) -> tuple[Page, datetime]:
    """A page of a site whose names are of people's making, but for a hash on the body's element."""
    title, name, moment = TITLES[number], NAMES[number], DATES[number]
    paragraphs = "".join(
        f"<p>In part {n} of the story of {title.lower()}, the council heard for {n} hours what the "
        f"town of {number + 3} bridges has to say about it, and decided nothing at all.</p>"
        for n in range(2, 8)
    )
    html = f"""<html lang=en><head><title>{title} - Courier</title>
    <meta property="og:title" content="{title}"><meta property="og:type" content="article">
    <meta property="article:published_time" content="{moment}">
    <meta property="article:modified_time" content="{moment}">{head}</head><body>
    <nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
    <article class="css-1x2y3z story"><h1 class="mt-4 headline">{title}</h1>
    <div class="byline">By <a rel="author" href="/people/{number}">{name}</a></div>
    <time datetime="{moment}">{moment[:10]}</time>
    <div class="story-text">{paragraphs}{box}</div></article>
    <footer><p>All rights reserved by the Courier, Mill Lane {number}.</p></footer></body></html>"""
    address = f"https://www.courier.example{path.format(f'town-{number}-hall')}"
    return Page.parse(html, url=address), NOW


BOX = (
    '<div class="newsletter-box"><p>Get our newsletter</p><form><input type=email>'
    "<button>Subscribe</button></form></div>"
)
Make = Callable[[], Draft]


def loaded(draft: Draft) -> dict[str, object]:
    """The draft as a file would give it, after the strict check that every profile gets."""
    read_profile(draft.toml(), "draft.toml")
    return tomllib.loads(draft.toml())


def test_selectors_that_hold_on_all_pages():
    data = loaded(draft_of([page(n) for n in range(3)], TODAY))
    assert data["site"] == "courier.example"
    assert (data["checked"], data["valid_until"]) == (TODAY, TODAY + TRUSTED)
    fields = data["fields"]
    assert fields["headline"] == ['meta[property="og:title"]::attr(content)', "h1.headline"]
    assert fields["authors"] == 'a[rel="author"]'
    assert fields["date_published"][0] == 'meta[property="article:published_time"]::attr(content)'
    assert fields["date_modified"] == 'meta[property="article:modified_time"]::attr(content)'
    assert fields["article_body"] == "div.story-text"
    assert data["urls"] == {"articles": "/{year}/{month}/{slug}"}


def test_the_draft_gives_what_extraction_gives():
    pages = [page(n, box=BOX) for n in range(3)]
    draft = draft_of(pages, TODAY)
    profiles = Profiles.of([read_profile(draft.toml(), "draft.toml")])
    for one, _ in pages:
        made = one.walk.elements[0]
        raw = _raw(made)
        plain, read = (
            extract(raw, url=one.url, now=NOW, profiles=chosen) for chosen in (Profiles(), profiles)
        )
        for field in draft.profile.fields:
            assert getattr(read, field) == getattr(plain, field), field
            assert read.sources[field] == "profile"


def _raw(element: object) -> bytes:
    from lxml import etree

    return etree.tostring(element, method="html", encoding="utf-8")


def test_what_is_inside_the_text_and_not_of_it_is_removed():
    data = loaded(draft_of([page(n, box=BOX) for n in range(2)], TODAY))
    assert data["fields"]["article_body"] == "div.story-text"
    assert [one["selector"] for one in data["remove"]] == ["div.newsletter-box"]
    assert data["remove"][0]["reason"].startswith("boilerplate such as “Get our newsletter")


def test_a_frame_that_keeps_too_much_is_a_proposal_in_a_comment():
    call = "<p>Follow the Courier on Instagram.</p>"  # a paragraph like those of the text
    draft = draft_of([page(n, box=call) for n in range(2)], TODAY)
    assert (draft.frame.selector, draft.frame.is_exact) == ("div.story-text", False)
    assert '\n# article_body = "div.story-text"\n' in draft.toml()
    assert "article_body" not in loaded(draft)["fields"]


def test_a_selector_that_holds_on_one_page_only_is_left_out():
    first, second = page(0), page(1)
    other = Page.parse(
        _raw(second[0].walk.elements[0]).replace(b'rel="author"', b'class="who"'),
        url=second[0].url,
    )
    read = [_gathered(one) for one in (first[0], other)]
    assert 'a[rel="author"]' in [one.selector for one in find("authors", read[:1])]
    assert [one.selector for one in find("authors", read)] == ["div.byline"]


def _gathered(one: Page) -> Extraction:
    extraction = Extraction(one, now=NOW)
    extraction.gather()
    return extraction


def test_what_no_selector_gives_is_told_in_a_comment():
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "%s",'
        '"keywords": ["%s"]}</script>'
    )
    pages = [page(n, head=head % (TITLES[n], f"only\\nhere {n}")) for n in range(2)]
    draft = draft_of(pages, TODAY)
    assert draft.missing["keywords"] == ["only here 0", "only here 1"]
    assert "# keywords: no selector gives on all pages what was found:" in draft.toml()
    assert "keywords" not in loaded(draft)["fields"]


@pytest.mark.parametrize(
    ("paths", "shape", "is_sure"),
    [
        (["/2026/11/{}", "/2025/12/{}"], "/{year}/{month}/{slug}", True),
        (["/2026/11/{}"], "/{year}/{month}/{slug}", False),
        (["/news/{}-4711.html", "/sport/{}-12.html"], "/{name}/{slug}-{number}.html", True),
        (
            ["/news/2026/nov/19/{}", "/news/2026/nov/2/{}"],
            "/news/{year}/{name}/{number}/{slug}",
            True,
        ),
        (["/town/{}", "/town/{}"], "/town/{slug}", False),
        (["/{}?id=1", "/{}?id=2"], "/{slug}?id=", False),
    ],
)
def test_the_pattern_of_addresses(paths, shape, is_sure):
    draft = draft_of([page(n, path=path) for n, path in enumerate(paths)], TODAY)
    assert (draft.shape, draft.is_sure) == (shape, is_sure)
    assert ("articles" in loaded(draft).get("urls", {})) is is_sure


def test_pages_of_several_sites_are_refused():
    foreign = Page.parse("<p>x", url="https://other.example/a")
    with pytest.raises(UsageError, match=r"several sites \(courier\.example, other\.example\)"):
        draft_of([page(0), (foreign, NOW)], TODAY)


def test_a_page_says_its_address_or_is_refused():
    stated = Page.parse("<link rel=canonical href=https://courier.example/a><h1>A</h1>")
    assert draft_of([(stated, None)], TODAY).profile.site == "courier.example"
    with pytest.raises(UsageError, match="page 2 does not state its address; give it with --url"):
        draft_of([page(0), (Page.parse("<p>x"), NOW)], TODAY)


def test_a_page_that_is_no_article_is_told():
    front = Page.parse("<a href=/a>A</a><a href=/b>B</a>", url="https://courier.example/")
    draft = draft_of([(front, NOW)], TODAY)
    assert draft.other == ["https://courier.example/"]
    assert loaded(draft)["site"] == "courier.example"


@pytest.mark.parametrize("raw", ["", "<p>", "<h1>\x7f'\"</h1>", "<a class='é x'>é</a>" * 50])
def test_no_page_is_too_poor_for_a_draft(raw):
    draft = draft_of([(Page.parse(raw, url="https://courier.example/x"), NOW)], date(2026, 1, 1))
    assert loaded(draft)["checked"] == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("name", "is_lasting"),
    [
        ("headline", True),
        ("entry-title", True),
        ("articleBody", True),
        ("c-article__body", True),
        ("autor", True),
        ("css-1x2y3z", False),
        ("sc-bZQynM", False),
        ("css-abcdef", False),
        ("mt-4", False),
        ("mb-large", False),
        ("text-lg", False),
        ("flex", False),
        ("post-12345", False),
        ("Title__aBcDe", False),
        ("xzzq", False),
        ("", False),
    ],
)
def test_names_that_last(name, is_lasting):
    assert lasts(name) is is_lasting
