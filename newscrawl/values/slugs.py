"""The words of the headline that an address carries: its slug, as sites derive it from a title.

Letters are compared without marks, and the spellings that sites choose for what ASCII lacks are one
("ü" is "u" or "ue", "å" is "a" or "aa"). Numbers of stories and file endings are no words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final
from urllib.parse import unquote, urlsplit

from newscrawl.values.remembering import remembered

_MIN_WORDS: Final = 3  # fewer are a section or a name, not a headline
_WORD: Final = re.compile(r"[^\W_]+")
_ENDING: Final = re.compile(r"\.[a-z]{3,5}$")
# Numbers of stories, alone or in letters and figures mixed: 1695518, e4f07910, 2dwxjsYnL0.
_NUMBER: Final = re.compile(r"\d{5,}|(?=[^\W\d_]*\d)\w{7,}")
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "a", "œ": "o"}
)
_SPELLINGS: Final = re.compile(r"(?<=[aou])e|(?<=a)a")
_MARK: Final = re.compile("[\u0300-\u036f]")


def slug_words(address: str) -> frozenset[str]:
    """The words of the longest part of an address's path; empty where it holds no headline."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return frozenset()
    parts = (slug_form(_ENDING.sub("", part)) for part in path.split("/"))
    longest = max(parts, key=len, default=frozenset())
    return longest if len(longest) >= _MIN_WORDS else frozenset()


@remembered(1024)  # a page states one title in many places
def slug_form(text: str) -> frozenset[str]:
    """The words of a text as slugs spell them, each once."""
    text = text.lower().translate(_LETTERS)
    if not text.isascii():
        text = _MARK.sub("", unicodedata.normalize("NFKD", text))
    words = _WORD.findall(text)
    return frozenset(_SPELLINGS.sub("", word) for word in words if not _NUMBER.fullmatch(word))


def agreement(words: Collection[str], slug: Collection[str]) -> float:
    """How far two sets of words are one: 0 to 1 (F1: slugs leave out words, and are cut off)."""
    shared = sum(word in slug for word in words)
    return 2 * shared / (len(words) + len(slug) or 1)
