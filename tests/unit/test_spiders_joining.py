"""spiders.joining: the pages of one article become one record."""

from __future__ import annotations

import asyncio

import pytest

from newscrawl.discovery.parts import Parts
from newscrawl.items import Article, Image
from newscrawl.spiders.joining import Joiner

URL = "https://example.com/a"
Answer = tuple[Article, Parts] | str


def article(*paragraphs: str, url: str = URL) -> Article:
    return Article(url=url, headline="A", article_body="\n\n".join(paragraphs), word_count=1)


def further(*numbers: int) -> dict[int, str]:
    return {number: f"{URL}?page={number}" for number in numbers}


def join(first: Article, parts: Parts, answers: dict[str, Answer]) -> tuple[Article, list[str]]:
    async def ask(url: str) -> Answer:
        return answers.get(url.partition("?")[2], "HTTP 404")

    joiner = Joiner(first, ask, most=20)
    joined = asyncio.run(joiner.join(parts))
    return joined, [url.partition("?")[2] for url in joiner.asked]


def test_pages_are_joined_in_order_as_each_names_the_next() -> None:
    answers: dict[str, Answer] = {
        "page=2": (article("standfirst", "three", "four"), Parts(further=further(3))),
        "page=3": (article("standfirst", "five"), Parts()),
    }
    joined, asked = join(article("standfirst", "one", "two"), Parts(further=further(2)), answers)
    assert joined.article_body == "standfirst\n\none\n\ntwo\n\nthree\n\nfour\n\nfive"
    assert joined.page_urls == [URL, f"{URL}?page=2", f"{URL}?page=3"]
    assert (joined.word_count, asked, joined.problems) == (6, ["page=2", "page=3"], [])


def test_the_whole_is_preferred() -> None:
    answers: dict[str, Answer] = {"all": (article("one", "two", "three"), Parts())}
    parts = Parts(further=further(2, 3), whole=f"{URL}?all")
    joined, asked = join(article("one", "two"), parts, answers)
    assert (joined.article_body, asked) == ("one\n\ntwo\n\nthree", ["all"])
    assert joined.page_urls == [URL, f"{URL}?all"]


@pytest.mark.parametrize(
    "whole", ["HTTP 500", (article("one"), Parts()), (article("x", "y", "z"), Parts())]
)
def test_a_whole_that_is_none_is_left(whole: Answer) -> None:
    answers: dict[str, Answer] = {"all": whole, "page=2": (article("three"), Parts())}
    parts = Parts(further=further(2), whole=f"{URL}?all")
    joined, asked = join(article("one", "two"), parts, answers)
    assert (joined.article_body, asked) == ("one\n\ntwo\n\nthree", ["all", "page=2"])


def test_a_page_that_cannot_be_had_is_told() -> None:
    answers: dict[str, Answer] = {"page=3": (article("three"), Parts())}
    joined, _ = join(article("one"), Parts(further=further(2, 3)), answers)
    assert joined.article_body == "one\n\nthree"
    assert joined.problems == ["page 2 of the article is missing: HTTP 404"]


def test_pages_that_add_nothing_end_it() -> None:
    """Comments have pages, too, and each shows the article again."""
    answers: dict[str, Answer] = {
        f"page={n}": (article("one"), Parts(further=further(n + 1))) for n in range(2, 9)
    }
    joined, asked = join(article("one"), Parts(further=further(2)), answers)
    assert (joined.article_body, joined.page_urls, asked) == ("one", [], ["page=2"])


def test_there_is_an_end_to_pages() -> None:
    answers: dict[str, Answer] = {
        f"page={n}": (article(f"text {n}"), Parts(further=further(n + 1))) for n in range(2, 99)
    }
    joined, asked = join(article("one"), Parts(further=further(2)), answers)
    assert len(asked) == 20
    assert joined.problems == [f"only {20} pages of the article were asked"]


def test_images_of_all_pages_are_kept_once() -> None:
    first, second = article("one"), article("two")
    first.images = [Image("https://example.com/1.jpg")]
    second.images = [*first.images, Image("https://example.com/2.jpg")]
    joined, _ = join(first, Parts(further=further(2)), {"page=2": (second, Parts())})
    assert [image.url[-5:] for image in joined.images] == ["1.jpg", "2.jpg"]
