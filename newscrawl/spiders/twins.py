"""Other forms of an article's page are not asked: those that it names, and those that are known by
what their addresses have in them. What a site says of them is kept for its next runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newscrawl.spiders.site_crawl import ANOTHER_FORM, TWINS, SiteCrawl
from newscrawl.values.urls import site_of, url_identity

if TYPE_CHECKING:
    from newscrawl.items import Article
    from newscrawl.spiders.reading import Reading
    from newscrawl.state.outcomes import Pending


def leave_twins(reading: Reading) -> None:
    """Take the article's other forms out of what was found."""
    if reading.twins:
        named = set(map(url_identity, reading.twins))
        reading.found = [one for one in reading.found if url_identity(one.url) not in named]


def note_twins(article: Article, twins: Sequence[str], pending: Pending, site: SiteCrawl) -> None:
    """Settle the other forms of an article, and learn from their addresses."""
    own, canonical = article.url or pending.url, article.canonical_url
    pairs = [(twin, own) for twin in twins]
    if canonical and site_of(canonical) == site.site:
        pairs.append((own, canonical))
    learned = [site.twins.note(twin, plain) for twin, plain in pairs]
    if any(learned):
        site.run.state.sites.learn(site.site, {TWINS: sorted(site.twins.rules)})
    if twins:
        site.run.note_others(twins, pending, ANOTHER_FORM)
