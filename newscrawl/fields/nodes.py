"""Reading schema.org nodes (JSON-LD, microdata) in which anything can be of any type.

A property may be a string, a number, a list, a node, a list of nodes or a reference to a node;
these functions give what was asked for, or nothing. They never raise, and they look at a bounded
number of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from newscrawl.values.text import clean, unescape

Node = dict[str, Any]

# Values of one property that are looked at; longer lists are data dumps or attacks.
MAX_VALUES: Final = 100
# Characters of one value; a longer one is no name, date or headline.
MAX_CHARS: Final = 20_000


def values(node: Node, *names: str) -> Iterator[Any]:
    """The values of the first of these properties that has any, lists taken apart."""
    for name in names:
        found = list(_flat(node.get(name)))
        if found:
            yield from found
            return


def _flat(value: Any, depth: int = 3) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value[:MAX_VALUES] if depth else ():
            yield from _flat(item, depth - 1)
    elif value is not None and value != "":
        yield value


def texts(node: Node, *names: str) -> list[str]:
    """The values as clean text: strings, numbers, and the name of a node."""
    return [text for value in values(node, *names) if (text := as_text(value))]


def text(node: Node, *names: str) -> str | None:
    """The first value as clean text."""
    return next(iter(texts(node, *names)), None)


def as_text(value: Any) -> str | None:
    """A value as clean text: a string, a number, a language-tagged string, a node's name."""
    if isinstance(value, str):
        return clean(unescape(value[:MAX_CHARS])) or None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return str(value)[:MAX_CHARS]
    if isinstance(value, dict):
        return next(
            (as_text(value[name]) for name in ("@value", "name") if _plain(value.get(name))), None
        )
    return None


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float)


def url(value: Any) -> str | None:
    """The address in a value: a string, or a node's ``url``, ``contentUrl`` or ``@id``."""
    if isinstance(value, list):
        return next((found for item in value[:MAX_VALUES] if (found := url(item))), None)
    if isinstance(value, dict):
        return next(
            (f for name in ("url", "contentUrl", "@id") if (f := url(value.get(name)))), None
        )
    return value.strip() if isinstance(value, str) and 0 < len(value) < MAX_CHARS else None


def strings(items: Iterable[Any]) -> list[str]:
    """Those of the values that are text, clean, each once, in order."""
    return list(dict.fromkeys(found for item in items if (found := as_text(item))))
