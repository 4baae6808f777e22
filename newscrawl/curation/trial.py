"""A profile on its recorded pages: which fields come out as approved, and what of it is still true.

A field may be right although its selectors find nothing any more, because the page states it
elsewhere; a profile rots so. A trial counts both: values that are right, and values that are the
profile's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from newscrawl.curation.comparison import Difference, compare, read_again
from newscrawl.curation.recorded import RecordedPage, written
from newscrawl.evidence import PROFILE
from newscrawl.extraction import Extraction
from newscrawl.sites import Profile
from newscrawl.sites.selectors import Selected

SOON: Final = 30  # days before a profile expires in which its trial says so


@dataclass(slots=True)
class FieldTrial:
    """A field on all pages: on how many it is approved, right, stated by the profile's selectors;
    and where it is wrong."""

    name: str
    is_selected: bool
    pages: int = 0
    right: int = 0
    stated: int = 0
    filled: int = 0
    wrong: list[tuple[str, Difference]] = field(default_factory=list)

    @property
    def is_dead(self) -> bool:
        """Whether its selectors find nothing on any page that has a value."""
        return self.is_selected and self.filled > 0 and self.stated == 0

    @property
    def passes(self) -> bool:
        """Whether the field is right everywhere, and the selectors are alive."""
        return self.right == self.pages and not self.is_dead


@dataclass(slots=True)
class Trial:
    """A profile's trial. ``removals`` counts pages on which each removal finds something;
    ``elsewhere`` are pages that the profile is not for."""

    profile: Profile
    pages: int
    fields: list[FieldTrial]
    removals: dict[str, int]
    elsewhere: list[str]

    def problems(self, now: datetime) -> Iterator[str]:
        """What a person should see to, in plain words."""
        if self.profile.is_expired(now):
            yield f"it has expired on {self.profile.valid_until}"
        if not self.pages:
            yield "it has no recorded pages"
        for name in self.elsewhere:
            yield f"the recorded page {name} is none that it is for, by its address"
        for one in self.fields:
            if one.right < one.pages:
                yield f"{one.name} is wrong on {one.pages - one.right} of {one.pages} pages"
            elif one.is_dead:
                yield f"the selectors of {one.name} find nothing on any page"

    def remarks(self, now: datetime) -> Iterator[str]:
        """What is worth a look, and no failure."""
        left = (self.profile.valid_until - now.date()).days
        if 0 <= left <= SOON:
            yield f"it expires in {left} days"
        for one in self.fields:
            if one.is_selected and 0 < one.stated < one.filled:
                yield f"the selectors of {one.name} find it on {one.stated} of {one.filled} pages"
        for selector, pages in self.removals.items():
            if not pages and self.pages:
                yield f"the removal {selector} finds nothing on any page"


def try_profile(profile: Profile, pages: Sequence[RecordedPage]) -> Trial:
    """Read the recorded pages by a profile, and compare."""
    trials = {name: FieldTrial(name, is_selected=True) for name in profile.fields}
    removals = {removal.selector: 0 for removal in profile.removals}
    elsewhere = [page.name for page in pages if not _is_for(profile, page)]
    for page in pages:
        extraction = read_again(page, profile)
        record = written(extraction.article())
        wrong = {difference.field: difference for difference in compare(page, record)}
        for name, expected in page.known.record.items():
            trial = trials.setdefault(name, FieldTrial(name, is_selected=False))
            _count(trial, page, wrong.get(name), extraction, is_filled=bool(expected))
        _count_removals(removals, extraction)
    return Trial(profile, len(pages), list(trials.values()), removals, elsewhere)


def _is_for(profile: Profile, page: RecordedPage) -> bool:
    return page.known.url is None or profile.applies_to(page.known.url)


def _count(
    trial: FieldTrial,
    page: RecordedPage,
    wrong: Difference | None,
    extraction: Extraction,
    *,
    is_filled: bool,
) -> None:
    trial.pages += 1
    trial.filled += is_filled
    best = extraction.best(trial.name)
    trial.stated += bool(best and best.source == PROFILE)
    if wrong is None or wrong.is_known:
        trial.right += 1
    else:
        trial.wrong.append((page.name, wrong))


def _count_removals(removals: dict[str, int], extraction: Extraction) -> None:
    selected = Selected(extraction.page)
    for selector in removals:
        removals[selector] += bool(selected.elements(selector))
