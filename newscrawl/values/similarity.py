"""Whether two texts are the same, by a hash of what readers read."""

from __future__ import annotations

import hashlib
import unicodedata


def content_hash(headline: str | None, body: str | None) -> str:
    """SHA-256 (64 hex characters) of headline and body, white space folded, in Unicode's NFC.

    Markup, paragraph breaks and the page around do not change it; a changed word does.
    """
    digest = hashlib.sha256(_folded(headline))
    digest.update(b"\n")  # folded text has none: headline and body cannot run together
    digest.update(_folded(body))
    return digest.hexdigest()


def headline_hash(headline: str | None) -> str:
    """16 hex characters that two headlines of one article share: they are compared within one."""
    return content_hash(headline, None)[:16]


def _folded(text: str | None) -> bytes:
    words = unicodedata.normalize("NFC", text or "").split()
    return " ".join(words).encode("utf-8", "surrogatepass")
