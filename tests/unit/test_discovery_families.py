"""discovery.families: which addresses are made alike."""

from __future__ import annotations

import pytest

from newscrawl.discovery.families import page_family, url_pattern

HOST = "https://www.example.com"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/2026/11/22/", "/2027/01/01/", True),
        ("/tag/a", "/tag/b", True),
        ("/politik?page=2", "/politik?page=17", True),
        ("/list?x=1&y=2", "/list?y=7&x=9", True),
        ("/politik", "/sport", False),
        ("/politik?page=2", "/politik", False),
        ("/tag/a", "/author/a", False),
    ],
)
def test_families_of_budgets(one: str, other: str, same: bool) -> None:
    assert (url_pattern(HOST + one) == url_pattern(HOST + other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/video/4711", "/video/12", True),
        ("/about", "/sport", True),
        ("/news/ferry-late", "/news/lido-opens", True),
        ("/news/the-ferry-is-late-again", "/news/the-lido-opens-in-spring", True),
        ("/news/zoo/lido-opens", "/news/town/lido-opens", True),
        ("/2026/11/22/lido-opens", "/2027/01/03/ferry-late", True),
        ("/a/lido-opens.html", "/a/ferry-late.HTML", True),
        ("/s/?id=7", "/s/?id=8", True),
        ("/新闻/渡轮再次晚点了我们", "/新闻/市议会决定建造新桥", True),
        ("/video/4711", "/gallery/4711", False),
        ("/video/4711", "/video/latest", False),
        ("/video/latest", "/video/the-ferry-is-late-again", False),
        ("/video/lido-opens", "/video/the-ferry-is-late-again", False),
        ("/a/lido-opens.html", "/a/lido-opens", False),
        ("/a/b/lido-opens", "/a/lido-opens", False),
        ("/s/?id=7", "/s/?tag=7", False),
        ("/s/x7", "/s/x", False),
    ],
)
def test_families_to_learn_by(one: str, other: str, same: bool) -> None:
    assert (page_family(HOST + one) == page_family(HOST + other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.com/a/1", "http://example.com/a/2", True),
        ("https://shop.example.com/a/1", "https://example.com/a/1", False),
        ("https://example.com", "https://example.com/", True),
    ],
)
def test_families_by_host(one: str, other: str, same: bool) -> None:
    assert (page_family(one) == page_family(other)) is same
