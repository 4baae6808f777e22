"""What a probe of a site has found."""

from __future__ import annotations

from dataclasses import dataclass, field

from newscrawl.discovery.offer import ListOffer
from newscrawl.items import Article


@dataclass(slots=True, kw_only=True)
class Probe:
    """What a site offers.

    ``sections`` are addresses of its menu; ``pagination`` and ``archive`` an example of each;
    ``rights`` reservations as stated, with where; ``failures`` what could not be had, by address.
    ``problem`` says why the site cannot be crawled.
    """

    url: str
    site: str
    problem: str | None = None
    language: str | None = None
    robots: str = "none"
    crawl_delay: float | None = None
    declared_sitemaps: int = 0
    sitemaps: list[ListOffer] = field(default_factory=list)
    feeds: list[ListOffer] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    pagination: str | None = None
    archive: str | None = None
    shape: str | None = None
    paywall: str = "no sign"
    rights: list[str] = field(default_factory=list)
    samples: list[Article] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def offers(self) -> list[str]:
        """The ways to its articles, by their names."""
        ways = [offer.kind for offer in (*self.sitemaps, *self.feeds)]
        ways += ["sections"] if self.sections else []
        ways += ["pagination"] if self.pagination else []
        ways += ["date archive"] if self.archive else []
        return list(dict.fromkeys(ways)) or ["links"]
