"""XML from strangers: unpacked and parsed with bounds, no entities, no DTD, no network.

UTF-16 becomes UTF-8 first, so that what is mended in bytes is mended there, too.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from lxml import etree

from newscrawl.values.limits import STANDARD, ReadLimits

if TYPE_CHECKING:
    from lxml.etree import _Element

# A byte order mark and white space, in any order, in front of the first tag.
BLANK: Final = b"\xef\xbb\xbf \t\r\n"
# References to surrogates, which are no characters: libxml2 lets them pass and lxml then raises.
_SURROGATE: Final = re.compile(
    rb"&#(?:x0*d[89a-f][0-9a-f]{2}"
    rb"|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]));",
    re.IGNORECASE,
)
_UTF_16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}  # by byte order mark
_DECLARED_ENCODING: Final = re.compile(rb"^(<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_GZIP_MAGIC: Final = b"\x1f\x8b"
# wbits that make zlib expect a gzip header.
_GZIP_WBITS: Final = 16 + zlib.MAX_WBITS
# Unpacked piece by piece, so that what precedes a damage is kept.
_CHUNK_BYTES: Final = 65_536


def unpacked(raw: bytes, limits: ReadLimits = STANDARD) -> bytes:
    """The bytes, un-gzipped where they are gzip, in UTF-8 where they are UTF-16; a broken or
    oversized tail is left out."""
    if raw.startswith(_GZIP_MAGIC):
        return _as_utf8(_ungzipped(raw, limits))
    return _as_utf8(raw[: limits.list_bytes])


def _ungzipped(raw: bytes, limits: ReadLimits) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_WBITS)
    chunks, room = [], limits.list_bytes
    try:
        for start in range(0, len(raw), _CHUNK_BYTES):
            chunks.append(unpacker.decompress(raw[start : start + _CHUNK_BYTES], room))
            room -= len(chunks[-1])
            if room <= 0 or unpacker.eof:
                break
    except zlib.error:
        pass
    return b"".join(chunks)


def _as_utf8(text: bytes) -> bytes:
    """Without byte order mark and declaration, where it was UTF-16."""
    if (encoding := _UTF_16.get(text[:2])) is None:
        return text
    utf8 = text[2:].decode(encoding, "ignore").encode("utf-8", "ignore")
    return _DECLARED_ENCODING.sub(rb"\1", utf8, count=1)


def elements(
    raw: bytes, tags: tuple[str, ...], limits: ReadLimits = STANDARD
) -> Iterator[_Element]:
    """Elements of the given local names in document order, each freed after use.

    Broken XML is read as far as libxml2 can mend it; what it breaks off in is not.
    """
    text = unpacked(raw, limits).lstrip(BLANK)
    context = etree.iterparse(
        BytesIO(_SURROGATE.sub(b"", text[: text.rfind(b">") + 1])),
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
