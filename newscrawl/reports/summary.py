"""The summary of a run: a row per site, what went wrong in plain words, and the exit code.

Read from the record that a run leaves in ``runs/<run>.json``; nothing is looked up elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from newscrawl.errors import StorageError, UsageError

COMPLETE: Final = 0
PROBLEMS: Final = 3
INTERRUPTED: Final = 130  # 128 and SIGINT; whoever knows of another signal says so
# Reasons for which Scrapy ends a crawl as it was asked to; budgets begin with `closespider_`.
_FINISHED: Final = "finished"
_BUDGET: Final = "closespider_"
_SHUTDOWN: Final = "shutdown"
# A site is unwell when more than half of what was asked failed: single failures are everyday news.
FAILED_SHARE: Final = 0.5
# Counts of a site's line.
LINE: Final = (
    "pages",
    "new",
    "updated",
    "withdrawn",
    "unchanged",
    "duplicates",
    "not_articles",
    "failed",
    "missing",
    "articles",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageSummary:
    """Of what sitemaps and feeds list within the run's window, how much the dataset has.

    ``reasons`` say why the rest, pages that are no articles included, has no record.
    """

    listed: int = 0
    linked: int = 0
    fetched: int = 0
    stored: int = 0
    missing: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftSummary:
    """What a site has left of what was usual, since the day ``since``; ``says`` in plain words.

    ``new`` where the run before had not said so.
    """

    measure: str
    since: str
    part: int
    whole: int
    before: float
    says: str
    new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSummary:
    """What a run did on one site; ``articles`` are those that the site has in the state by now,
    ``notices`` what a person should see to although nothing failed (a profile that has expired).
    """

    site: str
    pages: int = 0
    new: int = 0
    updated: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    duplicates: int = 0
    not_articles: int = 0
    listed: int = 0
    failed: int = 0
    disallowed: int = 0
    gone: int = 0
    out_of_window: int = 0
    dropped: int = 0
    off_site: int = 0
    articles: int = 0
    seconds: float = 0.0
    problems: dict[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    coverage: CoverageSummary = CoverageSummary()
    drift: tuple[DriftSummary, ...] = ()

    @property
    def missing(self) -> int:
        """Pages that sitemaps or feeds list within the window, and that have no record."""
        return self.coverage.missing

    @property
    def complaint(self) -> str | None:
        """What is wrong with the site as a whole, in plain words."""
        if not self.pages:
            return f"no page could be read{self._mostly()}"
        if not self.articles and not self.out_of_window:
            return f"no article was found on {self.pages} pages{self._mostly()}"
        if self.failed > FAILED_SHARE * (self.pages + self.failed):
            return f"{self.failed} of {self.pages + self.failed} pages failed{self._mostly()}"
        return None

    @property
    def problem(self) -> str | None:
        """What a person should look at: the complaint, else the first drift or notice."""
        return self.complaint or next(iter(self.concerns), None)

    @property
    def concerns(self) -> list[str]:
        """What a person should look at though the site could be read."""
        return [*(drift.says for drift in self.drift), *self.notices]

    def line(self) -> str:
        """The site's run in one line, as ``name=value``."""
        counts = " ".join(f"{name}={getattr(self, name)}" for name in LINE)
        state = "problem" if self.problem else "ok"
        return f"site={self.site} status={state} {counts} seconds={self.seconds:.1f}"

    def _mostly(self) -> str:
        """The most frequent problem."""
        return f": {next(iter(self.problems))}" if self.problems else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceSummary:
    """The closing balance: URLs of the state, lines and records of the run, what is amiss."""

    discovered: int
    done: int
    failed: int
    pending: int
    lines: int
    records: int
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run did."""

    run: str
    reason: str
    started_at: str
    finished_at: str
    seconds: float
    storage_error: str | None = None
    balance: BalanceSummary | None = None
    sites: tuple[SiteSummary, ...] = ()

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> RunSummary:
        """Read a run's record, as :meth:`RunExtension.record` gives it."""
        return msgspec.convert(record, cls)

    @classmethod
    def load(cls, path: Path) -> RunSummary:
        """Read ``runs/<run>.json``.

        Raises:
            UsageError: the file cannot be read, or is no record of a run.
        """
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} cannot be read as the record of a run: {error}") from error

    @property
    def problems(self) -> list[str]:
        """What a person should look at, in plain words; empty when all is well.

        Of a run that was interrupted, or could not store, no site is judged: it had no chance.
        """
        if self.storage_error:
            return []
        found = []
        if self.reason != _SHUTDOWN:
            found = [f"{one.site}: {one.complaint}" for one in self.sites if one.complaint]
            found += [f"{one.site}: {concern}" for one in self.sites for concern in one.concerns]
            found += [] if self.sites else ["no site was crawled"]
        if not self._ended_as_asked:
            found.append(f"the crawl ended early ({self.reason})")
        found.extend(self.balance.errors if self.balance else ("the balance was not struck",))
        return found

    def exit_code(self) -> int:
        """0 complete, 3 finished with problems, 5 storage failed, 130 interrupted and resumable."""
        if self.storage_error:
            return StorageError.exit_code
        if self.reason == _SHUTDOWN:
            return PROBLEMS if self.balance and self.balance.errors else INTERRUPTED
        return PROBLEMS if self.problems else COMPLETE

    @property
    def _ended_as_asked(self) -> bool:
        return self.reason in (_FINISHED, _SHUTDOWN) or self.reason.startswith(_BUDGET)
