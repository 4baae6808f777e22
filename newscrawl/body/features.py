"""What is known of each block, as one column of numbers; the classifier's input.

Groups, in order: the text itself; cue words; the element and what is around it; names (classes and
the like) from the branch off the main chain to the block; sums over the elements around it;
blocks of the same kind; position; neighbours; media; what the head and the JSON-LD say. Everything
is computed on arrays over all blocks of the page. Quantities that grow with the page enter as
shares or logarithms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.blocks import ints
from newscrawl.body.characters import DIGIT, KINDS, MARK, STOP
from newscrawl.body.facts import LEVELS, Facts, article_body
from newscrawl.body.lexicon import CLASS_NAMES, CUE_NAMES
from newscrawl.body.neighbours import shift, window
from newscrawl.values.text import clean

# Names of features, and their values: a row per name; a column per block, or one for all of them.
Rows = tuple[tuple[str, ...], NDArray[np.generic]]
Columns = Iterator[Rows]
Group = Callable[[Facts], Columns]

_AROUND_TAGS: Final = {
    "article": ("article",), "main": ("main",), "aside": ("aside",), "nav": ("nav",),
    "footer": ("footer",),
    "list": ("ul", "ol", "dl"), "table": ("table",), "figure": ("figure", "figcaption"),
    "quote": ("blockquote",), "section": ("section",),
}  # fmt: skip
# Those that may stand around the whole page: whether they also stand inside the branch.
_BELOW_TAGS: Final = ("list", "table", "section")
_OWN_TAGS: Final = {
    "p": ("p",), "li": ("li",), "div": ("div", "section", "article", "main", "body"),
    "td": ("td", "th"), "h1": ("h1",), "h2": ("h2",), "h3": ("h3",), "h4": ("h4", "h5", "h6"),
    "dt": ("dt", "dd"), "pre": ("pre",),
}  # fmt: skip
_OWN_NUMBER: Final = {tag: number for number, tags in enumerate(_OWN_TAGS.values()) for tag in tags}
_NAMES: Final = (*CLASS_NAMES, "unseen")
_HEADING: Final = 14  # words of a line that can be a heading
_STATED: Final = 200  # characters from which an articleBody is one
_PREFIX: Final = 40  # characters of a block that are looked for in other texts


def feature_rows(facts: Facts) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Names of the features, and their values: one row per feature, one column per block."""
    parts = [part for group in GROUPS for part in group(facts)]
    names = tuple(name for some, _ in parts for name in some)
    rows, start = np.empty((len(names), len(facts.words)), np.float32), 0
    for some, values in parts:
        rows[start : start + len(some)] = values
        start += len(some)
    return names, rows


def _text(facts: Facts) -> Columns:
    chars, words = facts.chars, np.maximum(facts.words, 1)
    yield ("words",), np.log1p(facts.words)
    yield ("length",), np.log1p(chars.length)
    yield ("links",), facts.links
    yield ("bold",), facts.bold
    yield ("italic",), facts.italic
    yield ("runs",), np.log1p(facts.blocks.runs)
    yield ("word_length",), np.maximum(chars.length, 1) / words
    yield _SHARES, chars.table[_SHARED] / words
    yield ("stops",), np.minimum(chars.counts["stop"], 9)
    yield ("ends_stop", "ends_mark", "ends_digit"), (chars.ends & _ENDS) > 0
    yield ("lines",), ints([text.count("\n") for text in facts.blocks.texts])
    yield ("consent",), facts.consent


def _cues(facts: Facts) -> Columns:
    cues = facts.cues
    yield _CUES, (cues >> _bits(CUE_NAMES)) & 1
    heading = (facts.heads | (facts.bold > 0.9)) & (facts.words <= _HEADING)
    order = np.arange(len(cues))
    last = np.full(len(cues), -1)  # the heading before each block
    np.maximum.accumulate(np.where(heading, order, -1)[:-1], out=last[1:])
    headed = last >= 0
    yield ("since_head",), np.where(headed, np.minimum(order - last, 50), 50)
    yield _HEAD_CUES, (cues[last] >> _HEAD_BITS) & headed


def _tags(facts: Facts) -> Columns:
    outline, blocks, element = facts.outline, facts.blocks, facts.blocks.element
    tags, classes = outline.walk.by_tag, outline.walk.names.classes
    own = blocks.by_tag([_OWN_NUMBER.get(tag, -1) for tag in tags])[element]
    yield _IS, own == np.arange(len(_OWN_TAGS))[:, None]
    groups = blocks.by_tag([[tag in some for tag in tags] for some in _AROUND_TAGS.values()])
    flags = np.concatenate((groups, [outline.links, outline.buttons]))
    flagged = np.flatnonzero(flags.any(axis=0))
    both = np.concatenate(_around(facts, flagged, flags[:, flagged]))
    yield _IN, np.minimum(both[_IN_ROWS], 4)
    yield ("depth",), np.minimum(outline.depth[element], 60)
    yield ("bare",), classes[element] == 0


def _around(
    facts: Facts, flagged: NDArray[np.int64], flags: NDArray[np.generic]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:  # fmt: skip
    """How many elements around each block are flagged: in all, and of its branch."""
    element = facts.blocks.element
    both = np.concatenate((element, facts.above))
    counts = facts.outline.around_these(flagged, flags, both)
    around, outside = counts[:, : len(element)], counts[:, len(element) :]
    return around, around - outside


def _names(facts: Facts) -> Columns:
    """What names say, of the elements from the block's branch to its own."""
    outline, element = facts.outline, facts.blocks.element
    named = outline.bits.nonzero()[0]
    flags = (outline.bits[named] >> _bits(_NAMES)) & 1
    yield _BELOW, np.minimum(_around(facts, named, flags)[1], 5)
    container, end = facts.container, outline.end[facts.container]
    yield ("in_container",), (element >= container) & (element < end)
    yield ("below",), np.minimum(outline.depth[element] - outline.depth[facts.branch], 20)
    yield ("off_chain",), outline.depth[container] - outline.depth[facts.above]


def _elements(facts: Facts) -> Columns:
    """The sums inside the branch, and inside each of the elements around the block."""
    linked = facts.links * facts.words
    per_block = np.column_stack([facts.words, facts.good, linked, facts.stop, facts.heads])
    around = np.concatenate((facts.branch, *facts.levels))
    words, good, links, stops, heads = facts.outline.sums(per_block, around).T
    blocks, most = facts.outline.count[around], np.maximum(words, 1)
    share = good / max(facts.good.sum(), 1)
    rows = np.array((
        np.log1p(words), np.log1p(blocks), links / most, good / most, share, stops / blocks,
        heads / blocks,
    ))  # fmt: skip
    parts = rows.reshape(len(_SUMS), -1, len(facts.words))
    yield _ELEMENTS, parts.swapaxes(0, 1).reshape(len(_ELEMENTS), -1)


def _kinds(facts: Facts) -> Columns:
    total = max(facts.good.sum(), 1)
    linked = facts.links * facts.words
    for name, kind in zip(("kind", "pair"), facts.kinds, strict=True):
        count = np.bincount(kind)
        words, good = np.bincount(kind, facts.words), np.bincount(kind, facts.good)
        links, most = np.bincount(kind, linked), np.maximum(words, 1)
        rows = np.array((np.log1p(count), words / count, links / most, good / most, good / total))
        yield tuple(f"{name}_{of}" for of in _KIND_SUMS), rows.take(kind, axis=1)


def _position(facts: Facts) -> Columns:
    count, outline = len(facts.words), facts.outline
    order = np.arange(count)
    before, good_before = facts.words.cumsum() - facts.words, facts.good.cumsum() - facts.good
    words, good = facts.words.sum(), facts.good.sum()
    total = max(good, 1)
    yield ("page_blocks", "page_words", "page_good"), np.log1p([[count], [words], [good]])
    yield ("place",), order / count
    yield ("place_words",), before / max(words, 1)
    yield ("good_before",), good_before / total
    yield ("good_after",), (total - good_before - facts.good) / total
    low, high = outline.low[facts.container], outline.high[facts.container]
    yield ("from_start",), _between(-50, order - low, 200)
    yield ("from_end",), _between(-200, high - order, 50)
    head = facts.headline_block
    known = head >= 0
    yield ("from_headline",), _between(-60, order - head, 120) if known else np.array(-99)
    distance = before - before[head] if known else np.array(-9999.0)
    yield ("words_from_headline",), np.sign(distance) * np.log1p(np.abs(distance))


def _between(low: int, values: NDArray[np.int64], high: int) -> NDArray[np.int64]:
    """The values cut off at both ends; faster than ``clip`` for few."""
    return np.minimum(np.maximum(values, low), high)


def _neighbours(facts: Facts) -> Columns:
    kind = facts.kinds[0].astype(np.float64)
    words, good = np.log1p(np.array((facts.words, facts.good)))
    values = np.array((words, facts.links, facts.stop, good, kind))
    sides = [(f"{step:+d}", shift(values, step)) for step in (-1, 1)]
    for side, shifted in sides:
        yield (f"words{side}", f"links{side}", f"stop{side}"), shifted[:3]
    for side, shifted in sides:
        yield (f"good{side}",), shifted[3]
        yield (f"same{side}",), shifted[4] == kind
    sums = np.array((facts.words, facts.links * facts.words, facts.good))
    for size in (3, 8):
        near, links, good = window(sums, size)
        near = np.maximum(near, 1)
        yield (f"near{size}_words",), np.log1p(near)
        yield (f"near{size}_links",), links / near
        yield (f"near{size}_good",), good / near


def _media(facts: Facts) -> Columns:
    """Images, videos and frames between the block and its neighbours, and in what is around it."""
    outline, blocks = facts.outline, facts.blocks
    place = blocks.first.searchsorted(outline.text_start[outline.media])
    between = np.minimum(np.bincount(place, minlength=len(blocks) + 1), 3)
    yield ("media_before",), between[:-1]
    yield ("media_after",), between[1:]
    around = np.array((facts.branch, *facts.levels[:2]))
    media = outline.media_inside(around)
    yield ("branch_media", "1_media", "2_media"), media / outline.count[around]


def _statements(facts: Facts) -> Columns:
    """What the page says elsewhere: title, description, JSON-LD articleBody, other blocks."""
    texts = facts.blocks.texts
    likeness = np.zeros(len(texts))
    likeness[list(facts.shown_titles)] = list(facts.shown_titles.values())
    yield ("title",), likeness
    yield ("is_description",), _described(facts)
    counts = Counter(texts)
    yield ("doubled",), np.minimum(ints([counts[text] for text in texts]), 5)
    yield ("news",), np.array(facts.is_news)
    og_type = (facts.page.meta.first("og:type") or "").lower()
    yield ("og_article",), np.array(og_type.endswith("article"))
    body = clean(article_body(facts.page) or "")
    known = len(body) > _STATED
    yield ("stated",), np.array([2 * (t[:_PREFIX] in body) - 1 for t in texts] if known else 0)


def _described(facts: Facts) -> NDArray[np.bool_]:
    """Which blocks say what the page's description says."""
    description = facts.page.meta.first("og:description", "description") or ""
    start = description[:_PREFIX]
    if not start:
        return np.array(False)
    texts = facts.blocks.texts
    return np.array([len(t) > 15 and (t[:50] in description or start in t) for t in texts])


def _bits(names: Sequence[str]) -> NDArray[np.int64]:
    """The numbers of the names' bits, one row each."""
    return np.arange(len(names))[:, None]


# Names of rows that are computed together, and where their values are found.
_SHARES: Final = tuple(f"{kind}_share" for kind in KINDS[2:])
_SHARED: Final = slice(2, None)
_ENDS: Final = np.array([[STOP], [MARK], [DIGIT]], np.uint8)
_CUES: Final = tuple(f"cue_{name}" for name in CUE_NAMES)
_HEADED: Final = ("related", "comment", "subscribe")
_HEAD_CUES: Final = tuple(f"head_{name}" for name in _HEADED)
_HEAD_BITS: Final = np.array([[CUE_NAMES.index(name)] for name in _HEADED])
_IS: Final = tuple(f"is_{name}" for name in _OWN_TAGS)
_INSIDE: Final = (*_AROUND_TAGS, "link", "button")
_BOTH: Final = [*(f"in_{name}" for name in _INSIDE), *(f"below_{name}" for name in _INSIDE)]
_IN: Final = tuple(
    f"{where}_{name}"
    for name in _INSIDE
    for where in ("in", "below")
    if where == "in" or name in _BELOW_TAGS
)
_IN_ROWS: Final = [_BOTH.index(name) for name in _IN]
_BELOW: Final = tuple(f"below_{name}" for name in _NAMES)
_SUMS: Final = ("words", "blocks", "links", "good", "share", "stops", "heads")
_ELEMENTS: Final = tuple(
    f"{around}_{of}" for around in ("branch", *map(str, range(1, LEVELS + 1))) for of in _SUMS
)
_KIND_SUMS: Final = ("count", "words", "links", "good", "share")


GROUPS: Final[tuple[Group, ...]] = (
    _text, _cues, _tags, _names, _elements, _kinds, _position, _neighbours, _media, _statements,
)  # fmt: skip
