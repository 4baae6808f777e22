"""What tests of several rooms share: a site whose articles hold the same promotion."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

EVIDENCE = Path(__file__).parents[1] / "fixtures" / "site_evidence"
ARTICLES = 40
TIMES = {
    "month": ["January", "March", "May", "July", "September", "November"],
    "weekday": ["Monday", "Tuesday", "Thursday", "Friday", "Saturday"],
    "street": ["Mill Lane", "Staithe Row", "Chapel Drove", "Ropewalk", "Eel Street", "Tanner Hill"],
}
# In front of which paragraph each promotion stands, and of how many articles one goes without it.
PLACES = {
    "newsletter": (2, 4),
    "follow": (3, 9),
    "related": (4, 5),
    "button": (1, 6),
    "biography": (5, 11),
    "legal": (5, 12),
}


@dataclass(frozen=True)
class EvidenceArticle:
    """One article of the test site: its page, its own texts in order, and the promotion in it."""

    path: str
    page: bytes
    headline: str
    texts: tuple[str, ...]
    promotion: tuple[str, ...]


@pytest.fixture(scope="session")
def evidence_site() -> Callable[[str], list[EvidenceArticle]]:
    """The test site by the name of its theme, in the order of its articles."""
    content = tomllib.loads((EVIDENCE / "site.toml").read_text("utf-8"))
    loader = Environment(
        loader=FileSystemLoader(EVIDENCE), undefined=StrictUndefined, autoescape=True
    )

    def make(theme: str) -> list[EvidenceArticle]:
        facts = [_facts(content, number) for number in range(ARTICLES)]
        template = loader.get_template(f"{theme}.html.j2")
        return [_article(content, template, facts, number) for number in range(ARTICLES)]

    return make


def _facts(content: dict[str, Any], number: int) -> dict[str, Any]:
    random = Random(number)
    facts = {name: random.choice(values) for name, values in TIMES.items()}
    facts |= {
        "number": number,
        "place": content["places"][number],
        "person": content["people"][number],
        "thing": content["things"][number % len(content["things"])],
        "year": 1900 + number,
        "years": 3 + number,
        "sum": 11 + number * 7,
    }
    patterns = content["headlines"]
    headline = patterns[number % len(patterns)].format(**facts)
    slug = "-".join(re.findall(r"\w+", headline.lower()))
    return facts | {"headline": headline, "path": f"/2026/11/{10 + number % 9}/{slug}"}


def _article(
    content: dict[str, Any], template: Any, facts: list[dict[str, Any]], number: int
) -> EvidenceArticle:
    own, promotion = facts[number], content["promotion"]
    author = promotion["authors"][number % 3]
    other = facts[(number * 7 + 3) % ARTICLES]
    other = other | {"teaser": promotion["teaser"].format(**other)}
    blocks = list(_blocks(content, own))
    page = template.render(
        own, site=content, ad=promotion, author=author, other=other, blocks=blocks
    )
    return EvidenceArticle(
        path=own["path"],
        page=page.encode(),
        headline=own["headline"],
        texts=tuple(text for kind, text in map(_pair, blocks) if kind not in PLACES),
        promotion=tuple(_promotion(promotion, author, other, blocks, page)),
    )


def _pair(block: dict[str, str]) -> tuple[str, str]:
    return block["kind"], block["text"]


def _blocks(content: dict[str, Any], facts: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The paragraphs of an article, and between them what recurs and what promotes."""
    paragraphs = content["subjects"][facts["number"] % len(content["subjects"])]["paragraphs"]
    number, end = facts["number"], len(paragraphs)
    for place in range(end + 1):
        own = (
            {"kind": own["kind"], "text": own["text"]}
            for own in content["own"]
            if own["before"] == place and number % own["every"] == own["rest"]
        )
        promotion = (
            {"kind": kind, "text": ""}
            for kind, (before, but) in PLACES.items()
            if before == place and number % but != but - 1
        )
        yield from chain(own, promotion) if place == end else chain(promotion, own)
        if place < end:
            yield {"kind": "paragraph", "text": paragraphs[place].format(**facts)}


def _promotion(
    promotion: dict[str, Any],
    author: dict[str, str],
    other: dict[str, str],
    blocks: list[dict[str, str]],
    page: str,
) -> Iterator[str]:
    texts = {
        "newsletter": [promotion[f"newsletter_{part}"] for part in ("title", "text", "button")],
        "related": [promotion["related"], other["headline"], other["teaser"]],
        "biography": [author["biography"]],
    }
    for kind, _ in map(_pair, blocks):
        if kind in PLACES:
            yield from (t for t in texts.get(kind) or [promotion[kind]] if t in page)
