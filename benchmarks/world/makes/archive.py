"""A date archive: years lead to months, months to days, days to stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from world.layouts import Link, Sheet, links
from world.resource import Resource
from world.site import Site
from world.story import Story


class DateArchive(Site):
    """``/2026/11/22/`` lists a day; the menu leads to the archive."""

    key = "archive"
    make = "date archive only"
    layout = "classic"

    def nav(self) -> Sequence[Link]:
        return [*super().nav(), (self.words.labels["archive"], "/archive/")]

    def path_of(self, story: Story) -> str:
        return f"/{story.published:%Y/%m/%d}/{story.slug}/"

    def lists(self) -> Iterator[tuple[str, Resource]]:
        days = {
            day: list(rows) for day, rows in groupby(self.stories, lambda s: s.published.date())
        }
        months = sorted({day.replace(day=1) for day in days}, reverse=True)
        title = self.words.labels["archive"]
        shown = links(
            [(f"{self.words.months[m.month - 1]} {m:%Y}", f"/{m:%Y/%m}/") for m in months]
        )
        yield "/archive/", self.page(Sheet(title, below=shown))
        for month in months:
            yield f"/{month:%Y/%m}/", self._month(month, list(days))
        for day, stories in days.items():
            sheet = Sheet(f"{title}: {day:%d.%m.%Y}", teasers=self.teasers(stories))
            yield f"/{day:%Y/%m/%d}/", self.page(sheet)

    def _month(self, month: date, days: Sequence[date]) -> Resource:
        rows = [(f"{d.day}", f"/{d:%Y/%m/%d}/") for d in days if d.replace(day=1) == month]
        return self.page(
            Sheet(f"{self.words.months[month.month - 1]} {month:%Y}", below=links(rows))
        )
