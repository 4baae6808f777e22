"""What the pages of a site teach of pages like them, and what is made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawl.discovery.found import Kind
from newscrawl.state.outcomes import LISTINGS

if TYPE_CHECKING:
    from newscrawl.spiders.reading import Reading
    from newscrawl.spiders.site_crawl import SiteCrawl
    from newscrawl.state.outcomes import Pending
    from newscrawl.state.store import State


def as_taught(pending: Pending, site: SiteCrawl) -> Pending:
    """The URL as it is read: what looks like a listing by its address may be one of a family of
    articles, and then need not be one beyond doubt."""
    is_article = pending.kind is Kind.LISTING and site.experience.is_of_articles(pending.url)
    return replace(pending, kind=Kind.ARTICLE) if is_article else pending


def learn(reading: Reading, pending: Pending, site: SiteCrawl, new: int) -> None:
    """Note what a page was; ``new`` is how many new articles it led to. Further pages of articles,
    lists, and what is known as an article teach nothing.

    Where its family was thought to have no articles, those that were not asked are pending again.
    """
    if reading.article and pending.article is None:
        if site.experience.note_article(pending.url):
            _ask_after_all(site)
    elif _is_told(reading, pending):
        leads_on = new > 0 or pending.kind in LISTINGS
        site.experience.note_other(pending.url, leads_on=leads_on)


def unlearn(state: State, site: str) -> None:
    """Begin anew: what reads the pages has changed, and may see articles where there were none."""
    state.experiences.begin_anew(site)
    state.frontier.again.unasked(site, lambda _url: True)


def _is_told(reading: Reading, pending: Pending) -> bool:
    if reading.article or reading.parts.first or pending.article:
        return False
    return pending.kind in (Kind.ARTICLE, Kind.PAGE, Kind.LISTING)


def _ask_after_all(site: SiteCrawl) -> None:
    is_vain = site.experience.is_of_nothing
    site.frontier.again.unasked(site.site, lambda url: not is_vain(url))
