"""Address guard: refuses every request that would connect to an address that is not public.

It stands nearest to the downloader, so that what it judges is what is connected to: links,
redirects, robots.txt, sitemaps and feeds all pass here, and so does the proxy of a request. Literal
addresses, schemes, ports and user names are judged on the URL; names are judged in the reactor's
resolver (see ``resolver.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError

from newscrawl.errors import UsageError
from newscrawl.middlewares.resolver import install_guard
from newscrawl.spiders.refusals import AddressRefused
from newscrawl.values.addresses import (
    WEB_PORTS,
    is_excepted,
    is_public,
    literal_address,
    not_public,
    parse_exceptions,
    parse_ports,
    refusal_of_url,
)
from newscrawl.values.urls import DEFAULT_PORTS

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler


class AddressGuardMiddleware:
    """Downloader middleware; its place is between the proxy middleware and the downloader."""

    def __init__(self, exceptions: frozenset[str], ports: frozenset[int] = WEB_PORTS) -> None:
        self.exceptions = exceptions
        self.ports = ports

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
            raise UsageError(
                "TWISTED_REACTOR_ENABLED=False: the address guard works in Twisted's resolver; "
                "leave it on, or take newscrawl's guard out of DOWNLOADER_MIDDLEWARES"
            )
        return cls(
            parse_exceptions(crawler.settings.get("NEWSCRAWL_ALLOW_ADDRESSES") or ""),
            parse_ports(crawler.settings.get("NEWSCRAWL_PORTS") or ""),
        )

    def process_request(self, request: Request) -> None:
        """Judge the URL and the proxy, and see that names are judged too.

        Raises:
            AddressRefused: the request would leave for an address that is not public.
        """
        install_guard(self.exceptions)
        refusal = refusal_of_url(request.url, self.exceptions, self.ports)
        refusal = refusal or self._refusal_of_proxy(request)
        if refusal:
            raise AddressRefused(refusal)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say why a name did not resolve, when it was the guard that refused its addresses."""
        if not isinstance(exception, CannotResolveHostError):
            return
        parts = urlsplit(request.url)
        name = (parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 80))
        refused = install_guard(self.exceptions).refused.get(name)
        if refused:
            raise AddressRefused(not_public(*name, refused)) from exception

    def _refusal_of_proxy(self, request: Request) -> str | None:
        proxy = request.meta.get("proxy")
        if not proxy:
            return None
        parts = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 80)
        literal = literal_address(host)
        if is_excepted(host, port, self.exceptions) or literal is None or is_public(literal):
            return None
        return f"the proxy {not_public(host, port)}"
