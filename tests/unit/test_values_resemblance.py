"""values.resemblance: copies are told from texts of one template, and found by their sketches."""

from __future__ import annotations

from itertools import combinations

import duplicates
import pytest

from newscrawl.values.resemblance import BANDS, Print, Resemblance

NUMBER = 12


def likeness(one: str, other: str) -> Resemblance:
    return Resemblance.of(Print(one), Print(other))


@pytest.mark.parametrize("name", duplicates.TEXTS["templates"])
def test_texts_of_a_template_are_no_copies(name: str) -> None:
    for one, other in combinations(duplicates.template_texts(name, NUMBER), 2):
        found = likeness(one, other)
        assert not found.is_copy, (one, other)
        assert not found.is_same, (one, other)


@pytest.mark.parametrize("edit", duplicates.EDITS)
def test_copies_are_copies_and_share_a_band(edit: str) -> None:
    found = 0
    for one, other in duplicates.copies(edit, NUMBER):
        assert likeness(one, other).is_copy
        assert likeness(one, other).is_same == (edit == "the same")
        found += not set(Print(one).bands()).isdisjoint(Print(other).bands())
    assert found >= NUMBER - 1


CHINESE = "市议会周一开会讨论没有人想要的渡轮。三个小时里，议员们逐行审阅了数字，但没有达成一致。"


@pytest.mark.parametrize(
    ("one", "other", "copy", "same"),
    [
        (CHINESE * 2, CHINESE * 2, True, True),
        (CHINESE, CHINESE.replace("三", "五").replace("周一", "周二"), False, False),
        ("", "", True, True),
        ("a b c d e f", "", False, False),
        ("The Ferry is late.", "the ferry is late", False, False),  # its name is a fact
    ],
)
def test_other_scripts_and_hardly_any_text(one: str, other: str, copy: bool, same: bool) -> None:
    found = likeness(one, other)
    assert (found.is_copy, found.is_same) == (copy, same)


def test_bands_fit_a_column_of_four_bytes_and_are_always_the_same() -> None:
    text = "\n\n".join(duplicates.stories(1)[0])
    bands = Print(text).bands()
    assert len(set(bands)) == BANDS
    assert all(-(1 << 31) <= band < 1 << 31 for band in bands)
    assert Print(text).bands() == bands


def test_a_long_text_may_differ_no_more_than_a_short_one() -> None:
    """A share of the phrases would: here a hundredth of them, in 1,500 words."""
    text = " ".join(f"word{number}" for number in range(1500))
    other = text.replace("word7 ", "x ").replace("word70 ", "x ").replace("word700 ", "x ")
    assert likeness(text, text).is_same
    assert not likeness(text, other).is_same
    book = f"{text} " * 4
    assert not likeness(book, f"{book} and another end").is_same


def test_a_book_is_told_by_its_beginning() -> None:
    words = " ".join(f"word{number}" for number in range(100_000))
    assert len(Print(words).phrases) < 5_000
