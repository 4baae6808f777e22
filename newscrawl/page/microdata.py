"""Microdata (``itemscope``/``itemprop``) as nodes of the same shape as JSON-LD's.

Each node has ``@type`` and, per property, a list of values: a string, or the node of a nested item.
``itemref`` is not followed (news pages do not use it).
"""

from __future__ import annotations

from typing import Any, Final

from newscrawl.page.walk import Walk
from newscrawl.values.text import clean

Node = dict[str, Any]

# Where an element states its value (HTML standard, "values of the name-value pair").
_VALUE_ATTRIBUTE: Final = {
    "meta": "content", "audio": "src", "embed": "src", "iframe": "src", "img": "src",
    "source": "src", "track": "src", "video": "src", "a": "href", "area": "href",
    "link": "href", "object": "data", "data": "value", "meter": "value", "time": "datetime",
}  # fmt: skip
_MAX_TEXT: Final = 5_000  # characters; an articleBody property is read by the body, not here


def read_microdata(walk: Walk) -> list[Node]:
    """The items of a page, outermost first."""
    nodes: dict[int, Node] = {}
    for index in walk.having("itemscope"):
        kinds = walk.attr(index, "itemtype").split()
        nodes[index] = {"@type": [kind.rstrip("/").rsplit("/", 1)[-1] for kind in kinds]}
    for index in walk.having("itemprop") if nodes else ():
        owner = _owner(walk, nodes, index)
        if owner is not None:
            value = nodes.get(index) or _value(walk, index)
            _add(nodes[owner], walk.attr(index, "itemprop"), value)
    return list(nodes.values())


def _owner(walk: Walk, nodes: dict[int, Node], index: int) -> int | None:
    """The nearest item around an element."""
    return next((around for around in walk.ancestors(index) if around in nodes), None)


def _value(walk: Walk, index: int) -> str:
    stated = walk.attr(index, _VALUE_ATTRIBUTE.get(walk.tags[index], "content"))
    stated = stated or walk.attr(index, "content")
    return clean(stated or walk.text_of(index)[:_MAX_TEXT])


def _add(node: Node, names: str, value: str | Node) -> None:
    if value:
        for name in names.split():
            node.setdefault(name, []).append(value)
