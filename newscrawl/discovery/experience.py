"""What the pages of one site have turned out to be, by the family of their addresses.

Approach: of each family (see ``page_family``) it is counted how many pages were articles, how many
led on to new ones, and how many were neither. Two things are learned of it. A family of articles is
asked like articles, and its pages need not look like one beyond doubt. A family that has never
given anything is asked last, and only a few of its pages in each run, as samples: the first article
among these ends that at once. What feeds and sitemaps list is not judged so.

Counts are halved when they have grown, so that what a site is today outweighs what it was; families
that have not been met for longest are forgotten, so that memory is bounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from newscrawl.discovery.families import page_family
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.priorities import UNLIKELY, priority_of

# Articles that make a family one of articles, and how many of them there must be for each page that
# is none: four of five.
LEAST_ARTICLES: Final = 5
ARTICLES_PER_OTHER: Final = 4
# Pages that were nothing, before their family is left to samples: if one page in seven were an
# article, twenty without any would come about once in twenty times.
LEAST_OTHERS: Final = 20
# Of such a family, how many pages that were nothing stand for each one that led on.
OTHERS_PER_LEAD: Final = 4
# Samples of such a family in one run.
SAMPLES: Final = 3
# Pages of a family that are remembered: from so many on its counts are halved.
REMEMBERED: Final = 64
# Families of a site that are remembered, and characters of their names: 50 KB, mostly less.
MAX_FAMILIES: Final = 500
MAX_CHARS: Final = 100
# Why a page is not asked.
NEVER_ARTICLES: Final = "pages like it have never been articles"
_FORMAT: Final = 1  # of the stored memory and its families; others are forgotten
_MAY_BE_ARTICLE: Final = (Kind.ARTICLE, Kind.PAGE)


class Judged(Protocol):
    """An address, as far as it matters here; found, or pending."""

    @property
    def url(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def via(self) -> str: ...
    @property
    def date(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...


class Counts(NamedTuple):
    """Pages of a family: articles, those that led on to others, and those that did neither."""

    articles: int = 0
    leads: int = 0
    others: int = 0

    @property
    def are_articles(self) -> bool:
        """Whether the family is one of articles."""
        rest = self.leads + self.others
        return self.articles >= max(LEAST_ARTICLES, ARTICLES_PER_OTHER * rest)

    @property
    def are_nothing(self) -> bool:
        """Whether the family has given so little for so long that samples of it are enough."""
        return not self.articles and self.others >= max(LEAST_OTHERS, OTHERS_PER_LEAD * self.leads)


class Experience:
    """The memory of one site."""

    def __init__(self) -> None:
        self._families: dict[str, Counts] = {}  # the one met last comes last
        self._nothing: set[str] = set()  # those that samples are enough of
        self._samples: Counter[str] = Counter()  # of this run
        self.observed = 0  # pages noted since it was made or loaded

    def note_article(self, url: str) -> bool:
        """A page was an article. Whether its family was thought to have none until now."""
        was_nothing = _family(url) in self._nothing
        self._count(url, Counts(articles=1))
        return was_nothing

    def note_other(self, url: str, *, leads_on: bool) -> None:
        """A page was none; ``leads_on`` where it led to new ones, or is a listing."""
        self._count(url, Counts(leads=1) if leads_on else Counts(others=1))

    def is_of_articles(self, url: str) -> bool:
        """Whether pages with such an address are articles."""
        return self._families.get(_family(url), Counts()).are_articles

    def is_of_nothing(self, url: str) -> bool:
        """Whether pages with such an address are neither articles nor lead to any."""
        return bool(self._nothing) and _family(url) in self._nothing

    def refusal(self, one: Judged) -> str | None:
        """Why an address is not asked in this run, or None; then it may count as a sample."""
        if not _is_judged(one) or not self.is_of_nothing(one.url):
            return None
        family = _family(one.url)
        self._samples[family] += 1
        return NEVER_ARTICLES if self._samples[family] > SAMPLES else None

    def ranked(self, found: Iterable[Discovered]) -> list[Discovered]:
        """What was found, with kind and rank as the site's pages have taught."""
        return [self._ranked(one) if _is_judged(one) else one for one in found]

    def dump(self) -> bytes:
        """The memory as bytes, for :meth:`load`."""
        return msgspec.json.encode((_FORMAT, self._families))

    @classmethod
    def load(cls, data: bytes | None) -> Experience:
        """The memory that was dumped; an empty one where the bytes are damaged or outdated."""
        memory = cls()
        try:
            version, families = msgspec.json.decode(data or b"", type=tuple[int, Any])
            if version == _FORMAT:
                memory._families = msgspec.convert(families, dict[str, Counts])
        except (msgspec.MsgspecError, ValueError):
            return cls()
        memory._nothing = {name for name, known in memory._families.items() if known.are_nothing}
        return memory

    def _ranked(self, one: Discovered) -> Discovered:
        if self.is_of_nothing(one.url):
            return replace(one, kind=Kind.PAGE, priority=UNLIKELY)
        if one.kind is Kind.PAGE and self.is_of_articles(one.url):
            rank = priority_of(one.url, Kind.ARTICLE, one.via)
            return replace(one, kind=Kind.ARTICLE, priority=max(rank, one.priority))
        return one

    def _count(self, url: str, more: Counts) -> None:
        self.observed += 1
        family = _family(url)
        known = self._families.pop(family, Counts())
        counts = Counts(*map(sum, zip(known, more, strict=True)))
        if sum(counts) >= REMEMBERED:
            counts = Counts(*(number // 2 for number in counts))
        self._families[family] = counts
        if len(self._families) > MAX_FAMILIES:
            oldest = next(iter(self._families))
            del self._families[oldest]
            self._nothing.discard(oldest)
        (self._nothing.add if counts.are_nothing else self._nothing.discard)(family)


def _family(url: str) -> str:
    return page_family(url)[:MAX_CHARS]


def _is_judged(one: Judged) -> bool:
    """Whether it may be an article of which only links tell."""
    is_listed = one.title is not None or one.date is not None
    return one.via == "link" and one.kind in _MAY_BE_ARTICLE and not is_listed
