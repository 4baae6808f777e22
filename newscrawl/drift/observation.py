"""What a run saw of a site, in counts that can be added up."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from newscrawl.items import EVIDENCE_FIELDS, Article
from newscrawl.values.dates import as_moment

# Fields that an article may lack; the address and the kind are always there.
FIELDS: Final = tuple(
    name for name in EVIDENCE_FIELDS if name not in ("canonical_url", "is_article", "article_type")
)
# Lower bounds of the classes of length, in words.
WORDS: Final = (0, 25, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200, 4800)
# A new article is late when it was published so long before the run before, which should have found
# it then, or is dated so far ahead: time zones that a page does not state make up less.
LATE: Final = timedelta(days=1)
# Runs are kept one by one for so long, then by the day: so many days that had a run, since a site
# that was not crawled for months is held against what it was then.
KEPT_SINGLE: Final = timedelta(days=2)
KEPT_DAYS: Final = 60


@dataclass(slots=True, kw_only=True)
class Observation:
    """Counts of one run on one site, or of the runs of a day.

    ``at`` is the run's begin in seconds since 1970, ``seconds`` the time since the run before.
    What depends on how much a run asked for (``new``, ``late`` of ``dated``, ``not_articles`` of
    ``asked``, ``failed`` of ``requests``) is not counted in runs that reach into the archive.
    """

    at: int
    seconds: int = 0
    articles: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    words: list[int] = field(default_factory=lambda: [0] * len(WORDS))
    new: int = 0
    dated: int = 0
    late: int = 0
    asked: int = 0
    not_articles: int = 0
    requests: int = 0
    failed: int = 0

    def see(self, article: Article) -> None:
        """Count an article that was read, new or not."""
        self.articles += 1
        for name in FIELDS:
            if is_missing(article, name):
                self.missing[name] = self.missing.get(name, 0) + 1
        self.words[bisect_right(WORDS, article.word_count) - 1] += 1

    def date(self, published: str | None, now: datetime, before: datetime) -> None:
        """Count the date of a new article in a run of ``now``, after one of ``before``."""
        moment = as_moment(published) if published else None
        if moment is not None:
            self.dated += 1
            self.late += not before - LATE <= moment <= now + LATE


def is_missing(article: Article, name: str) -> bool:
    """Whether the article has no value in a field."""
    value = getattr(article, name)
    return value in (None, "", []) or (name == "publisher" and not article.publisher.name)


def condensed(history: Sequence[Observation], now: datetime) -> list[Observation]:
    """A history with its older runs added up by the day (UTC), and the oldest left out."""
    single = int((now - KEPT_SINGLE).timestamp())
    days = groupby((one for one in history if one.at < single), lambda one: _day(one.at))
    summed = [_sum(list(day)) for _, day in days]
    return summed[-KEPT_DAYS:] + [one for one in history if one.at >= single]


def _day(at: int) -> Any:
    return datetime.fromtimestamp(at, UTC).date()


def _sum(parts: Sequence[Observation]) -> Observation:
    missing: Counter[str] = Counter()
    for part in parts:
        missing.update(part.missing)
    words = [sum(counts) for counts in zip(*(part.words for part in parts), strict=True)]
    return Observation(at=parts[0].at, missing=dict(missing), words=words, **_added(parts))


def _added(parts: Iterable[Observation]) -> dict[str, int]:
    parts = list(parts)
    names = [one.name for one in fields(Observation) if one.name not in ("at", "missing", "words")]
    return {name: sum(getattr(part, name) for part in parts) for name in names}
