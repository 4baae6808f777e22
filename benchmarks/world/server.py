"""The world on loopback: each site on a port of its own, and a log of all that was asked.

Order: :func:`open_world` makes the sites and starts a server for each; requests are answered from
``Site.answer`` with validators; :class:`Log` counts connections and keeps every request.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Final

from world.makes import MAKES
from world.resource import Resource, etag
from world.site import Site

LOOPBACK: Final = "127.0.0.1"
CUT: Final = 0
# How often a server looks whether it should stop, in seconds.
_POLL_S: Final = 0.05
# Stories of a site where nothing else is asked for: enough for several pages of each section.
ARTICLES: Final = 100


@dataclass(frozen=True, slots=True)
class Request:
    """One request: ``began`` and ``answered`` are seconds of one monotonic clock.

    ``retry_after_s`` is how long (seconds) the answer told the client to stay away.
    """

    target: str
    status: int  # CUT where the connection was closed without an answer
    is_conditional: bool
    began: float
    answered: float
    retry_after_s: float = 0.0


@dataclass(slots=True)
class Log:
    """What one site was asked; ``most_connections`` were open at once, ``most_at_once`` in work.

    A client without any delay may open a connection for its next request while the one before is
    being put away: then two are open, and never two in work.
    """

    requests: list[Request] = field(default_factory=list)
    most_connections: int = 0
    most_at_once: int = 0
    _connections: int = 0
    _in_work: int = 0
    _lock: Lock = field(default_factory=Lock)

    def connected(self, change: int) -> None:
        """Count a connection opened (1) or closed (-1)."""
        with self._lock:
            self._connections += change
            self.most_connections = max(self.most_connections, self._connections)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Count a request while it is answered."""
        with self._lock:
            self._in_work += 1
            self.most_at_once = max(self.most_at_once, self._in_work)
        try:
            yield
        finally:
            with self._lock:
                self._in_work -= 1

    def clear(self) -> None:
        """Forget everything, for the next run."""
        with self._lock:
            self.requests.clear()
            self.most_connections = self.most_at_once = 0


@dataclass(frozen=True, slots=True)
class Served:
    """A site and its log."""

    site: Site
    log: Log


@dataclass(frozen=True, slots=True)
class World:
    """All sites; ``elsewhere`` is the log of the host that no site belongs to."""

    served: Sequence[Served]
    elsewhere: Log
    addresses: str  # host:port of everything, comma-separated: NEWSCRAWL_ALLOW_ADDRESSES

    def __getitem__(self, key: str) -> Served:
        """The site of that key. Raises KeyError."""
        for served in self.served:
            if served.site.key == key:
                return served
        raise KeyError(key)


@contextmanager
def open_world(
    makes: Sequence[type[Site]] = MAKES,
    *,
    articles: int = ARTICLES,
    now: datetime | None = None,
) -> Iterator[World]:
    """Serve the sites while the context lasts.

    ``now`` (with a zone; by default the clock's) dates the stories: the newest is 90 minutes old.
    """
    moment = now or datetime.now(UTC)
    stop = Event()
    elsewhere = _Server(stop)
    servers = [_Server(stop) for _ in makes]
    for make, server in zip(makes, servers, strict=True):
        server.site = make(server.url, moment, articles, elsewhere.url)
    try:
        for server in (elsewhere, *servers):
            Thread(target=server.serve_forever, args=(_POLL_S,), daemon=True).start()
        addresses = ",".join(server.address for server in (elsewhere, *servers))
        served = [Served(server.site, server.log) for server in servers if server.site]
        yield World(served, elsewhere.log, addresses)
    finally:
        stop.set()
        for server in (elsewhere, *servers):
            server.shutdown()
            server.server_close()


class _Server(ThreadingHTTPServer):
    """One port; without a site it answers 404 to everything."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, stop: Event) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.stop = stop
        self.log = Log()
        self.site: Site | None = None

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def answer(self, target: str) -> Resource:
        return self.site.answer(target) if self.site else Resource(lambda: b"", status=404)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.log.connected(1)

    def finish(self) -> None:
        self.server.log.connected(-1)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        began = time.monotonic()
        with self.server.log.working():
            resource = self.server.answer(self.path)
            body = resource.body()
            self.server.stop.wait(resource.hang_s)
        status = self._status(resource, body)
        is_conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        # Before it is sent: with its last byte the other side may ask the next one.
        wait_s = float(dict(resource.headers).get("Retry-After", 0))
        self.server.log.requests.append(
            Request(self.path, status, is_conditional, began, time.monotonic(), wait_s)
        )
        self._send(resource, status, body)

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr: the log is kept as data."""

    def _status(self, resource: Resource, body: bytes) -> int:
        if resource.hang_s:
            return CUT
        is_fresh = resource.status == HTTPStatus.OK and self._knows(resource, body)
        return HTTPStatus.NOT_MODIFIED if is_fresh else resource.status

    def _send(self, resource: Resource, status: int, body: bytes) -> None:
        if status == CUT:
            self.close_connection = True
            return
        with suppress(OSError):
            self._send_head(resource, status, body)
            if status != HTTPStatus.NOT_MODIFIED:
                self.wfile.write(body)

    def _send_head(self, resource: Resource, status: int, body: bytes) -> None:
        self.send_response(status)
        if resource.location:
            self.send_header("Location", resource.location)
        if resource.status == HTTPStatus.OK:
            self.send_header("ETag", etag(body))
            if resource.story:
                self.send_header("Last-Modified", _http_date(resource.story.modified))
        for name, value in resource.headers:
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()

    def _knows(self, resource: Resource, body: bytes) -> bool:
        """RFC 9110, 13.2.2: If-None-Match decides; If-Modified-Since only in its absence."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return etag(body) in (tag.strip().removeprefix("W/") for tag in known.split(","))
        since = self.headers.get("If-Modified-Since")
        if not since or not resource.story:
            return False
        with suppress(ValueError):
            return resource.story.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        return False


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
