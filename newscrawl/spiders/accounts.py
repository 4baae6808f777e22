"""What a run's record says of each site from the state: its articles, and its coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from newscrawl.discovery.window import Window
from newscrawl.state.coverage import SiteCoverage
from newscrawl.state.store import State

# Days of publication that a record shows: enough to see a site go quiet, small enough to keep.
DAYS_SHOWN: Final = 30
# Missing URLs named per site; `newscrawl status --missing` names all.
EXAMPLES: Final = 20


def known_of(state: State, windows: Mapping[str, Window]) -> dict[str, dict[str, Any]]:
    """``articles`` and ``coverage`` of each site, the latter within the site's window."""
    articles = state.articles.counts()
    coverage = state.coverage.of(windows)
    return {
        site: {
            "articles": articles.get(site, 0),
            "coverage": {
                **coverage_as_dict(coverage[site]),
                "examples": [
                    {"url": one.url, "date": one.date, "reason": one.reason}
                    for one in state.coverage.missing(site, window, limit=EXAMPLES)
                ],
            },
        }
        for site, window in windows.items()
    }


def coverage_as_dict(coverage: SiteCoverage, days: int = DAYS_SHOWN) -> dict[str, Any]:
    """Counts in all, why listed URLs have no record, and the counts of the newest days."""
    return {
        **asdict(coverage.total),
        "reasons": dict(coverage.reasons.most_common()),
        "days": [
            {"day": day, **asdict(counts)} for day, counts in coverage.last_days(days).items()
        ],
    }
