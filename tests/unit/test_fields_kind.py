"""Article or not: clear cases of each kind of page."""

from __future__ import annotations

import pytest

import newscrawl
from newscrawl.fields.kind import article_probability

PARAGRAPH = (
    "<p>The bridge over the Alder is closed to cars from today, the town council said on Monday"
    " evening. Drivers have to take the ring road, which adds eleven minutes to the way to work,"
    " while cyclists and people on foot may still cross. The council expects the repairs to last"
    " until spring and to cost more than four million, twice what was planned.</p>"
)
LD = '<script type="application/ld+json">%s</script>'
ARTICLE = (
    LD % '{"@type":"NewsArticle","headline":"Bridge closed to cars","datePublished":"2022-01-18",'
    '"author":{"name":"Jane Doe"}}'
    + "<meta property=og:type content=article><title>Bridge closed to cars | Courier</title>"
    + "<article><h1>Bridge closed to cars</h1><p class=byline>By Jane Doe</p>"
    + PARAGRAPH * 6
    + "</article>"
)
TEASERS = "".join(
    f"<article class=card><h2><a href=/news/{i}-bridge-closed>Bridge {i} closed to cars</a></h2>"
    "<p>The council said on Monday.</p></article>"
    for i in range(30)
)
PRODUCT = (
    LD
    % '{"@type":"Product","name":"Red kettle","offers":{"@type":"Offer","price":"19.90"}}'
    + "<meta property=og:type content=product><title>Red kettle</title><h1>Red kettle</h1>"
    "<span>$19.90</span><form><select><option>1</select><button>Add to cart</button></form>"
    "<ul><li>1.7 litres<li>Red</ul><p>A kettle that boils water fast.</p>"
)
FORUM = (
    LD % '{"@type":"DiscussionForumPosting","headline":"Kettle broken"}'
    + "<title>Kettle broken</title><h1>Kettle broken</h1>"
    + "".join(
        f"<div class='post reply'><a>user{i}</a><p>Mine too, {i}.</p></div>" for i in range(20)
    )
)


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        (ARTICLE, "https://courier.example/news/2022/01/18/bridge-closed-to-cars", True),
        (f"<title>Bridge closed to cars</title><h1>Bridge closed to cars</h1><p>18 January 2022</p>"
         f"{PARAGRAPH * 5}", "https://courier.example/bridge-closed-to-cars", True),
        (ARTICLE, "https://courier.example/", False),
        (f"<title>Courier</title>{TEASERS}", "https://courier.example/", False),
        (f"<title>Town | Courier</title><h1>Town</h1>{TEASERS}",
         "https://courier.example/category/town/", False),
        (f"<title>Town</title><h1>Town</h1>{TEASERS[:1500]}",
         "https://courier.example/tag/town", False),
        (f"<title>Jane Doe</title><h1>Jane Doe</h1><time datetime=2022-01-18>x</time>"
         f"{TEASERS[:1500]}", "https://courier.example/author/jane-doe/page/2/", False),
        (PRODUCT, "https://shop.example/products/red-kettle", False),
        (FORUM, "https://forum.example/threads/kettle-broken.123/", False),
        ("<title>Contact</title><h1>Contact</h1><p>Write to us.</p>",
         "https://courier.example/contact", False),
        ("<title>Log in</title><form><input><input type=password><button>Log in</button></form>",
         "https://courier.example/login", False),
        ("", None, False),
    ],
)  # fmt: skip
def test_is_article(html, url, expected):
    article = newscrawl.extract(html, url=url)
    assert article.is_article is expected
    assert 0.5 <= article.confidence["is_article"] <= 1


@pytest.mark.parametrize("value", [0.0, 1.0, 1e9, -1e9])
def test_probability_is_one_for_any_numbers(value):
    assert 0 <= article_probability({"body words": value, "unknown": value}) <= 1
