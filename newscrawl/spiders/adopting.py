"""What a state that is new learns from the records that lie in its folder already.

A state may be lost, damaged and moved away, or be another database than before. It would have all
articles recorded once more; so their files are read first, in the order of the runs, each in one
transaction. What no record says is lost: which pages were no articles, and what failed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.errors import StorageError
from newscrawl.items import WITHDRAWN, Article
from newscrawl.output.jsonl import finished, run_of
from newscrawl.spiders.known import known_as
from newscrawl.state.articles import Stored
from newscrawl.state.outcomes import Outcome
from newscrawl.state.store import State
from newscrawl.values.resemblance import MIN_COMPARED_WORDS, Print
from newscrawl.values.urls import site_of, url_key

logger = logging.getLogger(__name__)

# Records that go to the database together.
BATCH: Final = 1000
# What is read of a record.
_READ: Final = (
    "id",
    "url",
    "requested_url",
    "discovered_via",
    "headline",
    "article_body",
    "word_count",
    "date_published",
    "date_modified",
    "fetched_at",
    "content_hash",
    "previous_hash",
    "version",
    "change_type",
    "duplicate_of",
)

# When an article is asked again, by its publication (ISO 8601): seconds since 1970.
NextVisit = Callable[[str | None], int | None]
Line = tuple[Article, int, int]  # with offset and length in bytes


def adopt(data: Path, state: State, next_visit: NextVisit) -> int:
    """Let a new state know the records in the folder's finished files. Returns how many.

    May be killed at any moment, and goes on where it was. Lines that are no records are left alone.

    Raises:
        StorageError: the database fails, or the files cannot be read.
    """
    paths, number = finished(data), 0
    known = state.files.committed(paths)
    for path in paths:
        if path not in known:
            try:
                number += _adopt_file(data, path, state, next_visit)
            except OSError as error:
                mend = "Mend or move it and start again"
                raise StorageError(f"{path} cannot be read: {error.strerror}. {mend}") from error
            state.commit()
    if number:
        logger.warning(
            "The state of %s knew none of its %d records; it does now, by their files", data, number
        )
    return number


def _adopt_file(data: Path, path: str, state: State, next_visit: NextVisit) -> int:
    file = state.files.number(path, run_of(path))
    lines, number = _new_lines(data / path, state), 0
    while batch := list(islice(lines, BATCH)):
        _adopt_lines(batch, file, state, next_visit)
        number += len(batch)
    state.files.grow(file, end=(data / path).stat().st_size, lines=number)
    return number


def _new_lines(path: Path, state: State) -> Iterator[Line]:
    """Records of versions that no line before has: files, and lines, may have been copied."""
    latest: dict[str, int] = {}
    for line in _lines(path):
        article = line[0]
        before = state.articles.recorded(article.id or "")
        known = max(latest.get(article.id or "", 0), before.version if before else 0)
        if article.version > known:
            latest[article.id or ""] = article.version
            yield line


def _lines(path: Path) -> Iterator[Line]:
    offset = 0
    with path.open("rb") as file:
        for line in file:
            if article := _article(line):
                yield article, offset, len(line)
            offset += len(line)


def _article(line: bytes) -> Article | None:
    """What is needed of a record; None where the line is none."""
    try:
        record: dict[str, Any] = msgspec.json.decode(line, type=dict[str, Any])
        told = {name: record[name] for name in _READ if record.get(name) is not None}
        article = msgspec.convert(told, Article)
        bytes.fromhex(article.id or "")
    except (msgspec.MsgspecError, ValueError):
        return None
    return article if article.id and article.url else None


def _adopt_lines(lines: list[Line], file: int, state: State, next_visit: NextVisit) -> None:
    """Make the URLs known, then their records, then settle them."""
    frontier, articles = state.frontier, state.articles
    urls = [article.requested_url or article.url or "" for article, _, _ in lines]
    sites = [site_of(article.url or "") for article, _, _ in lines]
    vias = [article.discovered_via or "link" for article, _, _ in lines]
    frontier.add(
        Discovered(url, site, Kind.ARTICLE, via)
        for url, site, via in zip(urls, sites, vias, strict=True)
    )
    for (article, offset, length), url, site in zip(lines, urls, sites, strict=True):
        known = known_as(article, url_key(url), site)
        is_long = article.word_count >= MIN_COMPARED_WORDS
        articles.claim(known, Print(article.article_body).bands() if is_long else ())
        visit = next_visit(article.date_published or article.fetched_at)
        stored = Stored(known, article.date_published, visit, file, offset, length)
        articles.record([stored])
        frontier.settle(
            known.url_key,
            Outcome.GONE if known.change_type == WITHDRAWN else Outcome.STORED,
            date=article.date_published,
            article=known.id,
            next_visit=visit,
        )
        frontier.drain()
