"""What a probe of a site found: for people, for programs, and as a block to crawl it by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from newscrawl.discovery.offer import ListOffer
    from newscrawl.items import Article
    from newscrawl.spiders.probed import Probe

# Characters of a sample's text that are shown.
SHOWN_CHARS: Final = 160


def as_dict(probe: Probe, delay: float) -> dict[str, Any]:
    """For JSON; of the samples what the table shows."""
    told = {name: value for name, value in asdict(probe).items() if name != "samples"}
    samples = [_sample(article) for article in probe.samples]
    return {**told, "offers": probe.offers, "samples": samples, "block": block(probe, delay)}


def block(probe: Probe, delay: float) -> str:
    """A ``[[site]]`` of the configuration file; ``delay`` is what a crawl keeps anyway."""
    lines = ["[[site]]", f"# offers {', '.join(probe.offers)}", f"url = {_quoted(probe.url)}"]
    if probe.crawl_delay and probe.crawl_delay > delay:
        lines.append(f"delay = {probe.crawl_delay:g}  # as robots.txt asks")
    if probe.sections and not probe.sitemaps and not probe.feeds:
        lines.append(f"sections = [{', '.join(map(_quoted, probe.sections))}]")
    return "\n".join(lines)


def rows(probe: Probe) -> Iterator[tuple[str, str]]:
    """What was found, a line each; lines that go on have no name."""
    yield "language", probe.language or "not told"
    delay = f", Crawl-delay {probe.crawl_delay:g} s" if probe.crawl_delay else ""
    yield "robots.txt", f"{probe.robots}{delay}, {probe.declared_sitemaps} sitemaps declared"
    yield from _listed("sitemaps", probe.sitemaps)
    yield from _listed("feeds", probe.feeds)
    yield "sections", _few(probe.sections)
    yield "pagination", probe.pagination or "none seen"
    yield "date archive", probe.archive or "none seen"
    yield "articles at", probe.shape or "none read"
    yield "paywall", probe.paywall
    yield from _named("rights", probe.rights or ["no reservation seen"])
    if probe.failures:
        causes = Counter(probe.failures.values()).most_common()
        yield "not had", ", ".join(f"{cause} ({number})" for cause, number in causes)


def sample_lines(probe: Probe) -> Iterator[str]:
    """The samples for people."""
    for number, article in enumerate(probe.samples, 1):
        told = _sample(article)
        names = ", ".join(told["authors"]) or "no author"
        yield f"{number}. {told['headline'] or 'no headline'}"
        yield f"   {told['date_published'] or 'no date'} · {names} · {told['word_count']} words"
        yield f"   {told['url']}"
        yield f"   {told['text']}"


def _sample(article: Article) -> dict[str, Any]:
    text = " ".join((article.article_body or "").split())
    return {
        "url": article.url,
        "headline": article.headline,
        "date_published": article.date_published,
        "authors": [person.name for person in article.authors],
        "in_language": article.in_language,
        "word_count": article.word_count,
        "is_accessible_for_free": article.is_accessible_for_free,
        "text": text[:SHOWN_CHARS] + ("…" if len(text) > SHOWN_CHARS else ""),
    }


def _listed(name: str, offers: list[ListOffer]) -> Iterator[tuple[str, str]]:
    lines = [
        f"{one.kind}, {one.entries} entries"
        + (f", newest {one.newest[:10]}" if one.newest else "")
        + f": {one.url}"
        for one in offers
    ]
    yield from _named(name, lines or ["none"])


def _named(name: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        yield ("" if number else name), line


def _few(urls: list[str], most: int = 6) -> str:
    more = f" and {len(urls) - most} more" if len(urls) > most else ""
    return ", ".join(urls[:most]) + more if urls else "none seen"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are among its own."""
    return json.dumps(text, ensure_ascii=False)
