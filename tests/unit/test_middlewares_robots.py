"""middlewares.robots: how many rules are kept in memory."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.settings import Settings

from newscrawl.middlewares import robots
from newscrawl.middlewares.robots import RobotsPolicyMiddleware
from newscrawl.settings import SETTINGS

RULES = b"User-agent: *\nDisallow: /private\n"


def asked(hosts: list[str], size: int = 0) -> list[str]:
    """The hosts whose robots.txt was asked, in order, where pages of these hosts are."""
    said: list[str] = []

    async def download(request: Request) -> Any:
        said.append(request.url.split("/")[2])
        return TextResponse(request.url, body=RULES + b"#" * size)

    async def ask() -> None:
        for host in hosts:
            await middleware.process_request(Request(f"https://{host}/a"))

    settings = Settings({setting.name: setting.default for setting in SETTINGS})
    settings.set("ROBOTSTXT_OBEY", True)
    crawler: Any = SimpleNamespace(
        settings=settings, engine=SimpleNamespace(download_async=download)
    )
    middleware = RobotsPolicyMiddleware.from_crawler(crawler)
    asyncio.run(ask())
    return said


@pytest.mark.parametrize(
    ("hosts", "size", "expected"),
    [
        ("a a b a", 0, "a b"),
        ("a b c d a", 0, "a b c d a"),  # three hosts are kept
        ("a b c d d c b", 0, "a b c d"),
        ("a b c a", 500, "a b c a"),  # or a thousand bytes
        ("a b a", 2_000, "a b a"),
    ],
)
def test_rules_are_kept(
    monkeypatch: pytest.MonkeyPatch, hosts: str, size: int, expected: str
) -> None:
    monkeypatch.setattr(robots, "MAX_KEPT", 3)
    monkeypatch.setattr(robots, "MAX_KEPT_BYTES", 1_000)
    assert asked(hosts.split(), size) == expected.split()
