"""Bytes to UTF-8, as browsers would, but not fooled by a wrong declaration.

Order: byte order mark; valid UTF-8 (text in a legacy encoding is practically never valid UTF-8,
while pages that declare a legacy encoding and are UTF-8 are common); the encoding given by the
caller (the HTTP header); the page's own declaration; the legacy encoding usual for the page's
language; windows-1252.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

# A page with this share of broken bytes at most is UTF-8 with accidents, not another encoding.
_ACCIDENTS: Final = 0.002

# Encodings that use ASCII bytes only, so that "valid UTF-8" says nothing about such bytes.
_ESCAPED: Final = ("iso-2022", "iso2022", "hz", "utf-7", "utf7")

# The encoding that pages in a language used before UTF-8 (HTML standard, "encoding sniffing").
_LEGACY: Final = {
    "ar": "cp1256", "bg": "cp1251", "cs": "cp1250", "el": "cp1253", "fa": "cp1256",
    "he": "cp1255", "hu": "cp1250", "ja": "cp932", "ko": "cp949", "lt": "cp1257",
    "lv": "cp1257", "mk": "cp1251", "pl": "cp1250", "ro": "cp1250", "ru": "cp1251",
    "sk": "cp1250", "sl": "cp1250", "sr": "cp1251", "th": "cp874", "tr": "cp1254",
    "uk": "cp1251", "vi": "cp1258", "zh": "gb18030",
}  # fmt: skip
_LANG: Final = re.compile(rb"<html[^>]{0,300}?\blang\s*=\s*[\"']?([A-Za-z]{2})", re.IGNORECASE)
_PIECE: Final = 1 << 15  # bytes decoded at a time, to see whether they can be
_HEAD: Final = 4096  # bytes in which a declaration is looked for


@dataclass(frozen=True, slots=True)
class Decoded:
    """The page as UTF-8 bytes, the encoding it came in, and what went wrong on the way."""

    utf8: bytes
    encoding: str
    problems: tuple[str, ...] = ()


def decode(raw: bytes | str, encoding: str | None = None) -> Decoded:
    """Give the page's text as UTF-8 without NUL and surrogates. Never raises.

    ``encoding`` is what the transport said (a label of the WHATWG standard or a Python codec).
    """
    if isinstance(raw, str):
        return Decoded(_to_utf8(raw), "utf-8")
    bom_encoding, bom = read_bom(raw)
    if bom_encoding and bom:
        return _decode_as(raw[len(bom) :], bom_encoding)
    is_utf8 = _is_utf8(raw)
    if is_utf8 and not raw.isascii():
        return Decoded(raw.replace(b"\0", b""), "utf-8")
    declared = _codec(encoding) or _codec(html_body_declared_encoding(raw[:_HEAD]))
    if is_utf8 and not _is_escaped(declared):
        return Decoded(raw.replace(b"\0", b""), "utf-8")
    return _decode_as(raw, _plausible(raw, declared))


def _is_utf8(raw: bytes) -> bool:
    """Decoded piece by piece, as the text of the whole would be memory to touch for nothing."""
    view, at = memoryview(raw), 0
    try:
        while at < len(raw):
            piece = view[at : at + _PIECE]
            at += codecs.utf_8_decode(piece, "strict", at + _PIECE >= len(raw))[1]
    except UnicodeDecodeError:
        return False
    return True


def _is_escaped(encoding: str | None) -> bool:
    return encoding is not None and encoding.startswith(_ESCAPED)


def _codec(label: str | None) -> str | None:
    """The Python codec for a declared label, or None when there is none for text."""
    if not label:
        return None
    name = resolve_encoding(label.strip().lower())
    try:
        return name if name and codecs.lookup(name)._is_text_encoding else None
    except (LookupError, ValueError):
        return None


def _plausible(raw: bytes, declared: str | None) -> str:
    """The encoding for bytes that are not valid UTF-8."""
    if declared and not declared.replace("-", "").startswith(("utf8", "utf16", "utf32")):
        return declared
    if _mostly_utf8(raw):
        return "utf-8"
    lang = _LANG.search(raw[:_HEAD])
    return _LEGACY.get(lang[1].decode().lower(), "cp1252") if lang else "cp1252"


def _mostly_utf8(raw: bytes) -> bool:
    broken = raw.decode("utf-8", "replace").count("\ufffd")
    multibyte = sum(map(raw.count, (b"\xc2", b"\xc3", b"\xe2", b"\xd0", b"\xd1", b"\xe3", b"\xd8")))
    return broken <= max(len(raw) * _ACCIDENTS, 1) and multibyte > broken


def _decode_as(raw: bytes, encoding: str) -> Decoded:
    try:
        text = raw.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        encoding, text = "cp1252", raw.decode("cp1252", "replace")
    lost = text.count("\ufffd")
    problems = (f"{lost} characters could not be decoded as {encoding}",) if lost else ()
    return Decoded(_to_utf8(text), encoding, problems)


def _to_utf8(text: str) -> bytes:
    return text.replace("\0", "").encode("utf-8", "replace")
