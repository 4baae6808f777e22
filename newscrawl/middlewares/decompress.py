"""Content-Encoding undone: gzip, deflate, Brotli and Zstandard, piece by piece and within a bound.

Replaces Scrapy's middleware, which hands on what there is of a stream that broke off as if it were
all. Here such an answer is asked for once more, as any other that breaks off, and then fails: half
an article must not become a record. The bound is ``DOWNLOAD_MAXSIZE`` (or the request's own), and
holds for every layer of an answer that is packed several times.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Generator, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import brotli
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.responsetypes import responsetypes

from newscrawl.spiders.refusals import Damaged, TooLarge

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# Bytes that are unpacked at a time: a bomb is noticed after so many too many.
CHUNK_BYTES: Final = 65_536
# Bytes that are given to an unpacker at a time. It copies what it leaves over: given all at once,
# ten megabytes of empty members would be copied once for each.
GIVEN_BYTES: Final = 4_096
# Members (gzip) or frames (Zstandard) of one answer; packers that cut at all cut at some 64 KB.
MAX_PIECES: Final = 10_000
# Layers that are undone; honest answers have one.
MAX_LAYERS: Final = 3
_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WBITS: Final = 16 + zlib.MAX_WBITS
# Names that servers put into the header although nothing is packed.
_NOT_PACKED: Final = (b"", b"identity", b"none", b"utf-8", b"utf8")


class DecompressMiddleware:
    """Downloader middleware; stands where Scrapy's HttpCompressionMiddleware stood."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Say what can be undone."""
        request.headers.setdefault("Accept-Encoding", b"gzip, deflate, br, zstd")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response unpacked, or the request for another try where it broke off.

        Raises:
            Damaged: the answer broke off or is damaged, and there is no other try.
            TooLarge: it unpacks to more than the bound.
        """
        packings = _packings(response)
        if not response.body or not packings:
            return response
        limit = request.meta.get("download_maxsize", self._max_bytes)
        try:
            body, left = unpacked(response.body, packings, limit)
        except Damaged as error:
            spider = self._crawler.spider
            again = spider and get_retry_request(request, reason=str(error), spider=spider)
            if again:
                return again
            raise
        return _with_body(response, body, left)


def unpacked(body: bytes, packings: list[bytes], limit: int) -> tuple[bytes, list[bytes]]:
    """The body with its packings undone from the last to the first, and those not known.

    ``limit`` is in bytes for each layer; 0 is none.

    Raises:
        Damaged: the body broke off or is damaged.
        TooLarge: a layer is larger than ``limit``, or there are too many layers.
    """
    left = list(packings)
    if len(left) > MAX_LAYERS:
        raise TooLarge(f"the answer is packed {len(left)} times")
    while left and left[-1] in _UNPACKERS:
        body = _unpacked_once(body, _UNPACKERS[left.pop()], limit)
    return body, left


def _unpacked_once(
    body: bytes, unpacker: Callable[[bytes], Iterator[bytes]], limit: int
) -> bytes:  # fmt: skip
    chunks, size = [], 0
    try:
        for chunk in unpacker(body):
            chunks.append(chunk)
            size += len(chunk)
            if limit and size > limit:
                raise TooLarge("the answer is too large")
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise Damaged("the answer is damaged") from error
    return b"".join(chunks)


def _gzip(body: bytes) -> Iterator[bytes]:
    """All members; what is no gzip at all was not packed, whatever the header says."""
    if not body.startswith(_GZIP_MAGIC):
        yield body
        return
    position = members = 0
    while body.startswith(_GZIP_MAGIC, position):
        members = _one_more(members)
        member = zlib.decompressobj(_GZIP_WBITS)
        position = yield from _inflated(member, body, position)


def _deflate(body: bytes) -> Iterator[bytes]:
    """With the header of zlib, or without as some servers send it."""
    try:
        zlib.decompressobj().decompress(body[:64])
        bits = zlib.MAX_WBITS
    except zlib.error:
        bits = -zlib.MAX_WBITS
    yield from _inflated(zlib.decompressobj(bits), body, 0)


def _inflated(stream: Any, body: bytes, position: int) -> Generator[bytes, None, int]:
    """A stream that begins at a position; returns where it ended."""
    rest = b""
    while not stream.eof:
        if not rest:
            rest = body[position : position + GIVEN_BYTES]
            position += len(rest)
        chunk = stream.decompress(rest, CHUNK_BYTES)
        is_over = not chunk and not rest
        rest = stream.unconsumed_tail
        if is_over and not stream.eof:
            raise Damaged("the answer broke off")
        yield chunk
    return position - len(stream.unused_data)


def _brotli(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    position = 0
    while not stream.is_finished():
        is_hungry = stream.can_accept_more_data()
        given = body[position : position + GIVEN_BYTES] if is_hungry else b""
        position += len(given)
        chunk = stream.process(given, output_buffer_limit=CHUNK_BYTES)
        if is_hungry and not given and not chunk and not stream.is_finished():
            raise Damaged("the answer broke off")
        yield chunk


def _zstd(body: bytes) -> Iterator[bytes]:
    """All frames."""
    position = frames = 0
    while position < len(body):
        frames = _one_more(frames)
        position = yield from _zstd_frame(body, position)


def _zstd_frame(body: bytes, position: int) -> Generator[bytes, None, int]:
    """A frame that begins at a position; returns where it ended."""
    frame = zstd.ZstdDecompressor()
    while not frame.eof:
        is_hungry = frame.needs_input
        given = body[position : position + GIVEN_BYTES] if is_hungry else b""
        position += len(given)
        chunk = frame.decompress(given, CHUNK_BYTES)
        if is_hungry and not given and not chunk and not frame.eof:
            raise Damaged("the answer broke off")
        yield chunk
    return position - len(frame.unused_data)


def _one_more(pieces: int) -> int:
    """Count another member or frame."""
    if pieces >= MAX_PIECES:
        raise TooLarge(f"the answer is packed in more than {MAX_PIECES} pieces")
    return pieces + 1


_UNPACKERS: Final[dict[bytes, Callable[[bytes], Iterator[bytes]]]] = {
    b"gzip": _gzip,
    b"x-gzip": _gzip,
    b"deflate": _deflate,
    b"br": _brotli,
    b"zstd": _zstd,
}


def _packings(response: Response) -> list[bytes]:
    """What the headers name, in the order in which it was done."""
    headers = response.headers.getlist("Content-Encoding")
    named = chain.from_iterable(header.lower().split(b",") for header in headers)
    return [name for name in map(bytes.strip, named) if name not in _NOT_PACKED]


def _with_body(response: Response, body: bytes, left: list[bytes]) -> Response:
    if left:
        response.headers["Content-Encoding"] = b", ".join(left)
    else:
        del response.headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
    return response.replace(cls=kind, body=body)
