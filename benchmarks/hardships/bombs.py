"""Bombs: answers that are small on the wire and huge in memory, each against a plain crawl.

What counts is the growth of the largest resident size over a crawl of the same site without the
bomb, and the time; and that the honest article beside it is stored.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from time import monotonic
from typing import Final

import brotli

from hardships import Options, Result
from hardships.crawls import measured, records
from hardships.sites import DAY, Answer, article, article_path, from_table, listing, serve

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MB: Final = 1024 * 1024
GROWTH_MB: Final = 150
SECONDS: Final = 5.0
_BOMB: Final = f"/{DAY}/the-parcel-that-ticks"


def bombs(options: Options) -> Result:
    """One crawl for each bomb."""
    result = Result()
    plain_s, plain_bytes = _crawl(options, "plain", None, result)
    for name, make in _BOMBS.items():
        seconds, resident = _crawl(options, name, make(), result)
        growth = (resident - plain_bytes) / MB
        result.figures[name] = f"+{growth:.0f} MB, +{seconds - plain_s:.1f} s"
        result.expect(growth <= GROWTH_MB, f"{name}: {growth:.0f} MB more")
        result.expect(seconds - plain_s <= SECONDS, f"{name}: {seconds - plain_s:.1f} s more")
    return result


def _crawl(
    options: Options, name: str, bomb: Answer | None, result: Result
) -> tuple[float, int]:  # fmt: skip
    """Seconds and largest resident size, in bytes."""
    links = [article_path(1), _BOMB, "/bomb.xml"]
    head = "<link rel=alternate type='application/rss+xml' href='/bomb.xml'>"
    table = {
        "/": Answer(listing(*links, head=head)),
        article_path(1): Answer(article("An honest story")),
        "/robots.txt": Answer(b""),
    }
    data = options.folder / f"bomb-{name.replace(' ', '-')}"
    with serve(from_table(table)) as (site,):
        if bomb is not None:
            table |= {_BOMB: bomb, "/bomb.xml": bomb, "/sitemap.xml": bomb}
            table["/robots.txt"] = Answer(f"Sitemap: {site.url}bomb.xml".encode())
        began = monotonic()
        ended = measured([site], data, {})
        seconds = monotonic() - began
    result.expect(ended.code == 0, f"{name}: exit code {ended.code}: {ended.said[-300:]}")
    stored = [r for r in records(data) if r["url"].endswith(article_path(1))]
    result.expect(len(stored) == 1, f"{name}: the honest article is not stored")
    return seconds, ended.resident


def _packed(encoding: str, pack: Callable[[bytes], bytes]) -> Callable[[], Answer]:
    return lambda: Answer(pack(bytes(300 * MB)), headers={"Content-Encoding": encoding})


def _nested_gzip_sitemap() -> Answer:
    inner = gzip.compress(b"<urlset>" + b"<url><loc>http://a</loc></url>" * 4_000_000, 1)
    return Answer(gzip.compress(gzip.compress(inner)), headers={"Content-Type": "application/gzip"})


def _entities() -> Answer:
    levels = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
    )
    text = f"<?xml version='1.0'?><!DOCTYPE rss [{levels}]><rss><channel><item><title>&l9;</title>"
    return Answer(f"{text}<link>&l9;</link></item></channel></rss>".encode())


def _external_entity() -> Answer:
    text = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss>"
    return Answer(f"{text}<channel><item><title>&x;</title></item></channel></rss>".encode())


def _json_ld() -> Answer:
    script = b'{"@graph":[' + b'{"@type":"NewsArticle","headline":"a"},' * 200_000 + b"{}]}"
    return _in_page(b"<script type='application/ld+json'>" + script + b"</script>")


def _deep_json_ld() -> Answer:
    script = b'{"author":' * 150_000 + b"1" + b"}" * 150_000
    return _in_page(b"<script type='application/ld+json'>" + script + b"</script>")


def _in_page(more: bytes) -> Answer:
    return Answer(article("A parcel", 2).replace(b"</head>", more + b"</head>"))


_BOMBS: Final[dict[str, Callable[[], Answer]]] = {
    "gzip": _packed("gzip", lambda data: gzip.compress(data, 9)),
    "brotli": _packed("br", lambda data: brotli.compress(data, quality=5)),
    "zstd": _packed("zstd", lambda data: zstd.compress(data)),
    "gzip in gzip": _packed("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
    "nested gzip sitemap": _nested_gzip_sitemap,
    "entities": _entities,
    "external entity": _external_entity,
    "JSON-LD": _json_ld,
    "deep JSON-LD": _deep_json_ld,
    "100,000 deep": lambda: _in_page(b"<div>" * 100_000 + b"at the bottom" + b"</div>" * 100_000),
    "10 MB line": lambda: _in_page(b"<p>" + b"word " * 2_000_000 + b"</p>"),
    "1,000,000 lines": lambda: _in_page(b"<p>" + b"word<br>" * 1_000_000 + b"</p>"),
    "200,000 links": lambda: _in_page(b"<a href=/x>link of it</a>" * 200_000),
}
