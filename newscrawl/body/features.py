"""What is known of each block, as one row of numbers; the classifier's input.

Groups, in order: the text itself; cue words; the element and what is around it; class words, of the
block and of its branch off the main chain; the sums over the elements around it; blocks of the same
kind; position; neighbours; what the head and the JSON-LD say. Everything is computed on arrays over
all blocks of the page. Quantities that grow with the page enter as shares or logarithms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.blocks import Blocks
from newscrawl.body.characters import COMMA, DIGIT, MARK, STOP, UPPER, Characters
from newscrawl.body.context import Context, shift, window
from newscrawl.body.lexicon import CLASS_NAMES, CUE_NAMES, cue_bits
from newscrawl.body.outline import Outline
from newscrawl.page import Page
from newscrawl.values.text import clean, unescape

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Columns = Iterator[tuple[str, NDArray[np.generic]]]

_CUE_WORDS: Final = 14  # words: cue words are looked for in lines up to this length
_AROUND_TAGS: Final = {
    "article": ("article",), "main": ("main",), "aside": ("aside",), "nav": ("nav",),
    "header": ("header",), "footer": ("footer",), "form": ("form", "fieldset"),
    "list": ("ul", "ol", "dl"), "table": ("table",), "figure": ("figure", "figcaption"),
    "quote": ("blockquote",), "button": ("button",), "section": ("section",),
    "link": ("a",), "details": ("details",),
}  # fmt: skip
_OWN_TAGS: Final = {
    "p": ("p",), "li": ("li",), "div": ("div", "section", "article", "main", "body"),
    "td": ("td", "th"), "h1": ("h1",), "h2": ("h2",), "h3": ("h3",), "h4": ("h4", "h5", "h6"),
    "dt": ("dt", "dd"), "pre": ("pre",),
}  # fmt: skip
_HEADS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_SQUASH: Final = re.compile(r"\W+")


class Features:
    """The rows of a page's blocks, and the arrays that later steps need again.

    ``matrix``: one row per block, columns as in ``names``; ``words`` and ``links`` (share of the
    text that is linked) per block; ``outline``; ``container``: the main container's number.
    """

    __slots__ = (
        "blocks", "bold", "cues", "chars", "container", "good", "heads", "links", "matrix", "names",
        "outline", "page", "words",
    )  # fmt: skip

    def __init__(self, page: Page, blocks: Blocks, headline: str | None = None) -> None:
        self.page, self.blocks = page, blocks
        self.outline = Outline(blocks)
        self.chars = Characters(blocks.texts)
        self.words = self.chars.words
        self.links = self._share_inside("a")
        self.bold = self._share_inside("b", "strong")
        self.heads = self.is_tag(_HEADS)
        self.cues = np.array(self._cues(), np.int64)
        self.good = self._good()
        self.container = self.outline.container(self.good)
        columns = dict(self._columns(headline))
        self.names = tuple(columns)
        self.matrix = np.column_stack([*columns.values()]).astype(np.float32)

    def context(self) -> Context:
        """What the second look needs of the page."""
        outline = self.outline
        levels = [(outline.low[e], outline.high[e]) for e in (*self._levels(), self._branch())]
        return Context(self.words, tuple(levels), self._kinds(), self.heads)

    # -- quantities per block ------------------------------------------------------------------

    def _per_block(self, per_run: NDArray[np.generic]) -> Array:
        return np.add.reduceat(per_run.astype(np.float64), self.blocks.starts)

    def _share_inside(self, *tags: str) -> Array:
        """Share of each block's text that stands in one of these elements."""
        blocks, walk = self.blocks, self.blocks.walk
        flags = np.zeros(len(walk.tags), bool)
        flags[walk.indices(*tags)] = True
        inside = self.outline.around(flags) > 0
        owners = np.array(walk.text_owner, np.int64)[blocks.run]
        linked = self._per_block(np.where(inside[owners], blocks.lengths, 0))
        return linked / self._per_block(blocks.lengths)

    def is_tag(self, tags: tuple[str, ...]) -> Flags:
        """Which blocks stand directly in an element with one of these tags."""
        flags = np.zeros(len(self.blocks.walk.tags), bool)
        flags[self.blocks.walk.indices(*tags)] = True
        return flags[self.blocks.element]

    def _cues(self) -> list[int]:
        short = (self.words <= _CUE_WORDS).tolist()
        return [cue_bits(t) if s else 0 for t, s in zip(self.blocks.texts, short, strict=True)]

    def _good(self) -> Array:
        """Words of blocks that read like running text, outside of what is named otherwise."""
        stop = (self.chars.ends & (STOP | MARK)) > 0
        running = (self.links < 0.3) & (self.words >= 8) & (stop | (self.words >= 20))
        text = np.where(running, self.words, 0.0)
        outline = self.outline
        named = sum(1 << CLASS_NAMES.index(n) for n in ("comment", "navigation", "related"))
        veto = (outline.bits & named) > 0
        veto[self.blocks.walk.indices("nav", "footer", "aside", "form")] = True
        veto &= outline.sums(text) < 0.5 * text.sum()
        kept = np.where(outline.around(veto)[self.blocks.element] > 0, 0.0, text)
        return kept if kept.sum() > 0.2 * text.sum() else text

    # -- groups of columns ---------------------------------------------------------------------

    def _columns(self, headline: str | None) -> Columns:
        yield from self._text_columns()
        yield from self._cue_columns()
        yield from self._tag_columns()
        yield from self._class_columns()
        yield from self._level_columns()
        yield from self._kind_columns()
        yield from self._position_columns(headline)
        yield from self._neighbour_columns()
        yield from self._statement_columns(headline)

    def _text_columns(self) -> Columns:
        chars, length = self.chars, np.maximum(self.chars.length, 1)
        counts, words = chars.counts, np.maximum(self.words, 1)
        yield "words", np.log1p(self.words)
        yield "length", np.log1p(chars.length)
        yield "links", self.links
        yield "bold", self.bold
        yield "italic", self._share_inside("i", "em")
        yield "runs", np.log1p(self.blocks.runs)
        yield "word_length", length / words
        for name in ("comma", "stop", "digit", "upper", "odd", "mark"):
            yield f"{name}_share", counts[name] / words
        yield "stops", np.minimum(counts["stop"], 9)
        for name, kind in (("stop", STOP), ("mark", MARK), ("comma", COMMA), ("digit", DIGIT)):
            yield f"ends_{name}", (chars.ends & kind) > 0
        for name, kind in (("upper", UPPER), ("mark", MARK), ("digit", DIGIT)):
            yield f"starts_{name}", (chars.starts & kind) > 0
        yield "lines", np.array([text.count("\n") for text in self.blocks.texts])

    def _cue_columns(self) -> Columns:
        cues = self.cues
        for bit, name in enumerate(CUE_NAMES):
            yield f"cue_{name}", (cues >> bit) & 1
        heading = (self.heads | (self.bold > 0.9)) & (self.words <= _CUE_WORDS)
        since = _since(heading)
        last = np.arange(len(cues)) - np.minimum(since, np.arange(len(cues)))
        yield "since_head", np.minimum(since, 50)
        for name in ("related", "comment", "subscribe"):
            bit = CUE_NAMES.index(name)
            yield f"head_{name}", np.where(since < 1000, (cues[last] >> bit) & 1, 0)

    def _tag_columns(self) -> Columns:
        element, walk, outline = self.blocks.element, self.blocks.walk, self.outline
        for name, tags in _OWN_TAGS.items():
            yield f"is_{name}", self.is_tag(tags)
        for name, tags in _AROUND_TAGS.items():
            flags = np.zeros(len(walk.tags), bool)
            flags[walk.indices(*tags)] = True
            yield f"in_{name}", np.minimum(outline.around(flags)[element], 4)
        yield "depth", np.minimum(outline.depth[element], 60)
        yield "bare", np.array([not walk.classes[e] for e in element.tolist()])

    def _class_columns(self) -> Columns:
        """Class words: of the block's element, and on the way from its branch to it."""
        element, outline = self.blocks.element, self.outline
        branch = self._branch()
        bits = outline.bits
        above = np.maximum(outline.parent[branch], 0)
        for bit, name in enumerate(CLASS_NAMES):
            flagged = (bits >> bit) & 1
            around = outline.around(flagged)
            yield f"class_{name}", flagged[element]
            yield f"below_{name}", np.minimum(around[element] - around[above], 5)
        yield "in_container", outline.around(_one(len(bits), self.container))[element]
        yield "below", np.minimum(outline.depth[element] - outline.depth[branch], 20)
        yield "off_chain", outline.depth[self.container] - outline.depth[above]
        yield from self._element_columns("branch", branch)

    def _level_columns(self) -> Columns:
        for number, level in enumerate(self._levels(), 1):
            yield from self._element_columns(f"level{number}", level)

    def _levels(self) -> list[NDArray[np.int64]]:
        """The elements around each block that hold more blocks each, nearest first."""
        outline, element = self.outline, self.blocks.element
        levels = [np.where(outline.count[element] > 1, element, outline.up[element])]
        for _ in range(3):
            levels.append(outline.up[levels[-1]])
        return levels

    def _branch(self) -> NDArray[np.int64]:
        return self.outline.branches(self.container)[self.blocks.element]

    def _kinds(self) -> tuple[NDArray[np.int64], ...]:
        """Group numbers: blocks of the same element kind, and of the same two nested kinds."""
        outline, element = self.outline, self.blocks.element
        own = outline.signature[element]
        around = outline.signature[np.maximum(outline.parent[element], 0)]
        both = own * (int(outline.signature.max()) + 1) + around
        return tuple(np.unique(kinds, return_inverse=True)[1] for kinds in (own, both))

    def _element_columns(self, prefix: str, element: NDArray[np.int64]) -> Columns:
        """The sums inside an element around each block."""
        sums = self._sums()
        words, good, blocks = (sums[name][element] for name in ("words", "good", "blocks"))
        yield f"{prefix}_words", np.log1p(words)
        yield f"{prefix}_blocks", np.log1p(blocks)
        yield f"{prefix}_links", sums["links"][element] / np.maximum(words, 1)
        yield f"{prefix}_good", good / np.maximum(words, 1)
        yield f"{prefix}_share", good / max(self.good.sum(), 1)
        yield f"{prefix}_stops", sums["stops"][element] / blocks
        yield f"{prefix}_heads", sums["heads"][element] / blocks

    def _sums(self) -> dict[str, Array]:
        outline, stops = self.outline, (self.chars.ends & STOP) > 0
        quantities = {
            "words": self.words, "good": self.good, "links": self.links * self.words,
            "stops": stops, "heads": self.heads, "blocks": np.ones(len(self.words)),
        }  # fmt: skip
        return {name: outline.sums(quantity) for name, quantity in quantities.items()}

    def _kind_columns(self) -> Columns:
        """Blocks of the same kind: the same tag and class, of the element and of the one around."""
        for name, kind in zip(("kind", "pair"), self._kinds(), strict=True):
            count = np.bincount(kind)
            words = np.bincount(kind, self.words)
            yield f"{name}_count", np.log1p(count[kind])
            yield f"{name}_words", (words / count)[kind]
            yield (
                f"{name}_links",
                (np.bincount(kind, self.links * self.words) / words.clip(1))[kind],
            )
            yield f"{name}_good", (np.bincount(kind, self.good) / words.clip(1))[kind]
            yield f"{name}_share", (np.bincount(kind, self.good) / max(self.good.sum(), 1))[kind]

    def _position_columns(self, headline: str | None) -> Columns:
        count = len(self.words)
        order = np.arange(count)
        before = np.cumsum(self.words) - self.words
        good_before = np.cumsum(self.good) - self.good
        total = max(self.good.sum(), 1)
        yield "blocks", np.full(count, np.log1p(count))
        yield "page_words", np.full(count, np.log1p(self.words.sum()))
        yield "page_good", np.full(count, np.log1p(self.good.sum()))
        yield "place", order / count
        yield "place_words", before / max(self.words.sum(), 1)
        yield "good_before", good_before / total
        yield "good_after", (total - good_before - self.good) / total
        low, high = self.outline.low[self.container], self.outline.high[self.container]
        yield "from_start", np.clip(order - low, -50, 200)
        yield "from_end", np.clip(high - order, -200, 50)
        head = self._headline_block(headline)
        yield "from_headline", np.clip(order - head, -60, 120) if head >= 0 else np.full(count, -99)
        words = before - before[head] if head >= 0 else np.full(count, -9999.0)
        yield "words_from_headline", np.sign(words) * np.log1p(np.abs(words))

    def _headline_block(self, headline: str | None) -> int:
        """The block that shows the headline: an h1 first, then any heading, then any block."""
        titles = self._titles(headline)
        h1 = self.is_tag(("h1",))
        best, best_score = -1, 0.0
        for index in np.flatnonzero((self.words <= 40) & (self.words > 0)).tolist():
            text = _squash(self.blocks.texts[index][:300])
            if not text:
                continue
            same = max((_alike(text, title) for title in titles), default=0.0)
            score = same + 0.3 * bool(h1[index]) + 0.1 * bool(self.heads[index])
            if score > best_score and (same >= 0.5 or h1[index]):
                best, best_score = index, score
        return best

    def shown_titles(self) -> list[str]:
        """The headline as the head states it."""
        meta = self.page.meta
        return [title for title in (meta.first("og:title"), meta.title) if title]

    def _titles(self, headline: str | None) -> list[str]:
        meta = self.page.meta
        stated = [headline, meta.first("og:title", "twitter:title"), meta.title]
        return [squashed for title in stated if title and (squashed := _squash(title[:300]))]

    def _neighbour_columns(self) -> Columns:
        words = np.log1p(self.words)
        stop = ((self.chars.ends & STOP) > 0).astype(np.float64)
        tag = self.outline.signature[self.blocks.element]
        for step in (-2, -1, 1, 2):
            yield f"words_{step:+d}", shift(words, step)
            yield f"links_{step:+d}", shift(self.links, step)
            yield f"stop_{step:+d}", shift(stop, step)
        for step in (-1, 1):
            yield f"good_{step:+d}", shift(np.log1p(self.good), step)
            yield f"same_{step:+d}", shift(tag.astype(np.float64), step) == tag
            yield f"head_{step:+d}", shift(self.heads.astype(np.float64), step)
        for size in (3, 8):
            near = window(self.words, size)
            yield f"near{size}_words", np.log1p(near)
            yield f"near{size}_links", window(self.links * self.words, size) / near.clip(1)
            yield f"near{size}_good", window(self.good, size) / near.clip(1)

    def _statement_columns(self, headline: str | None) -> Columns:
        """What the page says elsewhere: title, description, JSON-LD articleBody, earlier blocks."""
        texts = self.blocks.texts
        titles = set(self._titles(headline))
        squashed = [_squash(text[:400]) for text in texts]
        yield "is_title", np.array([s in titles for s in squashed])
        description = _squash(self.page.meta.first("og:description", "description") or "")[:200]
        said = [bool(s) and len(s) > 15 and _overlaps(s, description) for s in squashed]
        yield "is_description", np.array(said)
        yield "doubled", _doubled(squashed)
        body = _squash(article_body(self.page) or "")
        known = len(body) > 200
        yield (
            "stated",
            np.array([(2 * (s[:60] in body) - 1) if known and s else 0 for s in squashed]),
        )


def article_body(page: Page) -> str | None:
    """The longest ``articleBody`` that the JSON-LD states, as plain text."""
    stated = [node.get("articleBody") for node in page.jsonld.nodes]
    texts = [value for value in stated if isinstance(value, str) and value.strip()]
    return unescape(max(texts, key=len)) if texts else None


def _overlaps(text: str, description: str) -> bool:
    return bool(description) and (text[:50] in description or description[:50] in text)


def _doubled(squashed: list[str]) -> NDArray[np.int64]:
    """How often each text stands on the page."""
    counts: dict[str, int] = {}
    for text in squashed:
        counts[text] = counts.get(text, 0) + 1
    return np.array([min(counts[text], 5) for text in squashed])


def _squash(text: str) -> str:
    return _SQUASH.sub("", clean(text).casefold())


def _alike(text: str, title: str) -> float:
    """1 for the same text, less where one contains the other, 0 for different texts."""
    if text == title:
        return 1.0
    short, long = sorted((text, title), key=len)
    return len(short) / len(long) if short in long else 0.0


def _since(flags: Flags) -> NDArray[np.int64]:
    """Blocks since the last flagged one before it; large where there was none."""
    order = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, order, -10_000))
    return order - np.concatenate(([-10_000], last[:-1]))


def _one(size: int, index: int) -> Flags:
    flags = np.zeros(size, bool)
    flags[index] = True
    return flags
