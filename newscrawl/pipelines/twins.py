"""Other articles with the text of a new one: what they are to it, by the two texts themselves.

The state's index finds candidates; their texts come from their records, or from memory while these
are on their way. Two pages of one site are one article only where their texts are the same, to the
letter or nearly: a record is never given up for a likeness. Other copies are linked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from newscrawl.items import WITHDRAWN, Article
from newscrawl.spiders.run import RunExtension
from newscrawl.state.articles import Known
from newscrawl.values.resemblance import MIN_COMPARED_WORDS, Print, Resemblance
from newscrawl.values.similarity import headline_hash

# Under another headline so many words must be the same, and no others: galleries and podcasts have
# set phrases.
MIN_WORDS_OTHER_HEADLINE: Final = 120
_DAY_CHARS: Final = 10  # of an ISO 8601 date


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of an article; ``day`` is that of its publication, ISO 8601."""

    headline: str | None
    print: Print
    words: int
    day: str | None

    @classmethod
    def of(cls, headline: str | None, body: str | None, words: int, date: str | None) -> Text:
        return cls(headline, Print(body), words, date and date[:_DAY_CHARS])


@dataclass(frozen=True, slots=True)
class Twins:
    """What was found: ``same`` is this article under another address, ``original`` the id of the
    first publication of its text."""

    same: Known | None = None
    original: str | None = None


class TwinFinder:
    """Finds the twins of articles on their way to a record."""

    def __init__(self, run: RunExtension) -> None:
        self._run = run
        self._held: dict[str, Text] = {}  # texts of what is claimed, by id

    def text_of(self, item: Article) -> Text | None:
        """The text of an article, where there is enough of it to be compared."""
        if item.word_count < MIN_COMPARED_WORDS:
            return None
        return Text.of(item.headline, item.article_body, item.word_count, item.date_published)

    def twins(self, this: Known, text: Text, bands: tuple[int, ...]) -> Twins:
        """Compare a text with those that the index leads to."""
        copies: list[Known] = []
        for known in self._run.state.alike(bands):
            if known.change_type == WITHDRAWN:  # published again is news
                continue
            same_site = known.site == this.site
            if same_site and known.content_hash == this.content_hash:
                return Twins(same=known)
            other = self._text(known)
            likeness = Resemblance.of(text.print, other.print) if other else None
            if other and likeness and same_site and _is_same_page(text, other, likeness):
                return Twins(same=known)
            if known.content_hash == this.content_hash or (likeness and likeness.is_copy):
                copies.append(known)
        return Twins(original=self._first(copies))

    def hold(self, article_id: str, text: Text) -> None:
        """Remember the text of an article until its record can be read."""
        claimed = self._run.state.articles.claimed
        self._held = {one: held for one, held in self._held.items() if claimed(one)}
        self._held[article_id] = text

    def _text(self, known: Known) -> Text | None:
        if self._run.state.articles.claimed(known.id) and known.id in self._held:
            return self._held[known.id]
        record = self._run.record_of(known)
        if record is None:
            return None
        headline, body = record.get("headline"), record.get("article_body")
        return Text.of(headline, body, record.get("word_count", 0), record.get("date_published"))

    def _first(self, copies: list[Known]) -> str | None:
        """The first publication seen: what these copies are copies of, or the oldest of them."""
        first = min(copies, key=lambda known: known.fetched or 0, default=None)
        return (first.duplicate_of or first.id) if first else None


def _is_same_page(one: Text, other: Text, likeness: Resemblance) -> bool:
    """Whether two pages of one site show one article."""
    if not likeness.is_same:
        return False
    if headline_hash(one.headline) == headline_hash(other.headline):
        return True
    enough = min(one.words, other.words) >= MIN_WORDS_OTHER_HEADLINE and not likeness.slips
    return enough and one.day is not None and one.day == other.day
