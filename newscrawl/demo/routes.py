"""Which address of a newsroom shows what.

:class:`Site` holds a recipe per path and makes each page once, when it is first asked for. Query
parameters that the newsroom does not know (campaign tags) are ignored, as real servers do.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import Lock
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from newscrawl.demo.newsroom import Feed, Newsroom, Sitemap, StaticPage, Story
from newscrawl.demo.picture import draw
from newscrawl.demo.render import Resource, Theme, gzipped, slugify

Recipe = Callable[[], Resource]
Route = tuple[str, Recipe]

_CONTENT_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


class Site:
    """One newsroom at one address, ready to answer."""

    def __init__(self, newsroom: Newsroom, base_url: str) -> None:
        self.newsroom = newsroom
        self.base_url = base_url
        self._theme = Theme(newsroom, base_url)
        self._recipes: dict[str, Recipe] = dict(_routes(self._theme))
        self._made: dict[str, Resource] = {}
        self._lock = Lock()  # requests come in threads; a page is made by one of them
        self._calendar = re.compile(newsroom.calendar.pattern)

    @property
    def paths(self) -> list[str]:
        """Every path that the site answers, but for the months of the endless archive."""
        return list(self._recipes)

    def get(self, target: str) -> Resource:
        """The answer to a request target (path and query); a 404 page for unknown ones."""
        key = self._key(target)
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(key)
            return self._made[key]

    def _key(self, target: str) -> str:
        parts = urlsplit(target)
        known = [pair for pair in parse_qsl(parts.query) if pair[0] in self.newsroom.query]
        path = unquote(parts.path) or "/"
        return f"{path}?{urlencode(known)}" if known else path

    def _make(self, key: str) -> Resource:
        recipe = self._recipes.get(key)
        month = self._calendar.fullmatch(key)
        if recipe:
            return recipe()
        if month and 1 <= int(month["month"]) <= 12 and 1900 <= int(month["year"]) <= 2999:
            return _calendar_page(self._theme, int(month["year"]), int(month["month"]))
        return self._theme.page("missing", status=404)


def _routes(theme: Theme) -> Iterator[Route]:
    room = theme.newsroom
    yield "/", partial(theme.page, "front", stories=room.stories)
    yield "/style.css", theme.style
    yield "/robots.txt", partial(_robots, theme)
    yield from _story_routes(theme)
    yield from _listing_routes(theme)
    for page in room.pages:
        yield page.path, partial(_static, theme, page)
    for feed in room.feeds:
        yield feed.path, partial(_feed, theme, feed)
    for sitemap in room.sitemaps:
        yield sitemap.path, partial(_sitemap, theme, sitemap)
    for redirect in room.redirects:
        yield redirect.path, partial(_moved, theme, room.path_of(room.story(redirect.story)))


def _story_routes(theme: Theme) -> Iterator[Route]:
    paths = theme.newsroom.paths
    for story in theme.newsroom.stories:
        path = theme.newsroom.path_of(story)
        yield path, partial(theme.page, "story", story=story)
        yield (
            paths.image.format(slug=story.slug, date=story.published),
            partial(_image, theme, story),
        )
        if paths.print:
            yield paths.print.format(path=path), partial(theme.page, "print", story=story)


def _listing_routes(theme: Theme) -> Iterator[Route]:
    room = theme.newsroom
    for section in room.sections:
        found = [story for story in room.stories if section.slug in story.sections]
        path = room.paths.section.format(slug=section.slug)
        yield from _pages(theme, path, section.name, found)
    for tag in sorted({tag for story in room.stories for tag in story.tags}):
        found = [story for story in room.stories if tag in story.tags]
        yield from _pages(theme, room.paths.tag.format(slug=slugify(tag)), tag, found)
    for author in room.authors:
        found = [story for story in room.stories if author.slug in story.authors]
        path = room.paths.author.format(slug=author.slug)
        yield from _pages(theme, path, author.name, found, author=author)


def _pages(
    theme: Theme, path: str, title: str, stories: Sequence[Story], author: object = None
) -> Iterator[Route]:
    size = theme.newsroom.per_page
    count = max(1, -(-len(stories) // size))
    addresses = [theme.newsroom.page_path(path, number) for number in range(1, count + 1)]
    for index, address in enumerate(addresses):
        shown = stories[index * size : (index + 1) * size]
        listing = partial(theme.page, "listing", title=title, author=author, pages=addresses)
        yield address, partial(listing, stories=shown, here=address, number=index + 1)


def _static(theme: Theme, page: StaticPage) -> Resource:
    return theme.page("page", status=page.status, page=page, here=page.path)


def _calendar_page(theme: Theme, year: int, month: int) -> Resource:
    path = theme.newsroom.calendar.path
    before, after = divmod(year * 12 + month - 2, 12), divmod(year * 12 + month, 12)
    return theme.page(
        "calendar",
        year=year,
        month=month,
        weeks=calendar.monthcalendar(year, month),
        before=path.format(year=before[0], month=before[1] + 1),
        after=path.format(year=after[0], month=after[1] + 1),
    )


def _robots(theme: Theme) -> Resource:
    text = theme.newsroom.robots.replace("{base}", theme.base_url)
    return Resource(text.encode(), "text/plain; charset=utf-8", theme.updated)


def _image(theme: Theme, story: Story) -> Resource:
    return Resource(draw(f"{theme.newsroom.key}/{story.slug}"), "image/png", story.published)


def _moved(theme: Theme, path: str) -> Resource:
    location = theme.absolute(path)
    return Resource(b"", theme.newsroom.content_type, theme.updated, 301, location)


def _feed(theme: Theme, feed: Feed) -> Resource:
    room = theme.newsroom
    found = [one for one in room.stories if not feed.section or feed.section in one.sections]
    shown = found[: feed.limit]
    return theme.xml(feed.format, _CONTENT_TYPES[feed.format], feed=feed, stories=shown)


def _sitemap(theme: Theme, sitemap: Sitemap) -> Resource:
    room = theme.newsroom
    found = [one for one in room.stories if sitemap.month in (0, one.published.month)]
    listings = [room.paths.section.format(slug=section.slug) for section in room.sections]
    template = f"sitemap-{sitemap.format}"
    resource = theme.xml(template, sitemap=sitemap, stories=found, listings=listings)
    return gzipped(resource) if sitemap.path.endswith(".gz") else resource
