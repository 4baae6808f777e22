"""The body as a clean subset of HTML: its own blocks only, in the page's order and structure.

Made anew from the kept blocks, never cut out of the page: each becomes a paragraph or sub-heading
inside the lists, quotations and tables that it stands in, and keeps links (http and https),
emphasis and the like. What is not named here cannot get in; nh3, which knows what browsers make of
markup, cleans the result once more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise, takewhile
from typing import Final

from newscrawl.body.body import Body
from newscrawl.body.draft import Draft
from newscrawl.page.walk import Walk
from newscrawl.values.text import clean
from newscrawl.values.urls import absolute_url

# What blocks stand in, and what marks text inside them: by the tag of the page, the tag of ours.
STRUCTURE: Final = {
    **{tag: tag for tag in ("ul", "ol", "li", "dl", "dt", "dd", "blockquote")},
    **{tag: tag for tag in ("table", "thead", "tbody", "tr", "th", "td", "figcaption")},
}
INLINE: Final = {
    "a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "s": "s",
    "del": "del", "ins": "ins", "mark": "mark", "q": "q", "sub": "sub", "sup": "sup",
}  # fmt: skip
# The headline is the h1 of the page that this text will stand in.
HEADINGS: Final = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
# Elements of whose text the first block needs no paragraph of its own.
_BARE: Final = frozenset(("li", "dt", "dd", "th", "td", "figcaption"))
_SPACES: Final = re.compile(r"\s+")

TAGS: Final = {*STRUCTURE.values(), *INLINE.values(), *HEADINGS.values(), "p", "br"}


def body_html(body: Body, base: str | None) -> str | None:
    """The text as HTML; None where there is none. ``base``: what links are resolved against."""
    if not body.text:
        return None
    made = _from_markup(body.draft, body.container, base) if body.draft else plain_html(body.text)
    return _cleaned(made)


def plain_html(text: str) -> str:
    """Paragraphs that blank lines part."""
    return "\n".join(f"<p>{_lines(part)}</p>" for part in text.split("\n\n"))


def _lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _cleaned(html: str) -> str:
    import nh3  # loads a library that records without this field need not

    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )


def _from_markup(draft: Draft, container: int, base: str | None) -> str:
    walk = draft.facts.blocks.walk
    outside = {container, *walk.ancestors(container)}
    writer = _Structure(walk)
    for block in draft.kept.nonzero()[0].tolist():
        element = int(draft.facts.blocks.element[block])
        around = [element, *walk.ancestors(element)]
        path = [one for one in reversed(around) if walk.tags[one] in STRUCTURE]
        writer.enter([one for one in path if one not in outside])
        writer.add(element, _content(draft, block, base))
    return writer.finished()


class _Structure:
    """Opens and closes the elements that blocks stand in, as one block follows another."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._open: list[int] = []
        self._parts: list[str] = []
        self._last = -1

    def enter(self, path: Sequence[int]) -> None:
        """Be in these elements and in no other."""
        same = _shared(self._open, path)
        self._leave(same)
        for element in path[same:]:
            self._parts.append(f"<{STRUCTURE[self._walk.tags[element]]}>")
            self._open.append(element)

    def add(self, element: int, content: str) -> None:
        """Add a block; the first text of an item or cell is bare, what follows are paragraphs."""
        tag = self._walk.tags[element]
        bare = tag in _BARE and element in self._open and self._last != element
        name = HEADINGS.get(tag, "p")
        self._parts.append(content if bare else f"<{name}>{content}</{name}>\n")
        self._last = element

    def finished(self) -> str:
        """The HTML, everything closed."""
        self._leave(0)
        return "".join(self._parts).strip()

    def _leave(self, keep: int) -> None:
        while len(self._open) > keep:
            self._parts.append(f"</{STRUCTURE[self._walk.tags[self._open.pop()]]}>")


def _content(draft: Draft, block: int, base: str | None) -> str:
    """A block's text with the marks inside it; where they do not give its text, the text alone."""
    blocks, text = draft.facts.blocks, draft.texts[block]
    first = int(blocks.starts[block])
    runs = blocks.run[first : first + int(blocks.runs[block])].tolist()
    pieces = _trimmed(list(_pieces(blocks.walk, runs)))
    shown = clean("".join(piece for piece, _ in pieces))
    if "".join(shown.split()) != "".join(text.split()):
        return _lines(text)
    return "".join(_marked(blocks.walk, int(blocks.element[block]), pieces, base))


def _pieces(walk: Walk, runs: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The texts of a block, white space folded, each with its element; ``\\n`` is a line break."""
    breaks = [walk.text_start[index] for index in walk.indices("br")]
    for before, run in pairwise([runs[0], *runs]):
        text = _SPACES.sub(" ", walk.texts[run])
        if bisect_right(breaks, run) > bisect_right(breaks, before):
            text = "\n" + text.lstrip()
        elif any(between.isspace() for between in walk.texts[before + 1 : run]):
            text = " " + text.lstrip()
        yield text, walk.text_owner[run]


def _trimmed(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Without white space at the ends."""
    pieces[0] = (pieces[0][0].lstrip(), pieces[0][1])
    pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
    return pieces


def _marked(
    walk: Walk, element: int, pieces: Sequence[tuple[str, int]], base: str | None
) -> Iterator[str]:
    """The texts in the inline elements that they stand in, below the block's element."""
    current: list[int] = []
    for text, owner in pieces:
        path = list(takewhile(lambda one: one > element, [owner, *walk.ancestors(owner)]))
        wanted = [one for one in reversed(path) if walk.tags[one] in INLINE]
        same = _shared(current, wanted)
        yield from (f"</{INLINE[walk.tags[one]]}>" for one in reversed(current[same:]))
        yield from (_opening(walk, one, base) for one in wanted[same:])
        yield _lines(text)
        current = wanted
    yield from (f"</{INLINE[walk.tags[one]]}>" for one in reversed(current))


def _opening(walk: Walk, element: int, base: str | None) -> str:
    name = INLINE[walk.tags[element]]
    href = walk.attr(element, "href") if name == "a" else ""
    address = absolute_url(base or "", href) if href else None
    return f'<a href="{escape(address)}">' if address else f"<{name}>"


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    """How many elements two paths have in common from the start."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
