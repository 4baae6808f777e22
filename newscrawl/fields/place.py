"""Where the article stands on its site: breadcrumbs, sections and keywords, each item apart.

A trail is a list: its items are its list items or links, whatever the page writes between them, so
that neighbours are never glued together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any, Final

from newscrawl.evidence import JSON_LD, MARKUP, META, MICRODATA, Candidate
from newscrawl.fields import marks, nodes
from newscrawl.fields.facts import Facts
from newscrawl.items import Breadcrumb
from newscrawl.page.walk import Walk
from newscrawl.values.text import clean, fold
from newscrawl.values.urls import absolute_url

_META_TAGS: Final = ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags")
_MAX_ITEMS: Final = 60  # of one list
_MAX_STEP: Final = 80  # characters of a step of the trail, a section or a keyword
_MAX_TRAIL: Final = 12  # steps; a longer list is a menu
_HOME: Final = frozenset(
    ("home", "startseite", "start", "accueil", "inicio", "início", "homepage", "home page", "hem",
     "hjem", "etusivu", "strona główna", "úvod", "главная", "anasayfa", "ana sayfa", "beranda",
     "trang chủ", "トップ", "ホーム", "top", "首页", "首頁", "홈", "الرئيسية", "voorpagina",
     "forside", "domů", "domov", "acasă", "kezdőlap", "página inicial", "portada", "a la une",
     "à la une", "αρχική")
)  # fmt: skip
_ARROWS: Final = re.compile(r"^[\s>›»/|•·→\\-]+|[\s>›»/|•·→\\-]+$")


def breadcrumbs(facts: Facts) -> Iterator[Candidate[list[Breadcrumb]]]:
    """Candidates for the trail from the front page."""
    for node in facts.page.jsonld.of_type("BreadcrumbList")[:3]:
        trail = _from_list(facts, node)
        if trail:
            yield Candidate(trail, JSON_LD, 0.9, note="BreadcrumbList")
    for node in facts.page.microdata:
        if "BreadcrumbList" in node["@type"] and (trail := _from_list(facts, node)):
            yield Candidate(trail, MICRODATA, 0.85, note="BreadcrumbList")
            break
    for trail in islice(_shown_trails(facts), 1):
        yield Candidate(trail, MARKUP, 0.8, note="breadcrumb class")


def _from_list(facts: Facts, node: nodes.Node) -> list[Breadcrumb]:
    items = [item for item in nodes.values(node, "itemListElement") if isinstance(item, dict)]
    steps = [_step(facts, item) for item in sorted(items, key=_position)[:_MAX_TRAIL]]
    return [step for step in steps if step]


def _position(item: nodes.Node) -> float:
    try:
        position = float(nodes.text(item, "position") or 0)
    except ValueError:
        return 0.0
    return position if position == position else 0.0  # not NaN, which has no order


def _step(facts: Facts, item: nodes.Node) -> Breadcrumb | None:
    thing: Any = next(nodes.values(item, "item"), None)
    name = nodes.text(item, "name") or nodes.as_text(thing if isinstance(thing, dict) else None)
    address = nodes.url(thing) or nodes.url(item.get("url"))
    if not name or len(name) > _MAX_STEP * 3:
        return None
    return Breadcrumb(name, absolute_url(facts.page.base_url or "", address) if address else None)


def _shown_trails(facts: Facts) -> Iterator[list[Breadcrumb]]:
    """Trails in elements marked as such; the outermost first, each element once."""
    walk, done = facts.walk, -1
    for index, bits in facts.marked:
        if index < done or not bits & marks.CRUMBS or walk.end[index] - index > 80:
            continue
        trail = [step for i in _items(facts, index) if (step := _shown_step(facts, i))]
        if trail and len(trail) <= _MAX_TRAIL:
            done = walk.end[index]
            yield trail


def _items(facts: Facts, index: int) -> list[int]:
    """The list items inside an element, else its links, else its children.

    Several items in a list inside an item are a menu of that step, no steps of the trail.
    """
    walk = facts.walk
    inside = range(index + 1, walk.end[index])
    items = [i for i in inside if walk.tags[i] == "li"]
    alone = Counter(walk.parent[i] for i in items)
    outer = [i for i in items if alone[walk.parent[i]] == 1 or not _is_in_item(walk, i, index)]
    links = [i for i in inside if walk.tags[i] == "a"]
    return outer or links or [i for i in inside if walk.parent[i] == index]


def _is_in_item(walk: Walk, index: int, outermost: int) -> bool:
    """Whether an element stands in a list item that stands in the outermost element."""
    around = takewhile(lambda i: i > outermost, walk.ancestors(index))
    return any(walk.tags[i] == "li" for i in around)


def _shown_step(facts: Facts, index: int) -> Breadcrumb | None:
    walk = facts.walk
    inside = range(index, walk.end[index])
    menu = next((i for i in inside if walk.tags[i] in ("ul", "ol")), None)
    last = walk.text_end[index] if menu is None else walk.text_start[menu]
    name = _ARROWS.sub("", clean(" ".join(walk.texts[walk.text_start[index] : last])))
    if not name or len(name) > _MAX_STEP * 2:
        return None
    links = (i for i in inside if walk.tags[i] == "a")
    href = walk.attr(next(links, index), "href")
    return Breadcrumb(name, absolute_url(facts.page.base_url or "", href) if href else None)


def sections(facts: Facts) -> Iterator[Candidate[list[str]]]:
    """Candidates for the sections, the broadest first; the trail is asked where none is stated.

    Confidences: on pages with known sections half of those named by each place were among them.
    """
    places = [
        (nodes.texts(facts.article, "articleSection"), JSON_LD, "json-ld articleSection", 0.55),
        (facts.meta.all("article:section", "parsely-section"), META, "article:section", 0.54),
        (nodes.texts(facts.micro_article, "articleSection"), MICRODATA, "microdata", 0.52),
    ]
    if not any(texts for texts, *_ in places):
        places += [
            (_from_trail(facts), MARKUP, "breadcrumbs", 0.53),
            (facts.meta.all("section", "category", "sailthru.section"), META, "meta section", 0.5),
            (_shown_labels(facts), MARKUP, "category class", 0.49),
        ]
    for texts, source, note, confidence in places:
        kept = _labels(texts)
        if kept:
            yield Candidate(kept, source, confidence, note=note)


def _labels(texts: list[str]) -> list[str]:
    """Labels apart: a list in one string is split at commas and semicolons."""
    found: dict[str, str] = {}
    for text in texts[:_MAX_ITEMS]:
        for part in re.split(r"\s*[,;|、]\s*", text):
            if part and len(part) <= _MAX_STEP and fold(part):
                found.setdefault(fold(part), part)
    return list(found.values())[:_MAX_ITEMS]


def _from_trail(facts: Facts) -> list[str]:
    """The steps between front page and article."""
    best = max(breadcrumbs(facts), key=lambda candidate: candidate.confidence, default=None)
    if best is None:
        return []
    steps = [step.name for step in best.value]
    return [
        name for name in steps
        if name.lower() not in _HOME and not facts.is_site_name(name)
        and fold(name) not in facts.titles
    ][:6]  # fmt: skip


def _shown_labels(facts: Facts) -> list[str]:
    """Links marked as category around the headline."""
    walk = facts.walk
    first, last = facts.window
    labels: list[str] = []
    for index, bits in facts.marked:
        if not first <= index < last or not bits & marks.SECTION or facts.is_foreign(index):
            continue
        if walk.end[index] - index <= 20:
            links = [i for i in range(index, walk.end[index]) if walk.tags[i] == "a"]
            labels += [facts.heading_text(i) for i in links]
    return [label for label in labels if len(label) <= 40][:8]


def keywords(facts: Facts) -> Iterator[Candidate[list[str]]]:
    """Candidates for the keywords. Confidences: mean F1 of each place where the truth is known."""
    places = [
        (nodes.texts(facts.article, "keywords"), JSON_LD, "json-ld keywords", 0.79),
        (facts.meta.all(*_META_TAGS), META, "article:tag", 0.78),
        (facts.meta.all("news_keywords", "keywords", "dc.subject"), META, "meta keywords", 0.65),
        (nodes.texts(facts.micro_article, "keywords"), MICRODATA, "microdata", 0.64),
        (_shown_tags(facts), MARKUP, "tag links", 0.75),
    ]  # fmt: skip
    for texts, source, note, confidence in places:
        kept = _labels(texts)
        if kept:
            yield Candidate(kept, source, confidence, note=note)


def _shown_tags(facts: Facts) -> list[str]:
    relations = ((i, relation.split()) for i, relation in facts.relations.items())
    links = [i for i, words in relations if "tag" in words and "category" not in words]
    return [text.lstrip("#") for i in links[:_MAX_ITEMS] if (text := facts.heading_text(i))]
