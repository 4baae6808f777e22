"""One page by its site's profile: candidates of fields, rulings about the body, kind by address.

A profile that has expired is still used, but it no longer overrules the page: what it states has
the confidence of a good guess, and its ``article_body`` is not obeyed, as a box that has come to
hold something else would cost the whole text. Removals and addresses, which outlast themes or
find nothing, stay as they are. The record's ``problems`` say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from newscrawl.body import Rulings
from newscrawl.evidence import PROFILE, Candidate
from newscrawl.fields.facts import Facts
from newscrawl.items import Person
from newscrawl.sites import Profile
from newscrawl.sites.profile import BODY
from newscrawl.sites.registry import stated_address
from newscrawl.sites.selectors import Selected
from newscrawl.stated import STATED, stated
from newscrawl.values.urls import absolute_url

# How much an expired profile is believed: less than what a page states in its JSON-LD (.9 and
# more), more than what is gathered from marks in the text alone.
EXPIRED: Final = 0.7


class Profiled:
    """What a profile says of one page."""

    def __init__(self, profile: Profile, facts: Facts) -> None:
        self.profile = profile
        self._facts = facts
        self._selected = Selected(facts.page)
        self._expired = profile.is_expired(facts.now)

    @property
    def fields(self) -> list[str]:
        """The fields, but the body, of which it says where they are."""
        return [field for field in self.profile.fields if field != BODY]

    @property
    def problems(self) -> list[str]:
        """What a reader of the record should know of the profile."""
        return [self.profile.expiry] if self._expired else []

    def candidates(self, field: str) -> list[Candidate[Any]]:
        """What the first selector that gives a value finds; empty where none does."""
        return next(filter(None, self._offered(field)), [])

    def rulings(self) -> Rulings | None:
        """Which elements hold the text, and which never belong to it; None where it says neither.

        Of several selectors of the body the first that finds something counts.
        """
        removals = self.profile.removals
        selectors = () if self._expired else self.profile.fields.get(BODY, ())
        if not selectors and not removals:
            return None
        found = ((selector, self._selected.elements(selector)) for selector in selectors)
        selector, inside = next(((s, e) for s, e in found if e), ("", []))
        outside = tuple(
            (element, f"the profile removes it: {removal.reason} ({removal.selector})")
            for removal in removals
            for element in self._selected.elements(removal.selector)
        )
        return Rulings(tuple(inside), outside, selector)

    def is_article(self) -> list[Candidate[bool]]:
        """Whether the page is an article by its address; empty where the profile does not say."""
        page = self._facts.page
        rule = self.profile.article_rule(page.url or stated_address(page))
        if rule is None:
            return []
        return [Candidate(rule[0], PROFILE, STATED, note=rule[1], decides=True)]

    def _offered(self, field: str) -> Iterator[list[Candidate[Any]]]:
        for selector in self.profile.fields[field]:
            texts = self._selected.texts(selector)
            made = stated(
                field,
                texts,
                self._facts,
                confidence=EXPIRED if self._expired else STATED,
                note=selector,
                decides=not self._expired,
            )
            yield self._with_urls(made, selector) if field == "authors" else made

    def _with_urls(
        self, made: list[Candidate[list[Person]]], selector: str
    ) -> list[Candidate[list[Person]]]:
        """People whose names are links have their pages, too."""
        links, base = self._selected.links(selector), self._facts.page.base_url or ""
        for person in (person for one in made for person in one.value):
            if href := links.get(person.name):
                person.url = absolute_url(base, href)
        return made
