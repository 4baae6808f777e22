"""Text as readers see it: white space folded, invisible and broken characters gone.

Everything that leaves a page passes :func:`clean`, so that no record ever carries a lone surrogate,
a NUL, a zero-width mark or a run of white space.
"""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import filterfalse
from typing import Final

from newscrawl.values.remembering import remembered

# Scripts written without spaces between words: each character counts as one word.
UNSPACED: Final = (
    "\u0e00-\u0e7f"  # Thai
    "\u0e80-\u0eff"  # Lao
    "\u1780-\u17ff"  # Khmer
    "\u1000-\u109f"  # Myanmar
    "\u3040-\u30ff"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # CJK ideographs
    "\U00020000-\U0003ffff"
)
_UNSPACED_CHARACTER: Final = re.compile(rf"[{UNSPACED}]")

_HAS_LETTER: Final = re.compile(r"[^\W_]").search
_SURELY_A_WORD: Final = 4  # characters: no run of dashes, dots or quotation marks is longer

# C0 and C1 controls but white space, surrogates, non-characters, byte order marks, soft hyphens,
# zero-width space and word joiner, directional marks and isolates. The zero-width (non-)joiner
# stays: Persian and Indic scripts spell with it.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff\u00ad\u200b\u2060"
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# What does harm in a terminal or a log: controls, line breaks of all kinds, directional marks.
_CONTROL: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WORD: Final = re.compile(r"\w+")
# What parts words in ASCII, all of it made a space.
_ASCII_WORDS: Final = {code: " " for code in range(128) if not _WORD.match(chr(code))}
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def clean(text: str) -> str:
    """Fold white space to single spaces, strip it, and drop invisible and broken characters."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_INVISIBLE.sub("", text).split())


def printable(text: str) -> str:
    """A text for a terminal or a log: what could move the cursor or forge a line is spelled out."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def unescape(text: str) -> str:
    """Resolve HTML entities, also doubly escaped ones (``&amp;eacute;``) as JSON-LD has them."""
    for _ in range(2):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


@remembered(1024)
def fold(text: str) -> str:
    """Letters and digits of a text in one case, single-spaced: to compare with, not to show."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_WORDS).split())
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_WORD.findall(text))


def word_count(text: str | None) -> int:
    """Number of words: what white space parts and has a letter or figure in it.

    In scripts written without spaces each character counts as one.
    """
    if not text:
        return 0
    unspaced = unspaced_characters(text)
    tokens = (_UNSPACED_CHARACTER.sub(" ", text) if unspaced else text).split()
    odd = filterfalse(str.isalnum, tokens)
    marks = sum(1 for t in odd if len(t) < _SURELY_A_WORD and not _HAS_LETTER(t))
    return len(tokens) - marks + unspaced


def unspaced_characters(text: str) -> int:
    """Number of characters of scripts that are written without spaces between words."""
    return 0 if text.isascii() else len(_UNSPACED_CHARACTER.findall(text))
