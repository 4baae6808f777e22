"""Prints: numbers that stand for a block's text in its place, compared over a site's articles.

Text alone would not do: the lead of one article is the teaser in a box of the others. So a print is
made of the folded text and of the block's place, which is its element and the two nearest elements
around it that have a class. Only the first class counts: the others name what varies, like the
article's section.

- The *exact* print has the text as it is. Numbers are left open in elements that are no text
  elements: there they are times and counters.
- The *pattern* print of a block that is linked in good part has the links' texts left out: what
  stays ("Read more:") is the same over promoted stories.
- A heading's *pair* print has also the text that follows: "What happens next" recurs over other
  text, the name of a newsletter over the same words.
- A *signature* print is of the place alone, where a block names the article's author: whatever the
  site says of its authors, it says it there.
- A *box* print is of the place alone: that of a small element that leads elsewhere on the site.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from newscrawl.body.draft import Draft
from newscrawl.body.repeats import Sighting
from newscrawl.page.jsonld import types_of
from newscrawl.values.text import fold

# Probability from which a block may be taken for the article's on some page of the site. Below it
# are menus and lists, which are many and which no evidence is needed against.
PLAUSIBLE: Final = 0.05
LINKED: Final = 0.3  # share of linked text from which a block leads elsewhere rather than tells
HEADING: Final = 14  # words of a line that can be a heading
BOX_WORDS: Final = 80  # words of the largest box that is one teaser
BOX_TAGS: Final = (
    "article", "aside", "center", "details", "div", "fieldset", "figure", "footer", "form",
    "header", "nav", "section", "table",
)  # fmt: skip
_BOX_LINKED: Final = 0.2  # share of linked text in a box that leads elsewhere
_TEXT_TAGS: Final = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dd", "dt")
_CLASSED: Final = 2  # elements with a class around a block that make its place
_NAME: Final = 4  # characters of a name that is looked for in texts
_REACH: Final = 8  # elements around a block that are looked at for its place
_LINKS: Final = 20  # links of an element that are looked at
_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(r"(?<![^\W_])\d+(?![^\W_])")  # in class names: of the article, mostly
_OTHER_PAGE: Final = re.compile(r"(?!#|mailto:|tel:|javascript:|data:|whatsapp:)", re.IGNORECASE)


@dataclass(frozen=True)
class Prints:
    """The prints of a page's blocks. ``chosen``: the blocks that have any; the others' are 0."""

    draft: Draft

    @cached_property
    def chosen(self) -> list[int]:
        """Numbers of the blocks that may be the article's."""
        plausible = self.draft.probability >= PLAUSIBLE
        return np.flatnonzero(plausible & (self.draft.facts.chars.length > 0)).tolist()

    @cached_property
    def headings(self) -> NDArray[np.bool_]:
        """Which blocks head others: by their element, as short bold lines, by their colon."""
        facts = self.draft.facts
        colon = np.array([text.endswith((":", "：")) for text in self.draft.texts], bool)
        short = facts.words <= HEADING
        return np.asarray(facts.heads | (short & ((facts.bold > 0.9) | colon)))

    @cached_property
    def places(self) -> dict[int, str]:
        """The place of each block."""
        element = self.draft.facts.blocks.element
        return {index: self.place(int(element[index])) for index in self.chosen}

    @cached_property
    def exact(self) -> dict[int, int]:
        """The print of each block's text."""
        return {i: _print(self.places[i], self._text(i)) for i in self.chosen}

    @cached_property
    def pattern(self) -> dict[int, int]:
        """The print of each block that is linked in good part, without the links' texts."""
        linked = [i for i in self.chosen if self.draft.facts.links[i] >= LINKED]
        return {i: _print("pattern", self.places[i], self.labels[i]) for i in linked}

    @cached_property
    def labels(self) -> dict[int, str]:
        """What the blocks that are linked in good part say outside of their links."""
        facts = self.draft.facts
        blocks, texts = facts.blocks, facts.outline.walk.texts
        linked = facts.outline.around(facts.outline.links, blocks.owner) > 0
        labels = {}
        for index in np.flatnonzero(facts.links >= LINKED).tolist():
            start = int(blocks.starts[index])
            runs = range(start, start + int(blocks.runs[index]))
            labels[index] = fold(" ".join(texts[blocks.run[r]] for r in runs if not linked[r]))
        return labels

    @cached_property
    def pair(self) -> dict[int, int]:
        """The print of each heading with the block after it."""
        last = len(self.draft.texts) - 1
        headings = [i for i in self.chosen if self.headings[i] and i < last]
        return {i: _print("pair", self.exact[i], self._unlinked(i + 1)) for i in headings}

    def _unlinked(self, index: int) -> str:
        return self.labels[index] if index in self.labels else fold(self.draft.texts[index])

    @cached_property
    def signature(self) -> dict[int, int]:
        """The print of the place of each block that names an author of the article."""
        texts = {i: f" {fold(self.draft.texts[i])} " for i in self.chosen if self.authors}
        signed = (i for i, text in texts.items() if any(name in text for name in self.authors))
        return {i: _print("author", self.places[i]) for i in signed}

    @cached_property
    def authors(self) -> set[str]:
        """Folded names of the article's authors, as its head and JSON-LD state them."""
        page = self.draft.facts.page
        stated = [*page.meta.all("author", "article:author"), *_stated_authors(page.jsonld.nodes)]
        return {f" {name} " for name in map(fold, stated) if len(name) >= _NAME}

    @cached_property
    def boxes(self) -> dict[int, int]:
        """The prints of small elements that hold a link to the site's other pages, by element."""
        outline, words = self.draft.facts.outline, self.draft.facts.words
        linked = outline.sums(self.draft.facts.links * words)
        inside = np.maximum(outline.sums(words), 1)
        small = outline.tagged(*BOX_TAGS) & (outline.count > 1) & (inside <= BOX_WORDS)
        likely = np.flatnonzero(small & (linked >= _BOX_LINKED * inside)).tolist()
        likely = [e for e in likely if self.within[e] and outline.walk.classes[e]]
        return {e: _print("box", self.place(e)) for e in likely if self.leads_on(e)}

    @cached_property
    def within(self) -> NDArray[np.bool_]:
        """Which elements hold a block that may be the article's."""
        flags = np.zeros(len(self.draft.facts.words))
        flags[self.chosen] = 1
        return np.asarray(self.draft.facts.outline.sums(flags) > 0)

    def place(self, element: int) -> str:
        """Where an element stands: it, and the two nearest elements around it with a class."""
        walk = self.draft.facts.outline.walk
        names = [_name(walk.tags[element], walk.classes[element])]
        for _ in range(_REACH):
            element = walk.parent[element]
            if element < 0 or len(names) > _CLASSED:
                break
            if walk.classes[element]:
                names.append(_name(walk.tags[element], walk.classes[element]))
        return " < ".join(names)

    def leads_on(self, element: int) -> bool:
        """Whether a link in the element, or around it, leads to a page of the same site."""
        outline = self.draft.facts.outline
        every = outline.walk.indices("a")
        low, high = (bisect_left(every, end) for end in (element, int(outline.end[element])))
        around = [e for e in outline.walk.ancestors(element) if outline.links[e]]
        return any(
            self._is_own(outline.walk.attr(e, "href")) for e in every[low:high][:_LINKS] + around
        )

    def sighting(self) -> Sighting:
        """What the site's memory keeps of the article."""
        parts = (self.exact, self.pattern, self.pair, self.signature, self.boxes)
        return Sighting(frozenset(n for part in parts for n in part.values()), self._mark())

    def _mark(self) -> int:
        """The same for copies of an article: its headline and its longest text."""
        words = self.draft.facts.words
        longest = max(self.chosen, key=lambda index: words[index], default=None)
        text = "" if longest is None else fold(self.draft.texts[longest])
        return _print("mark", fold(self.draft.headline or ""), text)

    def _text(self, index: int) -> str:
        text = fold(self.draft.texts[index]) or self.draft.texts[index]
        walk = self.draft.facts.outline.walk
        tag = walk.tags[self.draft.facts.blocks.element[index]]
        return text if tag in _TEXT_TAGS else _DIGITS.sub("0", text)

    def _is_own(self, href: str) -> bool:
        if not href.strip() or not _OTHER_PAGE.match(href.strip()):
            return False
        return _host(href) in self._hosts

    @cached_property
    def _hosts(self) -> set[str]:
        """The hosts of the page's own links; a saved page says only in its head where it was."""
        page = self.draft.facts.page
        canonical = [link.get("href", "") for link in page.meta.links("canonical")]
        return {_host(url) for url in ("", page.base_url or "", *canonical)}


def _host(url: str) -> str:
    try:
        return urlsplit(url.strip()).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def _name(tag: str, classes: str) -> str:
    first = classes.split()[0] if classes.strip() else ""
    return f"{tag}.{_NUMBER.sub('0', first)}"


def _print(*parts: str | int) -> int:
    joined = "\0".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "little")


def _stated_authors(nodes: list[dict[str, object]]) -> list[str]:
    """Names of persons in JSON-LD, and of whom articles name as authors."""
    names = []
    for node in nodes:
        authors = node.get("author")
        named = authors if isinstance(authors, list) else [authors]
        named += [node] if "Person" in types_of(node) else []
        names += [one.get("name") if isinstance(one, dict) else one for one in named]
    return [name for name in names if isinstance(name, str)]
