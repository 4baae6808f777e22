"""values.key_set: as a set, but small."""

from __future__ import annotations

from random import Random

import pytest

from newscrawl.values.key_set import WAITING, KeySet, number_of
from newscrawl.values.urls import url_key

BIG = 2**64 - 1


@pytest.mark.parametrize("size", [0, 1, WAITING - 1, WAITING, 3 * WAITING + 7])
def test_it_knows_what_it_was_given_and_nothing_else(size: int) -> None:
    chance = Random(size)
    given = [chance.randrange(2**64) for _ in range(size)]
    keys = KeySet(most=10 * WAITING)
    for start in range(0, size, 100):
        keys.add(given[start : start + 100])
    others = {chance.randrange(2**64) for _ in range(500)} - set(given)
    assert keys.unknown([*given, *others]) == others
    assert len(keys) == len(set(given))


def test_the_ends_of_the_range_are_numbers_like_any() -> None:
    keys = KeySet(most=10 * WAITING)
    keys.add([0, BIG])
    keys.add(range(1, WAITING))  # sorted in by now
    assert keys.unknown([0, BIG, BIG - 1]) == {BIG - 1}


def test_it_takes_no_more_than_it_may() -> None:
    keys = KeySet(most=5)
    keys.add([7, 8])
    keys.add(range(100))
    assert (len(keys), keys.is_full) == (5, True)
    assert keys.unknown([7, 8]) == set()


def test_addresses_have_different_numbers() -> None:
    numbers = {number_of(url_key(f"https://example.com/{n}")) for n in range(1000)}
    assert len(numbers) == 1000
    assert max(numbers) <= BIG
