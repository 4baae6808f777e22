"""What a crawl of the world got right, from its records and from the servers' logs.

A record is right when its address shows a story of the site and no record before it was of the same
story; everything else (a page that is no article, a second record of a story) counts against
precision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from world.server import Log, Request, Served
from world.site import FORBIDDEN, Site
from world.story import Story

OK: Final = 200
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely a site was asked, by its log."""

    robots_first: bool  # robots.txt was asked before all else
    forbidden: int  # requests that robots.txt forbids
    too_early: int  # requests before a Retry-After had passed
    least_gap_s: float  # shortest time between the beginnings of two requests
    most_at_once: int
    most_connections: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one site; ``wrong`` are addresses of records that should not be there."""

    key: str
    make: str
    is_trap: bool
    articles: int
    stored: int
    whole: float  # mean share of a story's paragraphs that its record has
    fetches: int
    pages_needed: float  # pages that hold the articles found
    manners: Manners
    missing: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of the articles that have a record."""
        return self.stored / self.articles if self.articles else 1.0

    @property
    def precision(self) -> float:
        """Share of the records that are articles, each once."""
        return self.stored / (self.stored + len(self.wrong)) if self.stored else 0.0

    @property
    def fetches_per_article(self) -> float:
        """Requests of all sorts for one article stored; for one page where it has several."""
        return self.fetches / self.pages_needed if self.pages_needed else float("inf")


def mark(served: Served, records: Iterable[Record]) -> Marks:
    """Mark the records of one site; of each article only the first version counts."""
    site = served.site
    best: dict[int, Record] = {}
    wrong = []
    for record in records:
        story = site.story_at(record["url"])
        if record["version"] > 1:
            continue
        if story is None or story.number in best:
            wrong.append(record["url"])
        else:
            best[story.number] = record
    wanted = site.reachable
    shares = [_share(one, best[one.number]) for one in wanted if one.number in best]
    return Marks(
        key=site.key,
        make=site.make,
        is_trap=site.is_trap,
        articles=len(wanted),
        stored=len(shares),
        whole=sum(shares) / len(shares) if shares else 0.0,
        fetches=len(served.log.requests),
        pages_needed=len(best) * site.pages_per_article,
        manners=manners_of(served.log),
        missing=tuple(site.url_of(story) for story in wanted if story.number not in best),
        wrong=tuple(wrong),
    )


def manners_of(log: Log) -> Manners:
    """Judge a log; one without requests is polite."""
    pairs = list(pairwise(log.requests))
    return Manners(
        robots_first=not log.requests or log.requests[0].target == "/robots.txt",
        forbidden=sum(request.target.startswith(FORBIDDEN) for request in log.requests),
        too_early=sum(then.began < one.answered + one.retry_after_s for one, then in pairs),
        least_gap_s=min((then.began - one.began for one, then in pairs), default=float("inf")),
        most_at_once=log.most_at_once,
        most_connections=log.most_connections,
    )


def bodies_again(served: Served) -> list[Request]:
    """Requests of the log that carried the body of a story's page."""
    return [request for request in served.log.requests if _is_body(served.site, request)]


def _is_body(site: Site, request: Request) -> bool:
    found = site.resource_at(request.target) if request.status == OK else None
    return found is not None and found.story is not None


def _share(story: Story, record: Record) -> float:
    body = _folded(record["article_body"] or "")
    return sum(_folded(text) in body for text in story.paragraphs) / len(story.paragraphs)


def _folded(text: str) -> str:
    return " ".join(text.split())
