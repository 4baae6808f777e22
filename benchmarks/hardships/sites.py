"""Small sites on loopback: what a path answers is a function, down to single bytes on the wire."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from threading import Thread
from time import monotonic
from typing import Any, Final

LOOPBACK: Final = "127.0.0.1"
DAY: Final = "2026/11/20"
_SENTENCES: Final = (
    "The harbour council met on Monday evening to talk about line {n} of the ferry timetable.",
    "Nobody on the upper deck could say why boat {n} had left the pier without its captain.",
    "Repairs of the {n} lamps along the quay will begin as soon as the paint has dried.",
    "The mayor called the figure of {n} passengers a day a good start and no more than that.",
    "A second hearing is planned for the spring, when all {n} objections have been read.",
    "Until then the old timetable holds, with {n} stops and a break for the crew at noon.",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: ``send`` replaces the plain sending of head and body, to do it wrongly."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BaseHTTPRequestHandler, Answer], None] | None = None


@dataclass(slots=True)
class Site:
    """A site while it is served: ``log`` has the moment (monotonic, seconds) and path of each
    request."""

    answer: Callable[[str], Answer]
    address: str = ""
    log: list[tuple[float, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the front page."""
        return f"http://{self.address}/"

    @property
    def asked(self) -> list[str]:
        """The paths asked, in order."""
        return [path for _, path in self.log]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nothing to tell: some are killed on purpose."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        site.log.append((monotonic(), self.path))
        answer = site.answer(self.path)
        with suppress(OSError):
            (answer.send or send_plainly)(self, answer)

    def log_message(self, *_: object) -> None:
        """Say nothing: the log is kept as data."""


@contextmanager
def serve(*answers: Callable[[str], Answer]) -> Iterator[list[Site]]:
    """Serve one site for each function, each on a port of its own."""
    servers = [_Server((LOOPBACK, 0), _Handler) for _ in answers]
    for server, answer in zip(servers, answers, strict=True):
        server.site = Site(answer, f"{LOOPBACK}:{server.server_address[1]}")
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield [server.site for server in servers]
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def from_table(table: dict[str, Answer]) -> Callable[[str], Answer]:
    """A site whose paths are a table; the others are not found."""
    return lambda path: table.get(path) or Answer(b"<h1>Not found</h1>", 404)


# -- pages


def article_path(number: int) -> str:
    """The address of an article."""
    return f"/{DAY}/story-number-{number}-of-the-harbour"


def article(
    title: str, number: int = 1, *, head: str = "", size: int = 0, rounds: int = 1
) -> bytes:
    """An article whose text is told by its number; ``size`` is the least size in bytes, ``rounds``
    how often the text goes on with other numbers."""
    numbers = range(number, number + rounds)
    text = "".join(f"<p>{line.format(n=n)}</p>" for n in numbers for line in _SENTENCES)
    menu = "".join(f"<li><a href='/section-{n}/'>Section {n}</a></li>" for n in range(8))
    page = (
        f"<!doctype html><html lang=en><head><title>{title}</title>"
        f"<meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2026-11-20T08:00:00+00:00'>{head}"
        f"</head><body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>"
        f"<p class=byline>By Ada Ferry</p>{text}</article>"
    ).encode()
    filling = b"<!-- " + b"filling of the page " * (max(0, size - len(page)) // 20) + b"-->"
    return page + (filling if size else b"") + b"<footer>The Harbour Log</footer></body></html>"


def listing(*paths: str, head: str = "") -> bytes:
    """A page of links."""
    items = "".join(f"<li><a href='{p}'>{PurePosixPath(p).name or 'Home'}</a></li>" for p in paths)
    return (
        f"<!doctype html><html lang=en><head><title>The Harbour Log</title>{head}</head>"
        f"<body><h1>The Harbour Log</h1><ul>{items}</ul></body></html>"
    ).encode()


def sitemap(*urls: str) -> bytes:
    """A sitemap."""
    places = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    ).encode()


def large_site(articles: int, *, size: int = 0, rounds: int = 1) -> Callable[[str], Answer]:
    """A site of so many articles, listed by twenty on each page of its front page."""
    per_page = 20
    pages = -(-articles // per_page)

    def answer(path: str) -> Answer:
        if rest := path.partition("story-number-")[2]:
            number = int(rest.partition("-")[0])
            return _html(
                article(f"Story {number} of the harbour", number, size=size, rounds=rounds)
            )
        number = int(path.partition("?page=")[2] or 1) if path.partition("?")[0] == "/" else 0
        if not 0 < number <= pages:
            return Answer(b"<h1>Not found</h1>", 404)
        first = (number - 1) * per_page
        links = [article_path(n) for n in range(first, min(first + per_page, articles))]
        following = f"<link rel=next href='/?page={number + 1}'>" if number < pages else ""
        more = [f"/?page={number + 1}"] if number < pages else []
        return _html(listing(*links, *more, head=following))

    return answer


def _html(body: bytes) -> Answer:
    return Answer(body, headers={"Content-Type": "text/html; charset=utf-8"})


# -- ways to send


def send_plainly(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """Head and body, as they should be."""
    send_head(handler, answer, len(answer.body))
    handler.wfile.write(answer.body)


def send_head(handler: BaseHTTPRequestHandler, answer: Answer, length: int) -> None:
    """The head, with a length that may be a lie."""
    handler.send_response(answer.status)
    headers = {"Content-Type": "text/html; charset=utf-8", **answer.headers}
    for name, value in {**headers, "Content-Length": str(length)}.items():
        handler.send_header(name, value)
    handler.end_headers()


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection with a reset rather than an end."""
    handler.wfile.flush()
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()
