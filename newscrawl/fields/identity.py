"""The address that the page names as its own, and the type that it gives itself.

A canonical address on another site is a syndicated original or a mistake, and one that is the front
page is a mistake: both are offered with a confidence so low that the address read from wins.
"""

from __future__ import annotations

from collections.abc import Iterator

from newscrawl.evidence import JSON_LD, META, MICRODATA, OPENGRAPH, URL, Candidate
from newscrawl.fields.facts import Facts, path_of
from newscrawl.page.jsonld import types_of
from newscrawl.values.urls import absolute_url, site_of

_TRUSTED, _DOUBTED, _FALLBACK = 0.98, 0.05, 0.8


def canonical_url(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the page's own address."""
    places = [
        ([link.get("href", "") for link in facts.meta.links("canonical")], META, "link canonical"),
        (facts.meta.all("og:url"), OPENGRAPH, "og:url"),
    ]
    for hrefs, source, note in places:
        for href in hrefs[:1]:
            address = absolute_url(facts.page.base_url or "", href)
            if address:
                trust = _trust(facts, address) - (0.03 if source == OPENGRAPH else 0)
                yield Candidate(address, source, round(trust, 2), raw=href, note=note)
    if facts.page.url and (own := absolute_url("", facts.page.url)):
        yield Candidate(own, URL, _FALLBACK, note="url")


def _trust(facts: Facts, address: str) -> float:
    if facts.site and not _same_host(address, facts.page.url) and site_of(address) != facts.site:
        return _DOUBTED
    if path_of(address) == "" and path_of(facts.page.url or "") != "":
        return _DOUBTED
    return _TRUSTED


def _same_host(address: str, own: str | None) -> bool:
    """Whether two addresses share their host as written; the cheap answer to "same site?"."""
    return address.split("/", 3)[2:3] == (own or "").split("/", 3)[2:3]


def article_type(facts: Facts) -> Iterator[Candidate[str]]:
    """Candidates for the schema.org type."""
    for kind in types_of(facts.article):
        if kind.endswith(("Article", "Posting", "Report", "Review")):
            yield Candidate(kind, JSON_LD, 0.95, note="json-ld @type")
    for kind in types_of(facts.micro_article):
        if kind.endswith(("Article", "Posting", "Report", "Review")):
            yield Candidate(kind, MICRODATA, 0.9, note="itemtype")
    if (facts.meta.first("og:type") or "").lower() in ("article", "news", "blog"):
        yield Candidate("Article", OPENGRAPH, 0.7, note="og:type")
