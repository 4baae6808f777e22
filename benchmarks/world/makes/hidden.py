"""Sites that hide their links from who reads ``<a href>`` only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from world.layouts import Sheet
from world.sectioned import SectionedSite
from world.story import Story


class LoadMore(SectionedSite):
    """The first page of a section, and a button that only a browser can press."""

    key = "load_more"
    make = "JavaScript-only load more"
    layout = "classic"
    per_page = 20

    def page_links(self, section: str, number: int, last: int) -> Markup:
        return Markup(
            '<button class="load-more" data-url="/api/more?section={}&amp;offset={}">'
            "Load more</button><script>document.querySelector('.load-more').onclick="
            "function(){{fetch(this.dataset.url)}}</script>"
        ).format(section, self.per_page)

    def last_page(self, section: str) -> int:
        return 1

    def hidden(self) -> Sequence[Story]:
        return [s for name in self.sections for s in self.in_section(name)[self.per_page :]]


class JsonLdList(SectionedSite):
    """Cards that scripts make clickable; the addresses stand in a JSON-LD ItemList only."""

    key = "json_ld_list"
    make = "links in JSON-LD ItemList only"

    def listing_sheet(self, section: str, number: int) -> Sheet:
        start = (number - 1) * self.per_page
        stories = self.in_section(section)[start : start + self.per_page]
        cards = [
            Markup("<div class=card data-n={}>{}</div>").format(s.number, s.headline)
            for s in stories
        ]
        return replace(
            super().listing_sheet(section, number),
            teasers=(),
            head=_item_list([self.url_of(story) for story in stories]),
            below=Markup().join(cards),
        )


def _item_list(urls: Sequence[str]) -> Markup:
    rows = [{"@type": "ListItem", "position": n, "url": url} for n, url in enumerate(urls, 1)]
    entity = {"@type": "ItemList", "itemListElement": rows}
    page = {"@context": "https://schema.org", "@type": "CollectionPage", "mainEntity": entity}
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(json.dumps(page)))
