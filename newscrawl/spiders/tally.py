"""What a run did on one site: counts, time, and problems by cause."""

from __future__ import annotations

from collections import Counter
from time import monotonic
from typing import Any, Final

from newscrawl.discovery.window import Window
from newscrawl.state.outcomes import Outcome

# The name under which an outcome is counted.
COUNTED: Final = {
    Outcome.STORED: "new",
    Outcome.DUPLICATE: "duplicates",
    Outcome.UNCHANGED: "unchanged",
    Outcome.NOT_ARTICLE: "not_articles",
    Outcome.LISTED: "listed",
    Outcome.FAILED: "failed",
    Outcome.DISALLOWED: "disallowed",
    Outcome.GONE: "gone",
    Outcome.OUT_OF_WINDOW: "out_of_window",
    Outcome.DROPPED: "dropped",
}
# Causes of problems told apart; what a server sends may be in them.
MAX_CAUSES: Final = 100
OTHER_CAUSES: Final = "other causes"
COUNTS: Final = ("pages", "updated", "withdrawn", "off_site", *COUNTED.values())
# Outcomes that a person should hear about. Forbidden addresses are everyday news: most robots.txt
# forbid some.
_PROBLEMS: Final = frozenset({Outcome.FAILED, Outcome.DROPPED})


class SiteTally:
    """What a run did on one site. Time runs from the first thing counted to the last.

    ``window`` is the time that the run asks for; its coverage is that of the articles within.
    ``reaches_back`` where it begins before that of all earlier runs. ``notices`` are what a person
    should see to although nothing failed, in plain words.
    """

    def __init__(self, site: str) -> None:
        self.site = site
        self.window = Window()
        self.reaches_back = False
        self.notices: list[str] = []
        self.problems: Counter[str] = Counter()
        self._counts: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
        self._began = self._latest = monotonic()

    def count(self, what: str, number: int = 1) -> None:
        """Count ``pages`` and ``off_site`` (entries of feeds and sitemaps that lead off the site;
        the spider counts both), or any other name."""
        self._counts[what] += number
        self._latest = monotonic()

    def outcome(self, outcome: Outcome, reason: str | None = None) -> None:
        """Count the outcome of a URL, where it is a problem also by its reason."""
        self.count(COUNTED[outcome])
        if outcome in _PROBLEMS:
            self.problem(reason or outcome.value)

    def problem(self, cause: str) -> None:
        """Count a problem by its cause, in plain words without URLs ("HTTP 503", "no sitemap")."""
        known = cause in self.problems or len(self.problems) < MAX_CAUSES
        self.problems[cause if known else OTHER_CAUSES] += 1

    def as_dict(self) -> dict[str, Any]:
        """Site, counts, ``seconds``, ``problems`` with the most frequent first, and ``notices``."""
        seconds = round(self._latest - self._began, 3)
        problems = dict(self.problems.most_common())
        told = {"problems": problems, "notices": self.notices}
        return {"site": self.site, **self._counts, "seconds": seconds, **told}
