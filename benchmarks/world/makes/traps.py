"""Sites that never end: calendars, facets, loops of pages and of paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from markupsafe import Markup

from world.layouts import Link, Sheet, link, links
from world.prose import slug
from world.resource import Resource
from world.sectioned import SectionedSite

_MONTH: Final = re.compile(r"/agenda/(\d{4})/(\d\d)")
_DAY: Final = re.compile(r"/agenda/(\d{4})/(\d\d)/(\d\d)")
_FACETS: Final = {
    "sort": ("new", "old", "read"),
    "view": ("grid", "list"),
    "region": ("north", "south", "east", "west"),
    "type": ("news", "opinion", "video"),
    "from": ("2023", "2024", "2025"),
}


class Calendar(SectionedSite):
    """A calendar of events that leads to the month before and after, and to each day."""

    key = "calendar"
    make = "infinite calendar"
    language = "fr"
    is_trap = True

    def nav(self) -> Sequence[Link]:
        return [*super().nav(), ("Agenda", f"/agenda/{self.now:%Y/%m}")]

    def other(self, target: str) -> Resource | None:
        if found := _MONTH.fullmatch(target):
            return self._month(int(found[1]), int(found[2]))
        if found := _DAY.fullmatch(target):
            return self.page(Sheet(f"Agenda {found[3]}/{found[2]}", ["Aucun événement."]))
        return None

    def _month(self, year: int, month: int) -> Resource:
        rank = year * 12 + month - 1
        days = [(str(day), f"/agenda/{year}/{month:02}/{day:02}") for day in range(1, 29)]
        around = [(name, _month_path(rank + step)) for name, step in (("«", -1), ("Suivant", 1))]
        title = f"Agenda {date(min(max(year, 1), 9999), max(1, min(month, 12)), 1):%m/%Y}"
        return self.page(Sheet(title, below=links(days + around)))


def _month_path(rank: int) -> str:
    return f"/agenda/{rank // 12:04}/{rank % 12 + 1:02}"


class Facets(SectionedSite):
    """Each listing can be narrowed by five facets, which multiply."""

    key = "facets"
    make = "faceted queries"
    is_trap = True

    def listing_sheet(self, section: str, number: int) -> Sheet:
        sheet = super().listing_sheet(section, number)
        return replace(sheet, below=self._choices(self.listing_path(section, number), ""))

    def other(self, target: str) -> Resource | None:
        path, _, query = target.partition("?")
        found = {self.listing_path(s, 1): s for s in self.sections}.get(path)
        if not found or not query:
            return None
        sheet = self.listing_sheet(found, 1)
        return self.page(replace(sheet, below=self._choices(path, query)))

    def _choices(self, path: str, query: str) -> Markup:
        chosen = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
        rows = []
        for name, values in _FACETS.items():
            for value in values:
                pairs = (f"{n}={v}" for n, v in sorted((chosen | {name: value}).items()))
                rows.append((f"{name}: {value}", f"{path}?{'&'.join(pairs)}"))
        return links(rows, "facets")


class LastPageLoop(SectionedSite):
    """Beyond the last page stands the last page again, and it too has a next one."""

    key = "last_page_loop"
    make = "last page again and again"
    layout = "classic"
    is_trap = True

    def page_links(self, section: str, number: int, last: int) -> Markup:
        return link(self.words.labels["older"], self.listing_path(section, number + 1))

    def other(self, target: str) -> Resource | None:
        path, _, number = target.rpartition("/page/")
        section = {self.section_path(name): name for name in self.sections}.get(path)
        if section is None or not number.isdigit():
            return None
        sheet = self.listing_sheet(section, self.last_page(section))
        return self.page(replace(sheet, pages=self.page_links(section, int(number), 0)))


class PathLoop(SectionedSite):
    """Menu links that lost their first slash: each page's menu leads one level deeper."""

    key = "path_loop"
    make = "repeated path parts"
    is_trap = True

    def footer(self) -> Sequence[Link]:
        broken = [(name, f"more/{slug(name)}/all") for name in self.sections]
        return [*super().footer(), *broken]

    def front_sheet(self) -> Sheet:
        broken = [(name, f"more/{slug(name)}/all") for name in self.sections]
        return replace(super().front_sheet(), below=links(broken))

    def other(self, target: str) -> Resource | None:
        parts = target.strip("/").split("/")
        names = {slug(name): name for name in self.sections}
        section = names.get(parts[-2]) if parts[-1] == "all" and len(parts) > 2 else None
        if section is None or "more" not in parts:
            return None
        broken = [(name, f"more/{slug(name)}/all") for name in self.sections]
        return self.page(replace(self.listing_sheet(section, 1), below=links(broken)))
