"""spiders.refusals: the cause of a failed request, in plain words and without its URL."""

from __future__ import annotations

import struct
import zlib
from gzip import BadGzipFile

import pytest
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest

from newscrawl.spiders.refusals import OffSite, reason_of

PAGE = "https://example.com/a"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            OffSite("redirects off the site, to example.net"),
            "redirects off the site, to example.net",
        ),
        (DownloadTimeoutError(f"Getting {PAGE} took longer than 30 s"), "no answer in time"),
        (BadGzipFile("Not a gzipped file"), "the answer is damaged"),
        (zlib.error("Error -3"), "the answer is damaged"),
        (
            ValueError(f"Port out of range in {PAGE}"),
            "the answer holds an address or header that is not valid",
        ),
        (IgnoreRequest("max redirections reached"), "too many redirects"),
        (
            IgnoreRequest(
                f"Ignored response <200 {PAGE}> because it exceeded DOWNLOAD_MAXSIZE (9 B)"
            ),
            "the answer is too large",
        ),
        (IgnoreRequest("not on Sundays"), "not on Sundays"),
        (IgnoreRequest(f"no {PAGE}"), "a component of the project ignores the request"),
        (IgnoreRequest(), "a component of the project ignores the request"),
        (KeyError("x"), "KeyError"),
        (struct.error("x"), "struct.error"),
    ],
)
def test_reasons(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
