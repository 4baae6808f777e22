"""discovery.twins: which addresses stand for another one."""

from __future__ import annotations

import pytest

from newscrawl.discovery.twins import LEAST, Twins, twins_of
from newscrawl.page.page import Page

HOST = "https://www.example.com"


@pytest.mark.parametrize(
    ("twin", "plain"),
    [
        ("/amp{}", "{}"),
        ("/m{}", "{}"),
        ("{}/amp", "{}"),
        ("{}/amp/", "{}/"),
        ("{}?print=1", "{}"),
        ("{}?id=7&outputType=amp", "{}?id=7"),
        ("https://m.example.com{}", "https://example.com{}"),
    ],
)
def test_two_pages_make_a_rule(twin: str, plain: str) -> None:
    def pair(path: str) -> list[str]:
        made = [one.format(path) for one in (twin, plain)]
        return [one if one.startswith("http") else HOST + one for one in made]

    twins = Twins()
    stories = [f"/sport/ferry-number-{number}-is-late" for number in range(LEAST)]
    assert [twins.note(*pair(story)) for story in stories] == [False] * (LEAST - 1) + [True]
    another, itself = pair("/news/lido-closes-for-good")
    assert twins.plain_of(another) == itself
    assert twins.plain_of(itself) is None
    assert Twins(twins.rules).plain_of(another) == itself


@pytest.mark.parametrize(
    ("twin", "plain"),
    [
        ("/news{}", "{}"),  # a section
        ("{}?page=2", "{}"),
        ("/m{}", "/"),  # the front page is named as canonical everywhere
        ("/m{}", "/amp{}"),
        ("https://blog.example.com{}", "https://example.com{}"),
    ],
)
def test_other_pairs_make_none(twin: str, plain: str) -> None:
    twins = Twins()
    for number in range(3 * LEAST):
        path = f"/ferry-number-{number}"
        made = [one.format(path) for one in (twin, plain)]
        assert not twins.note(*(one if one.startswith("http") else HOST + one for one in made))
    assert twins.rules == set()


def test_the_same_page_said_twice_is_one() -> None:
    twins = Twins()
    assert not any(twins.note(f"{HOST}/amp/a-b-c", f"{HOST}/a-b-c") for _ in range(3 * LEAST))


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("<link rel=amphtml href=/amp/a>", ["/amp/a"]),
        ("<link rel=alternate media='only screen and (max-width: 640px)' href=/m/a>", ["/m/a"]),
        ("<link rel=alternate media=print href='?print=1'>", ["/a?print=1"]),
        ("<link rel=alternate hreflang=de href=/de/a>", []),
        ("<link rel=amphtml href=https://cdn.example.org/a>", []),
        ("<link rel=amphtml href=/a>", []),
    ],
)
def test_what_a_page_names(head: str, named: list[str]) -> None:
    page = Page.parse(f"<html><head>{head}</head><body>a</body></html>", url=f"{HOST}/a")
    assert twins_of(page) == [HOST + path for path in named]
