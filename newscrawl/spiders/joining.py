"""Articles on several pages become one record.

Order: the page that shows all of it, where there is one that does; else page after page, as each
names the next ones, until one adds nothing. What cannot be had is told in ``problems``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.parts import Parts
from newscrawl.discovery.priorities import priority_of
from newscrawl.items import Article
from newscrawl.values.similarity import content_hash
from newscrawl.values.text import word_count
from newscrawl.values.urls import url_key

if TYPE_CHECKING:
    from newscrawl.spiders.reading import Reading
    from newscrawl.state.outcomes import Pending

# Share of the first page's paragraphs that a page has which shows all of the article.
WHOLE_SHARE: Final = 0.6

# Why the further pages of an article have no record of their own.
A_PAGE_OF_AN_ARTICLE: Final = "a page of an article"

# Asks and reads a page of the article: what it holds, or why there is nothing.
Ask = Callable[[str], Awaitable["tuple[Article, Parts] | str"]]


@dataclass(slots=True)
class Joiner:
    """Joins the pages of one article, ``most`` of them; longer ones are cut there, and say so.
    ``asked`` are the addresses of those that were asked."""

    article: Article
    ask: Ask
    most: int
    asked: list[str] = field(default_factory=list)

    async def join(self, parts: Parts) -> Article:
        """The article with the text of all its pages, and their addresses in ``page_urls``."""
        if not (parts.whole and await self._take_whole(parts.whole)):
            await self._take_further(parts)
        return self.article

    async def _take_whole(self, url: str) -> bool:
        found = await self._ask(url)
        if isinstance(found, str):
            return False
        whole, before = _paragraphs(found[0]), _paragraphs(self.article)
        shared = len(set(whole) & set(before))
        if len(whole) < len(before) or shared < WHOLE_SHARE * len(before):
            return False
        self._extend(url, whole, found[0], replace=True)
        return True

    async def _take_further(self, parts: Parts) -> None:
        waiting, done = dict(parts.further), {1}
        while waiting and len(done) <= self.most:
            number = min(waiting)
            url = waiting.pop(number)
            done.add(number)
            found = await self._ask(url)
            if isinstance(found, str):
                self.article.problems.append(f"page {number} of the article is missing: {found}")
                continue
            part, more = found
            known = set(_paragraphs(self.article))
            fresh = [text for text in _paragraphs(part) if text not in known]
            if not fresh:
                return
            self._extend(url, fresh, part)
            waiting |= {n: u for n, u in more.further.items() if n not in done}
        if waiting:
            self.article.problems.append(f"only {self.most} pages of the article were asked")

    async def _ask(self, url: str) -> tuple[Article, Parts] | str:
        self.asked.append(url)
        return await self.ask(url)

    def _extend(self, url: str, texts: list[str], part: Article, *, replace: bool = False) -> None:
        article = self.article
        before = [] if replace else _paragraphs(article)
        article.article_body = "\n\n".join([*before, *texts])
        if article.article_body_html and part.article_body_html:
            html = [] if replace else [article.article_body_html]
            article.article_body_html = "\n".join([*html, part.article_body_html])
        article.word_count = word_count(article.article_body)
        article.content_hash = content_hash(article.headline, article.article_body)
        article.page_urls = [*(article.page_urls or [article.url or ""]), url]
        article.problems += [told for told in part.problems if told not in article.problems]
        images = {image.url for image in article.images}
        article.images += [image for image in part.images if image.url not in images]
        videos = {video.url for video in article.videos}
        article.videos += [video for video in part.videos if video.url not in videos]


def leave_to_first_page(reading: Reading, pending: Pending) -> None:
    """Take the article's other pages out of what was found: they are joined, never asked by
    themselves. A further page gives no article either, but leads to the first one.
    """
    parts = reading.parts
    others = {url_key(url) for url in parts.urls}
    reading.found = [one for one in reading.found if url_key(one.url) not in others]
    if parts.first:
        reading.article, reading.problem = None, A_PAGE_OF_AN_ARTICLE
        rank = priority_of(parts.first, Kind.ARTICLE, "link")
        first = Discovered(
            parts.first, pending.site, Kind.ARTICLE, "link", rank, pending.depth, pending.date
        )
        reading.found.append(first)


def _paragraphs(article: Article) -> list[str]:
    return [text for text in (article.article_body or "").split("\n\n") if text]
