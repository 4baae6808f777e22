"""What a run sees of its sites, held against what earlier runs saw of them.

Order: each article that is read is counted, whether it becomes a record or not; at the end the
counts of the site's tally are added, the whole is kept for the next runs, and judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import msgspec

from newscrawl.drift import Observation, condensed, judge
from newscrawl.items import WITHDRAWN, Article
from newscrawl.spiders.tally import SiteTally
from newscrawl.state.store import State


class Sentinel:
    """The observations of one run."""

    def __init__(self, state: State, now: datetime) -> None:
        self._state = state
        self._now = now
        self._histories: dict[str, list[Observation]] = {}
        self._seen: dict[str, Observation] = {}

    def see(self, article: Article, site: str, *, is_new: bool) -> None:
        """Count an article that was read; ``is_new`` where it has no record yet."""
        if article.change_type == WITHDRAWN:
            return
        seen = self._observation(site)
        seen.see(article)
        if is_new and (history := self._history(site)):
            before = datetime.fromtimestamp(history[-1].at, UTC)
            seen.date(article.date_published, self._now, before)

    def judge(self, tallies: Iterable[SiteTally], *, complete: bool) -> dict[str, dict[str, Any]]:
        """Keep what was seen; ``drift`` of each site, for the run's record. A run that is not
        ``complete`` is kept and not judged."""
        return {tally.site: {"drift": self._judge(tally, complete)} for tally in tallies}

    def _judge(self, tally: SiteTally, complete: bool) -> list[dict[str, Any]]:
        seen, history = self._observation(tally.site), self._history(tally.site)
        if history and not tally.reaches_back:
            _count_asked(seen, tally)
            seen.seconds = max(0, seen.at - history[-1].at)
        else:
            seen.dated = seen.late = 0
        history = condensed([*history, seen], self._now)
        kept = [msgspec.to_builtins(one) for one in history]
        self._state.baselines.keep(tally.site, kept)
        return self._told(tally.site, history) if complete else []

    def _told(self, site: str, history: list[Observation]) -> list[dict[str, Any]]:
        """What the site has left, and whether the run before had not said so."""
        baselines = self._state.baselines
        known = {drift.measure for drift in baselines.left(site)}
        drifts = judge(history, baselines.accepted(site))
        baselines.leave(site, drifts)
        return [{**asdict(drift), "new": drift.measure not in known} for drift in drifts]

    def _observation(self, site: str) -> Observation:
        if site not in self._seen:
            self._seen[site] = Observation(at=int(self._now.timestamp()))
        return self._seen[site]

    def _history(self, site: str) -> list[Observation]:
        if site not in self._histories:
            kept = self._state.baselines.of(site)
            self._histories[site] = msgspec.convert(kept, list[Observation])
        return self._histories[site]


def _count_asked(seen: Observation, tally: SiteTally) -> None:
    counts = tally.as_dict()
    seen.new = counts["new"]
    seen.not_articles, seen.failed = counts["not_articles"], counts["failed"]
    seen.asked = seen.articles + seen.not_articles
    seen.requests = counts["pages"] + seen.failed
