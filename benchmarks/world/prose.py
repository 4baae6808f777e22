"""News-like text from templates and a seed: the same seed writes the same text, anywhere.

A story has a cast of its own (place, people, what it is about); its sentences are templates, drawn
without repetition, into which the cast and figures drawn anew are filled. The words of each
language stand in ``words/*.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import msgspec

# A piece of local news: 6 paragraphs of 3 sentences are some 300 words.
PARAGRAPHS: Final = 6
SENTENCES: Final = 3
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NOT_IN_SLUGS: Final = re.compile(r"[^a-z0-9]+")


class Words(msgspec.Struct, frozen=True):
    """One language: lists of names, templates and the labels of a site."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    places: tuple[str, ...]
    bodies: tuple[str, ...]
    things: tuple[str, ...]
    streets: tuple[str, ...]
    days: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    sections: tuple[str, ...]
    headlines: tuple[str, ...]
    sentences: tuple[str, ...]
    quotes: tuple[str, ...]
    about: tuple[str, ...]
    labels: dict[str, str]
    paths: dict[str, str]

    def show(self, moment: datetime) -> str:
        """A date as readers of the language write it, with the time of day."""
        month = self.months[moment.month - 1]
        clock = f"{moment:%H:%M}"
        return self.date.format(day=moment.day, month=month, year=moment.year, clock=clock)


@cache
def words(language: str) -> Words:
    """The words of ``en``, ``de``, ``fr`` or ``es``."""
    text = (Path(__file__).parent / "words" / f"{language}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


class Writer:
    """Writes one story; ``seed`` decides all."""

    def __init__(self, language: str, seed: str) -> None:
        self.words = words(language)
        self.random = Random(seed)
        self.cast = self._cast()

    def headline(self) -> str:
        """A headline about the story's cast."""
        return self._fill(self.random.choice(self.words.headlines))

    def paragraphs(self, count: int = PARAGRAPHS) -> list[str]:
        """Paragraphs of distinct sentences, every second one ending with a quotation."""
        needed = count * SENTENCES
        sentences = self.random.sample(self.words.sentences, needed)
        quotes = self.random.sample(self.words.quotes, len(self.words.quotes))
        rows = [sentences[start : start + SENTENCES] for start in range(0, needed, SENTENCES)]
        for row, quote in zip(rows[1::2], quotes, strict=False):
            row[-1] = quote
        return [" ".join(map(self._fill, row)) for row in rows]

    def about(self) -> list[str]:
        """What a paper says of itself."""
        return [self._fill(sentence) for sentence in self.words.about]

    def person(self) -> str:
        """A name."""
        return f"{self.random.choice(self.words.given)} {self.random.choice(self.words.family)}"

    def _cast(self) -> dict[str, str]:
        place, town = self.random.sample(self.words.places, 2)
        return {
            "place": place,
            "town": town,
            "person": self.person(),
            "other": self.person(),
            "body": self.random.choice(self.words.bodies),
            "thing": self.random.choice(self.words.things),
            "street": self.random.choice(self.words.streets),
        }

    def _fill(self, template: str) -> str:
        high = self.random.randint(4, 96)
        figures = {
            "n": str(high),
            "m": str(self.random.randint(2, high - 1)),
            "pct": str(self.random.randint(3, 61)),
            "money": str(self.random.randint(2, 240)),
            "year": str(self.random.randint(1951, 2024)),
            "day": self.random.choice(self.words.days),
        }
        return sentence_case(template.format_map(self.cast | figures))


def sentence_case(text: str) -> str:
    """The first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """The words of a headline in ASCII, joined by hyphens."""
    text = unicodedata.normalize("NFKD", text.lower().translate(_GERMAN))
    return _NOT_IN_SLUGS.sub("-", text.encode("ascii", "ignore").decode()).strip("-")


def headlines(language: str, seed: str) -> Iterator[tuple[str, Writer]]:
    """Headlines without end, each different by its slug, with the writer of its story."""
    seen: set[str] = set()
    number = 0
    while True:
        number += 1
        writer = Writer(language, f"{seed}/{number}")
        headline = writer.headline()
        if slug(headline) not in seen:
            seen.add(slug(headline))
            yield headline, writer
