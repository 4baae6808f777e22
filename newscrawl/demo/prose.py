"""The prose of a story, as it stands in the content files, and its parts.

A story's text is blocks parted by a blank line. A block's first characters say what it is:
``## `` sub-heading, ``- `` list, ``1. `` numbered list, ``> `` block quote,
``!figure caption | credit``, ``!update 14:32 | headline`` (an entry of a live blog),
``!related slug``, ``!promo``, ``!ad``, ``!infographic caption``; anything else is a paragraph.
Inside a block ``**strong**``, ``*emphasis*`` and ``[label](target)`` are understood.

Pages and truth are both made from these blocks, so that they cannot diverge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Final


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    QUOTE = "quote"
    UPDATE = "update"
    FIGURE = "figure"
    INFOGRAPHIC = "infographic"
    RELATED = "related"
    PROMO = "promo"
    AD = "ad"


# What an author wrote; the other kinds are what a content system puts between the paragraphs.
OWN_TEXT: Final = frozenset(
    {Kind.PARAGRAPH, Kind.HEADING, Kind.BULLETS, Kind.NUMBERS, Kind.QUOTE, Kind.UPDATE}
)

_LINE_MARKS: Final = {
    "- ": Kind.BULLETS,
    "1. ": Kind.NUMBERS,
    "> ": Kind.QUOTE,
    "## ": Kind.HEADING,
}
_LINE_MARK: Final = re.compile(r"^(?:- |\d+\. |> |## )", re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_STRONG: Final = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS: Final = re.compile(r"\*(.+?)\*")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: ``items`` are strings with inline markup; ``detail`` is a credit, time or slug."""

    kind: Kind
    items: tuple[str, ...] = ()
    detail: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The block's pieces of text without markup."""
        return tuple(plain(item) for item in self.items)


def parse(source: str) -> tuple[Block, ...]:
    """Part the source of a story into blocks."""
    return tuple(_block(chunk) for chunk in re.split(r"\n\s*\n", source.strip()))


def own_texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The pieces of text that belong to the story, in page order."""
    for block in blocks:
        if block.kind in OWN_TEXT:
            yield from block.texts


def plain(markup: str) -> str:
    """Inline markup without its marks."""
    return _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", _LINK.sub(r"\1", markup)))


def inline_html(markup: str, resolve: Callable[[str], str]) -> str:
    """Inline markup as HTML; ``resolve`` turns the target of a link into an address."""
    html = _LINK.sub(
        lambda match: f'<a href="{escape(resolve(match[2]))}">{match[1]}</a>',
        escape(markup, quote=False),
    )
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", html))


def _block(chunk: str) -> Block:
    if chunk.startswith("!"):
        return _special(chunk)
    for mark, kind in _LINE_MARKS.items():
        if chunk.startswith(mark):
            return Block(kind, tuple(_LINE_MARK.sub("", line) for line in chunk.splitlines()))
    return Block(Kind.PARAGRAPH, (" ".join(chunk.split()),))


def _special(chunk: str) -> Block:
    name, _, rest = chunk[1:].partition(" ")
    kind = Kind(name)
    if kind is Kind.RELATED:
        return Block(kind, detail=rest.strip())
    first, _, second = (part.strip() for part in rest.partition("|"))
    if kind is Kind.UPDATE:
        return Block(kind, (second,), first)
    return Block(kind, (first,) if first else (), second)
