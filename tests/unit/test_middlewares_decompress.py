"""middlewares.decompress: packed answers, whole, cut off, damaged, mislabelled and as bombs."""

from __future__ import annotations

import gzip
import sys
import zlib
from typing import Any

import brotli
import pytest

from newscrawl.middlewares.decompress import MAX_PIECES, unpacked
from newscrawl.spiders.refusals import Damaged, TooLarge

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b"".join(
    b"<p>Line %d of the harbour log, %d passengers.</p>" % (n, n * n) for n in range(9000)
)
LIMIT = 10 * len(TEXT)
BOMB = bytes(50 * LIMIT)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Any] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "deflate raw": raw_deflate,
    "br": lambda data: brotli.compress(data, quality=4),
    "zstd": zstd.compress,
}
each_packing = pytest.mark.parametrize("packing", PACKERS)


def undo(packing: str, body: bytes, limit: int = LIMIT) -> bytes:
    whole, left = unpacked(body, [packing.split()[0].encode()], limit)
    assert left == []
    return whole


@each_packing
@pytest.mark.parametrize("data", [TEXT, b"x", b""])
def test_what_is_whole_comes_out_whole(packing: str, data: bytes) -> None:
    assert undo(packing, PACKERS[packing](data)) == data


@each_packing
@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_what_broke_off_is_no_answer(packing: str, share: float) -> None:
    body = PACKERS[packing](TEXT)
    with pytest.raises(Damaged):
        undo(packing, body[: int(len(body) * share)])


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br"])
def test_what_is_damaged_is_no_answer(packing: str) -> None:
    body = bytearray(PACKERS[packing](TEXT))
    body[len(body) // 3 : len(body) // 3 + 200] = b"\xa5" * 200
    with pytest.raises(Damaged):
        undo(packing, bytes(body))


@each_packing
def test_a_bomb_is_stopped(packing: str) -> None:
    with pytest.raises(TooLarge):
        undo(packing, PACKERS[packing](BOMB))


def test_layers_are_undone_from_the_last() -> None:
    body = brotli.compress(gzip.compress(TEXT), quality=1)
    assert unpacked(body, [b"gzip", b"br"], LIMIT) == (TEXT, [])
    assert unpacked(body, [b"compress", b"gzip", b"br"], LIMIT) == (TEXT, [b"compress"])


def test_many_layers_are_a_bomb() -> None:
    with pytest.raises(TooLarge, match="packed 9 times"):
        unpacked(b"x", [b"gzip"] * 9, LIMIT)


def test_members_and_frames_are_joined() -> None:
    assert undo("gzip", gzip.compress(b"one ") + gzip.compress(b"two") + b"junk") == b"one two"
    assert undo("zstd", zstd.compress(b"one ") + zstd.compress(b"two")) == b"one two"


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_more_pieces_than_any_packer_makes_are_a_bomb(packing: str) -> None:
    empty = PACKERS[packing](b"")
    assert undo(packing, empty * MAX_PIECES) == b""
    with pytest.raises(TooLarge, match="more than 10000 pieces"):
        undo(packing, empty * (MAX_PIECES + 1))


def test_what_is_not_packed_though_the_header_says_so() -> None:
    assert undo("gzip", b"<html>plain") == b"<html>plain"
