"""XML from strangers: unpacked and parsed with bounds, no entities, no DTD, no network."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

# Largest sitemap or feed read, in bytes after unpacking: sitemaps.org's limit for a sitemap.
MAX_XML_BYTES: Final = 50 * 1024 * 1024
# A byte order mark and white space, in any order, in front of the first tag.
BLANK: Final = b"\xef\xbb\xbf \t\r\n"
# References to surrogates, which are no characters: libxml2 lets them pass and lxml then raises.
_SURROGATE: Final = re.compile(
    rb"&#(?:x0*d[89a-f][0-9a-f]{2}"
    rb"|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]));",
    re.IGNORECASE,
)
_GZIP_MAGIC: Final = b"\x1f\x8b"
# wbits that make zlib expect a gzip header.
_GZIP_WBITS: Final = 16 + zlib.MAX_WBITS
# Unpacked piece by piece, so that what precedes a damage is kept.
_CHUNK_BYTES: Final = 65_536


def unpacked(raw: bytes) -> bytes:
    """The bytes, un-gzipped where they are gzip; a broken or oversized tail is left out."""
    if not raw.startswith(_GZIP_MAGIC):
        return raw[:MAX_XML_BYTES]
    unpacker = zlib.decompressobj(_GZIP_WBITS)
    chunks, room = [], MAX_XML_BYTES
    try:
        for start in range(0, len(raw), _CHUNK_BYTES):
            chunks.append(unpacker.decompress(raw[start : start + _CHUNK_BYTES], room))
            room -= len(chunks[-1])
            if room <= 0 or unpacker.eof:
                break
    except zlib.error:
        pass
    return b"".join(chunks)


def elements(raw: bytes, tags: tuple[str, ...]) -> Iterator[_Element]:
    """Elements of the given local names in document order, each freed after use.

    Broken XML is read as far as libxml2 can mend it.
    """
    context = etree.iterparse(
        BytesIO(_SURROGATE.sub(b"", unpacked(raw).lstrip(BLANK))),
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in context:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        return


def local_name(element: _Element) -> str:
    """The tag without its namespace, lower case; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: _Element) -> str:
    """The text inside, mark-up left out, ends trimmed."""
    return "".join(str(part) for part in element.itertext()).strip()
