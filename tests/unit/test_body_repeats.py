"""body.repeats: what a site's memory keeps, and what it does to the articles of a whole site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from newscrawl.body import Body, Repeats, read_body
from newscrawl.body.repeats import MAX_ARTICLES, MAX_PRINTS, Sighting
from newscrawl.demo.newsroom import NEWSROOM_KEYS, load_newsrooms
from newscrawl.demo.prose import plain
from newscrawl.demo.routes import Site
from newscrawl.page import Page
from newscrawl.values.text import fold

THEMES = ("boxes", "bare", "hashed", "breaks")
# Themes of which the model keeps every sentence; of the others it leaves some lines out by itself.
WHOLE_THEMES = ("boxes", "breaks")

Way = Callable[[list[Any]], list[Body]]


def sight(*prints: int, mark: int = 0) -> Sighting:
    return Sighting(frozenset(prints), mark or hash(prints))


def counts(repeats: Repeats, key: str) -> dict[int, int]:
    return dict(repeats.besides(key).counts)


# -- the memory


@pytest.mark.parametrize(
    ("sightings", "key", "articles", "expected"),
    [
        ({}, "x", 0, {}),
        ({"a": sight(1, 2)}, "x", 1, {}),
        ({"a": sight(1, 2), "b": sight(2, 3)}, "x", 2, {2: 2}),
        ({"a": sight(1, 2), "b": sight(2, 3)}, "a", 1, {}),
        ({"a": sight(1), "b": sight(1, 5), "c": sight(1, 6)}, "a", 2, {1: 2}),
        ({"a": sight(1, mark=9), "b": sight(1, mark=9), "c": sight(1)}, "x", 2, {1: 2}),
    ],
    ids=["none", "one", "two", "not itself", "three", "copies are one"],
)
def test_counts_of_the_other_articles(
    sightings: dict[str, Sighting], key: str, articles: int, expected: dict[int, int]
) -> None:
    repeats = Repeats()
    for name, sighting in sightings.items():
        repeats.observe(name, sighting)
    assert repeats.besides(key).articles == articles
    assert counts(repeats, key) == expected


def test_an_article_read_again_counts_once_also_when_it_has_changed() -> None:
    repeats = Repeats()
    for prints in [(1, 2), (1, 2), (1, 3), (1, 4)]:
        repeats.observe("a", sight(*prints))
    repeats.observe("b", sight(1, 9))
    assert len(repeats) == 2
    assert counts(repeats, "x") == {1: 2}


def test_old_promotion_is_forgotten() -> None:
    repeats = Repeats()
    for number in range(2 * MAX_ARTICLES):
        repeats.observe(str(number), sight(1 if number < MAX_ARTICLES else 2, 1000 + number))
    assert len(repeats) == MAX_ARTICLES
    assert counts(repeats, "x") == {2: MAX_ARTICLES}


def test_memory_is_bounded() -> None:
    repeats = Repeats()
    for number in range(3 * MAX_ARTICLES):
        repeats.observe(f"{number:032}", sight(*range(number * 500, number * 500 + 499)))
    assert len(repeats.dump()) < MAX_ARTICLES * (MAX_PRINTS * 8 + 60)


def test_order_makes_no_difference_where_nothing_is_forgotten() -> None:
    sightings = {str(n): sight(n % 3, n % 5, mark=n % 7) for n in range(20)}
    one, two = Repeats(limit=None), Repeats(limit=None)
    for key in sightings:
        one.observe(key, sightings[key])
    for key in reversed(sightings):
        two.observe(key, sightings[key])
    for key in sightings:
        assert one.besides(key) == two.besides(key)


def test_what_is_dumped_is_loaded() -> None:
    repeats = Repeats()
    for number in range(5):
        repeats.observe(str(number), sight(1, 2**64 - 1, 10 + number))
    loaded = Repeats.load(repeats.dump())
    assert counts(loaded, "0") == counts(repeats, "0") == {1: 4, 2**64 - 1: 4}
    assert loaded.dump() == repeats.dump()


@pytest.mark.parametrize(
    "data",
    [None, b"", b"\xff", b"\x92\x01\x05", b"\x92\x63\x90", b"\x92\x01\x91\x93\x01\x90\xc4\x01a"],
)
def test_damaged_and_outdated_memories_are_empty(data: bytes | None) -> None:
    assert len(Repeats.load(data)) == 0


# -- a site of 40 articles


def alone(articles: list[Any]) -> list[Body]:
    return [read_body(page_of(one), headline=one.headline) for one in articles]


def crawled(articles: list[Any]) -> list[Body]:
    """Read in turn, each with what those before it showed; the memory is stored in between."""
    repeats, bodies = Repeats(), []
    for one in articles:
        others = repeats.besides(one.path)
        bodies.append(read_body(page_of(one), headline=one.headline, repeats=others))
        repeats.observe(one.path, bodies[-1].sighting)
        repeats = Repeats.load(repeats.dump())
    return bodies


def collected(articles: list[Any]) -> list[Body]:
    """Read twice, the second time with what all the others show."""
    repeats = Repeats(limit=None)
    for one, body in zip(articles, alone(articles), strict=True):
        repeats.observe(one.path, body.sighting)
    return [
        read_body(page_of(one), headline=one.headline, repeats=repeats.besides(one.path))
        for one in articles
    ]


def page_of(article: Any) -> Page:
    return Page.parse(article.page, url=f"https://post.example{article.path}")


def lost(articles: list[Any], bodies: list[Body]) -> list[tuple[str, str]]:
    """Own texts that are not in the articles' bodies, in the order of the page."""
    return [
        (one.path, text)
        for one, body in zip(articles, bodies, strict=True)
        for text in one.texts
        if fold(text) not in fold(body.text)
    ]


def left(articles: list[Any], bodies: list[Body]) -> list[tuple[str, str]]:
    """Promotion that is in the articles' bodies, from the third article on."""
    pairs = list(zip(articles, bodies, strict=True))
    return [
        (one.path, text)
        for one, body in pairs[2:]
        for text in one.promotion
        if fold(text) in fold(body.text)
    ]


def test_the_site_has_what_it_is_for(evidence_site: Any) -> None:
    articles = evidence_site("boxes")
    assert len(articles) == 40
    assert all(fold(text) in fold(one.page.decode()) for one in articles for text in one.promotion)
    texts = [text for one in articles for text in set(one.texts)]
    assert {text: texts.count(text) for text in texts if texts.count(text) > 1} == {
        "FENMARSH (FP) —": 10,
        "Every other week this column walks from one end of a parish to the other.": 6,
        "Water has never once asked us what we think of it.": 8,
        "“We were promised a bridge, and we were sent a survey,” the petition of the seven "
        "parishes begins.": 7,
        "The seven parishes lost their drainage board in the reform of 1998 and have shared one "
        "engineer ever since.": 6,
        "And still the tide comes in.": 6,
        "And still the tide goes out.": 6,
        "What happens next": 20,
        "The background": 14,
        "Admission is free.": 5,
    }


@pytest.mark.parametrize("way", [crawled, collected])
@pytest.mark.parametrize("theme", THEMES)
def test_no_promotion_is_left_and_no_sentence_is_lost(
    theme: str, way: Way, evidence_site: Any
) -> None:
    articles = evidence_site(theme)
    before, bodies = alone(articles), way(articles)
    assert len(left(articles, before)) > 40
    assert left(articles, bodies) == []
    assert set(lost(articles, bodies)) <= set(lost(articles, before))


@pytest.mark.parametrize("way", [crawled, collected])
@pytest.mark.parametrize("theme", WHOLE_THEMES)
def test_the_truth_is_whole(theme: str, way: Way, evidence_site: Any) -> None:
    articles = evidence_site(theme)
    assert lost(articles, way(articles)) == []


def test_the_order_of_the_articles_decides_only_what_is_known_when(evidence_site: Any) -> None:
    articles = evidence_site("boxes")
    forth, back = collected(articles), collected(articles[::-1])
    assert [body.text for body in forth] == [body.text for body in back[::-1]]


def test_each_removal_says_why(evidence_site: Any) -> None:
    bodies = collected(evidence_site("boxes"))
    reasons = {block.reason for block in bodies[2].blocks if block.text.startswith("Follow the")}
    assert reasons == {"the site repeats it: in 35 of 39 other articles"}


def test_confidence_does_not_suffer(evidence_site: Any) -> None:
    articles = evidence_site("boxes")
    before, after = alone(articles), collected(articles)
    assert all(b.confidence <= a.confidence for b, a in zip(before, after, strict=True))


# -- the demo newsrooms


@dataclass(frozen=True)
class DemoArticle:
    """A story of a demo newsroom as the test site's articles are."""

    path: str
    page: bytes
    headline: str
    texts: tuple[str, ...]


def demo_articles(key: str) -> list[DemoArticle]:
    (room,) = load_newsrooms([key])
    site = Site(room, "https://post.example")
    return [
        DemoArticle(
            room.path_of(story),
            site.get(room.path_of(story)).body,
            story.headline,
            tuple(map(plain, (story.headline, story.description, *story.texts))),
        )
        for story in room.stories
    ]


def strange(articles: list[Any], bodies: list[Body]) -> list[tuple[str, str]]:
    """Kept blocks that no author wrote, and that two articles before have shown."""
    shown: Counter[str] = Counter()
    found = []
    for one, body in zip(articles, bodies, strict=True):
        own = fold(" ".join(one.texts))
        kept = [block.text for block in body.blocks if block.kept]
        found += [(one.path, t) for t in kept if shown[t] >= 2 and fold(t) not in own]
        shown.update({block.text for block in body.blocks})
    return found


@pytest.mark.parametrize("key", NEWSROOM_KEYS)
def test_demo_newsrooms(key: str) -> None:
    articles = demo_articles(key)
    before, after = alone(articles), crawled(articles)
    assert strange(articles, after) == []
    assert set(lost(articles, after)) <= set(lost(articles, before))


def test_the_demo_newsrooms_have_what_must_go() -> None:
    articles = [demo_articles(key) for key in NEWSROOM_KEYS]
    assert sum(len(strange(some, alone(some))) for some in articles) >= 10
