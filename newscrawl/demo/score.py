"""How well a crawl of the demo newsrooms did: its records against the truth.

Text is compared by shingles of four words (a character counts as a word in scripts that put no
spaces between words). Recall asks for the article's own text; the standfirst that the page shows
above it may be in the record or not, so it counts neither as missing nor as too much.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from newscrawl.demo.server import Served, ServedNewsroom
from newscrawl.demo.truth import Truth
from newscrawl.values.urls import url_identity

Record = Mapping[str, Any]

SHINGLE_WORDS: Final = 4  # as in article-extraction-benchmark: order counts, single words do not

# Kana and Han characters stand alone; elsewhere a word is a run of letters and digits.
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class NewsroomScore:
    """One newsroom's marks. The counts of right fields are out of ``stored``.

    ``recall`` is the share of the true text that was stored, ``precision`` the share of the stored
    text that is true; both 0 to 1.
    """

    name: str
    url: str
    expected: int
    stored: int
    missing: tuple[str, ...]
    non_articles: tuple[str, ...]
    doubles: tuple[str, ...]
    recall: float
    precision: float
    headlines_right: int
    authors_right: int
    dates_right: int

    @property
    def complete(self) -> bool:
        """Every article once, and nothing else."""
        return not (self.missing or self.non_articles or self.doubles)


@dataclass(frozen=True, slots=True)
class DemoScore:
    """The marks of all newsrooms; ``foreign`` are records of other sites."""

    newsrooms: tuple[NewsroomScore, ...]
    foreign: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Every article of every newsroom once, and nothing else."""
        return not self.foreign and all(newsroom.complete for newsroom in self.newsrooms)

    @property
    def expected(self) -> int:
        """Articles that the newsrooms have."""
        return sum(newsroom.expected for newsroom in self.newsrooms)

    @property
    def stored(self) -> int:
        """Articles that the records hold."""
        return sum(newsroom.stored for newsroom in self.newsrooms)

    def rows(self) -> list[dict[str, str]]:
        """A table for people: a row per newsroom, cells ready to print."""
        return [_row(newsroom) for newsroom in self.newsrooms]


def score(records: Iterable[Record], served: Served) -> DemoScore:
    """Compare records (``to_dict`` form, any order) with the newsrooms they were crawled from."""
    by_site: dict[str, list[Record]] = {newsroom.url: [] for newsroom in served.newsrooms}
    foreign = []
    for record in records:
        home = next((url for url in by_site if _address(record).startswith(url)), None)
        if home is None:
            foreign.append(_address(record))
        else:
            by_site[home].append(record)
    marks = (_score_newsroom(newsroom, by_site[newsroom.url]) for newsroom in served.newsrooms)
    return DemoScore(tuple(marks), tuple(foreign))


def _score_newsroom(newsroom: ServedNewsroom, records: list[Record]) -> NewsroomScore:
    truths = {url_identity(truth.url): truth for truth in newsroom.truth}
    pairs: dict[str, tuple[Truth, Record]] = {}
    non_articles, doubles = [], []
    for record in records:
        identity = url_identity(_address(record))
        if identity not in truths:
            non_articles.append(_address(record))
        elif identity in pairs:
            doubles.append(_address(record))
        else:
            pairs[identity] = truths[identity], record
    recall, precision = _text_shares(pairs.values(), truths.values())
    return NewsroomScore(
        name=newsroom.name,
        url=newsroom.url,
        expected=len(truths),
        stored=len(pairs),
        missing=tuple(truth.url for identity, truth in truths.items() if identity not in pairs),
        non_articles=tuple(non_articles),
        doubles=tuple(doubles),
        recall=recall,
        precision=precision,
        headlines_right=_count(_headline_right, pairs.values()),
        authors_right=_count(_authors_right, pairs.values()),
        dates_right=_count(_date_right, pairs.values()),
    )


def _count(right: Callable[[Truth, Record], bool], pairs: Iterable[tuple[Truth, Record]]) -> int:
    return sum(right(truth, record) for truth, record in pairs)


def _text_shares(
    pairs: Iterable[tuple[Truth, Record]], truths: Iterable[Truth]
) -> tuple[float, float]:
    """Recall over the whole newsroom (a missing article's text is missing too) and precision."""
    wanted = sum(_shingles(truth.article_body).total() for truth in truths)
    got = stored = true = 0
    for truth, record in pairs:
        own, found = _shingles(truth.article_body), _shingles(record.get("article_body"))
        allowed = own | _shingles(f"{truth.description}\n\n{truth.article_body}")
        got += (own & found).total()
        stored += found.total()
        true += (allowed & found).total()
    return got / wanted if wanted else 1.0, true / stored if stored else 1.0


def _shingles(text: str | None) -> Counter[tuple[str, ...]]:
    words = _words(text)
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    return Counter(tuple(words[i : i + SHINGLE_WORDS]) for i in range(last) if words)


def _words(text: str | None) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text or "").casefold())


def _headline_right(truth: Truth, record: Record) -> bool:
    return _words(record.get("headline")) == _words(truth.headline)


def _authors_right(truth: Truth, record: Record) -> bool:
    found = {" ".join(_words(author["name"])) for author in record.get("authors") or ()}
    return found == {" ".join(_words(name)) for name in truth.authors}


def _date_right(truth: Truth, record: Record) -> bool:
    """The same minute: as a moment where the record has an offset, else on the wall clock."""
    true, found = datetime.fromisoformat(truth.date_published), _moment(record)
    if found is None:
        return False
    if found.tzinfo is None:
        true = true.replace(tzinfo=None)
    return abs(true - found).total_seconds() < 60


def _moment(record: Record) -> datetime | None:
    try:
        return datetime.fromisoformat(record.get("date_published") or "")
    except ValueError:
        return None


def _address(record: Record) -> str:
    return str(record.get("canonical_url") or record.get("url") or "")


def _row(newsroom: NewsroomScore) -> dict[str, str]:
    return {
        "newsroom": newsroom.name,
        "articles": f"{newsroom.stored}/{newsroom.expected}",
        "non-articles": str(len(newsroom.non_articles) + len(newsroom.doubles)),
        "text got": f"{newsroom.recall:.1%}",
        "text right": f"{newsroom.precision:.1%}",
        "headlines": f"{newsroom.headlines_right}/{newsroom.expected}",
        "authors": f"{newsroom.authors_right}/{newsroom.expected}",
        "dates": f"{newsroom.dates_right}/{newsroom.expected}",
    }
