"""Measures throughput: pages per second of a crawl beside those of a plain Scrapy CrawlSpider.

    python benchmarks/crawl.py [--pages N] [--rounds N] [--workers N,...] [--json FILE]

A site of articles of 100 KB and more is served on loopback by a process of its own, without delay.
The plain spider follows every link that Scrapy's LinkExtractor finds and yields address and title;
`newscrawl crawl` does all that it does by default: discovery, extraction, state, durable records.
Both are run in turn, in processes of their own. Printed are pages per second of the clock, and of
the processor (user and system, of the crawl and its workers), which other programs on the machine
disturb less; and both as a share of the plain spider's. --workers also measures extraction in so
many worker processes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

PAGES: Final = 2_000
PER_SECTION: Final = 100
PAGE_BYTES: Final = 100_000
RELATED: Final = 40
WORDS: Final = Path(__file__).with_name("copies.toml").read_text("utf-8").split()
PLAIN: Final = """
import sys
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

class Plain(CrawlSpider):
    name = "plain"
    start_urls = [sys.argv[1]]
    rules = [Rule(LinkExtractor(), callback="parse_page", follow=True)]

    def parse_page(self, response):
        yield {"url": response.url, "title": response.css("title::text").get()}

process = CrawlerProcess({"FEEDS": {sys.argv[2]: {"format": "jsonlines"}}, "LOG_LEVEL": "WARNING",
                          "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8})
process.crawl(Plain)
process.start()
"""


@dataclass(frozen=True, slots=True)
class Result:
    """One crawl: records, seconds of the clock and of the processor."""

    name: str
    records: int
    seconds: float
    processor: float


# -- the site


def path_of(number: int) -> str:
    """The address of an article."""
    return f"/news/2026/11/{1 + number % 20:02}/{_slug(number)}-{100_000 + number}.html"


def _slug(number: int) -> str:
    random = Random(number)
    return "-".join(random.choice(("ferry", "council", "lido", "bridge")) for _ in range(4))


def _text(random: Random, words: int) -> str:
    plain = (word.strip('.,"=[]{}#-') or "and" for word in random.choices(WORDS, k=words))
    return " ".join(plain).capitalize() + "."


def article(number: int, pages: int) -> str:
    """A page as news sites make them: menu, text, teasers, footer, and a script with its state."""
    random = Random(number)
    title = f"{_text(random, 7)[:-1]} {number}"
    text = "".join(f"<p class='text'>{_text(random, 60)}</p>" for _ in range(12))
    others = [random.randrange(pages) for _ in range(RELATED)]
    teasers = "".join(
        f"<li class='teaser'><a href='{path_of(n)}'><img src='/i/{n}.jpg' alt='' loading='lazy'>"
        f"<span class='kicker'>Town</span><h3>{_text(random, 8)}</h3></a>"
        f"<p>{_text(random, 22)}</p><time datetime='2026-11-20T08:00:00+00:00'>8 am</time></li>"
        for n in others
    )
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2026-11-20T08:00:00+00:00",
        "author": {"@type": "Person", "name": "Ada Ferry"},
    }
    made = (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title} | News</title>"
        f"<meta property='og:type' content='article'><style>{'.a{margin:0;padding:1px}' * 300}"
        f"</style><script type='application/ld+json'>{json.dumps(data)}</script></head>"
        f"<body>{_menu(pages)}<main><article><h1>{title}</h1><p class='byline'>By Ada Ferry</p>"
        f"{text}</article><aside><h2>Read also</h2><ul>{teasers}</ul></aside></main>"
        f"<footer>{_menu(pages)}</footer>"
    )
    state = json.dumps({"id": number, "items": [_text(random, 40) for _ in range(60)]})
    state += " " * max(0, PAGE_BYTES - len(made) - len(state))
    return f"{made}<script>window.STATE={state}</script></body></html>"


@lru_cache(maxsize=1)
def _menu(pages: int) -> str:
    links = "".join(
        f"<li class='menu-item'><a href='/section-{n}'>Section {n}</a></li>"
        for n in range(-(-pages // PER_SECTION))
    )
    return f"<nav><ul><li><a href='/'>Home</a></li>{links}</ul></nav>"


def section(number: int, pages: int) -> str:
    """A page of links to articles."""
    own = range(number * PER_SECTION, min(pages, (number + 1) * PER_SECTION))
    items = "".join(f"<li><h2><a href='{path_of(n)}'>{_slug(n)} {n}</a></h2></li>" for n in own)
    return f"<html><body>{_menu(pages)}<h1>Section {number}</h1><ul>{items}</ul></body></html>"


def _serve(pages: int, pipe: Connection) -> None:
    made = {path_of(n): article(n, pages).encode() for n in range(pages)}
    made |= {f"/section-{n}": section(n, pages).encode() for n in range(-(-pages // PER_SECTION))}
    made["/"] = f"<html><body>{_menu(pages)}</body></html>".encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            body = made.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pipe.send((server.server_port, sum(map(len, made.values())) / len(made)))
    server.serve_forever()


@contextmanager
def served(pages: int) -> Iterator[tuple[str, float]]:
    """The site's address, and the mean size of its pages in bytes."""
    here, there = Pipe()
    process = Process(target=_serve, args=(pages, there), daemon=True)
    process.start()
    try:
        port, size = here.recv()
        yield f"127.0.0.1:{port}", size
    finally:
        process.terminate()
        process.join()


# -- the crawls


def crawl(name: str, command: Sequence[str], out: Path, more: dict[str, str]) -> Result:
    """Run a crawl to its end; ``out`` is its file or folder of records."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("NEWSCRAWL_")}
    subprocess.run(command, check=True, env={**clean, **more})
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    files = [out] if out.is_file() else sorted(out.rglob("*.jsonl"))
    records = sum(len(file.read_bytes().splitlines()) for file in files)
    return Result(name, records, seconds, processor)


def plain(address: str, folder: Path) -> Result:
    """The plain spider."""
    out = folder / "plain.jsonl"
    command = [sys.executable, "-c", PLAIN, f"http://{address}/", str(out)]
    return crawl("Scrapy CrawlSpider, address and title", command, out, {})


def ours(address: str, folder: Path, workers: int) -> Result:
    """`newscrawl crawl`, with so many worker processes."""
    out = folder / f"data-{workers}"
    command = [sys.executable, "-m", "newscrawl", "crawl", f"http://{address}/", "--delay", "0"]
    command += ["--data", str(out), "--quiet"]
    name = "newscrawl crawl" + (f", {workers} workers" if workers else "")
    settings = {"NEWSCRAWL_ALLOW_ADDRESSES": address}
    if workers:
        settings["NEWSCRAWL_WORKERS"] = str(workers)
    return crawl(name, command, out, settings)


def report(results: Sequence[Result]) -> None:
    """Print a round."""
    base = results[0]
    for one in results:
        rate, power = one.records / one.seconds, one.records / one.processor
        shares = rate / (base.records / base.seconds), power / (base.records / base.processor)
        print(
            f"{one.name:<40}{one.records:>7}{rate:>8.1f}/s {shares[0]:>6.0%}"
            f"{power:>10.1f}/cpu s {shares[1]:>6.0%}",
            flush=True,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--workers", default="", help="numbers of worker processes: 1,2")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    workers = [0, *(int(number) for number in options.workers.split(",") if number)]
    rounds = []
    with served(options.pages) as (address, size):
        print(f"{options.pages} articles; a page has {size / 1000:.0f} KB on average")
        for _ in range(options.rounds):
            with TemporaryDirectory() as folder:
                results = [plain(address, Path(folder))]
                results += [ours(address, Path(folder), number) for number in workers]
            report(results)
            rounds.append([asdict(one) for one in results])
    if options.json:
        options.json.write_text(json.dumps(rounds, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
