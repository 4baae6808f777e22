"""Sites that only section pages lead into; each paginates them in its own way."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from markupsafe import Markup

from world.layouts import link, links
from world.prose import slug
from world.sectioned import SectionedSite
from world.story import Story

# What sites in each language call the page with older articles (the words of WordPress' own
# translations and of widespread themes).
OLDER: Final = {
    "English": "Older stories »",
    "Deutsch": "« Ältere Beiträge",
    "Français": "Articles plus anciens",
    "Español": "Entradas anteriores",
    "Italiano": "Articoli meno recenti",
    "Português": "Posts mais antigos",
    "Nederlands": "Oudere berichten",
    "Svenska": "Äldre inlägg",
    "Dansk": "Ældre indlæg",
    "Polski": "Starsze wpisy",
    "Suomi": "Vanhemmat artikkelit",
    "Čeština": "Starší příspěvky",
    "Magyar": "Régebbi bejegyzések",
    "Română": "Articole mai vechi",
    "Türkçe": "Daha eski yazılar",
    "Русский": "Предыдущие записи",
    "日本語": "過去の投稿",
    "العربية": "المقالات الأقدم",
}


class PathPages(SectionedSite):
    """``/politics/page/2`` behind "Older posts"."""

    key = "path_pages"
    make = "sections, /page/2"
    layout = "classic"


class QueryPages(SectionedSite):
    """``/politik?page=1``, counted from 0, behind "Weiter"."""

    key = "query_pages"
    make = "sections, ?page=2"
    language = "de"

    def listing_path(self, section: str, number: int) -> str:
        path = self.section_path(section)
        return path if number == 1 else f"{path}?page={number - 1}"

    def page_links(self, section: str, number: int, last: int) -> Markup:
        if number == last:
            return Markup()
        return link(self.words.labels["next"], self.listing_path(section, number + 1))


class RelNext(SectionedSite):
    """``<link rel=next>`` in the head to an address with a cursor; no label at all."""

    key = "rel_next"
    make = "sections, rel=next only"
    language = "fr"

    def listing_path(self, section: str, number: int) -> str:
        return self.section_path(section) + (cursor(section, number) if number > 1 else "")

    def page_links(self, section: str, number: int, last: int) -> Markup:
        return Markup()

    def listing_head(self, section: str, number: int, last: int) -> Markup:
        if number == last:
            return Markup()
        return Markup('<link rel="next" href="{}">').format(self.listing_path(section, number + 1))


class NumberedPages(SectionedSite):
    """``/economia/2/`` behind the numbers 1 2 3 ... last, without any word."""

    key = "numbered_pages"
    make = "sections, numbers only"
    language = "es"
    per_page = 5

    def listing_path(self, section: str, number: int) -> str:
        path = self.section_path(section)
        return f"{path}/" if number == 1 else f"{path}/{number}/"

    def page_links(self, section: str, number: int, last: int) -> Markup:
        shown = sorted({1, *range(max(1, number - 1), min(last, number + 1) + 1), last})
        return links([(str(n), self.listing_path(section, n)) for n in shown], "pagination")


class OlderWords(SectionedSite):
    """18 sections in 18 languages, each with its own word for "older" and a cursor behind it."""

    key = "older_words"
    make = 'sections, "older" in 18 languages'
    layout = "classic"
    size = 2  # two pages of each section cost what 36 stories do
    per_page = 6

    def section_names(self) -> tuple[str, ...]:
        return tuple(OLDER)

    def path_of(self, story: Story) -> str:
        return f"{self.section_path(story.section)}/{story.slug}-{story.number}"

    def section_path(self, section: str) -> str:
        return f"/{slug(section) or sha256(section.encode()).hexdigest()[:4]}"

    def listing_path(self, section: str, number: int) -> str:
        return self.section_path(section) + (cursor(section, number) if number > 1 else "")

    def page_links(self, section: str, number: int, last: int) -> Markup:
        if number == last:
            return Markup()
        return link(OLDER[section], self.listing_path(section, number + 1))


def cursor(section: str, number: int) -> str:
    """A query that says where to go on and tells nobody anything."""
    return f"?after={sha256(f'{section}{number}'.encode()).hexdigest()[:12]}"
