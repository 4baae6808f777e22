"""The demo newsrooms on loopback, each on a port of its own.

:func:`serve` tries one block of ports after another until it finds one that is free as a whole.
The server speaks HTTP/1.1 with validators (ETag, Last-Modified, 304) and keeps a log of requests.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final

from newscrawl.demo.newsroom import Newsroom, load_newsrooms
from newscrawl.demo.render import Resource
from newscrawl.demo.routes import Site
from newscrawl.demo.truth import Truth, truth_of
from newscrawl.errors import UsageError

HOST: Final = "127.0.0.1"
BLOCK_SIZE: Final = 10  # ports per block, so that blocks are easy to tell apart (8700, 8710, ...)
BLOCKS_TRIED: Final = 10  # enough for a handful of demos side by side
IDLE_TIMEOUT_S: Final = 30  # a client that keeps a connection open and silent is let go


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the log: ``conditional`` when the client sent a validator."""

    newsroom: str
    method: str
    path: str
    status: int
    at: datetime
    conditional: bool


@dataclass(frozen=True)
class ServedNewsroom:
    """One newsroom and the address of its front page."""

    site: Site

    @property
    def name(self) -> str:
        """The newsroom's name."""
        return self.site.newsroom.name

    @property
    def key(self) -> str:
        """The newsroom's short name, as the request log has it."""
        return self.site.newsroom.key

    @property
    def url(self) -> str:
        """Address of the front page."""
        return f"{self.site.base_url}/"

    @cached_property
    def truth(self) -> tuple[Truth, ...]:
        """What a right record of each article says, newest article first."""
        return truth_of(self.site.newsroom, self.site.base_url)

    @cached_property
    def article_urls(self) -> tuple[str, ...]:
        """Canonical addresses of all articles."""
        return tuple(truth.url for truth in self.truth)


@dataclass(frozen=True)
class Served:
    """The running demo: its newsrooms, and every request answered so far."""

    newsrooms: tuple[ServedNewsroom, ...]
    requests: list[Request] = field(default_factory=list)

    @property
    def urls(self) -> list[str]:
        """Front pages: the seeds of a crawl."""
        return [newsroom.url for newsroom in self.newsrooms]

    @property
    def addresses(self) -> str:
        """``host:port,host:port``: the value of NEWSCRAWL_ALLOW_ADDRESSES."""
        return ",".join(
            newsroom.site.base_url.removeprefix("http://") for newsroom in self.newsrooms
        )


@contextmanager
def serve(base_port: int = 8700, newsrooms: Sequence[Newsroom] | None = None) -> Iterator[Served]:
    """Serve the newsrooms (all by default) on ``base_port + 1``, ``+ 2``, ... until the block ends.

    Where a port is taken, the next block of ten ports is tried. 0 lets the system choose each port.
    Raises UsageError when no block is free.
    """
    rooms = load_newsrooms() if newsrooms is None else newsrooms
    with ExitStack() as stack:
        servers = _bind(base_port, len(rooms))
        requests: list[Request] = []
        served = []
        for server, room in zip(servers, rooms, strict=True):
            site = Site(room, f"http://{HOST}:{server.server_port}")
            server.RequestHandlerClass = partial(_Handler, site, requests)
            stack.enter_context(_running(server))
            served.append(ServedNewsroom(site))
        yield Served(tuple(served), requests)


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _bind(base_port: int, count: int) -> list[ThreadingHTTPServer]:
    if not 0 <= base_port <= 65535 - BLOCK_SIZE:
        raise UsageError(f"--port {base_port}: choose a port from 0 to {65535 - BLOCK_SIZE}")
    if base_port == 0:
        return _bind_block([0] * count)
    for block in range(base_port, base_port + BLOCK_SIZE * BLOCKS_TRIED, BLOCK_SIZE):
        try:
            return _bind_block(range(block + 1, block + 1 + count))
        except (PermissionError, OverflowError):
            break
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    last = base_port + BLOCK_SIZE * (BLOCKS_TRIED - 1) + count
    raise UsageError(
        f"no free block of ports from {base_port + 1} to {last} on {HOST}: "
        "give another one with --port"
    )


def _bind_block(ports: Sequence[int]) -> list[ThreadingHTTPServer]:
    """All of these ports, or none and the error of the first that failed."""
    with ExitStack() as stack:
        servers: list[ThreadingHTTPServer] = []
        for port in ports:
            servers.append(_Server((HOST, port), BaseHTTPRequestHandler))
            stack.callback(servers[-1].server_close)
        stack.pop_all()
    return servers


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # an idle connection must not hold up the end of the demo
    request_queue_size = 64


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newscrawl-demo"
    sys_version = ""
    timeout = IDLE_TIMEOUT_S
    wbufsize = -1  # headers and body leave in one packet; else each answer waits for an ACK

    def __init__(self, site: Site, requests: list[Request], *args: object) -> None:
        self._site = site
        self._requests = requests
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        resource = self._site.get(self.path)
        status = HTTPStatus.NOT_MODIFIED if self._is_fresh(resource) else resource.status
        self._log(status)
        self._send_headers(resource, status)
        if self.command != "HEAD" and status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(resource.body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr: the log is kept as data."""

    def _send_headers(self, resource: Resource, status: int) -> None:
        self.send_response(status)
        if resource.location:
            self.send_header("Location", resource.location)
        if resource.status == HTTPStatus.OK:
            self.send_header("ETag", resource.etag)
            self.send_header("Last-Modified", format_datetime(_utc(resource.modified), usegmt=True))
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(resource.body)))
        self.end_headers()

    def _is_fresh(self, resource: Resource) -> bool:
        """RFC 9110, 13.2.2: If-None-Match decides; If-Modified-Since only in its absence."""
        if resource.status != HTTPStatus.OK:
            return False
        known = self.headers.get("If-None-Match")
        if known is not None:
            tags = (tag.strip().removeprefix("W/") for tag in known.split(","))
            return known.strip() == "*" or resource.etag in tags
        since = _http_date(self.headers.get("If-Modified-Since"))
        return since is not None and _utc(resource.modified) <= since

    def _log(self, status: int) -> None:
        conditional = bool(
            self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since")
        )
        line = (self._site.newsroom.key, self.command, self.path, int(status))
        self._requests.append(Request(*line, datetime.now(UTC), conditional))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _http_date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None
