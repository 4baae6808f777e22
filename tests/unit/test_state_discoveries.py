"""state.discoveries: what is remembered of the addresses that came by."""

from __future__ import annotations

import pytest

from newscrawl.state.discoveries import IN_FEED, IN_SITEMAP, LINKED, Passing


@pytest.mark.parametrize(
    ("before", "url", "place", "has"),
    [
        ([], "a", LINKED, False),
        ([("a", LINKED)], "a", LINKED, True),
        ([("a", LINKED)], "a", IN_FEED, False),  # one more place to note
        ([("a", LINKED), ("a", IN_FEED)], "a", LINKED | IN_FEED, True),
        ([("a", 0)], "a", 0, True),  # seen, though at no place that counts
        ([("a", LINKED), ("b", 0), ("c", 0)], "a", LINKED, True),  # in the old generation
        ([("a", LINKED), ("b", 0), ("c", 0), ("a", IN_SITEMAP), ("d", 0)], "a", LINKED, True),
        ([("a", LINKED), *((f"{n}", 0) for n in range(4))], "a", LINKED, False),  # forgotten
    ],
)
def test_passing(before: list[tuple[str, int]], url: str, place: int, has: bool) -> None:
    passing = Passing(most=2)
    for known, where in before:
        passing.add(known, where)
    assert passing.has(url, place) is has


def test_its_size_is_bounded() -> None:
    passing = Passing(most=10)
    for number in range(1000):
        passing.add(f"https://example.com/{number}", LINKED)
    assert sum(passing.has(f"https://example.com/{number}", 0) for number in range(1000)) <= 20
    passing.clear()
    assert not passing.has("https://example.com/999", 0)
