"""What the field modules share about one page, each fact computed once, when first asked for.

The article's own node among all JSON-LD and microdata nodes; the element that shows the headline;
the names of the site; the language that the page declares; the elements marked as byline or date,
and the ranges of the page that are about something else (comments, related stories, navigation).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from newscrawl.fields import marks, nodes
from newscrawl.fields.headings import joined, without_outer_lines
from newscrawl.fields.nodes import Node
from newscrawl.page import Page
from newscrawl.page.jsonld import types_of
from newscrawl.values.slugs import agreement, slug_form, slug_words
from newscrawl.values.text import fold
from newscrawl.values.url_dates import month_in_url
from newscrawl.values.urls import site_of

# schema.org types of a page's main thing, in the order in which they are believed to be it.
ARTICLE_TYPES: Final = ("Article", "Posting", "Report", "Review", "Recipe", "HowTo", "Claim")
_NO_ARTICLE: Final = ("AggregateRating", "ReviewAction", "JobPosting", "EmployerReview")
# Types that state dates, authors and names of a page when no article node does.
PAGE_TYPES: Final = (
    "WebPage",
    "ItemPage",
    "CreativeWork",
    "VideoObject",
    "Event",
    "PodcastEpisode",
)
# Elements before and after the headline in which byline and date are looked for, in document order.
BEFORE: Final = 120
AFTER: Final = 260
_MAX_HEADLINE: Final = 300  # characters; a longer h1 holds the whole page
_MIN_LINE: Final = 8  # characters; a shorter line of a heading is no headline
_MIN_PARAGRAPHS: Final = 4  # fewer say little
_MAX_PARAGRAPHS: Final = 400
_SENTENCE: Final = 60  # characters; shorter texts are labels
_UNSEEN: Final = frozenset(("script", "style", "noscript", "template"))
_SLUG_FITS: Final = 0.4  # agreement from which an address's words are those of a title
_NEAR_DEPTH: Final = 6  # elements around the headline that are its own box,
_BOX_SIZE: Final = 60  # where they hold no more elements than this
_ALIKE: Final = 0.5  # share of common words from which an h1 is a title in other words


class Facts:
    """One page as the field modules see it. ``now`` bounds dates and anchors relative ones."""

    def __init__(self, page: Page, now: datetime | None = None) -> None:
        self.page = page
        self.walk = page.walk
        self.meta = page.meta
        self.now = now
        self._heading_texts: dict[int, str] = {}

    # -- schema.org nodes

    @cached_property
    def articles(self) -> list[Node]:
        """JSON-LD nodes that may be this article, the likeliest first."""
        found = [node for node in self.page.jsonld.nodes if is_article_node(node)]
        return sorted(found, key=self._foreignness)

    @cached_property
    def article(self) -> Node:
        """The JSON-LD node of this article; empty when there is none."""
        return self.articles[0] if self.articles else {}

    @cached_property
    def is_news(self) -> bool:
        """Whether the page's JSON-LD says that it is news (NewsArticle and its kinds)."""
        return any("News" in kind or "Report" in kind for kind in types_of(self.article))

    @cached_property
    def micro_article(self) -> Node:
        """The microdata item of this article; empty when there is none."""
        found = [node for node in self.page.microdata if is_article_node(node)]
        return min(found, key=self._foreignness) if found else {}

    @cached_property
    def pages(self) -> list[Node]:
        """JSON-LD nodes of the page itself, not of an article."""
        kinds = self.page.jsonld.of_type(*PAGE_TYPES)
        return [node for node in kinds if not is_article_node(node)]

    def _foreignness(self, node: Node) -> int:
        """0 for a node that names this page's address or headline; more for a stranger."""
        address = {path_of(found) for found in self._addresses(node)}
        if self.path and self.path in address:
            return 0
        headline = fold(nodes.text(node, "headline", "name") or "")
        if headline and headline in self.titles:
            return 0
        return 1 if not address or not headline else 2

    def _addresses(self, node: Node) -> Iterator[str]:
        for name in ("url", "mainEntityOfPage", "@id"):
            address = nodes.url(node.get(name))
            if address:
                yield address

    # -- names and titles

    @cached_property
    def titles(self) -> set[str]:
        """The folded titles that head and headings state."""
        stated = [self.meta.title, *self.meta.all("og:title", "twitter:title")]
        shown = [self.heading_text(i) for i in self.walk.indices("h1")[:5]]
        return {folded for text in [*stated, *shown] if text and (folded := fold(text))}

    @cached_property
    def path(self) -> str:
        """The path of the page's own address."""
        return path_of(self.meta.first("og:url") or self.page.url or "")

    @cached_property
    def url_month(self) -> str | None:
        """The month (or day) in the page's address, as the start of an ISO date."""
        return month_in_url(self.page.url or "")

    @cached_property
    def site(self) -> str:
        """The registered domain of the page; empty when its address is not known."""
        return site_of(self.page.url) if self.page.url else ""

    @cached_property
    def site_names(self) -> set[str]:
        """Folded names of the site: as head and JSON-LD state them, and its domain's label."""
        stated = self.meta.all("og:site_name", "application-name", "apple-mobile-web-app-title",
                               "twitter:site", "dc.publisher", "publisher")  # fmt: skip
        stated += nodes.texts(self.article, "publisher")
        for node in self.page.jsonld.of_type("WebSite", "Organization"):
            stated += nodes.texts(node, "name", "alternateName")[:2]
        names = {fold(name.lstrip("@")) for name in stated if len(name) <= 80}
        if self.site:
            names |= {fold(self.site.partition(".")[0]), fold(self.site)}
        return names - {""}

    def is_site_name(self, text: str) -> bool:
        """Whether a text is the site's name, spaces and case aside."""
        folded = fold(text)
        squashed = folded.replace(" ", "")
        if folded in self.site_names or squashed in self._squashed_names:
            return True
        return self._names_site(squashed)

    def _names_site(self, squashed: str) -> bool:
        """Whether a short text holds the label of the domain ("ProNATs e.V." for pronats)."""
        label = re.sub(r"\W", "", self.site.partition(".")[0])
        return len(label) >= 4 and len(squashed) <= len(label) + 12 and label in squashed

    @cached_property
    def _squashed_names(self) -> set[str]:
        return {name.replace(" ", "") for name in self.site_names}

    @cached_property
    def language(self) -> str | None:
        """The language that the page declares, as declared (``de-AT``)."""
        stated = [self.meta.language, *self.meta.all("og:locale", "content-language", "language")]
        return next((tag.strip() for tag in stated if tag), None)

    @cached_property
    def day_first(self) -> bool:
        """Whether figures-only dates have the day first, by language and country of the site."""
        from newscrawl.values.dates import is_day_first

        country = self.site.rpartition(".")[2]
        if len(country) == 2 and country not in ("us", "ca", "ph", "co", "io", "ai", "tv", "me"):
            return True
        return is_day_first(self.language or "en")

    # -- what the page shows

    def heading_text(self, index: int) -> str:
        """The text of a heading; empty when it is longer than any heading."""
        if index not in self._heading_texts:
            self._heading_texts[index] = self._heading_text(index)
        return self._heading_texts[index]

    def _heading_text(self, index: int) -> str:
        walk = self.walk
        start, end = walk.text_start[index], walk.text_end[index]
        if end - start > 60:
            return ""
        text = joined(walk, start, end)
        return text if len(text) <= _MAX_HEADLINE else ""

    @cached_property
    def heading(self) -> int | None:
        """The element that shows the headline: the h1 (else h2) that the head's titles confirm."""
        first = [(i, fold(self.heading_text(i))) for i in self.walk.indices("h1")[:20]]
        if confirmed := self._confirmed(first) or self._alike(first):
            return confirmed
        second = ((i, fold(self.heading_text(i))) for i in self.walk.indices("h2")[:20])
        if confirmed := self._confirmed(second):
            return confirmed
        return next((i for i, text in first if text), None)

    def _confirmed(self, shown: Iterable[tuple[int, str]]) -> int | None:
        """The longest of the headings that a title of the head contains, or the other way round."""
        confirmed = [(len(text), -i) for i, text in shown if text and self._is_stated(text)]
        return -max(confirmed)[1] if confirmed else None

    def _alike(self, shown: Iterable[tuple[int, str]]) -> int | None:
        """The heading that says in other words what a title of the head says."""
        alike = [(self.likeness(text), -i) for i, text in shown if text]
        best = max(alike, default=(0.0, 0))
        return -best[1] if best[0] >= _ALIKE else None

    def likeness(self, folded: str) -> float:
        """Shared words over all words (Jaccard) with the likest title of the head."""
        words = set(folded.split())
        shared = (len(words & title) / (len(words | title) or 1) for title in self.title_words)
        return max(shared, default=0.0)

    def _is_stated(self, folded: str) -> bool:
        if len(folded) < 8 or folded in self.site_names:
            return False
        return any(folded in title or (len(title) > 15 and title in folded)
                   for title in self.stated_titles)  # fmt: skip

    @cached_property
    def stated_titles(self) -> list[str]:
        """The folded titles that the head and the article's node state (not those shown)."""
        stated = [nodes.text(self.article, "headline", "name")]
        stated += [*self.meta.all("og:title", "twitter:title"), self.meta.title]
        return list(dict.fromkeys(fold(text) for text in stated if text))

    @cached_property
    def headline_line(self) -> str | None:
        """The line of the heading that is the headline, where it has more: a kicker, a date.

        That is where one of the head's titles starts with that line, and not all have all lines.
        """
        if self.heading is None or self.walk.tags[self.heading] != "h1":
            return None
        whole, titles = fold(self.heading_text(self.heading)), self.stated_titles
        if all(whole in title for title in titles):
            return None
        for line in without_outer_lines(self.walk, self.heading):
            start = f"{fold(line)} "
            if len(line) >= _MIN_LINE and any(f"{title} ".startswith(start) for title in titles):
                return line
        return None

    @cached_property
    def main_titles(self) -> dict[str, str]:
        """The folded titles that most pages have, by place; empty where one has none."""
        shown = self.heading_text(self.heading) if self.heading is not None else ""
        shown = self.headline_line or shown
        stated = {
            "heading": shown,
            "json-ld": nodes.text(self.article, "headline"),
            "og:title": self.meta.first("og:title"),
            "title": self.meta.title,
        }
        return {place: fold(text or "") for place, text in stated.items()}

    @cached_property
    def shown_titles(self) -> set[str]:
        """The folded titles that the page's h1 and the article's node state, no site names."""
        stated = [self.heading_text(i) for i in self.walk.indices("h1")[:10]]
        stated += nodes.texts(self.article, "headline")[:1]
        own = {folded for text in stated if (folded := fold(text))}
        return {folded for folded in own if not self.is_site_name(folded)}

    @cached_property
    def title_words(self) -> list[set[str]]:
        """The words of the titles that the head and the article's node state."""
        return [set(title.split()) for title in self.stated_titles]

    @property
    def slug(self) -> frozenset[str]:
        """The words of the headline in the page's address; none where no title has them."""
        return self._slug_and_fit[0]

    @property
    def slug_fit(self) -> float:
        """How far the likest of the page's main titles agrees with the address's words."""
        return self._slug_and_fit[1]

    @cached_property
    def _slug_and_fit(self) -> tuple[frozenset[str], float]:
        slug = slug_words(self.page.url or "")
        if not slug:
            return slug, 0.0
        fit = max(agreement(slug_form(title), slug) for title in self.main_titles.values())
        return (slug, fit) if fit >= _SLUG_FITS else (frozenset(), 0.0)

    @cached_property
    def prose(self) -> str:
        """What the page says in sentences, in one text: its paragraphs, else its longer texts."""
        walk = self.walk
        paragraphs = walk.indices("p")[:_MAX_PARAGRAPHS]
        if len(paragraphs) >= _MIN_PARAGRAPHS:
            return " ".join([walk.text_of(index) for index in paragraphs])
        long = [run for run, text in enumerate(walk.texts) if len(text) > _SENTENCE]
        return " ".join(
            [walk.texts[run] for run in long if walk.tags[walk.text_owner[run]] not in _UNSEEN]
        )

    @cached_property
    def window(self) -> tuple[int, int]:
        """The elements in which byline and date are looked for: around the headline."""
        heading = self.heading
        if heading is None:
            return 0, min(len(self.walk.tags), AFTER * 2)
        return max(0, heading - BEFORE), min(len(self.walk.tags), heading + AFTER)

    @cached_property
    def relations(self) -> dict[int, str]:
        """What the links that state their relation say (``rel``), in document order."""
        elements = self.walk.elements
        return {i: rel for i in self.walk.indices("a") if (rel := elements[i].get("rel"))}

    @cached_property
    def marked(self) -> list[tuple[int, int]]:
        """Elements whose class or id marks them, with the bits of ``marks``, in document order."""
        bits = self.walk.names.of_elements(marks.bits(self.walk.names, self._excused))
        marked = bits.nonzero()[0]
        return list(zip(marked.tolist(), bits[marked].tolist(), strict=True))

    @cached_property
    def _excused(self) -> set[str]:
        """Words of the layout right around the headline: site builders call every block a widget,
        and a headline's own box a banner or a card.
        """
        walk, found = self.walk, set[str]()
        for index in walk.ancestors(self.heading)[:_NEAR_DEPTH] if self.heading is not None else ():
            if walk.end[index] - index > _BOX_SIZE:
                break
            found |= marks.box_words(f"{walk.classes[index]} {walk.ids[index]}")
        return found

    @cached_property
    def bits(self) -> dict[int, int]:
        """The bits of the marked elements by element."""
        return dict(self.marked)

    @cached_property
    def _foreign_ranges(self) -> tuple[list[int], list[int]]:
        """Starts and ends of the outermost ranges about something else than the article."""
        walk, starts, ends, reach = self.walk, list[int](), list[int](), -1
        heading = -1 if self.heading is None else self.heading
        whole = len(walk.tags) * 0.6
        for i in sorted({*self._foreign_marks(), *walk.indices("nav", "footer", "aside")}):
            if i < reach:  # inside of the range before
                continue
            end, tag = walk.end[i], walk.tags[i]
            wide = end - i > whole and tag not in ("nav", "footer")
            if not (i <= heading < end or wide or tag in ("body", "html")):
                starts.append(i)
                ends.append(reach := end)
        return starts, ends

    def _foreign_marks(self) -> Iterable[int]:
        return (i for i, bits in self.marked if bits & marks.FOREIGN)

    def is_foreign(self, index: int) -> bool:
        """Whether an element stands in comments, related stories, navigation or a footer."""
        starts, ends = self._foreign_ranges
        at = bisect_right(starts, index) - 1
        return at >= 0 and index < ends[at]

    def where(self, index: int) -> str:
        """How an element stands to the headline, as the start of a note: near, far, foreign."""
        first, last = self.window
        place = "near " if first <= index < last else "far "
        return f"foreign {place}" if self.is_foreign(index) else place


def is_article_node(node: Node) -> bool:
    """Whether a schema.org node is of a type that articles have."""
    return any(kind.endswith(ARTICLE_TYPES) and kind not in _NO_ARTICLE for kind in types_of(node))


def path_of(address: str) -> str:
    """The path of an address without slash and fragment, to compare; empty for a front page."""
    try:
        return urlsplit(address).path.rstrip("/").lower()
    except ValueError:
        return ""
