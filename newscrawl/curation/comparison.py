"""What extraction gives for a recorded page, held against the values that a person approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final

from newscrawl.curation.recorded import RecordedPage, written
from newscrawl.extraction import Extraction
from newscrawl.page import Page
from newscrawl.sites import Profile, Profiles

# Characters of a value that are shown: enough to tell two of them apart.
SHOWN: Final = 160


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that does not come out as approved; ``is_known``: it is among ``not_yet``."""

    field: str
    expected: Any
    got: Any
    is_known: bool = False

    def lines(self) -> Iterator[str]:
        """The difference in words; of lists only what is missing (-) and what is too much (+)."""
        if not (isinstance(self.expected, list) and isinstance(self.got, list)):
            yield f"expected {shown(self.expected)}"
            yield f"got      {shown(self.got)}"
            return
        before, after = map(_hashable, (self.expected, self.got))
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for change, *bounds in matcher.get_opcodes():
            if change != "equal":
                start, end, other_start, other_end = bounds
                yield from (f"- {shown(one)}" for one in self.expected[start:end])
                yield from (f"+ {shown(one)}" for one in self.got[other_start:other_end])


def read_again(page: RecordedPage, profile: Profile | None) -> Extraction:
    """The page, read as it was recorded. A profile is taken for valid: whether it has expired is
    another question, and asked of today."""
    known = page.known
    parsed = Page.parse(page.raw(), url=known.url, encoding=known.encoding)
    trusted = replace(profile, valid_until=date.max) if profile else None
    return Extraction(parsed, now=known.now, profile=trusted)


def profile_for(page: RecordedPage, profiles: Profiles) -> Profile | None:
    """The profile that is for a recorded page."""
    known = page.known
    if known.url:
        return profiles.for_url(known.url)
    return profiles.for_page(Page.parse(page.raw(), encoding=known.encoding))


def compare(page: RecordedPage, record: dict[str, Any]) -> list[Difference]:
    """The fields that are not as approved, in the order in which they were approved."""
    return [
        Difference(field, expected, record[field], field in page.known.not_yet)
        for field, expected in page.known.record.items()
        if record[field] != expected
    ]


def rerun(page: RecordedPage, profiles: Profiles) -> list[Difference]:
    """Read the page again, and compare."""
    article = read_again(page, profile_for(page, profiles)).article()
    return compare(page, written(article))


def settled(page: RecordedPage, differences: list[Difference]) -> list[str]:
    """Fields among ``not_yet`` that come out right by now."""
    wrong = {difference.field for difference in differences}
    return [field for field in page.known.not_yet if field not in wrong]


def shown(value: Any) -> str:
    """A value in one line."""
    if value is None or value == []:
        return "nothing"
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text[:SHOWN]} …" if len(text) > SHOWN else text


def _hashable(values: list[Any]) -> list[str]:
    return [str(value) for value in values]
