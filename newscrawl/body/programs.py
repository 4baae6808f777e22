"""The data in a page's programs: what sites that render in the browser give their scripts.

Three forms, the plainest first: a script that is JSON, or assigns it; JSON among other code, or in
a text (what ``JSON.parse`` is given, rows that React streams); and code that is no JSON but has
texts in it, such as functions that return the state.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from newscrawl.page.jsonld import parse_json

_ASSIGNMENT: Final = re.compile(r"^\s*(?:(?:window|self|globalThis)[.\[][^=]{1,80}|var \w+|let \w+|const \w+)\s*=\s*(?=[{\[])")  # fmt: skip  # noqa: E501
_INNER: Final = re.compile(r"=\s*(?=[{\[])")
# A text in code, with its end if it has one: so each character is looked at once.
_LITERAL: Final = re.compile(r'"((?:[^"\\\n]++|\\.)*+)("?)')
_ROW: Final = re.compile(r"^[0-9a-f]{1,4}:", re.MULTILINE)  # numbers of the rows that React streams
_DATA: Final = re.compile(r"\":|\",")  # signs of JSON, which no one reads
_MOST: Final = 200  # values or texts of a program that are looked at
_FAILED: Final = 20  # values that may turn out to be no JSON before the search ends
_TEXT: Final = 80  # characters from which a text is looked at
_LEAST: Final = 500  # characters of a value among other code that can hold an article
_DECODER: Final = json.JSONDecoder(strict=False)


def documents(program: str) -> list[Any]:
    """The data of a program's plainest form that it has any in."""
    for read in (_whole, _inner, _literals):
        if found := read(program):
            return found
    return []


def _whole(program: str) -> list[Any]:
    """The JSON that a program is or begins with."""
    assignment = _ASSIGNMENT.match(program)
    if not assignment and program.lstrip()[:1] not in ("{", "["):
        return []
    text = program[assignment.end() :] if assignment else program
    return _parsed(text) or _parsed(text[: max(text.rfind("};"), text.rfind("}\n")) + 1])


def _parsed(text: str) -> list[Any]:
    try:
        return parse_json(text) if text else []
    except (ValueError, RecursionError):
        return []


def _inner(program: str) -> list[Any]:
    """The longer JSON values that a program assigns."""
    found, read_to, failed = [], 0, 0
    for match in islice(_INNER.finditer(program), _MOST):
        if match.end() >= read_to:
            value, end = _decoded(program, match.end())
            read_to, failed = end, failed + (value is None)
            found += [value] if end - match.end() >= _LEAST else []
        if failed >= _FAILED:
            break
    return found


def _decoded(program: str, start: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(program, start)
    except (ValueError, RecursionError):
        return None, start


def _literals(program: str) -> list[Any]:
    """The longer texts in a program; what is JSON in them for itself, the others as one list."""
    texts = list(_texts(program))
    rows = [row for text in texts for row in _ROW.sub("", text).splitlines()]
    stated = [value for row in rows if row[:1] in ("{", "[") for value in _parsed(row)]
    plain = [text for text in texts if not _DATA.search(text)]
    return stated or ([plain] if plain else [])


def _texts(program: str) -> Iterator[str]:
    closed = (match[0] for match in _LITERAL.finditer(program) if match[2])
    for literal in islice((one for one in closed if len(one) >= _TEXT), _MOST):
        value, _ = _decoded(literal, 0)
        if isinstance(value, str):
            yield value.strip()
