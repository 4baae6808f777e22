"""What is plainly so about the blocks of a page: counted once, used by all that comes after.

Quantities have one entry per block: ``words``, ``links`` (share of the text that is linked),
``bold``, ``italic``, ``time`` (the same for such elements), ``heads`` (stands in a heading
element), ``cues`` (bits of cue words), ``good`` (words of blocks that read like running text, 0 for
the others).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.blocks import Blocks
from newscrawl.body.characters import MARK, STOP, Characters
from newscrawl.body.lexicon import CLASS_NAMES, cue_bits
from newscrawl.body.outline import Outline
from newscrawl.page import Page
from newscrawl.page.jsonld import types_of
from newscrawl.values.text import clean, unescape

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CUE_LENGTH: Final = 30  # words: cue words are looked for in lines up to this length
LEVELS: Final = 4  # elements around a block that are described, nearest first
_RUNNING: Final = 8  # words from which a line that ends like a sentence is running text
_LONG: Final = 20  # words from which it is running text however it ends
_LINKED: Final = 0.3  # share of linked text from which it is not
_TITLE: Final = 300  # characters of a block that can be a headline
# Parts of the words of consent dialogs, without their first letter's case.
_CONSENT: Final = (
    "ookie",
    "onsent",
    "rivacy",
    "atenschutz",
    "inwillig",
    "onfidentialit",
    "ivacidad",
)
_CONSENT_MOST: Final = 5  # of them that are counted in a block
_HEADS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NAMED_OTHERWISE: Final = sum(
    1 << CLASS_NAMES.index(name) for name in ("comment", "navigation", "related")
)
_WORDS: Final = re.compile(r"\w+")


class Facts:
    """The blocks of a page, counted and placed. ``container`` is the main container's number."""

    def __init__(self, page: Page, blocks: Blocks, headline: str | None = None) -> None:
        self.page, self.blocks, self.headline = page, blocks, headline
        self.outline = Outline(blocks)
        self.chars = Characters(blocks.texts)
        self.words = self.chars.words
        self._lengths = np.add.reduceat(blocks.lengths, blocks.starts)
        self.links, self.bold, self.italic, self.time = self._shares(
            self.outline.links,
            self.outline.tagged("b", "strong"),
            self.outline.tagged("i", "em"),
            self.outline.tagged("time"),
        )
        self.heads = self.is_tag(*_HEADS)
        self.cues = self._cues()
        self.stop = (self.chars.ends & STOP) > 0
        self.good = self._good()
        self.container = self.outline.container(self.good)
        self.branch = self.outline.branches(self.container, blocks.element)

    @cached_property
    def above(self) -> Ints:
        """The element of the main chain that each block's branch hangs off."""
        return np.maximum(self.outline.parent[self.branch], 0)

    def is_tag(self, *tags: str) -> Flags:
        """Which blocks stand directly in an element with one of these tags."""
        return self.outline.tagged(*tags)[self.blocks.element]

    @cached_property
    def levels(self) -> list[Ints]:
        """The elements around each block that hold more blocks each, nearest first."""
        outline, element = self.outline, self.blocks.element
        levels = [np.where(outline.count[element] > 1, element, outline.up[element])]
        while len(levels) < LEVELS:
            levels.append(outline.up[levels[-1]])
        return levels

    @cached_property
    def kinds(self) -> tuple[Ints, Ints]:
        """Group numbers: blocks in the same kind of element, and also in the same kind around."""
        elements = self.blocks.element
        own = self._kind(elements)
        outer = self._kind(np.maximum(self.outline.parent[elements], 0))
        return own, _numbered(own * len(outer) + outer)

    def _kind(self, elements: Ints) -> Ints:
        """Numbers that are equal for elements of equal tag and class."""
        names = self.outline.walk.names
        return _numbered(self.blocks.tag[elements] * len(names.texts) + names.classes[elements])

    @cached_property
    def titles(self) -> list[str]:
        """The headline as given and as the head states it, squashed."""
        return [short for title in self._stated_titles() if (short := squash(title[:_TITLE]))]

    @cached_property
    def shown_titles(self) -> dict[int, float]:
        """Blocks that may show the headline, with their likeness to it (1: the same text)."""
        stated = {clean(title) for title in self._stated_titles()}
        likely = (self.heads & (self.chars.length <= _TITLE)).nonzero()[0].tolist()
        starts = tuple(stated)
        likely += [
            index
            for index, text in enumerate(self.blocks.texts)
            if text.startswith(starts) and text.split("\n", 1)[0] in stated
        ]
        return {index: self._likeness(index) for index in sorted(set(likely))}

    @cached_property
    def consent(self) -> Ints:
        """How often each block speaks of cookies and privacy."""
        page = "\n".join(self.blocks.texts)
        places = [place for word in _CONSENT for place in _places(word, page)]
        if not places:
            return np.zeros(len(self.words), np.int64)
        block = (self.chars.length + 1).cumsum().searchsorted(places, "right")
        return np.minimum(np.bincount(block, minlength=len(self.words)), _CONSENT_MOST)

    @cached_property
    def is_news(self) -> bool:
        """Whether the page's JSON-LD says that it is a news article."""
        types = {kind for node in self.page.jsonld.nodes for kind in types_of(node)}
        return any(kind.endswith("NewsArticle") for kind in types)

    @cached_property
    def headline_block(self) -> int:
        """The block that shows the headline, or -1: an h1 like the title, else any block."""
        h1 = self.is_tag("h1")
        best, best_score = -1, 0.0
        for index, same in self.shown_titles.items():
            score = same + 0.3 * bool(h1[index]) + 0.1 * bool(self.heads[index])
            if score > best_score and (same >= 0.5 or h1[index]):
                best, best_score = index, score
        return best

    def _stated_titles(self) -> list[str]:
        meta = self.page.meta
        stated = [self.headline, meta.first("og:title", "twitter:title"), meta.title]
        return [title for title in stated if title]

    def _likeness(self, index: int) -> float:
        text = squash(self.blocks.texts[index].split("\n", 1)[0])
        return max((alike(text, title) for title in self.titles), default=0.0)

    def _shares(self, *groups: Flags) -> list[Floats]:
        """Shares of each block's text that stand in flagged elements."""
        inside = self.outline.around(np.array(groups), self.blocks.owner) > 0
        lengths = self.blocks.lengths * inside
        return list(np.add.reduceat(lengths, self.blocks.starts, axis=1) / self._lengths)

    def _cues(self) -> Ints:
        cues = np.zeros(len(self.words), np.int64)
        short = (self.words <= CUE_LENGTH).nonzero()[0]
        texts = self.blocks.texts
        cues[short] = cue_bits([texts[i] for i in short.tolist()])
        return cues

    def _good(self) -> Floats:
        ends = (self.chars.ends & (STOP | MARK)) > 0
        running = (self.words >= _LONG) | ((self.words >= _RUNNING) & ends)
        text = np.where(running & (self.links < _LINKED), self.words, 0.0)
        outline = self.outline
        veto = (outline.bits & _NAMED_OTHERWISE) > 0
        veto |= outline.tagged("nav", "footer", "aside", "form")
        veto &= outline.sums(text) < 0.5 * text.sum()
        kept = np.where(outline.around(veto, self.blocks.element) > 0, 0.0, text)
        return kept if kept.sum() > 0.2 * text.sum() else text


def _numbered(keys: Ints) -> Ints:
    """The same number for equal keys, counting from 0."""
    return np.unique(keys, return_inverse=True)[1]


def article_body(page: Page) -> str | None:
    """The longest ``articleBody`` that the JSON-LD states, as plain text."""
    stated = [node.get("articleBody") for node in page.jsonld.nodes]
    texts = [value for value in stated if isinstance(value, str) and value.strip()]
    return unescape(max(texts, key=len)) if texts else None


def _places(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def squash(text: str) -> str:
    """Letters and digits of a text in one case."""
    return "".join(_WORDS.findall(clean(text).casefold()))


def alike(text: str, title: str) -> float:
    """1 for the same text, less where one contains the other, 0 for different texts."""
    if text == title:
        return 1.0
    short, long = (text, title) if len(text) < len(title) else (title, text)
    return len(short) / len(long) if short in long else 0.0
