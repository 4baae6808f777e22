"""JSON-LD: every node of every script, in page order, however the site broke its JSON.

Strict parsing first; then, one mend after another, what sites really get wrong: raw line breaks in
strings, comment and CDATA wrappers, trailing commas, entities in place of quotation marks, several
documents in one script. What still does not parse is reported, never raised.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from newscrawl.values.limits import STANDARD, ReadLimits

Node = dict[str, Any]

_WRAPPERS: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_CLOSERS: Final = re.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$")
_STRAY_COMMA: Final = re.compile(r",(?=\s*[}\]],?)|(?<=[{\[,])\s*,")
_NO_VALUE: Final = re.compile(r"\":(?=\s*[,}])")
_BAD_ESCAPE: Final = re.compile(r"\\(?![\"\\/bfnrtu])")
_STRING_LINE: Final = re.compile(r'^(\s*"[@\w]{1,40}"\s*:\s*")(.*)("\s*,?\s*)$', re.MULTILINE)
_BARE_QUOTE: Final = re.compile(r'(?<!\\)"')
_PREFIX: Final = re.compile(r"[/#:]")
_LENIENT: Final = json.JSONDecoder(strict=False)


class JsonLd:
    """The nodes of a page: dictionaries with their properties, typed ones first to ask for."""

    def __init__(self, scripts: Iterable[str], limits: ReadLimits = STANDARD) -> None:
        self._limits = limits
        self.nodes: list[Node] = []
        self.problems: list[str] = []
        for script in scripts:
            self._read(script)
        self._by_id: dict[str, Node] = {}
        for node in self.nodes:
            identifier = node.get("@id")
            if isinstance(identifier, str) and len(node) > len(self._by_id.get(identifier, ())):
                self._by_id[identifier] = node
        self._types = [types_of(node) for node in self.nodes]

    def of_type(self, *types: str) -> list[Node]:
        """Nodes that have one of these schema.org types (or of the types that end so)."""
        wanted = frozenset(types)
        typed = zip(self.nodes, self._types, strict=True)
        return [node for node, kinds in typed if not wanted.isdisjoint(kinds)]

    def resolve(self, value: Any) -> Any:
        """Follow a bare ``{"@id": ...}`` reference to the node that it names."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str):
            return self._by_id.get(value["@id"], value) if len(value) <= 2 else value
        return value

    def _read(self, script: str) -> None:
        if len(script) > self._limits.json_ld_chars:
            self.problems.append(f"JSON-LD of {len(script)} characters was not read")
            return
        try:
            documents = parse_json(script)
        except (ValueError, RecursionError) as error:
            self.problems.append(f"JSON-LD could not be parsed: {str(error)[:120]}")
            return
        for document in documents:
            for node in _nodes(document, self._limits.json_ld_depth):
                if len(self.nodes) >= (most := self._limits.json_ld_nodes):
                    self.problems.append(f"JSON-LD nodes after the {most}th were not read")
                    return
                self.nodes.append(node)


def types_of(node: Node) -> list[str]:
    """The schema.org types of a node, without vocabulary prefix."""
    stated = node.get("@type")
    values = stated if isinstance(stated, list) else [stated]
    return [v if v.isalpha() else _PREFIX.split(v)[-1] for v in values if isinstance(v, str)]


def parse_json(text: str) -> list[Any]:
    """The JSON documents in a text, mended where needed. Raises ValueError or RecursionError."""
    text = text.strip().lstrip("\ufeff")
    if not text:
        return []
    try:
        return [msgspec.json.decode(text)]
    except (msgspec.DecodeError, UnicodeEncodeError):
        pass
    failure: ValueError | None = None
    for mended in _mends(text):
        try:
            return list(_documents(mended))
        except ValueError as error:
            failure = failure or error
    raise failure or ValueError("no JSON")


def _mends(text: str) -> Iterator[str]:
    """The text with one mend after another, each on top of the one before."""
    text = _CLOSERS.sub("", _WRAPPERS.sub("", text)).strip().rstrip(";")
    yield text
    text = _NO_VALUE.sub('": null', _STRAY_COMMA.sub("", text))
    yield text
    text = _BAD_ESCAPE.sub("", text)
    yield text
    yield _STRING_LINE.sub(_escape_quotes, text)
    yield html.unescape(text)


def _escape_quotes(line: re.Match[str]) -> str:
    """A line with one string whose inner quotation marks were not escaped."""
    return line[1] + _BARE_QUOTE.sub(r'\\"', line[2]) + line[3]


def _documents(text: str) -> Iterator[Any]:
    position = 0
    while position < len(text):
        document, position = _LENIENT.raw_decode(text, position)
        yield document
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1


def _nodes(document: Any, levels: int) -> Iterator[Node]:
    """All objects with a type (and top-level ones without), outermost first."""
    level = [document]
    for depth in range(levels):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                if "@type" in value or (depth == 0 and "@graph" not in value):
                    yield value
                below.extend(v for v in value.values() if isinstance(v, dict | list))
            elif isinstance(value, list):
                below.extend(v for v in value if isinstance(v, dict | list))
        level = below
