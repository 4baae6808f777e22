"""Same site: a request that a redirect led off its site ends here, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.spiders.refusals import SITE_KEY, OffSite
from newscrawl.values.urls import site_of

if TYPE_CHECKING:
    from scrapy import Request


class SameSiteMiddleware:
    """Judges requests that name their site in ``meta``; others pass."""

    def process_request(self, request: Request) -> None:
        """Refuse what has left its site.

        Raises:
            OffSite: the address belongs to another site.
        """
        site = request.meta.get(SITE_KEY)
        if site and site_of(request.url) != site:
            raise OffSite(f"redirects off the site, to {site_of(request.url)}")
