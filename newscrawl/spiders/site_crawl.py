"""One site within a run: what it may still cost, and which of its URLs are on their way.

Approach: the spider asks :meth:`SiteCrawl.next` for the site's best pending URL. The frontier hands
it out, the budgets judge it, and at most ``WINDOW`` of them are in Scrapy at a time, so that memory
is bounded, priorities stay fresh, and no site takes the room of another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newscrawl.discovery.budgets import BARREN_PAGES, MAX_DEPTH, Budget
from newscrawl.discovery.dates import date_in_url
from newscrawl.discovery.experience import Experience
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.priorities import priority_of
from newscrawl.discovery.revisits import Schedule
from newscrawl.discovery.twins import Twins
from newscrawl.discovery.window import Window
from newscrawl.spiders.turns import Line
from newscrawl.state.frontier import Frontier
from newscrawl.state.outcomes import UNASKED, Outcome, Pending
from newscrawl.values.key_set import KeySet, number_of
from newscrawl.values.urls import url_key

if TYPE_CHECKING:
    from newscrawl.spiders.plans import SitePlan
    from newscrawl.spiders.run import RunExtension

# URLs of one site in Scrapy at once: one on the wire, and enough behind it to keep it busy.
WINDOW: Final = 4

# Articles remembered per site, so that each counts once as seen again: 800 KB.
MAX_SEEN: Final = 100_000

# The fact of a site that says what the addresses of its twins have in them.
TWINS: Final = "twins"
# Why a page is not asked that another one stands for.
ANOTHER_FORM: Final = "another form of an article's page"

LISTS: Final = (Kind.SITEMAP, Kind.FEED)


def has_budget(pending: Pending) -> bool:
    """Whether a URL counts against the budget of its family: all that could go on for ever."""
    return pending.kind in (Kind.LISTING, Kind.PAGE) or pending.via == "pagination"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take from each site; 0 is no limit (of ``max_parts``: none but the first)."""

    window: Window = field(default_factory=Window)
    max_articles: int = 0
    max_pages: int = 0
    max_depth: int = MAX_DEPTH
    barren_pages: int = BARREN_PAGES
    max_errors: int = 0
    max_parts: int = 0
    revisits: Schedule = field(default_factory=Schedule)


@dataclass(slots=True)
class SiteCrawl:
    """The crawl of one site. ``seed`` is the address to start from, once it has answered the one
    that it redirects to."""

    plan: SitePlan
    run: RunExtension
    seed: str = field(init=False)
    budget: Budget = field(init=False)
    twins: Twins = field(init=False)
    pages: int = 0  # requests made
    articles: int = 0  # articles handed to the pipelines and not turned away
    halted: bool = False
    errors: int = 0  # requests in a row that came to nothing
    guessed: bool = False  # whether common locations have been tried or were not needed
    line: Line = field(default_factory=Line)  # in which its responses wait
    on_the_way: dict[str, Pending] = field(default_factory=dict)
    _taken: deque[Pending] = field(default_factory=deque)
    _seen: KeySet = field(default_factory=lambda: KeySet(MAX_SEEN))

    def __post_init__(self) -> None:
        self.seed = self.plan.seeds[0]
        self.budget = Budget(self.limits.barren_pages, self.limits.max_depth)
        self.twins = Twins(set(self.run.state.sites.facts(self.site).get(TWINS, ())))

    @property
    def site(self) -> str:
        """The site's name."""
        return self.plan.site

    @property
    def limits(self) -> Limits:
        """What the run may take from the site."""
        return self.plan.limits

    @property
    def experience(self) -> Experience:
        """What the site's pages have turned out to be."""
        return self.run.state.experiences.of(self.site)

    @property
    def frontier(self) -> Frontier:
        """The run's frontier."""
        return self.run.frontier

    def next(self) -> Pending | None:
        """The next URL to ask, now on its way; None while there is none or no room for it."""
        while len(self.on_the_way) < self._room():
            if not self._taken:
                free = self._room() - len(self.on_the_way)
                self._taken.extend(self.frontier.take(free, site=self.site))
            if not self._taken:
                # Only its own pages lead to more of a site: without any on their way it is over.
                self.halted = not self.on_the_way
                return None
            pending = self._taken.popleft()
            if self._may_be_asked(pending):
                self.on_the_way[pending.key] = pending
                self._seen.add([number_of(pending.key)])
                self.pages += 1
                return pending
        return None

    def halt(self) -> None:
        """Ask nothing more of this site in this run; what is pending stays so."""
        self.halted = True
        while self._taken:
            self.frontier.release(self._taken.popleft().key)

    def answered(self) -> None:
        """The site has sent something."""
        self.errors = 0

    def note_error(self) -> bool:
        """A request came to nothing; whether it was one too many, and the site is left alone."""
        self.errors += 1
        if self.halted or not 0 < self.limits.max_errors <= self.errors:
            return False
        self.halt()
        return True

    def landed(self, key: str) -> None:
        """The URL has been dealt with: Scrapy holds it no more."""
        self.on_the_way.pop(key, None)

    @property
    def is_full(self) -> bool:
        """Whether the site has given as many articles as the run may take."""
        return 0 < self.limits.max_articles <= self.articles

    def in_window(self, found: Iterable[Discovered]) -> list[Discovered]:
        """What is not certainly too old, by its stated date or the day in its address."""
        return [one for one in found if not self._is_too_old(one)]

    def not_to_be_asked(self, found: Iterable[Discovered]) -> tuple[int, int]:
        """How many of these, seen for the first time in this run, have a record of an earlier run;
        and how many of the others are too old."""
        if self._seen.is_full:
            return 0, 0
        by_key = {url_key(one.url): one for one in found}
        unseen = self._seen.unknown(map(number_of, by_key))
        fresh = {key: one for key, one in by_key.items() if number_of(key) in unseen}
        self._seen.add(unseen)
        known = self.frontier.with_record(fresh)
        too_old = sum(self._is_too_old(one) for key, one in fresh.items() if key not in known)
        return len(known), too_old

    def _room(self) -> int:
        """How many URLs may be on their way: never more than could still be wanted."""
        if self.halted:
            return 0
        left = [WINDOW]
        if self.limits.max_articles:
            left.append(self.limits.max_articles - self.articles)
        if self.limits.max_pages:
            left.append(self.limits.max_pages - self.pages + len(self.on_the_way))
        return max(0, min(left))

    def _may_be_asked(self, pending: Pending) -> bool:
        if pending.article is None and self._is_too_old(pending):
            self.run.settle(
                pending.key,
                Outcome.OUT_OF_WINDOW,
                reason="older than asked for",
                date=_stated_date(pending),
            )
            return False
        if (plain := self._plain_of(pending)) is not None:
            self._ask_instead(pending, plain)
            return False
        if refusal := self._refusal(pending):
            self.run.settle(pending.key, Outcome.LISTED, reason=f"{UNASKED}: {refusal}")
        return not refusal

    def _refusal(self, pending: Pending) -> str | None:
        """Why a URL is not worth asking, or None."""
        spent = self.budget.refusal(pending.url, pending.depth) if has_budget(pending) else None
        if spent or pending.article or self._is_stated_article(pending.url):
            return spent
        return self.experience.refusal(pending)

    def _is_stated_article(self, url: str) -> bool:
        """Whether the site's profile says that the address is one of articles."""
        profile = self.plan.profiles.for_url(url)
        rule = profile.article_rule(url) if profile else None
        return rule is not None and rule[0]

    def _plain_of(self, pending: Pending) -> str | None:
        """The page that an article's address is another form of; one with a record stays."""
        may_be_twin = pending.kind in (Kind.ARTICLE, Kind.PAGE) and pending.article is None
        return self.twins.plain_of(pending.url) if may_be_twin else None

    def _ask_instead(self, pending: Pending, plain: str) -> None:
        rank = priority_of(plain, pending.kind, pending.via)
        about = (rank, pending.depth, pending.date, pending.title, pending.language)
        found = Discovered(plain, self.site, pending.kind, pending.via, *about)
        self.run.settle(pending.key, Outcome.DUPLICATE, reason=ANOTHER_FORM, found=[found])

    def _is_too_old(self, one: Discovered | Pending) -> bool:
        return self.limits.window.is_too_old(_stated_date(one))


def _stated_date(one: Discovered | Pending) -> str | None:
    """What a list states about it, or else the day in its address."""
    return one.date or (None if one.kind in LISTS else date_in_url(one.url))
