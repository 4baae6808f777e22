"""Download slots: one per host and port, so that each server is served politely by itself.

Scrapy's own slots are per host name, and a redirect keeps the slot that it came from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.values.addresses import host_port
from newscrawl.values.urls import DEFAULT_PORTS

if TYPE_CHECKING:
    from scrapy import Request


def slot_of(url: str) -> str:
    """``host:port`` of a URL; the port is left out where it is the scheme's own.

    http and https of one host are one server.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)):
        return host
    return host_port(host, parts.port or 0)


class SlotMiddleware:
    """Names the slot of every request, redirected ones included."""

    def process_request(self, request: Request) -> None:
        """Set ``download_slot``."""
        request.meta["download_slot"] = slot_of(request.url)
