"""What reading a body gives: the text, and for every block of the page why it stayed or went."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from newscrawl.body.draft import Draft
from newscrawl.body.prints import Prints
from newscrawl.body.repeats import Sighting
from newscrawl.values.text import clean


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the page: ``element`` is the number of its element in the walk."""

    text: str
    element: int
    tag: str
    probability: float
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """The page in numbers, cheap evidence for whether it is an article.

    Words count a character of an unspaced script as half. ``paragraphs``: kept blocks of ten words
    or more; ``longest``: words of the longest of them; ``share``: of the page's words that are
    kept; ``links``, ``page_links``: share of linked text in the body and on the page;
    ``sentences``: share of the kept words in blocks that end like a sentence; ``lists``: in list
    items; ``mean``: the mean probability of the kept words; ``spread``: share of the blocks between
    the first and the last kept one that are kept.
    """

    words: float = 0.0
    paragraphs: int = 0
    longest: float = 0.0
    page_words: float = 0.0
    page_blocks: int = 0
    share: float = 0.0
    links: float = 0.0
    page_links: float = 0.0
    sentences: float = 0.0
    lists: float = 0.0
    mean: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True)
class Body:
    """The article's text and how it was found.

    ``text``: paragraphs, sub-headings and list items, parted by blank lines. ``confidence``:
    estimated F1 (0 to 1) of the text. ``source``: where the text is from (``markup``,
    ``noscript``, ``json-ld``, ``script``; ``profile`` where one says in which elements it is).
    ``start``, ``end``: the elements from the first to the last kept block, a range of element
    numbers; ``container``: the innermost element around most of the text.
    """

    text: str = ""
    confidence: float = 0.0
    source: str = "markup"
    start: int = 0
    end: int = 0
    container: int = 0
    statistics: Statistics = Statistics()
    draft: Draft | None = field(default=None, repr=False, compare=False)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the page in reading order."""
        if self.draft is None:
            return ()
        draft, blocks = self.draft, self.draft.facts.blocks
        decided = zip(
            blocks.texts, blocks.element.tolist(), draft.probability.tolist(), draft.kept.tolist(),
            strict=True,
        )  # fmt: skip
        found = [
            Block(text, element, blocks.walk.tags[element], probability, kept, draft.reason(index))
            for index, (text, element, probability, kept) in enumerate(decided)
        ]
        return tuple(_with_cuts(found, draft))

    @property
    def repeated(self) -> frozenset[str]:
        """Texts that were left out because other articles of the site show them."""
        draft = self.draft
        return frozenset(draft.texts[index] for index in draft.certain) if draft else frozenset()

    @property
    def sighting(self) -> Sighting | None:
        """What the memory of the page's site keeps of it; None where the markup had no text."""
        return None if self.draft is None else Prints(self.draft).sighting()


def _with_cuts(found: list[Block], draft: Draft) -> list[Block]:
    """The blocks, and among them what was cut out of their lines."""
    walk, rulings = draft.facts.blocks.walk, draft.rulings
    cuts = list(rulings.cuts(walk)) if rulings else []
    placed = list(zip(draft.facts.blocks.first.tolist(), found, strict=True))
    for element, reason in cuts:
        text = clean(walk.text_of(element))
        block = Block(text, element, walk.tags[element], 0.0, kept=False, reason=reason)
        placed.append((walk.text_start[element], block))
    return [block for _, block in sorted(placed, key=itemgetter(0))] if cuts else found
