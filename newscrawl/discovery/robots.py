"""robots.txt as RFC 9309 reads it: what may be asked, how slowly, and where the sitemaps are."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from newscrawl.values.limits import STANDARD, ReadLimits
from newscrawl.values.urls import absolute_url


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one host for one user agent; ``refusal`` says why nothing may be asked."""

    rules: Protego | None
    user_agent: str
    base_url: str
    refusal: str | None = None

    def allows(self, url: str) -> bool:
        """Whether the address may be asked."""
        if self.refusal:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, self.user_agent))

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between requests that the host asks for."""
        delay = self.rules.crawl_delay(self.user_agent) if self.rules else None
        return None if delay is None else float(delay)

    @property
    def sitemaps(self) -> list[str]:
        """Addresses on ``Sitemap:`` lines, in their order."""
        lines = self.rules.sitemaps if self.rules else ()
        return list(dict.fromkeys(filter(None, (absolute_url(self.base_url, x) for x in lines))))

    @property
    def forbids_everything(self) -> bool:
        """Whether not even the front page or any plain path may be asked."""
        paths = ("/", "/news/", "/a")
        return not any(self.allows(f"{self.base_url.rstrip('/')}{path}") for path in paths)


def parse_robots(
    raw: bytes, base_url: str, user_agent: str, limits: ReadLimits = STANDARD
) -> RobotsRules:
    """Read a robots.txt; bytes beyond the limit and lines that are no rules are left out."""
    text = _whole_lines(raw, limits.robots_bytes).decode("utf-8-sig", "ignore")
    return RobotsRules(Protego.parse(text), user_agent, base_url)


def _whole_lines(raw: bytes, most: int) -> bytes:
    """What is read of it. A line is never cut: ``Disallow: /`` may be the start of a longer one."""
    if len(raw) <= most:
        return raw
    return b"".join(raw[: most + 1].splitlines(keepends=True)[:-1])


def rules_for_status(
    status: int, raw: bytes, base_url: str, user_agent: str, limits: ReadLimits = STANDARD
) -> RobotsRules:
    """What an answer to robots.txt means (RFC 9309, 2.3.1).

    2xx: its rules. 4xx: everything is allowed; except 429, which says that the host wants fewer
    requests. 5xx, 429 and redirects that lead nowhere: nothing is.
    """
    if 200 <= status < 300:
        return parse_robots(raw, base_url, user_agent, limits)
    if 400 <= status < 500 and status != 429:
        return RobotsRules(None, user_agent, base_url)
    return RobotsRules(None, user_agent, base_url, f"robots.txt answers {status}")
