"""What is known of each block, as one column of numbers; the classifier's input.

Groups, in order: the text itself; cue words; the element and what is around it; names (classes and
the like) from the branch off the main chain to the block; sums over the elements around it;
blocks of the same kind; position; neighbours; media; what the head and the JSON-LD say. Everything
is computed on arrays over all blocks of the page. Quantities that grow with the page enter as
shares or logarithms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.characters import DIGIT, MARK, STOP
from newscrawl.body.facts import Facts, article_body
from newscrawl.body.lexicon import CLASS_NAMES, CUE_NAMES
from newscrawl.body.neighbours import shift, window
from newscrawl.page.jsonld import types_of
from newscrawl.values.text import clean

Columns = Iterator[tuple[str, NDArray[np.generic]]]
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
_HEADING: Final = 14  # words of a line that can be a heading
_STATED: Final = 200  # characters from which an articleBody is one
_PREFIX: Final = 40  # characters of a block that are looked for in other texts


def feature_rows(facts: Facts) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Names of the features, and their values: one row per feature, one column per block."""
    columns = [pair for group in GROUPS for pair in group(facts)]
    rows = np.empty((len(columns), len(facts.words)), np.float32)
    for number, (_, column) in enumerate(columns):
        rows[number] = column
    return tuple(name for name, _ in columns), rows


def _text(facts: Facts) -> Columns:
    chars, words = facts.chars, np.maximum(facts.words, 1)
    counts, texts = chars.counts, facts.blocks.texts
    yield "words", np.log1p(facts.words)
    yield "length", np.log1p(chars.length)
    yield "links", facts.links
    yield "bold", facts.bold
    yield "italic", facts.italic
    yield "runs", np.log1p(facts.blocks.runs)
    yield "word_length", np.maximum(chars.length, 1) / words
    for name in ("comma", "stop", "digit", "upper", "odd", "mark"):
        yield f"{name}_share", counts[name] / words
    yield "stops", np.minimum(counts["stop"], 9)
    for name, kind in (("stop", STOP), ("mark", MARK), ("digit", DIGIT)):
        yield f"ends_{name}", (chars.ends & kind) > 0
    yield "lines", np.array([text.count("\n") for text in texts])
    yield "consent", consent_words(texts)


def consent_words(texts: list[str]) -> NDArray[np.int64]:
    """How often each text speaks of cookies and privacy."""
    page = "\n".join(texts)
    words = "|".join(word for word in _CONSENT if word in page)
    places = [found.start() for found in re.finditer(words, page)] if words else []
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    block = np.searchsorted(starts, np.array(places, np.int64), "right") - 1
    return np.minimum(np.bincount(block, minlength=len(texts)), 5)


def _cues(facts: Facts) -> Columns:
    cues = facts.cues
    for bit, name in enumerate(CUE_NAMES):
        yield f"cue_{name}", (cues >> bit) & 1
    heading = (facts.heads | (facts.bold > 0.9)) & (facts.words <= _HEADING)
    order = np.arange(len(cues))
    last = np.maximum.accumulate(np.where(heading, order, -1))
    last = np.concatenate(([-1], last[:-1]))
    yield "since_head", np.where(last >= 0, np.minimum(order - last, 50), 50)
    for name in ("related", "comment", "subscribe"):
        bit = CUE_NAMES.index(name)
        yield f"head_{name}", np.where(last >= 0, (cues[last] >> bit) & 1, 0)


def _tags(facts: Facts) -> Columns:
    outline, element = facts.outline, facts.blocks.element
    walk = outline.walk
    own = np.array([_OWN_NUMBER.get(walk.tags[e], -1) for e in element.tolist()])
    for number, name in enumerate(_OWN_TAGS):
        yield f"is_{name}", own == number
    groups = [outline.tagged(*tags) for tags in _AROUND_TAGS.values()]
    around, below = _around(facts, np.array([*groups, outline.links, outline.buttons]))
    for number, name in enumerate((*_AROUND_TAGS, "link", "button")):
        yield f"in_{name}", np.minimum(around[number], 4)
        if name in _BELOW_TAGS:
            yield f"below_{name}", np.minimum(below[number], 4)
    yield "depth", np.minimum(outline.depth[element], 60)
    yield "bare", np.array([not walk.classes[e] for e in element.tolist()])


def _around(
    facts: Facts, flags: NDArray[np.generic]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:  # fmt: skip
    """How many elements around each block are flagged: in all, and of its branch."""
    outline, element = facts.outline, facts.blocks.element
    above = np.maximum(outline.parent[facts.branch], 0)
    counts = outline.around(flags, np.concatenate((element, above)))
    around, outside = counts[:, : len(element)], counts[:, len(element) :]
    return around, around - outside


def _names(facts: Facts) -> Columns:
    """What names say, of the elements from the block's branch to its own."""
    outline, element = facts.outline, facts.blocks.element
    flags = (outline.bits >> np.arange(len(_NAMES))[:, None]) & 1
    below = np.minimum(_around(facts, flags)[1], 5)
    for bit, name in enumerate(_NAMES):
        yield f"below_{name}", below[bit]
    container, end = facts.container, outline.end[facts.container]
    yield "in_container", (element >= container) & (element < end)
    yield "below", np.minimum(outline.depth[element] - outline.depth[facts.branch], 20)
    above = np.maximum(outline.parent[facts.branch], 0)
    yield "off_chain", outline.depth[container] - outline.depth[above]


def _elements(facts: Facts) -> Columns:
    """The sums inside the branch, and inside each of the elements around the block."""
    per_block = np.column_stack(
        [facts.words, facts.good, facts.links * facts.words, facts.stop, facts.heads]
    )
    total = max(facts.good.sum(), 1)
    groups = {"branch": facts.branch, **{str(n): e for n, e in enumerate(facts.levels, 1)}}
    inside = facts.outline.sums(per_block, np.concatenate([*groups.values()]))
    for number, (prefix, element) in enumerate(groups.items()):
        start = number * len(element)
        words, good, links, stops, heads = inside[start : start + len(element)].T
        blocks = facts.outline.count[element]
        yield f"{prefix}_words", np.log1p(words)
        yield f"{prefix}_blocks", np.log1p(blocks)
        yield f"{prefix}_links", links / np.maximum(words, 1)
        yield f"{prefix}_good", good / np.maximum(words, 1)
        yield f"{prefix}_share", good / total
        yield f"{prefix}_stops", stops / blocks
        yield f"{prefix}_heads", heads / blocks


def _kinds(facts: Facts) -> Columns:
    total = max(facts.good.sum(), 1)
    for name, kind in zip(("kind", "pair"), facts.kinds, strict=True):
        count = np.bincount(kind)
        words, good = np.bincount(kind, facts.words), np.bincount(kind, facts.good)
        links = np.bincount(kind, facts.links * facts.words)
        yield f"{name}_count", np.log1p(count[kind])
        yield f"{name}_words", (words / count)[kind]
        yield f"{name}_links", (links / words.clip(1))[kind]
        yield f"{name}_good", (good / words.clip(1))[kind]
        yield f"{name}_share", (good / total)[kind]


def _position(facts: Facts) -> Columns:
    count, outline = len(facts.words), facts.outline
    order = np.arange(count)
    before = np.cumsum(facts.words) - facts.words
    good_before = np.cumsum(facts.good) - facts.good
    total = max(facts.good.sum(), 1)
    yield "page_blocks", np.full(count, np.log1p(count))
    yield "page_words", np.full(count, np.log1p(facts.words.sum()))
    yield "page_good", np.full(count, np.log1p(facts.good.sum()))
    yield "place", order / count
    yield "place_words", before / max(facts.words.sum(), 1)
    yield "good_before", good_before / total
    yield "good_after", (total - good_before - facts.good) / total
    low, high = outline.low[facts.container], outline.high[facts.container]
    yield "from_start", np.clip(order - low, -50, 200)
    yield "from_end", np.clip(high - order, -200, 50)
    head = facts.headline_block
    known = head >= 0
    yield "from_headline", np.clip(order - head, -60, 120) if known else np.full(count, -99)
    words = before - before[head] if known else np.full(count, -9999.0)
    yield "words_from_headline", np.sign(words) * np.log1p(np.abs(words))


def _neighbours(facts: Facts) -> Columns:
    words, stop = np.log1p(facts.words), facts.stop.astype(np.float64)
    kind = facts.kinds[0].astype(np.float64)
    for step in (-1, 1):
        yield f"words{step:+d}", shift(words, step)
        yield f"links{step:+d}", shift(facts.links, step)
        yield f"stop{step:+d}", shift(stop, step)
    good = np.log1p(facts.good)
    for step in (-1, 1):
        yield f"good{step:+d}", shift(good, step)
        yield f"same{step:+d}", shift(kind, step) == kind
    for size in (3, 8):
        near = window(facts.words, size).clip(1)
        yield f"near{size}_words", np.log1p(near)
        yield f"near{size}_links", window(facts.links * facts.words, size) / near
        yield f"near{size}_good", window(facts.good, size) / near


def _media(facts: Facts) -> Columns:
    """Images, videos and frames between the block and its neighbours, and in what is around it."""
    outline, blocks = facts.outline, facts.blocks
    place = np.searchsorted(blocks.first, outline.text_start[outline.media])
    between = np.bincount(place, minlength=len(blocks) + 1)
    yield "media_before", np.minimum(between[:-1], 3)
    yield "media_after", np.minimum(between[1:], 3)
    for prefix, element in (
        ("branch", facts.branch),
        ("1", facts.levels[0]),
        ("2", facts.levels[1]),
    ):
        media = outline.media_inside(element)
        yield f"{prefix}_media", media / outline.count[element]


def _statements(facts: Facts) -> Columns:
    """What the page says elsewhere: title, description, JSON-LD articleBody, other blocks."""
    texts = facts.blocks.texts
    likeness = np.zeros(len(texts))
    likeness[list(facts.shown_titles)] = list(facts.shown_titles.values())
    yield "title", likeness
    description = facts.page.meta.first("og:description", "description") or ""
    start = description[:_PREFIX]
    said = [len(t) > 15 and bool(start) and (t[:50] in description or start in t) for t in texts]
    yield "is_description", np.array(said)
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    yield "doubled", np.array([min(counts[text], 5) for text in texts])
    types = {kind for node in facts.page.jsonld.nodes for kind in types_of(node)}
    yield "news", np.full(len(texts), any(kind.endswith("NewsArticle") for kind in types))
    og_type = (facts.page.meta.first("og:type") or "").lower()
    yield "og_article", np.full(len(texts), og_type.endswith("article"))
    body = clean(article_body(facts.page) or "")
    known = len(body) > _STATED
    yield "stated", np.array([2 * (text[:_PREFIX] in body) - 1 if known else 0 for text in texts])


GROUPS: Final[tuple[Group, ...]] = (
    _text, _cues, _tags, _names, _elements, _kinds, _position, _neighbours, _media, _statements,
)  # fmt: skip
