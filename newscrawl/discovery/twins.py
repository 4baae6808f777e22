"""Other forms of one page: for AMP, for phones, for printers. What their addresses add is learned.

Approach: a page names its twins in its head (``rel=amphtml``, ``rel=alternate`` for a medium), and
a twin its plain page (``rel=canonical``). Where the address of a twin is that of the plain page
with one word more (a segment, a parameter, a label of the host), and two pages of a site say so,
every address with that word stands for the one without. Only words that are used for twins count: a
site that names other pages as canonical must not lose its sections.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from newscrawl.page.page import Page
from newscrawl.values.urls import absolute_url, normalize_url, site_of, url_identity

# Pages of a site that must say so: one may be an accident.
LEAST: Final = 2
# Rules that a site may have half made: one that writes another parameter each time makes none.
MAX_SAID: Final = 50
_SEGMENTS: Final = frozenset({"amp", "m", "mobile", "mobil", "print", "drucken", "imprimer"})
_LABELS: Final = frozenset({"amp", "m", "mobile", "mobil", "touch"})
_PARAMETERS: Final = frozenset({"amp", "print", "outputtype", "mobile", "printview"})


def twins_of(page: Page) -> list[str]:
    """The other forms that a page names in its head, on its own site."""
    own = page.url or ""
    media = [link for link in page.meta.links("alternate") if link.get("media", "").strip()]
    hrefs = [link.get("href", "") for link in (*page.meta.links("amphtml"), *media)]
    urls = filter(None, (absolute_url(page.base_url or "", href) for href in hrefs))
    same_site = [url for url in urls if site_of(url) == site_of(own)]
    return [url for url in dict.fromkeys(same_site) if url_identity(url) != url_identity(own)]


@dataclass(slots=True)
class Twins:
    """What a site's twins have in their addresses that its plain pages lack.

    ``rules`` are known from earlier runs: "first amp", "last amp", "host m", "query print=1".
    """

    rules: set[str] = field(default_factory=set)
    _said: dict[str, set[str]] = field(default_factory=dict)  # by rule: pages that say so

    def note(self, twin: str, plain: str) -> bool:
        """A page and another form of it; whether a rule is new by that."""
        for rule, reduced in _reductions(twin):
            if rule in self.rules or url_identity(reduced) != url_identity(plain):
                continue
            if rule not in self._said and len(self._said) >= MAX_SAID:
                continue
            said = self._said.setdefault(rule, set())
            said.add(url_identity(plain))
            if len(said) >= LEAST:
                self.rules.add(rule)
                del self._said[rule]
                return True
        return False

    def plain_of(self, url: str) -> str | None:
        """The plain page that an address stands for; None where it is one itself."""
        if not self.rules:
            return None
        return next((plain for rule, plain in _reductions(url) if rule in self.rules), None)


def _reductions(url: str) -> Iterable[tuple[str, str]]:
    """An address without each of the words that may make it a twin, and what was taken away."""
    parts = urlsplit(normalize_url(url))
    segments = parts.path.split("/")[1:]
    end = -2 if len(segments) > 1 and not segments[-1] else -1
    if len(segments) > 1 and segments[0].lower() in _SEGMENTS:
        yield f"first {segments[0]}", urlunsplit(parts._replace(path="/" + "/".join(segments[1:])))
    if len(segments) > -end and segments[end].lower() in _SEGMENTS:
        kept = [*segments[:end], *segments[end:][1:]]
        yield f"last {segments[end]}", urlunsplit(parts._replace(path="/" + "/".join(kept)))
    label, _, host = parts.netloc.partition(".")
    if label in _LABELS and "." in host:
        yield f"host {label}", urlunsplit(parts._replace(netloc=host))
    for pair in parts.query.split("&"):
        if pair.partition("=")[0].lower() in _PARAMETERS:
            rest = "&".join(other for other in parts.query.split("&") if other != pair)
            yield f"query {pair}", urlunsplit(parts._replace(query=rest))
