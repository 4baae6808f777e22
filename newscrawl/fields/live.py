"""Entries of a live blog, as JSON-LD states them (``liveBlogUpdate``)."""

from __future__ import annotations

from typing import Final

from newscrawl.fields import nodes
from newscrawl.fields.dates import read
from newscrawl.fields.facts import Facts
from newscrawl.items import LiveUpdate

MAX_UPDATES: Final = nodes.MAX_VALUES  # of one page


def live_updates(facts: Facts) -> list[LiveUpdate]:
    """The entries in the order of the page; empty when it is no live blog."""
    found = []
    for node in facts.page.jsonld.of_type("LiveBlogPosting")[:1]:
        for entry in nodes.values(node, "liveBlogUpdate"):
            if isinstance(entry, dict):
                found.append(_entry(facts, entry))
    return [entry for entry in found if entry.headline or entry.body]


def _entry(facts: Facts, node: nodes.Node) -> LiveUpdate:
    stated = nodes.text(node, "datePublished")
    return LiveUpdate(
        headline=nodes.text(node, "headline", "name"),
        date_published=read(facts, stated) if stated else None,
        body=nodes.text(node, "articleBody", "text", "description"),
    )
