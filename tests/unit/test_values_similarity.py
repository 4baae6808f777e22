"""values.similarity: what changes the hash of an article, and what does not."""

from __future__ import annotations

import pytest

from newscrawl.values.similarity import content_hash


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (("Ferry late", "It rained.\n\nAll day."), True),
        (("  Ferry   late ", "It rained. All\u00a0day.\n"), True),
        (("Ferry late", "It rained. All day!"), False),
        (("Ferry late It", "rained. All day."), False),
        (("Ferry late", None), False),
        ((None, "Ferry late It rained. All day."), False),
    ],
)
def test_the_hash_is_of_words(other: tuple[str | None, str | None], same: bool) -> None:
    assert (content_hash("Ferry late", "It rained. All day.") == content_hash(*other)) is same


def test_equal_characters_in_two_spellings_hash_alike() -> None:
    assert content_hash("caf\u00e9", "") == content_hash("cafe\u0301", "")


def test_a_lone_surrogate_is_hashed() -> None:
    assert len(content_hash("\ud800", None)) == 64
