"""Extractors under one interface: bytes, URL and known encoding in, a `Prediction` out.

Peers come with the `benchmark` extra (`pip install -e '.[benchmark]'`), each called as its own
documentation says for text and metadata of an article, comments off.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from measures import Prediction

Extractor = Callable[[bytes, str | None, str | None], Prediction]


def newscrawl(weights: Path | None = None) -> Extractor:
    """This project: what `extract()` and `to_dict()` do, all fields; by the weights in a folder."""
    from newscrawl import to_dict
    from newscrawl.extraction import Extraction
    from newscrawl.page import Page
    from newscrawl.sites import bundled
    from newscrawl.weights import Weights

    used = Weights.read(weights) if weights else Weights()

    def run(raw: bytes, url: str | None, encoding: str | None) -> Prediction:
        page = Page.parse(raw, url=url, encoding=encoding)
        extraction = Extraction(page, profile=bundled().for_url(url), weights=used)
        record = to_dict(extraction.article())
        return Prediction(
            title=record["headline"],
            body=record["article_body"],
            authors=[author["name"] for author in record["authors"]],
            date=record["date_published"],
            language=record["in_language"],
            is_article=record["is_article"],
            description=record["description"],
            sections=record["sections"],
            keywords=record["keywords"],
            confidence=record["confidence"],
        )

    return run


def trafilatura(*, fast: bool = False) -> Extractor:
    """trafilatura with metadata and without comments."""
    from trafilatura import bare_extraction

    def run(raw: bytes, url: str | None, encoding: str | None) -> Prediction:
        found: Any = bare_extraction(
            raw, url=url, include_comments=False, with_metadata=True, fast=fast
        )
        if found is None:
            return Prediction()
        authors = [name.strip() for name in (found.author or "").split(";")]
        return Prediction(
            found.title, found.text, [*filter(None, authors)], found.date, found.language
        )

    return run


def newspaper4k() -> Extractor:
    """newspaper4k."""
    import newspaper

    def run(raw: bytes, url: str | None, encoding: str | None) -> Prediction:
        article = newspaper.Article(url or "https://example.com/a", fetch_images=False)
        article.download(input_html=decoded(raw, encoding))
        article.parse()
        date = article.publish_date and article.publish_date.isoformat()
        return Prediction(
            article.title, article.text, article.authors, date or None, article.meta_lang
        )

    return run


def readability() -> Extractor:
    """readability-lxml: title and body only."""
    from lxml import html
    from readability import Document

    def run(raw: bytes, url: str | None, encoding: str | None) -> Prediction:
        document = Document(decoded(raw, encoding))
        body = "".join(map(str, html.fromstring(document.summary()).itertext()))
        return Prediction(document.short_title(), body)

    return run


def goose3() -> Extractor:
    """goose3."""
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False})

    def run(raw: bytes, url: str | None, encoding: str | None) -> Prediction:
        article = goose.extract(raw_html=decoded(raw, encoding))
        return Prediction(
            article.title,
            article.cleaned_text,
            article.authors,
            article.publish_date,
            article.meta_lang,
        )

    return run


def resiliparse() -> Extractor:
    """resiliparse: title and body only."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def run(raw: bytes, url: str | None, encoding: str | None) -> Prediction:
        tree = HTMLTree.parse(decoded(raw, encoding))
        body = extract_plain_text(tree, main_content=True, alt_texts=False, links=False)
        return Prediction(tree.title, body)

    return run


def decoded(raw: bytes, encoding: str | None) -> str:
    """Text for peers that take no bytes."""
    return raw.decode(encoding or "utf-8", "replace")


EXTRACTORS: Final[dict[str, Callable[[], Extractor]]] = {
    "newscrawl": newscrawl,
    "trafilatura": trafilatura,
    "trafilatura-fast": lambda: trafilatura(fast=True),
    "newspaper4k": newspaper4k,
    "readability": readability,
    "goose3": goose3,
    "resiliparse": resiliparse,
}
