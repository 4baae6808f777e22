"""discovery.parts: the other pages of an article, and what only looks like them."""

from __future__ import annotations

import pytest

from newscrawl.discovery.parts import Parts, parts_of
from newscrawl.page.page import Page

HOST = "https://www.example.com"
STORY = "/news/the-tram-is-late"


def parts(path: str, body: str, head: str = "") -> Parts:
    raw = f"<html><head>{head}</head><body><article>{body}</article></body></html>"
    return parts_of(Page.parse(raw, url=HOST + path))


def link(href: str, label: str, rel: str = "") -> str:
    return f'<a href="{href}" rel="{rel}">{label}</a> '


@pytest.mark.parametrize(
    ("own", "further"),
    [
        (STORY, f"{STORY}?page=2"),
        (f"{STORY}/", f"{STORY}/2/"),
        (STORY, f"{STORY}/page/2"),
        (STORY, f"{STORY}/seite-2"),
        (f"{STORY}.html", f"{STORY}-2.html"),
        (f"{STORY}.html", f"{STORY}_2.html"),
        (f"{STORY}.html", f"{STORY},2.html"),
        (f"{STORY}-104470", f"{STORY}-104470?seite=2"),
        ("/story.php?id=7", "/story.php?id=7&page=2"),
        ("/story?id=7&page=1", "/story?id=7&page=2"),
        (STORY, f"http://example.com{STORY}?page=2#top"),
    ],
)
def test_a_number_that_leads_to_the_page_of_that_number(own: str, further: str) -> None:
    (found,) = parts(own, link(further, "2")).further
    assert found == 2


@pytest.mark.parametrize(
    "body",
    [
        link(f"{STORY}?page=2", "Next page"),
        link(f"{STORY}/2", "weiter »"),
        link(f"{STORY}/page/2", "Read on", "next"),
    ],
)
def test_a_word_for_next_will_do_where_the_address_is_clear(body: str) -> None:
    assert list(parts(STORY, body).further) == [2]


@pytest.mark.parametrize(
    ("own", "body"),
    [
        (STORY, link(f"{STORY}-2", "Next")),  # the next article, of the same name
        (STORY, link(f"{STORY}-2", "The tram is late", "next")),
        (STORY, link("/news/another-story?page=2", "2")),
        (STORY, link(f"{STORY}?page=2", "3")),
        (STORY, link(f"{STORY}?page=2", "Comments")),
        (STORY, f'<div id="comments">{link(f"{STORY}?page=2", "2")}</div>'),
        (STORY, f'<ul class="comment-pager">{link(f"{STORY}?page=2", "2")}</ul>'),
        (STORY, link(f"https://other.example.net{STORY}?page=2", "2")),
        (STORY, link(f"{STORY}-2019", "2019")),
        (STORY, link(f"{STORY}?print=1", "Print")),
        (STORY, link(f"{STORY}?view=all", "View all on one page")),  # of what? There is one page.
        ("/news/budget-7", link("/news/budget-8", "Next")),
        ("/news/budget-2", link("/news/budget", "The budget", "prev")),
    ],
)
def test_what_is_no_further_page(own: str, body: str) -> None:
    assert parts(own, body) == Parts()


@pytest.mark.parametrize(
    "label",
    [
        "View all on one page", "Single page", "Show all", "Auf einer Seite lesen",
        "Lire l'article sur une seule page", "Leer en una sola página", "Artikel auf 1 Seite",
        "全文表示",
    ],
)  # fmt: skip
def test_the_page_that_shows_all(label: str) -> None:
    body = link(f"{STORY}?page=2", "2") + link(f"{STORY}?view=all", label)
    assert parts(STORY, body).whole == f"{HOST}{STORY}?view=all"


def test_all_pages_of_a_pager_in_their_order() -> None:
    body = "".join(link(f"{STORY}?page={n}", str(n)) for n in (3, 1, 2))
    assert list(parts(STORY, body).further) == [2, 3]


@pytest.mark.parametrize(
    ("own", "body", "head"),
    [
        (f"{STORY}?page=2", link(STORY, "1"), ""),
        (f"{STORY}?page=2", link(f"{STORY}?page=1", "1"), ""),
        (f"{STORY}-2.html", link(f"{STORY}.html", "1"), ""),
        (f"{STORY}/2", "", f'<link rel="canonical" href="{STORY}">'),
        (f"{STORY}/2", "", f'<link rel="prev" href="{STORY}">'),
    ],
)
def test_a_further_page_knows_the_first(own: str, body: str, head: str) -> None:
    first = parts(own, body, head).first
    assert first is not None
    assert first.startswith(f"{HOST}{STORY}")
    assert "2" not in first


@pytest.mark.parametrize(
    ("own", "head"),
    [
        (f"{STORY}-2", f'<link rel="canonical" href="{STORY}">'),
        (f"{STORY}-2", f'<link rel="prev" href="{STORY}">'),
        (STORY, f'<link rel="canonical" href="{STORY}">'),
    ],
)
def test_the_second_article_of_a_name_is_no_further_page(own: str, head: str) -> None:
    assert parts(own, "", head) == Parts()
