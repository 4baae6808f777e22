"""Blocks: the text runs of a page grouped as a reader sees them, in reading order.

A block is a maximal sequence of visible text runs between two edges. An edge is the start or end
of a block-level element, or two line breaks with nothing between them. So ``<p>`` gives one block
however many inline elements it has, text beside block-level children gives blocks of its own, and
old markup that parts paragraphs by ``<br><br>`` gives one block per paragraph. A single ``<br>`` is
a line break inside a block. Nothing is found twice: each text run is in one block at most.

Everything is computed on arrays of the walk; only the joining of each block's runs is a loop.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.page.walk import Walk
from newscrawl.values.text import clean

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

BLOCK_TAGS: Final = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
        "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "search",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
# Elements whose text readers never see, or which hold controls rather than text.
UNSEEN_TAGS: Final = frozenset(
    (
        "applet", "area", "audio", "canvas", "datalist", "embed", "frame", "head", "iframe", "map",
        "meter", "noframes", "noscript", "object", "option", "progress", "rp", "rt", "script",
        "select", "style", "svg", "template", "textarea", "title", "video",
    )
)  # fmt: skip
# Classes of inline elements that are read out, not shown ("opens in a new window").
_READ_OUT: Final = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|hidden-visually|vh"
    r"|hide-visually|element-invisible|assistive-text)(?:$|\s)"
)
# The words with which these begin: few names have any.
_READ_OUT_WORDS: Final = frozenset(
    ("sr", "visually", "visuallyhidden", "screen", "screenreader", "hidden", "vh", "hide",
     "element", "assistive")
)  # fmt: skip


class Blocks:
    """The blocks of a page as parallel arrays, one entry per block in reading order.

    ``texts``: the text, white space folded, line breaks as newlines (empty where all characters are
    invisible ones); ``element``: number of the
    nearest block-level element; ``first``, ``last``: its first and last text run; ``runs``: number
    of its text runs; ``starts``: where its runs begin in ``run`` (the numbers of all visible runs).
    Per element of the page: ``parent``, ``text_start`` and ``text_end`` as in the walk; ``tag``:
    number of its tag; ``block_level``: whether it is one. Elements in ``cuts`` are left out.
    """

    __slots__ = (
        "block_level", "element", "first", "last", "lengths", "owner", "parent", "run",
        "runs", "starts", "tag", "text_end", "text_start", "texts", "walk",
    )  # fmt: skip

    def __init__(
        self, walk: Walk, unseen: frozenset[str] = UNSEEN_TAGS, cuts: Collection[int] = ()
    ) -> None:
        self.walk = walk
        self.parent = ints(walk.parent)
        self.text_start, self.text_end = ints(walk.text_start), ints(walk.text_end)
        self.tag = _tag_numbers(walk)
        self.block_level = self.by_tag([tag in BLOCK_TAGS for tag in walk.by_tag])
        lengths = np.fromiter(map(len, map(str.strip, walk.texts)), np.int64, len(walk.texts))
        seen = lengths > 0
        for index in (*self._unseen(unseen), *self._read_out(), *cuts):
            seen[walk.text_start[index] : walk.text_end[index]] = False
        self.run: Ints = seen.nonzero()[0]
        self.lengths: Ints = lengths[self.run]
        self._group(seen)

    def __len__(self) -> int:
        return len(self.texts)

    def tagged(self, tags: Collection[str]) -> Flags:
        """Which elements of the page have one of these tags."""
        flags = np.zeros(len(self.tag), bool)
        for tag in tags:
            if tag in self.walk.by_tag:
                flags[self.walk.by_tag[tag]] = True
        return flags

    def by_tag(self, values: list[Any]) -> NDArray[Any]:
        """Values (or rows of such) that the tags of the page have, for each of its elements."""
        return np.array(values).take(self.tag, axis=-1)

    def _unseen(self, tags: frozenset[str]) -> Iterator[int]:
        """Elements with these tags. Readings of characters (``<ruby>``) are shown where the page
        puts them in parentheses for plain text."""
        shown = ("rp", "rt") if self.walk.indices("rp") else ()
        return (i for tag in tags.difference(shown) for i in self.walk.by_tag.get(tag, ()))

    def _read_out(self) -> list[int]:
        """Inline elements that are for screen readers only."""
        names = self.walk.names
        likely = names.bits([word in _READ_OUT_WORDS for word in names.words]).nonzero()[0]
        named = [name for name in likely.tolist() if _READ_OUT.search(names.texts[name])]
        elements = names.classed(named)
        inline: list[int] = elements[~self.block_level[elements]].tolist()
        return inline

    def _group(self, seen: Flags) -> None:
        """Cut the visible runs at the edges and put each block together."""
        walk, run, count = self.walk, self.run, len(self.run)
        before = np.zeros(len(seen) + 1, np.int64)  # visible runs that stand before each run
        seen.cumsum(out=before[1:])
        breaks = before[self.text_start[walk.indices("br")]]
        breaks_before = np.bincount(breaks, minlength=count + 1)[:count]
        edges = np.zeros(count + 1, bool)
        edges[before[self.text_start[self.block_level]]] = True
        edges[before[self.text_end[self.block_level]]] = True
        edges = edges[:count] | (breaks_before >= 2)
        edges[:1] = True
        self.starts: Ints = edges.nonzero()[0]
        ends = np.concatenate((self.starts[1:], [count]))[: len(self.starts)]
        self.first, self.last, self.runs = run[self.starts], run[ends - 1], ends - self.starts
        self.owner: Ints = ints(walk.text_owner)[run]
        self.element: Ints = self._nearest_block()[self.owner[self.starts]]
        self.texts = self._join(ends, self._marks(breaks_before, edges))

    def _marks(self, counts: Ints, edges: Flags) -> dict[int, str]:
        """What to put before a run inside a block: a line break, or a space between two links."""
        walk, run = self.walk, self.run
        marks = dict.fromkeys(((counts == 1) & ~edges).nonzero()[0].tolist(), "\n")
        link = _innermost(walk, "a")[self.owner]
        apart = (link[1:] != link[:-1]) & (link[1:] >= 0) & (link[:-1] >= 0)
        adjacent = apart & (run[1:] == run[:-1] + 1) & ~edges[1:]
        for i in adjacent.nonzero()[0].tolist():
            marks.setdefault(i + 1, " ")
        return marks

    def _join(self, ends: Ints, marks: dict[int, str]) -> list[str]:
        """The text of each block. White space between its runs counts, unseen text does not."""
        raw, run = self.walk.texts, self.run.tolist()
        marked = set((self.starts.searchsorted(list(marks), "right") - 1).tolist())
        bounds = list(zip(self.starts.tolist(), ends.tolist(), strict=True))
        texts = [clean(_between(raw, run[start:end])) for start, end in bounds]
        for block in marked:
            start, end = bounds[block]
            texts[block] = _join_marked(raw, run[start:end], start, marks)
        return texts

    def _nearest_block(self) -> Ints:
        """For each element the nearest block-level one around it, or the root."""
        flags = self.block_level.copy()
        flags[0] = True
        return nearest_flagged(flags, self.parent)


def ints(values: list[int]) -> Ints:
    """A list as an array, in half the time that ``np.array`` takes."""
    return np.fromiter(values, np.int64, len(values))


def _tag_numbers(walk: Walk) -> Ints:
    """The number of each element's tag, in the order of ``by_tag``."""
    number = {tag: number for number, tag in enumerate(walk.by_tag)}
    return np.fromiter(map(number.__getitem__, walk.tags), np.int64, len(walk.tags))


def _between(raw: list[str], runs: list[int]) -> str:
    """The runs with the white space that stands between them."""
    if len(runs) == 1:
        return raw[runs[0]]
    if runs[-1] - runs[0] == len(runs) - 1:
        return "".join(raw[runs[0] : runs[-1] + 1])
    parts = [raw[runs[0]]]
    for previous, run in pairwise(runs):
        if any(text.isspace() for text in raw[previous + 1 : run]):
            parts.append(" ")
        parts.append(raw[run])
    return "".join(parts)


def _join_marked(raw: list[str], runs: list[int], start: int, marks: dict[int, str]) -> str:
    """The runs with their marks, each line cleaned for itself."""
    lines: list[list[int]] = [[]]
    for offset, run in enumerate(runs):
        if marks.get(start + offset):
            lines.append([])
        lines[-1].append(run)
    pieces: list[str] = []
    for offset, line in _offsets(lines):
        if part := clean(_between(raw, line)):
            pieces += [marks.get(start + offset, ""), part] if pieces else [part]
    return "".join(pieces)


def _offsets(lines: list[list[int]]) -> list[tuple[int, list[int]]]:
    offset, out = 0, []
    for line in lines:
        if line:
            out.append((offset, line))
        offset += len(line)
    return out


def _innermost(walk: Walk, tag: str) -> Ints:
    """For each element the number of the element with this tag nearest around it, or -1."""
    nearest = np.full(len(walk.tags), -1, np.int64)
    for index in walk.indices(tag):
        nearest[index : walk.end[index]] = index
    return nearest


def nearest_flagged(flags: Flags, parent: Ints) -> Ints:
    """For each element the nearest flagged one around it, or itself. The root must be flagged."""
    near = np.where(flags, np.arange(len(parent)), parent)
    while not flags[near].all():
        near = near[near]
    return near
