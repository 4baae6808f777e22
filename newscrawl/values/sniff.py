"""Whether bytes can be a page at all. Only what no parser could make sense of is refused: broken
HTML is still HTML.
"""

from __future__ import annotations

import re
from typing import Final

# Bytes looked at to tell a page from other files: heads of real pages show a tag well before.
SNIFF_BYTES: Final = 65_536

_FORMATS: Final = {
    b"\x89PNG\r\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
    b"PAR1": "a Parquet file",
}
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_TAG: Final = re.compile(rb"<\s*[a-zA-Z!?/]")


def why_not_a_page(raw: bytes) -> str | None:
    """The reason why bytes cannot be an HTML page, or None when they may be one."""
    head = raw[:SNIFF_BYTES]
    if not head.strip():
        return "empty"
    if kind := next((kind for magic, kind in _FORMATS.items() if head.startswith(magic)), None):
        return f"{kind}, not HTML"
    if head.startswith(_UTF16):
        return None
    if b"\x00" in head[:1024]:
        return "binary data, not HTML"
    return None if _TAG.search(raw) else "not HTML (no tag in it)"
