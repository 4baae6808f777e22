"""Who published the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from newscrawl.evidence import JSON_LD, META, MICRODATA, OPENGRAPH, Candidate
from newscrawl.fields import nodes
from newscrawl.fields.facts import Facts
from newscrawl.items import Organization
from newscrawl.values.urls import absolute_url

_MAX_NAME: Final = 120  # characters; longer is a legal line
_HOUSES: Final = ("NewsMediaOrganization", "WebSite", "Organization")


def publisher(facts: Facts) -> Iterator[Candidate[Organization]]:
    """Candidates for the publisher."""
    for name, address, source, confidence in _stated(facts):
        if name and len(name) <= _MAX_NAME and not name.startswith(("http:", "https:")):
            place = absolute_url(facts.page.base_url or "", address) if address else None
            yield Candidate(Organization(name, place), source, confidence, note=source)


def _stated(facts: Facts) -> Iterator[tuple[str | None, str | None, str, float]]:
    for value in nodes.values(facts.article, "publisher", "sourceOrganization"):
        house = facts.page.jsonld.resolve(value)
        address = nodes.url(house.get("url")) if isinstance(house, dict) else None
        yield nodes.as_text(house), address, JSON_LD, 0.95
    for name in facts.meta.all("og:site_name")[:1]:
        yield name, None, OPENGRAPH, 0.85
    for name in nodes.texts(facts.micro_article, "publisher")[:1]:
        yield name, None, MICRODATA, 0.8
    for node in facts.page.jsonld.of_type(*_HOUSES)[:2]:
        yield nodes.text(node, "name"), nodes.url(node.get("url")), JSON_LD, 0.7
    for name in facts.meta.all("dc.publisher", "publisher", "application-name")[:2]:
        yield name, None, META, 0.6
