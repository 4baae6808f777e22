"""Texts of pages whose markup has none: state that scripts would render, and JSON-LD.

Sites that render in the browser ship the article as data (see ``programs.py``). It is laid
out as a flat list of texts; the innermost object that holds most of the running text is the
article, as the main container is in markup. What a rich-text node (a paragraph, a heading) holds is
one text. HTML in a string is parsed as a page of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from newscrawl.body.blocks import Blocks
from newscrawl.body.facts import article_body
from newscrawl.body.programs import documents
from newscrawl.page import Page
from newscrawl.values.text import clean, unescape, word_count

_MAX_SCRIPT: Final = 3_000_000  # characters of a script that is read
_MAX_VALUES: Final = 200_000  # values of a script's JSON that are looked at
_MAX_DEPTH: Final = 60
_MIN_SCRIPT: Final = 500  # characters: a shorter script holds no article
_RUNNING: Final = 12  # words from which a string is running text
_MAIN_SHARE: Final = 0.7  # as for the main container of markup
_MARKUP: Final = re.compile(r"<(?:p|br|div|h[2-6]|li|span|strong|em|a)\b", re.IGNORECASE)
_TEXT_KEYS: Final = frozenset(
    ("text", "value", "content", "html", "body", "paragraph", "children", "contentHtml", "rendered")
)
_TYPE_KEYS: Final = ("type", "nodeType", "tag", "name", "kind", "__typename", "tagName", "_type")
_PARAGRAPH: Final = re.compile(
    r"^(?:p|h[1-6]|li|blockquote|block|text|(?:\w*[_-]?)(?:paragraph|heading\w*|header|list-?item"
    r"|quote|subhead\w*|crosshead)(?:[_-]?\w*))$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Texts:
    """Strings of a document in order, and for each container the range of them inside."""

    strings: list[str] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    values: int = 0

    def add(self, value: Any, key: str, depth: int) -> None:
        self.values += 1
        if self.values > _MAX_VALUES or depth > _MAX_DEPTH:
            return
        if isinstance(value, str):
            if _is_text(value, key):
                self.strings.append(value)
        elif isinstance(value, dict | list):
            self._add_container(value, key, depth)

    def _add_container(self, value: Any, key: str, depth: int) -> None:
        value = _node(value)
        if isinstance(value, dict) and _is_paragraph(value):
            self.strings.append("".join(_inline(value, depth)))
            return
        start = len(self.strings)
        pairs = value.items() if isinstance(value, dict) else ((key, item) for item in value)
        for name, item in pairs:
            self.add(item, str(name), depth + 1)
        if len(self.strings) > start:
            self.ranges.append((start, len(self.strings)))


def script_paragraphs(page: Page) -> list[str]:
    """The article's paragraphs as scripts state them, or an empty list."""
    found = [_article_of(document) for document in _documents(page)]
    return max(found, key=_size, default=[])


def stated_paragraphs(page: Page) -> list[str]:
    """The paragraphs of the JSON-LD's ``articleBody``, or an empty list."""
    return _paragraphs(article_body(page) or "")


def _documents(page: Page) -> Iterator[Any]:
    walk = page.walk
    for index in walk.indices("script"):
        text = walk.elements[index].text or ""
        if _MIN_SCRIPT <= len(text) <= _MAX_SCRIPT and "ld+json" not in walk.attr(index, "type"):
            yield from documents(text)


def _article_of(document: Any) -> list[str]:
    texts = _Texts()
    texts.add(document, "", 0)
    running = [0]
    for string in texts.strings:
        words = word_count(string[:20_000])
        running.append(running[-1] + (words if words >= _RUNNING else 0))
    enough = _MAIN_SHARE * running[-1]
    holding = [r for r in texts.ranges if running[r[1]] - running[r[0]] >= enough]
    if not running[-1] or not holding:
        return []
    start, end = min(holding, key=lambda r: r[1] - r[0])
    paragraphs = [p for string in texts.strings[start:end] for p in _paragraphs(string)]
    return list(dict.fromkeys(paragraphs))


def _is_text(value: str, key: str) -> bool:
    """Whether a string is something to read, rather than an address, a code or a name of one."""
    if not value.strip() or value.startswith(("http://", "https://", "/", "{", "[", "data:")):
        return False
    return _MARKUP.search(value[:2_000]) is not None or (
        (" " in value.strip() or len(value) > 20) and (key in _TEXT_KEYS or len(value) > 80)
    )


def _node(value: Any) -> Any:
    """A value, or the node that React writes as ``["$", tag, key, properties]``."""
    match value:
        case ["$", str(tag), _, dict(properties)]:
            return {"tag": tag, **properties}
    return value


def _is_paragraph(node: dict[str, Any]) -> bool:
    kind = next((node[key] for key in _TYPE_KEYS if isinstance(node.get(key), str)), "")
    return bool(_PARAGRAPH.match(kind)) and any(key in node for key in _TEXT_KEYS)


def _inline(value: Any, depth: int) -> Iterator[str]:
    """The pieces of a rich-text node, in order."""
    if depth > _MAX_DEPTH:
        return
    value = _node(value)
    if isinstance(value, list):
        for item in value:
            yield from _inline(item, depth + 1)
    elif isinstance(value, dict):
        for key in value:
            if key in _TEXT_KEYS:
                yield from _inline(value[key], depth + 1)
    elif isinstance(value, str):
        yield value


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a string, which may be HTML."""
    if _MARKUP.search(text):
        blocks = Blocks(Page.parse(text).walk)
        return [paragraph for paragraph in blocks.texts if paragraph]
    lines = (clean(line) for line in unescape(text).split("\n"))
    return [line for line in lines if line]


def _size(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))
