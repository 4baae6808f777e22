"""A small made-up dataset with all that makes tables hard, as a crawl would have written it.

Run as a script it writes itself into a folder: `python tests/support/dataset_sample.py data`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from newscrawl.items import (
    EVIDENCE_FIELDS,
    Article,
    Breadcrumb,
    Image,
    LiveUpdate,
    Organization,
    Person,
    Video,
)
from newscrawl.schema import encode
from newscrawl.values.similarity import content_hash
from newscrawl.values.text import word_count
from newscrawl.values.urls import url_key

COURIER, PORT = "aldermoor.example", "legrandport.example"
RUN, LATER = "20261118T060000Z", "20261121T060000Z"
TEXT: Final = (
    "The lock gates below the mill were lifted out on Tuesday, for the first time in forty years. "
    "Divers had found the lower hinge worn to the thickness of a coin.\n\n"
    "The canal trust expects the new gates, of green oak, before the boats return in spring."
)


def article(site: str, slug: str, headline: str, published: str | None, **fields: Any) -> Article:
    """An article of the sample: its fields, and what follows from them."""
    url = f"https://www.{site}/{slug}"
    body = fields.pop("article_body", f"{headline}. {TEXT}")
    values = {
        "article_type": "NewsArticle",
        "fetched_at": "2026-11-18T06:00:05+00:00",
        "word_count": word_count(body),
        "content_hash": content_hash(headline, body),
        "date_published_raw": published,
        "http_status": 200,
        "discovered_via": "sitemap",
        "extractor_version": "0.1.0",
        **dict.fromkeys(("url", "canonical_url", "requested_url"), url),
        **fields,
    }
    made = Article(
        id=url_key(url), headline=headline, article_body=body, date_published=published, **values
    )
    made.sources = {name: _source(made, name) for name in EVIDENCE_FIELDS}
    made.confidence = {name: 0.95 if made.sources[name] else None for name in EVIDENCE_FIELDS}
    return made


def _source(made: Article, name: str) -> str | None:
    value = getattr(made, name)
    stated = value.name if isinstance(value, Organization) else value
    source = "markup" if name == "article_body" else "json-ld"
    return source if stated or stated is False else None


def courier(slug: str, headline: str, published: str | None, **fields: Any) -> Article:
    """An article of the English paper."""
    house = Organization("The Aldermoor Courier", "https://www.aldermoor.example/")
    stated = {"publisher": house, "in_language": "en", **fields}
    return article(COURIER, slug, headline, published, **stated)


def port(slug: str, headline: str, published: str | None, **fields: Any) -> Article:
    """An article of the French paper."""
    house = Organization("Le Grand Port")
    stated = {"publisher": house, "in_language": "fr", **fields}
    return article(PORT, slug, headline, published, **stated)


def first_run() -> Iterator[Article]:
    """What the English paper had in the first run."""
    yield courier(
        "lock-gates", "Lock gates lifted out after forty years", "2026-11-17T09:30:00+00:00",
        authors=[Person("Priya Ramsden", "https://www.aldermoor.example/p"), Person("Tom Ashe")],
        sections=["News"], keywords=["canal", "locks; gates", "back\\slash"],
        breadcrumbs=[Breadcrumb("Home", "https://www.aldermoor.example/"), Breadcrumb("News")],
        main_image="https://www.aldermoor.example/gate.jpg",
        images=[
            Image("https://www.aldermoor.example/gate.jpg", "The gate", "Photo: T. Ashe"),
            Image("https://www.aldermoor.example/hinge.jpg"),
        ],
        is_accessible_for_free=True,
    )  # fmt: skip
    yield courier(
        "market", "=SUM of its parts: the market hall reopens", "2026-11-16T23:30:00-05:00",
        description="+1 for the \"covered\" market,\nsays everybody.", sections=["News", "Trade"],
        is_accessible_for_free=False, rights=["noai"],
    )  # fmt: skip
    yield courier("ferry", "Ferry to run on Sundays", "2026-10-30", authors=[Person("Tom Ashe")])
    yield courier(
        "count", "Live: the count at the town hall", "2026-11-17T21:00",
        article_type="LiveBlogPosting", videos=[Video("https://www.aldermoor.example/count.mp4")],
        live_updates=[
            LiveUpdate("Polls close", "2026-11-17T22:00:00+00:00", "The last box is on its way."),
            LiveUpdate(None, None, "A recount in the east ward."),
        ],
        page_urls=["https://www.aldermoor.example/count", "https://www.aldermoor.example/count?p=2"],
    )  # fmt: skip
    yield courier("about-the-weather", "A note on the weather", None, problems=["dates: none"])


def french() -> Iterator[Article]:
    """What the French paper had in the first run."""
    yield port(
        "criee", "La criée rouvre ses portes après l’hiver", "2026-11-17T06:15:00+01:00",
        authors=[Person("Maëlle Kerbrat")], sections=["Économie"], keywords=["pêche", "criée"],
    )  # fmt: skip
    yield port("phare", "Le phare change de gardien", "2026-11-15T18:00:00+01:00")
    yield port(
        "cousins", "Nos cousins de Gaspésie racontent", "2026-11-12T12:00:00-05:00",
        in_language="fr-CA",
    )  # fmt: skip
    yield port("nul", "Un titre sans texte", "2026-11-10", article_body=None)


def second_run() -> Iterator[Article]:
    """What the English paper had three days later: a correction, a copy and a new story."""
    old = next(first_run())
    later = {"fetched_at": "2026-11-21T06:00:09+00:00"}
    changed = courier(
        "lock-gates", "Lock gates lifted out after fifty years", old.date_published,
        authors=old.authors, version=2, change_type="corrected headline",
        previous_hash=old.content_hash, date_modified="2026-11-20T10:00:00+00:00",
        date_modified_raw="20 November", **later,
    )  # fmt: skip
    yield changed
    yield courier("ferry-again", "Ferry to run on Sundays", "2026-11-20", article_body=None,
                  duplicate_of=url_key("https://www.aldermoor.example/ferry"), **later)  # fmt: skip
    yield courier("oak", "Green oak for the lock", "2026-11-20T08:00:00+00:00", **later)


FILES: Final = {
    f"{COURIER}/{RUN}.jsonl": first_run,
    f"{COURIER}/{LATER}.jsonl": second_run,
    f"{PORT}/{RUN}.jsonl": french,
}
TORN: Final = b'{"id": "0123", "headline": "A line that is still being wri'


def sample_run(run: str, site: str, **counts: Any) -> dict[str, Any]:
    """The record of a run on one site."""
    return {
        "run": run,
        "reason": "finished",
        "started_at": "2026-11-18T06:00:00+00:00",
        "finished_at": "2026-11-18T06:02:00+00:00",
        "seconds": 120.0,
        "sites": [{"site": site, "pages": 40, **counts}],
    }


def write(folder: Path) -> Path:
    """Write the dataset into a folder, which it returns."""
    for name, articles in FILES.items():
        path = folder / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(map(encode, articles())))
    (folder / "articles" / PORT / f"{LATER}.jsonl").write_bytes(b"")
    runs = folder / "runs"
    runs.mkdir(exist_ok=True)
    problems = {"HTTP 503": 3, "no text was found": 1}
    first = sample_run(RUN, COURIER, new=5, failed=4, problems=problems, articles=5)
    (runs / f"{RUN}.json").write_text(json.dumps(first))
    second = sample_run(LATER, COURIER, new=2, updated=1, articles=7)
    (runs / f"{LATER}.json").write_text(json.dumps(second))
    return folder


if __name__ == "__main__":
    write(Path(sys.argv[1]))
