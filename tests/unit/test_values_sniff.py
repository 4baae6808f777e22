"""values.sniff: what cannot be a page."""

from __future__ import annotations

import pytest

from newscrawl.values.sniff import why_not_a_page

HTML = b"<!doctype html><p>Good day."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (HTML, None),
        (b"\xef\xbb\xbf" + HTML, None),
        (b"<p>fragment", None),
        (b"Some words first <p>then a tag", None),
        (HTML.decode().encode("utf-16"), None),
        (HTML.decode().encode("utf-16-le"), None),
        (b"<!doctype html><p>one NUL \x00 late" + b" " * 2000, "binary data, not HTML"),
        (b"<p>" + b" " * 2000 + b"\x00", None),
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"Plain text: 1 < 2.", "not HTML (no tag in it)"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG image, not HTML"),
        (b"\xff\xd8\xff\xe0<html>", "a JPEG image, not HTML"),
        (b"%PDF-1.7 <</Type", "a PDF document, not HTML"),
        (b"PK\x03\x04", "a ZIP archive or an office document, not HTML"),
        (b"\x00\x01\x02\x03", "binary data, not HTML"),
    ],
)
def test_what_cannot_be_a_page(raw, reason):
    assert why_not_a_page(raw) == reason
