"""One article, one record: by the address that it names as its own, and by its text.

Approach: an article's identity is its canonical address where that is on the same site, else the
address it was read from. Sites also name their front page, or one and the same page, as canonical
everywhere; so a canonical address counts only where headline or text agree with what is known
under it. An address that has a record keeps the identity of that. Then the text is compared with
others: the same page of a site is turned away, copies are linked (see ``twins.py``). Nothing is
dropped silently: what is turned away carries its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from newscrawl.items import WITHDRAWN, Article
from newscrawl.pipelines.base import RunPipeline
from newscrawl.pipelines.twins import Text, TwinFinder
from newscrawl.spiders.known import known_as
from newscrawl.spiders.run import RunExtension, TurnedAway, key_of
from newscrawl.state.articles import Known
from newscrawl.state.outcomes import Outcome
from newscrawl.values.similarity import content_hash, headline_hash
from newscrawl.values.urls import site_of, url_key

_NO_HEADLINE: Final = headline_hash(None)


class DeduplicatePipeline(RunPipeline):
    """Sets ``id``, ``content_hash`` and ``duplicate_of``; turns away what has a record already."""

    def __init__(self, run: RunExtension) -> None:
        super().__init__(run)
        self._finder = TwinFinder(run)

    def process_item(self, item: Any) -> Any:
        """Claim the article for writing, or raise :class:`~newscrawl.spiders.run.TurnedAway`."""
        if isinstance(item, Article):
            if item.change_type != WITHDRAWN:
                item.content_hash = content_hash(item.headline, item.article_body)
            with self._run.turns_away_if_storage_fails():
                self._claim(item)
        return item

    def _claim(self, item: Article) -> None:
        this = known_as(item, key_of(item), self._run.site_of(item))
        text = self._finder.text_of(item)
        bands = text.print.bands() if text else ()
        if before := self._run.before(item):
            item.id, item.duplicate_of = before.id, before.duplicate_of
        else:
            item.id, known = self._identify(item, this)
            if known:
                self._compare(known, this)
            elif text:
                self._compare_text(item, this, text, bands)
        self._run.state.articles.claim(known_as(item, this.url_key, this.site), bands)
        if text:
            self._finder.hold(item.id, text)

    def _identify(self, article: Article, this: Known) -> tuple[str, Known | None]:
        """The article's id, and what is known under it."""
        *canonical, own = _identities(article)
        for identity in canonical:
            known = self._known(identity)
            if known is None or _agree(known, this):
                return identity, known
        return own, self._known(own)

    def _known(self, identity: str) -> Known | None:
        articles = self._run.state.articles
        return articles.claimed(identity) or articles.recorded(identity)

    def _compare(self, known: Known, this: Known) -> None:
        same_text = known.content_hash == this.content_hash
        same_address = known.url_key == this.url_key
        on_its_way = self._run.state.articles.claimed(known.id) is not None
        if on_its_way and same_text and same_address:
            raise TurnedAway(Outcome.UNCHANGED, "unchanged")
        is_back = known.change_type == WITHDRAWN  # under another address than before
        if on_its_way or (_agree(known, this) and not same_address and not is_back):
            raise TurnedAway(Outcome.DUPLICATE, "the same article under another address")

    def _compare_text(self, item: Article, this: Known, text: Text, bands: tuple[int, ...]) -> None:
        twins = self._finder.twins(this, text, bands)
        if twins.same:
            raise TurnedAway(Outcome.DUPLICATE, "the same text as another article of the site")
        item.duplicate_of = twins.original


def _identities(article: Article) -> Iterator[str]:
    """Keys that may be the article's id, best first; the last one is beyond doubt."""
    url, canonical = article.url or "", article.canonical_url
    if canonical and site_of(canonical) == site_of(url) and _has_path(canonical):
        yield url_key(canonical)
    yield url_key(url)


def _has_path(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _agree(known: Known, this: Known) -> bool:
    """Whether two pages under one canonical address are one article."""
    return (
        known.url_key == this.url_key
        or known.content_hash == this.content_hash
        or known.headline_hash == this.headline_hash != _NO_HEADLINE
    )
