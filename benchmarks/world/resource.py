"""What an address of the world answers with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from world.story import Story

HTML: Final = "text/html; charset=utf-8"
XML: Final = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Resource:
    """One address: ``body`` makes its bytes when asked.

    ``story`` is the article that the page shows, in full or in part. ``hang_s`` is how long
    (seconds) the server keeps the connection open without an answer before it cuts it.
    """

    body: Callable[[], bytes]
    content_type: str = HTML
    status: int = 200
    location: str | None = None
    story: Story | None = None
    headers: tuple[tuple[str, str], ...] = ()
    hang_s: float = 0.0


def etag(body: bytes) -> str:
    """A strong validator: the hash of the bytes."""
    return f'"{sha256(body).hexdigest()[:16]}"'


def redirect(location: str, status: int = 301, story: Story | None = None) -> Resource:
    """An address that has moved; ``story`` is what stands at its goal."""
    return Resource(lambda: b"", status=status, location=location, story=story)
