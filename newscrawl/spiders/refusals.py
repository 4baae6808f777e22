"""Why a request is not made or came to nothing: the words that spider and middlewares share.

Each refusal is an ``IgnoreRequest``, so that it reaches the request's errback and nothing is lost
silently. Reasons are plain words without the URL, so that equal causes add up.
"""

from __future__ import annotations

from typing import Final

from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

# Request.meta keys: the site that the request must stay on, and the rules of its host's robots.txt.
SITE_KEY: Final = "newscrawl_site"
ROBOTS_KEY: Final = "newscrawl_robots"


class AddressRefused(IgnoreRequest):
    """The address guard does not let a request through; says what mends it."""


class OffSite(IgnoreRequest):
    """A redirect leads to another registered domain."""


class RobotsDenied(IgnoreRequest):
    """robots.txt forbids this address."""


class RobotsUnavailable(IgnoreRequest):
    """robots.txt could not be had, so nothing may be asked of this host in this run."""


class Stopped(IgnoreRequest):
    """The crawl is being stopped, and the request had not left yet."""


_REASONS: Final[dict[type[Exception], str]] = {
    exceptions.CannotResolveHostError: "the host name is not known",
    exceptions.DownloadConnectionRefusedError: "the host refuses the connection",
    exceptions.DownloadTimeoutError: "no answer in time",
    exceptions.DownloadCancelledError: "the answer is too large",
    exceptions.ResponseDataLossError: "the answer broke off",
    exceptions.DownloadFailedError: "the connection failed",
}


def reason_of(error: BaseException) -> str:
    """The cause of a failed request."""
    if isinstance(error, HttpError):
        return f"HTTP {error.response.status}"
    if isinstance(error, IgnoreRequest) and str(error):
        return str(error)
    known = next((text for kind, text in _REASONS.items() if isinstance(error, kind)), None)
    return known or type(error).__name__
