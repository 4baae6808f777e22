"""Tiny sites on loopback, each scripted by a table of answers, and a crawl in a process of its own.

A reactor cannot be started twice, so every crawl of a test is a subprocess, as users run it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
Answer = tuple[int, dict[str, str], bytes]
# Longest a crawl of a test may take, in seconds: these sites have some dozen pages.
CRAWL_TIMEOUT_S = 90

SENTENCES = [
    "The council of the harbour town met on Monday to speak about the ferry that nobody wants.",
    "For three hours the members went through the figures, line by line, and agreed on none.",
    "A second vote is planned for the spring, when the new timetable has been tried for a season.",
    "Until then the old boat keeps running twice a day, with a crew of four and a dog.",
    "Passengers said that they would rather have a late boat than a new one without a bar.",
    "The mayor promised to publish the contract before the end of the week.",
]


def article(title: str, *, date: str = "2026-11-20T08:00:00+00:00", links: str = "") -> bytes:
    """An article page whose text differs by its title."""
    body = "".join(f"<p>{sentence} {title} was the third point.</p>" for sentence in SENTENCES)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": date,
        "author": {"@type": "Person", "name": "Ada Ferry"},
    }
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>"
        f"<meta property='og:type' content='article'>"
        f"<script type='application/ld+json'>{json.dumps(data)}</script></head>"
        f"<body><nav>{links}</nav><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def listing(*paths: str, title: str = "Harbour News", head: str = "") -> bytes:
    """A page of links."""
    items = "".join(f"<li><a href='{path}'>{path.strip('/') or 'Home'}</a></li>" for path in paths)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><ul>{items}</ul></body></html>"
    ).encode()


@dataclass
class Site:
    """A site: what it answers by path, what it was asked when, and what it answered in full.

    With ``validates`` it gives an ETag with each answer and says "not modified" to who knows it.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    log: list[tuple[float, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    validates: bool = False
    address: str = ""
    posted: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://{self.address}/"

    @property
    def asked(self) -> list[str]:
        """Paths in the order in which they were asked."""
        return [path for _, path in self.log]

    def gaps(self) -> list[float]:
        """Seconds between one request and the next."""
        times = [at for at, _ in self.log]
        return [later - earlier for earlier, later in pairwise(times)]

    def answer(self, path: str) -> Answer:
        made = self.answers.get(path, (404, {}, b"<h1>Not found</h1>"))
        made = made(self) if callable(made) else made
        return made if isinstance(made, tuple) else (200, {"Content-Type": "text/html"}, made)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    site: Site

    def setup(self) -> None:
        self.site.connections += 1
        super().setup()

    def do_GET(self) -> None:
        self.site.log.append((monotonic(), self.path))
        status, headers, body = self.site.answer(self.path)
        if self.site.validates and status == 200:
            headers = {**headers, "ETag": f'"{sha256(body).hexdigest()}"'}
            if self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
        self.send_response(status)
        if status != 304:
            self.site.bodies.append(self.path)
            headers = {**headers, "Content-Length": str(len(body))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.site.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.site.answer(self.path)[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[dict[str, Any]], Site]]:
    """Serve a site from a table of answers: bytes (HTML), (status, headers, body) or a function."""
    with ExitStack() as stack:

        def start(answers: dict[str, Any]) -> Site:
            site = Site(answers)
            handler = type("Handler", (_Handler,), {"site": site})
            server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
            server.daemon_threads = True
            site.address = f"127.0.0.1:{server.server_port}"
            thread = Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
            )
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return site

        yield start


@dataclass
class Crawl:
    """A finished crawl: its records, its log and its exit code."""

    records: list[dict[str, Any]]
    log: str
    code: int


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Crawl]:
    """Run ``scrapy crawl news`` over sites, by default without delay and from the checkout."""

    def run(
        *sites: Site,
        settings: dict[str, Any] | None = None,
        arguments: dict[str, str] | None = None,
        cwd: Path = ROOT,
    ) -> Crawl:
        out = tmp_path_factory.mktemp("crawl") / "out.jsonl"
        process = subprocess.run(
            command(sites, out, settings or {}, arguments or {}),
            cwd=cwd,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=CRAWL_TIMEOUT_S,
            check=False,
        )
        lines = out.read_text("utf-8").splitlines() if out.exists() else []
        return Crawl([json.loads(line) for line in lines], process.stderr, process.returncode)

    return run


def command(
    sites: tuple[Site, ...], out: Path, settings: dict[str, Any], arguments: dict[str, str]
) -> list[str]:
    """The command line of a crawl."""
    own = {
        "NEWSCRAWL_DELAY": 0,
        "NEWSCRAWL_ALLOW_ADDRESSES": ",".join(site.address for site in sites),
        "LOG_LEVEL": "INFO",
        **settings,
    }
    given = {"url": ",".join(site.url for site in sites), **arguments}
    line = [sys.executable, "-m", "scrapy", "crawl", "news", "-O", str(out)]
    line += [part for name, value in given.items() for part in ("-a", f"{name}={value}")]
    return line + [part for name, value in own.items() for part in ("-s", f"{name}={value}")]


def environment() -> dict[str, str]:
    """This process's environment, without settings of ours in it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWL_")}


@pytest.fixture(scope="session")
def pages() -> dict[str, Callable[..., bytes]]:
    """The makers of pages: ``article(title)`` and ``listing(*paths)``."""
    return {"article": article, "listing": listing}


@pytest.fixture(scope="session")
def crawl_command() -> Callable[..., list[str]]:
    """The command line that ``crawl`` runs, for tests that hold the process themselves."""
    return command
