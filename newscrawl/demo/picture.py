"""The photographs of the demo: a PNG with a sky and hills, its colours drawn from its name."""

from __future__ import annotations

import math
import struct
import zlib
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

WIDTH: Final = 480  # pixels; large enough that no page's rule for icons applies to it
HEIGHT: Final = 270  # pixels; 16:9

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PALETTE_8_BIT: Final = (8, 3, 0, 0, 0)  # depth, colour type 3 (palette), and the defaults


def draw(name: str) -> bytes:
    """A PNG of 480 x 270 pixels, always the same one for the same name."""
    random = Random(name)
    skylines = [_skyline(layer, random) for layer in range(3)]
    header = struct.pack(">II5B", WIDTH, HEIGHT, *_PALETTE_8_BIT)
    pixels = zlib.compress(_rows(skylines), level=6)
    parts = ((b"IHDR", header), (b"PLTE", _palette(random)), (b"IDAT", pixels), (b"IEND", b""))
    return _PNG + b"".join(_chunk(kind, data) for kind, data in parts)


def _skyline(layer: int, random: Random) -> NDArray[np.float64]:
    """The height (rows from the top) at which a layer of hills begins, per column."""
    waves, phase = random.uniform(0.6, 2.2), random.uniform(0, math.tau)
    middle, swing = HEIGHT * (0.5 + 0.15 * layer), HEIGHT * 0.08
    return middle + swing * np.sin(phase + np.arange(WIDTH) * math.tau * waves / WIDTH)


def _rows(skylines: list[NDArray[np.float64]]) -> bytes:
    """Palette indexes, row by row: 0 is the sky, a hill nearer to the viewer hides the others.

    Each row begins with PNG's byte for "not filtered", which is 0.
    """
    down = np.arange(HEIGHT)[:, None]
    hills = np.stack([down >= line for line in skylines]).sum(axis=0, dtype=np.uint8)
    return np.pad(hills, ((0, 0), (1, 0))).tobytes()


def _palette(random: Random) -> bytes:
    tint = [random.uniform(0.35, 1.0) for _ in range(3)]
    lights = (235, 170, 115, 60)
    return bytes(int(light * part) for light in lights for part in tint)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
