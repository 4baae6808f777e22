"""Which records are wanted: by date of publication, site, language and version.

Records are judged by a few of their fields, which are decoded from the line alone; a selection that
takes everything decodes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec

from newscrawl.discovery.window import parse_moment
from newscrawl.errors import UsageError
from newscrawl.values.urls import site_folder, site_of

Moment = str | date | datetime
_DAY: Final = timedelta(days=1)


class Head(msgspec.Struct):
    """The fields of a record that it is chosen by."""

    id: str | None = None
    url: str | None = None
    date_published: str | None = None
    in_language: str | None = None
    version: int = 1


HEAD: Final = msgspec.json.Decoder(Head)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; empty sets and None take all.

    Published from ``since`` on and before ``until``, which leave out records without a date of
    publication. ``sites`` are folder names; ``languages`` are BCP 47 tags in lower case, of which
    ``fr`` takes ``fr-CA`` as well.
    """

    since: datetime | None = None
    until: datetime | None = None
    sites: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    latest_versions: bool = False

    @classmethod
    def of(
        cls,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        site: str | Iterable[str] | None = None,
        lang: str | Iterable[str] | None = None,
        latest_versions: bool = False,
        now: datetime | None = None,
    ) -> Selection:
        """A selection as users write it.

        ``since`` and ``until``: a date, ISO 8601, or ``7d`` and the like before ``now``; without an
        offset it is UTC. ``site``: the registered domain, as in the names of the folders.

        Raises:
            UsageError: a date cannot be read, or counts from a ``now`` that is not given.
        """
        return cls(
            _moment(since, now, "since"),
            _moment(until, now, "until"),
            frozenset(map(site_folder, _several(site))),
            frozenset(tag.lower() for tag in _several(lang)),
            latest_versions,
        )

    @property
    def looks_inside(self) -> bool:
        """Whether records have to be looked at, beyond the site that their file belongs to."""
        return self.latest_versions or bool(self.languages or self.since or self.until)

    def takes_site(self, site: str) -> bool:
        """Whether records of a site are wanted."""
        return not self.sites or site in self.sites

    def takes(self, head: Head, latest: Mapping[str, int]) -> bool:
        """Whether a record is wanted; ``latest`` has the last version of articles with several."""
        if self.latest_versions and head.version != latest.get(head.id or "", head.version):
            return False
        return self._speaks(head.in_language) and self._in_window(head.date_published)

    def _speaks(self, language: str | None) -> bool:
        if not self.languages:
            return True
        tag = (language or "").lower()
        return tag in self.languages or tag.partition("-")[0] in self.languages

    def _in_window(self, published: str | None) -> bool:
        if self.since is None and self.until is None:
            return True
        first, last = _spread(published)
        if first is None or last is None:
            return False
        in_time = self.since is None or last >= self.since
        return in_time and (self.until is None or first < self.until)


def site_of_record(head: Head) -> str:
    """The site of a record whose file does not tell, as the name of a folder."""
    return site_folder(site_of(head.url or ""))


def _spread(published: str | None) -> tuple[datetime | None, datetime | None]:
    """The first and the last instant that a date of publication means: a day lasts all day."""
    try:
        moment = datetime.fromisoformat(published or "")
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return moment, moment if ":" in (published or "") else moment + _DAY - timedelta.resolution
    except (ValueError, OverflowError):
        return None, None


def _moment(given: Moment | None, now: datetime | None, name: str) -> datetime | None:
    if isinstance(given, datetime):
        return given.replace(tzinfo=UTC) if given.tzinfo is None else given
    text = given.isoformat() if isinstance(given, date) else given
    if now is None and text and text[-1:].isalpha() and text[:1].isdigit() and text[-1] != "Z":
        raise UsageError(f"{name} {text!r} counts from a moment: give now= as well, or a date")
    return parse_moment(text, now=now or datetime.min.replace(tzinfo=UTC), name=name)


def _several(given: str | Iterable[str] | None) -> Iterable[str]:
    return (given,) if isinstance(given, str) else given or ()
