"""The tree as flat arrays, made in one iterative pass.

Elements are numbered in document order, so that a subtree is a range: the descendants of ``i`` are
``i + 1 .. end[i] - 1``, and any sum over a subtree is a difference of two running sums. The text
runs (each ``text`` and ``tail``) are numbered in document order too; those inside element ``i`` are
``text_start[i] .. text_end[i] - 1``. The pass keeps its own stack, so that a page nested 100,000
deep is no different from any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lxml import etree

from newscrawl.page.names import Names


class Walk:
    """Flat form of a tree. All lists are indexed by element number, the text lists by text run.

    ``source`` is what the tree was parsed from: what it does not mention need not be searched for.
    """

    __slots__ = (
        "_hrefs", "_names", "_source", "by_tag", "classes", "depth", "elements", "end", "ids",
        "parent", "tags", "text_end", "text_owner", "text_start", "texts",
    )  # fmt: skip

    def __init__(self, root: etree._Element, source: bytes) -> None:
        self._source = source.lower()
        self._names: Names | None = None
        self._hrefs: dict[int, str] | None = None
        self.elements: list[etree._Element] = list(root.iter(etree.Element))
        self.tags: list[str] = [element.tag for element in self.elements]
        self.classes: list[str] = [element.get("class", "") for element in self.elements]
        self.ids: list[str] = [element.get("id", "") for element in self.elements]
        count = len(self.elements)
        self.parent: list[int] = [-1] * count
        self.depth: list[int] = [0] * count
        self.end: list[int] = [0] * count
        self.text_start: list[int] = [0] * count
        self.text_end: list[int] = [0] * count
        self.texts: list[str] = []
        self.text_owner: list[int] = []
        self.by_tag: defaultdict[str, list[int]] = defaultdict(list)
        for index, tag in enumerate(self.tags):
            self.by_tag[tag].append(index)
        self._number()

    def indices(self, *tags: str) -> list[int]:
        """Element numbers of these tags, in document order."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], [])
        return sorted(i for tag in tags for i in self.by_tag.get(tag, ()))

    def having(self, attribute: str) -> list[int]:
        """Element numbers of the elements that carry an attribute, in document order."""
        if attribute.encode() not in self._source:
            return []
        return [i for i, el in enumerate(self.elements) if el.get(attribute) is not None]

    @property
    def names(self) -> Names:
        """The class names and ids as numbers, with their words."""
        self._names = self._names or Names(self.classes, self.ids)
        return self._names

    @property
    def hrefs(self) -> dict[int, str]:
        """The addresses of the ``<a>`` elements that have one, in document order."""
        if self._hrefs is None:
            stated = ((i, self.elements[i].get("href")) for i in self.indices("a"))
            self._hrefs = {i: href for i, href in stated if href is not None}
        return self._hrefs

    def mentions(self, word: bytes, before: int, after: int) -> Iterator[tuple[bytes, bytes]]:
        """What stands before and from each place of the source that has a word, in small letters.

        ``before`` and ``after`` are numbers of bytes.
        """
        at = self._source.find(word)
        while at >= 0:
            yield self._source[max(0, at - before) : at], self._source[at : at + after]
            at = self._source.find(word, at + len(word))

    def attr(self, index: int, name: str, default: str = "") -> str:
        """One attribute of an element."""
        return self.elements[index].get(name, default)

    def attrs(self, index: int) -> dict[str, str]:
        """All attributes of an element."""
        stated: Any = self.elements[index].items()  # text, though typed as text or bytes
        return dict(stated)

    def text_of(self, index: int) -> str:
        """All text inside an element, as written (white space not folded)."""
        return "".join(self.texts[self.text_start[index] : self.text_end[index]])

    def ancestors(self, index: int) -> list[int]:
        """Numbers of the elements around an element, the nearest first."""
        path = []
        while (index := self.parent[index]) >= 0:
            path.append(index)
        return path

    def _number(self) -> None:
        """Parents, ends and text runs: an element ends when the last of its children has ended."""
        elements, parents, depths, ends = self.elements, self.parent, self.depth, self.end
        text_start, text_end = self.text_start, self.text_end
        texts, owners = self.texts, self.text_owner
        around: list[int] = []  # of each element around the current one: its children to come
        current, to_come, run = -1, 1, 0
        for index, element in enumerate(elements):
            parents[index], depths[index] = current, len(around)
            text_start[index] = run
            if text := element.text:
                texts.append(text)
                owners.append(index)
                run += 1
            if children := len(element):
                around.append(to_come)
                current, to_come = index, children
                continue
            closed = index
            while closed >= 0:
                ends[closed], text_end[closed] = index + 1, run
                if (tail := elements[closed].tail) and current >= 0:
                    texts.append(tail)
                    owners.append(current)
                    run += 1
                to_come -= 1
                if to_come:
                    break
                closed, to_come = current, around.pop() if around else 1
                current = parents[closed]
