"""Selectors for values that extraction found, the ones first that are likely to last.

Order: on one page the elements and attributes that state a field's value; for each of them short
selectors, by what it is marked as (``itemprop``, ``rel``), by class, id or tag, alone or under an
element around it; then those are kept that give the right value on every page. Marks outlast
classes, classes outlast tags; names made by machines (``css-1x2y``, ``sc-bZQynM``) last until the
next build, and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from newscrawl.extraction import Extraction
from newscrawl.page.walk import Walk
from newscrawl.sites.selectors import Selected, element_text
from newscrawl.stated import stated
from newscrawl.values.text import clean

# Longest text that is taken for a value, in characters, and most runs of an element with one.
_MAX_VALUE: Final = 1_000
_MAX_RUNS: Final = 12
_AROUND: Final = 5  # elements around a value that may name it
_PLACES: Final = 12  # places of a value that are looked at
_TRIED: Final = 80  # selectors of a field that are tried on all pages
# Attributes that hold a value, by the kind of element.
_HOLDING: Final = ("content", "datetime", "src", "data-src", "href", "title", "data-date")
# Attributes that say what an element is; their values are names, not texts.
_MARKS: Final = ("itemprop", "property", "name", "rel", "data-testid", "data-qa", "data-test")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z:._-]{1,40}")
_SAFE_NAME: Final = re.compile(r"[A-Za-z][A-Za-z_-]{2,40}")
_MACHINE: Final = re.compile(
    r"^(?:css|sc|jsx|ng|js|svelte|emotion|chakra|mui|v)-|[a-z][A-Z]+[a-z]+[A-Z]|__[A-Za-z]*[A-Z]"
)
# Words of classes that say how something looks, not what it is.
_LOOKS: Final = frozenset(
    (
        "active", "block", "bold", "border", "bottom", "btn", "center", "clearfix", "col", "column",
        "container", "dark", "even", "family", "fixed", "flex", "float", "font", "full", "gap",
        "grid", "hidden", "inline", "inner", "inside", "item", "items", "justify", "large",
        "leading", "left", "light", "list", "margin", "max", "min", "none", "odd", "open", "outer",
        "overflow", "padding", "relative", "right", "rounded", "row", "shadow", "size", "small",
        "space", "text", "top", "tracking", "white", "width", "wrap", "wrapper",
    )
)  # fmt: skip
_VOWEL: Final = re.compile(r"[aeiouyAEIOUY]")
# Tags that say what stands in them.
_TELLING: Final = frozenset(("h1", "time", "address", "article", "header", "main", "figcaption"))
# Names of another field that has the same value as long as an article is new.
_MISNAMED: Final = {
    "date_published": re.compile(r"modif|updat|revis|expir", re.I),
    "date_modified": re.compile(r"publi|creat|issue", re.I),
}
# What a text must have to be worth an interpretation; of other fields it must be the value.
_MAY_STATE: Final[dict[str, Callable[[str], object]]] = {
    "date_published": re.compile(r"(?=.*\d).{4,60}").fullmatch,
    "date_modified": re.compile(r"(?=.*\d).{4,60}").fullmatch,
    "authors": re.compile(r"\D{4,120}").fullmatch,
    "main_image": re.compile(r"\S.*").fullmatch,
}
# What a selector costs: the less, the longer it is likely to last.
_COST: Final = {"mark": 0, "class": 2, "id": 3, "tag": 4}
_ALSO: Final = 6  # what a second one for the same field may cost
_UNDER: Final = 2  # more, where it needs the element around it, and one more for each beyond


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A selector and what it costs; ``is_meta``: it is of the head, not of what readers see."""

    cost: int
    selector: str
    is_meta: bool = False


def value_of(extraction: Extraction, field: str) -> Any:
    """The value that a page has by extraction."""
    best = extraction.best(field)
    return best.value if best else None


def find(field: str, pages: Sequence[Extraction]) -> list[Found]:
    """Selectors that give a field's value on all pages that have one, and nothing on the others:
    the best, and the best of the other kind (head or markup) if it is likely to last as well."""
    first = next((page for page in pages if value_of(page, field)), None)
    if first is None:
        return []
    tried = islice(_candidates(field, first), _TRIED)
    misnamed = _MISNAMED.get(field)
    good = sorted(
        found
        for found in tried
        if not (misnamed and misnamed.search(found.selector))
        and _holds(field, found.selector, pages)
    )
    others = (one for one in good if one.is_meta is not good[0].is_meta and one.cost <= _ALSO)
    return [*good[:1], *islice(others, 1)]


def names_of(walk: Walk, element: int) -> list[tuple[int, str]]:
    """Simple selectors of an element, each with its cost."""
    tag = walk.tags[element]
    marks = [
        (_COST["mark"], f'{tag}[{mark}="{value}"]')
        for mark in _MARKS
        if _NAME.fullmatch(value := walk.attr(element, mark))
    ]
    classes = [(_COST["class"], f"{tag}.{name}") for name in walk.classes[element].split()]
    lasting = [(cost, name) for cost, name in classes if lasts(name.partition(".")[2])]
    ids = [(_COST["id"], f"{tag}#{walk.ids[element]}")] if lasts(walk.ids[element]) else []
    tags = [(_COST["tag"], tag)] if tag in _TELLING else []
    return [*marks, *lasting, *ids, *tags]


def lasts(name: str) -> bool:
    """Whether a class or id was named by a person for what it holds."""
    if not _SAFE_NAME.fullmatch(name) or _MACHINE.search(name):
        return False
    words = [word for word in re.split(r"[-_]+|(?<=[a-z])(?=[A-Z])", name) if word]
    return any(len(w) > 2 and _VOWEL.search(w) and w.lower() not in _LOOKS for w in words)


def _candidates(field: str, page: Extraction) -> Iterator[Found]:
    """Selectors for the places of a value, each once, the cheapest of each place first."""
    seen: set[str] = set()
    for element, ending in islice(_places(field, page), _PLACES):
        for found in sorted(_paths(page.page.walk, element, ending)):
            if found.selector not in seen:
                seen.add(found.selector)
                yield found


def _places(field: str, page: Extraction) -> Iterator[tuple[int, str]]:
    """Elements that state the value, or a part of it: by their text, or by an attribute."""
    walk, wanted = page.page.walk, parts(value_of(page, field))
    for element in range(len(walk.tags)):
        for ending, text in _texts(walk, element):
            if text and len(text) <= _MAX_VALUE and _states(field, text, wanted, page):
                yield element, ending


def _texts(walk: Walk, element: int) -> Iterator[tuple[str, str]]:
    for name in _HOLDING:
        if value := walk.attr(element, name):
            yield f"::attr({name})", value
    runs = walk.text_end[element] - walk.text_start[element]
    if 0 < runs <= _MAX_RUNS and walk.tags[element] not in ("script", "style", "html", "head"):
        yield "", clean(element_text(walk, element))


def _states(field: str, text: str, wanted: list[Any], page: Extraction) -> bool:
    """Whether a text gives what is wanted, or some of it where that is a list."""
    if not _MAY_STATE.get(field, wanted.__contains__)(text):
        return False
    made = stated(field, [text], page.facts)
    return bool(made) and all(part in wanted for part in parts(made[0].value))


def parts(value: Any) -> list[Any]:
    """A value as a list; people by their names."""
    values = value if isinstance(value, list) else [value]
    return [getattr(one, "name", one) for one in values]


def _paths(walk: Walk, element: int, ending: str) -> Iterator[Found]:
    """Selectors of an element, alone and under those around it."""
    is_meta = walk.tags[element] in ("meta", "link", "title")
    own = names_of(walk, element)
    for cost, name in own:
        yield Found(cost, name + ending, is_meta)
    inner = dict.fromkeys([*own, (_COST["tag"], walk.tags[element])])
    for far, around in enumerate(walk.ancestors(element)[:_AROUND], _UNDER):
        for cost, name in names_of(walk, around):
            for own_cost, own_name in inner:
                yield Found(cost + own_cost + far, f"{name} {own_name}{ending}", is_meta)


def _holds(field: str, selector: str, pages: Iterable[Extraction]) -> bool:
    return all(_gives(field, selector, page) for page in pages)


def _gives(field: str, selector: str, page: Extraction) -> bool:
    texts = Selected(page.page).texts(selector)
    made = stated(field, texts, page.facts)
    return parts(made[0].value if made else None) == parts(value_of(page, field) or None)


def selectors_of(walk: Walk, element: int) -> Iterator[str]:
    """Selectors of an element, alone or under one around it, the cheapest first."""
    return (found.selector for found in sorted(_paths(walk, element, "")))
