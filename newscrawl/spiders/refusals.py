"""Why a request is not made or came to nothing: the words that spider and middlewares share.

Each refusal is an ``IgnoreRequest``, so that it reaches the request's errback and nothing is lost
silently. Reasons are plain words without the URL, so that equal causes add up.
"""

from __future__ import annotations

import zlib
from gzip import BadGzipFile
from typing import Final

from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

# Request.meta keys: the site that the request must stay on, the site's own delay (seconds), and the
# rules of its host's robots.txt.
SITE_KEY: Final = "newscrawl_site"
DELAY_KEY: Final = "newscrawl_delay"
ROBOTS_KEY: Final = "newscrawl_robots"


class Refused(IgnoreRequest):
    """A request that one of our components does not let through; says why."""


class AddressRefused(Refused):
    """The address guard does not let a request through; says what mends it."""


class OffSite(Refused):
    """A redirect leads to another registered domain."""


class RobotsDenied(Refused):
    """robots.txt forbids this address."""


class RobotsUnavailable(Refused):
    """robots.txt could not be had, so nothing may be asked of this host in this run."""


class Stopped(Refused):
    """The crawl is being stopped, and the request had not left yet."""


class Damaged(Refused):
    """The answer broke off on its way, or cannot be unpacked."""


class TooLarge(Refused):
    """The answer unpacks to more than is read."""


_REASONS: Final[dict[type[Exception], str]] = {
    exceptions.CannotResolveHostError: "the host name is not known",
    exceptions.DownloadConnectionRefusedError: "the host refuses the connection",
    exceptions.DownloadTimeoutError: "no answer in time",
    exceptions.DownloadCancelledError: "the answer is too large",
    exceptions.ResponseDataLossError: "the answer broke off",
    exceptions.DownloadFailedError: "the connection failed",
    BadGzipFile: "the answer is damaged",
    zlib.error: "the answer is damaged",
    ValueError: "the answer holds an address or header that is not valid",
}
# What Scrapy's middlewares say when they ignore a request, by a part of it.
_IGNORED: Final = {
    "DOWNLOAD_MAXSIZE": "the answer is too large",
    "max redirections": "too many redirects",
}


def reason_of(error: BaseException) -> str:
    """The cause of a failed request."""
    if isinstance(error, HttpError):
        return f"HTTP {error.response.status}"
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, IgnoreRequest):
        return _why_ignored(str(error))
    known = next((text for kind, text in _REASONS.items() if isinstance(error, kind)), None)
    return known or _full_name(type(error))


def _full_name(kind: type) -> str:
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{module}{kind.__qualname__}"


def _why_ignored(text: str) -> str:
    """In our words, or in those of the project's own component if they name no URL."""
    told = (ours for part, ours in _IGNORED.items() if part in text)
    theirs = text if "://" not in text else ""
    return next(told, theirs or "a component of the project ignores the request")
