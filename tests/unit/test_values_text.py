"""Text as readers see it."""

from __future__ import annotations

import pytest

from newscrawl.values.text import clean, fold, printable, unescape, word_count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \n\t b\u00a0c ", "a b c"),
        ("a\u200bb\ufeff\u00adc", "abc"),
        ("a\ud800\x00b\x07", "ab"),
        ("می‌خواهم", "می‌خواهم"),
        ("left\u200e\u202eright", "leftright"),
        ("a\u2028b\x85c", "a b c"),
        ("", ""),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Caf&eacute; &amp; Bar", "Café & Bar"),
        ("&amp;eacute;t&amp;eacute;", "été"),
        ("AT&T and R&D; yes", "AT&T and R&D; yes"),
        ("&#8217;&#x2019;", "’’"),
        ("plain", "plain"),
    ],
)
def test_unescape(text: str, expected: str) -> None:
    assert unescape(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, 0),
        ("", 0),
        ("— … !", 0),
        ("Don't stop: it's 3.5 per cent", 6),
        ("l’été à Saint-Malo", 3),
        ("東京の記事", 5),
        ("2026年1月", 4),
        ("Привет, мир", 2),
    ],
)
def test_word_count(text: str | None, words: int) -> None:
    assert word_count(text) == words


def test_fold_compares_case_and_punctuation_away() -> None:
    assert fold("«Ｈｅｌｌｏ», World — ﬁn!") == "hello world fin"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße, 東京", "Grüße, 東京"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\nError: forged", "a\\nError: forged"),
        ("a\u2028b\u202ec", "a\\u2028b\\u202ec"),
        ("\ud800", "\\ud800"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown
