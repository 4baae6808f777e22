"""A site of the world: its stories, its addresses and what each answers.

A make is a subclass. It overrides what is different about it: the addresses of stories
(``path_of``), what leads to them (``lists``), the parts of an article's page (``sheet``), or how
addresses that nobody wrote down are answered (``other``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import ClassVar, Final
from urllib.parse import quote, unquote, urlsplit

from markupsafe import Markup

from world.layouts import Frame, Link, Sheet, Teaser, links, render
from world.lists import Entry
from world.prose import Words, slug, words
from world.resource import HTML, Resource
from world.services import services
from world.story import Story, write_stories

# Addresses under here are forbidden to all robots, and every page links to one.
FORBIDDEN: Final = "/intern/"
TEXT: Final = "text/plain; charset=utf-8"


class Site:
    """Base of all makes: a front page with the newest stories and nothing else that leads on."""

    key: ClassVar[str]
    make: ClassVar[str]  # what is special about it, in a few words
    language: ClassVar[str] = "en"
    layout: ClassVar[str] = "modern"
    charset: ClassVar[str] = "utf-8"
    content_type: ClassVar[str] = HTML
    base: ClassVar[str] = ""  # <base href>
    home: ClassVar[str] = "/"
    front_size: ClassVar[int] = 3  # stories on the front page
    section_count: ClassVar[int] = 4
    size: ClassVar[int] = 1  # has so many times the stories of other sites
    # Fetches that one whole article costs: more than 1 where it stands on several pages.
    pages_per_article: ClassVar[float] = 1.0
    # Built to keep a crawler busy: how many fetches it costs is not held against the crawler.
    is_trap: ClassVar[bool] = False

    def __init__(self, base_url: str, now: datetime, articles: int, elsewhere: str) -> None:
        self.base_url = base_url
        self.now = now
        self.elsewhere = elsewhere  # address of another site, which is not to be asked
        self.sections = self.section_names()
        count = articles * self.size
        self.stories = write_stories(self.language, self.key, count, now, self.sections)
        self.front = self.stories[: self.front_size]

    # -- what a make overrides

    def section_names(self) -> Sequence[str]:
        """Names of the sections that stories stand in."""
        return self.words.sections[: self.section_count]

    def path_of(self, story: Story) -> str:
        """Address of a story, from the root."""
        return f"/{slug(story.section)}/{story.slug}-{story.number}"

    def lists(self) -> Iterator[tuple[str, Resource]]:
        """What leads to the stories: addresses and answers."""
        yield from ()

    def other(self, target: str) -> Resource | None:
        """What answers an address that is not among ``resources``."""
        return None

    def sheet(self, story: Story) -> Sheet:
        """What the page of a story shows."""
        return Sheet(
            story.headline,
            story.paragraphs,
            story,
            address=self.url_of(story),
            canonical=self.url_of(story),
            links=self.story_links(story),
        )

    def nav(self) -> Sequence[Link]:
        """The main menu."""
        return [(self.words.labels["home"], self.home)]

    def footer(self) -> Sequence[Link]:
        """The links at the foot of every page."""
        labels, paths = self.words.labels, self.words.paths
        names = ("about", "contact", "gallery", "events", "subscribe")
        return [(labels[name], paths[name]) for name in names] + [("Intern", f"{FORBIDDEN}stats")]

    def front_sheet(self) -> Sheet:
        """The front page."""
        return Sheet(self.name, teasers=self.teasers(self.front), head=self.front_head())

    def front_head(self) -> Markup:
        """What the front page's head says beyond the usual."""
        return Markup()

    def sitemaps(self) -> Sequence[str]:
        """Addresses of the sitemaps that robots.txt names."""
        return ()

    def missing(self) -> Resource:
        """The answer where there is nothing."""
        labels = self.words.labels
        return self.page(Sheet(labels["missing"], [labels["missing_text"]]), status=404)

    def hidden(self) -> Sequence[Story]:
        """Stories that no plain link, list or feed leads to: not counted."""
        return ()

    # -- what the world asks

    @property
    def name(self) -> str:
        """The site's title."""
        return f"{self.key.replace('_', ' ').title()} Post"

    @cached_property
    def words(self) -> Words:
        """Texts and labels of the site's language."""
        return words(self.language)

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """All addresses (path, decoded, with its query as it is) and what they answer."""
        fixed = [("/robots.txt", Resource(self.robots, TEXT)), ("/", self.page(self.front_sheet()))]
        stories = [(unquote(self.path_of(story)), self.article(story)) for story in self.stories]
        return dict(chain(services(self), fixed, stories, self.lists()))

    @property
    def reachable(self) -> list[Story]:
        """The stories that a crawler can find."""
        hidden = {story.number for story in self.hidden()}
        return [story for story in self.stories if story.number not in hidden]

    def answer(self, target: str) -> Resource:
        """What the server sends for a request target (path and query as sent)."""
        found = self.resource_at(target)
        if found is None or (found.story and found.story.withdrawn):
            return self.missing()
        return found

    def resource_at(self, target: str) -> Resource | None:
        """What stands at a request target; None where nothing does."""
        path, mark, query = target.partition("?")
        decoded = unquote(path) + mark + query
        return self.resources.get(decoded) or self.other(decoded)

    def story_at(self, url: str) -> Story | None:
        """The story that an address of the site shows, under whatever address."""
        if not f"{url}/".startswith(f"{self.base_url}/"):
            return None
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        found = self.resource_at(target)
        return found.story if found else None

    def url_of(self, story: Story) -> str:
        """The one address of a story."""
        return self.absolute(self.path_of(story))

    # -- what makes are built from

    def absolute(self, path: str) -> str:
        """A path as an absolute address, encoded."""
        return self.base_url + quote(path, safe="/?=&%;:,.~()-_+")

    def robots(self) -> bytes:
        """robots.txt: one forbidden folder, and the sitemaps where there are any."""
        lines = ["User-agent: *", f"Disallow: {FORBIDDEN}"]
        lines += [f"Sitemap: {self.absolute(path)}" for path in self.sitemaps()]
        return "\n".join([*lines, ""]).encode()

    @property
    def frame(self) -> Frame:
        """What all pages share."""
        return Frame(
            self.name,
            self.language,
            self.layout,
            self.nav(),
            self.footer(),
            home=self.home,
            base=self.base,
            charset=self.charset,
        )

    def page(self, sheet: Sheet, *, status: int = 200) -> Resource:
        """A page that is no article."""
        return Resource(lambda: render(self.frame, sheet), self.content_type, status)

    def article(self, story: Story) -> Resource:
        """The page of a story, made anew for each request: stories change."""
        return self.shown(story, lambda: self.sheet(story))

    def shown(self, story: Story, sheet: Callable[[], Sheet]) -> Resource:
        """A page that shows a story or part of it."""
        return Resource(lambda: render(self.frame, sheet()), self.content_type, story=story)

    def teasers(self, stories: Sequence[Story]) -> list[Teaser]:
        """The stories as entries of a listing."""
        return [Teaser(self.href(story), story.headline, story.summary) for story in stories]

    def href(self, story: Story) -> str:
        """The address of a story as listings write it."""
        return self.path_of(story)

    def story_links(self, story: Story) -> dict[str, str]:
        """The links that stand in a story's byline and tags."""
        paths = self.words.paths
        return {
            "author": paths["author"].format(slug=slug(story.author)),
            "topic": paths["topic"].format(slug=slug(story.topic)),
        }

    def entries(self, stories: Sequence[Story]) -> list[Entry]:
        """The stories as entries of a sitemap or feed."""
        return [
            Entry(self.url_of(s), s.headline, s.summary, s.published, s.modified)
            for s in stories
            if not s.withdrawn
        ]

    def related(self, stories: Sequence[Story]) -> Markup:
        """A box of links to other stories."""
        return links([(story.headline, self.href(story)) for story in stories], "related")
