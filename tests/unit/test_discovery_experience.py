"""discovery.experience: what is learned of families of addresses, and what is made of it."""

from __future__ import annotations

import pytest

from newscrawl.discovery.experience import (
    LEAST_ARTICLES,
    LEAST_OTHERS,
    MAX_FAMILIES,
    NEVER_ARTICLES,
    REMEMBERED,
    SAMPLES,
    Experience,
)
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.priorities import UNLIKELY, priority_of

SITE = "example.com"
HOST = f"https://{SITE}"


def experience(story: str = "", folder: str = "x") -> Experience:
    """A memory after so many pages of a folder: (a)rticles, pages that (l)ead on, (o)thers."""
    memory = Experience()
    note(memory, story, folder)
    return memory


def note(memory: Experience, story: str, folder: str = "x") -> None:
    for number, what in enumerate(story):
        url = f"{HOST}/{folder}/{number}"
        if what == "a":
            memory.note_article(url)
        else:
            memory.note_other(url, leads_on=what == "l")


def found(path: str = "/x/1", kind: Kind = Kind.PAGE, via: str = "link", **told: str) -> Discovered:
    return Discovered(HOST + path, SITE, kind, via, priority_of(HOST + path, kind, via), 1, **told)


@pytest.mark.parametrize(
    ("story", "articles", "nothing"),
    [
        ("", False, False),
        ("a" * (LEAST_ARTICLES - 1), False, False),
        ("a" * LEAST_ARTICLES, True, False),
        ("a" * 5 + "o", True, False),
        ("a" * 7 + "oo", False, False),
        ("a" * 8 + "lo", True, False),
        ("o" * (LEAST_OTHERS - 1), False, False),
        ("o" * LEAST_OTHERS, False, True),
        ("lllll" + "o" * LEAST_OTHERS, False, True),
        ("llllll" + "o" * LEAST_OTHERS, False, False),
        ("o" * LEAST_OTHERS + "a", False, False),
        ("o" * REMEMBERED + "a", False, False),
        # What a site was weighs less than what it is.
        ("a" * 200 + "o" * 60, False, False),
        ("a" * 200 + "o" * 400, False, True),
        ("o" * 400 + "a" * 300, True, False),
    ],
)
def test_what_is_learned_of_a_family(story: str, articles: bool, nothing: bool) -> None:
    memory = experience(story)
    assert memory.is_of_articles(f"{HOST}/x/7") is articles
    assert memory.is_of_nothing(f"{HOST}/x/7") is nothing
    assert not memory.is_of_articles(f"{HOST}/y/7")
    assert not memory.is_of_nothing(f"{HOST}/y/7")


ARTICLES, NOTHING = "a" * LEAST_ARTICLES, "o" * LEAST_OTHERS


@pytest.mark.parametrize(
    ("story", "one", "kind", "priority"),
    [
        ("", found(), Kind.PAGE, 30),
        (ARTICLES, found(), Kind.ARTICLE, 60),
        (ARTICLES, found("/y/1"), Kind.PAGE, 30),
        (ARTICLES, found(kind=Kind.LISTING), Kind.LISTING, 40),
        (ARTICLES, found(kind=Kind.FEED), Kind.FEED, 90),
        (NOTHING, found(), Kind.PAGE, UNLIKELY),
        (NOTHING, found(kind=Kind.ARTICLE), Kind.PAGE, UNLIKELY),
        (NOTHING, found("/y/1"), Kind.PAGE, 30),
        (NOTHING, found(kind=Kind.LISTING), Kind.LISTING, 40),
        (NOTHING, found(via="sitemap"), Kind.PAGE, 30),
        (NOTHING, found(title="The lido opens"), Kind.PAGE, 30),
        (NOTHING, found(date="2026-11-22"), Kind.PAGE, 30),
    ],
)
def test_what_is_found_is_ranked(story: str, one: Discovered, kind: Kind, priority: int) -> None:
    (ranked,) = experience(story).ranked([one])
    assert (ranked.url, ranked.kind, ranked.priority) == (one.url, kind, priority)


def test_a_family_of_nothing_is_asked_for_samples() -> None:
    memory = experience(NOTHING)
    asked = [memory.refusal(found(f"/x/{number}")) for number in range(10)]
    assert asked == [None] * SAMPLES + [NEVER_ARTICLES] * (10 - SAMPLES)
    assert memory.refusal(found(via="feed")) is None
    assert memory.refusal(found("/y/1")) is None


def test_each_run_has_its_samples() -> None:
    memory = experience(NOTHING)
    for _ in range(3):
        asked = [memory.refusal(found(f"/x/{number}")) for number in range(10)]
        assert asked.count(None) == SAMPLES
        memory = Experience.load(memory.dump())


def test_an_article_among_the_samples_ends_it() -> None:
    memory = experience("o" * 1000)
    assert memory.refusal(found()) is None
    assert memory.note_article(f"{HOST}/x/1001")
    assert not memory.note_article(f"{HOST}/x/1002")
    assert [memory.refusal(found(f"/x/{number}")) for number in range(50)] == [None] * 50


def names(number: int) -> list[str]:
    """So many folders, without digits: these are folded."""
    return ["".join(chr(97 + int(digit)) for digit in str(1000 + n)) for n in range(number)]


def test_families_are_forgotten_that_were_not_met_for_long() -> None:
    memory = experience(NOTHING)
    note(memory, NOTHING, folder="kept")
    for folder in names(MAX_FAMILIES - 1):
        note(memory, "o", folder)
        note(memory, "o", "kept")
    assert not memory.is_of_nothing(f"{HOST}/x/1")
    assert memory.is_of_nothing(f"{HOST}/kept/1")


def test_a_memory_is_bounded() -> None:
    memory = Experience()
    for folder in names(3 * MAX_FAMILIES):
        note(memory, "o", folder + "x" * 1000)
    assert len(memory.dump()) < 100_000


@pytest.mark.parametrize("story", ["", ARTICLES, NOTHING, "aalo" * 30])
def test_a_memory_comes_back(story: str) -> None:
    memory = experience(story)
    again = Experience.load(memory.dump())
    assert again.dump() == memory.dump()
    for path in ("/x/1", "/y/1"):
        assert again.is_of_articles(HOST + path) is memory.is_of_articles(HOST + path)
        assert again.is_of_nothing(HOST + path) is memory.is_of_nothing(HOST + path)


@pytest.mark.parametrize(
    "data", [None, b"", b"{", b"[2,{}]", b'[1,["x"]]', b'[1,{"x":["a","b","c"]}]', b"\xff"]
)
def test_a_damaged_memory_begins_anew(data: bytes | None) -> None:
    assert Experience.load(data).dump() == Experience().dump()
