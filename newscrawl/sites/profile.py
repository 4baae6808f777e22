"""A site's profile: what is special about it, as data.

``fields`` say where its pages state a value, ``removals`` which elements never belong to the text,
``urls`` which addresses it is about. ``checked`` is the day on which someone last saw it work,
``valid_until`` the last day on which it is trusted: sites change, and nobody tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from newscrawl.sites.patterns import Pattern

BODY: Final = "article_body"
# Fields whose value a selector can state; of the body it names the elements that hold it.
SELECTABLE: Final = (
    "headline", "alternative_headline", "description", BODY, "date_published", "date_modified",
    "authors", "sections", "keywords", "main_image",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Removal:
    """Elements that never belong to the text, and why."""

    selector: str
    reason: str


@dataclass(frozen=True, slots=True)
class UrlRules:
    """Which pages of the site the profile is for (none named: all); which of them are articles, and
    which never are, whatever they look like."""

    applies: tuple[Pattern, ...] = ()
    articles: tuple[Pattern, ...] = ()
    never: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is special about one site.

    ``site`` is its registered domain (``host:port`` for an IP address); ``fields`` maps a field to
    selectors, the first that gives a value wins; ``name`` is that of its file.
    """

    site: str
    checked: date
    valid_until: date
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removals: tuple[Removal, ...] = ()
    urls: UrlRules = UrlRules()
    note: str = ""
    name: str = ""

    def is_expired(self, now: datetime | None) -> bool:
        """Whether it is no longer trusted; of an unknown time nothing is said."""
        return now is not None and now.date() > self.valid_until

    def applies_to(self, url: str) -> bool:
        """Whether it is for this page of its site."""
        return not self.urls.applies or _first(self.urls.applies, url) is not None

    def article_rule(self, url: str | None) -> tuple[bool, str] | None:
        """Whether the page is an article by its address, and the pattern that says so."""
        if url is None:
            return None
        if pattern := _first(self.urls.never, url):
            return False, pattern.text
        pattern = _first(self.urls.articles, url)
        return (True, pattern.text) if pattern else None

    @property
    def expiry(self) -> str:
        """What is said of it once it has expired, with what mends it."""
        return (
            f"the profile {self.name or self.site} has expired on {self.valid_until}: check it "
            "(newscrawl profile test), then date it anew"
        )


def _first(patterns: tuple[Pattern, ...], url: str) -> Pattern | None:
    return next((pattern for pattern in patterns if pattern.matches(url)), None)
