"""The add-on: what it sets, and what wins over it."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list

from newscrawl.addon import COMPONENTS, NewscrawlAddon
from newscrawl.middlewares.robots import RobotsPolicyMiddleware
from newscrawl.middlewares.slots import LEAST_DELAY_S
from newscrawl.settings import SETTINGS


@pytest.fixture(autouse=True)
def no_settings_around_us(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


def with_addon(project: dict[str, Any] | None = None, **command_line: Any) -> Settings:
    settings = Settings()
    settings.setdict(project or {}, priority="project")
    settings.setdict(command_line, priority="cmdline")
    NewscrawlAddon.update_pre_crawler_settings(settings)
    NewscrawlAddon().update_settings(settings)
    return settings


@pytest.mark.parametrize(
    ("project", "environment", "command_line", "expected"),
    [
        ({}, None, {}, 1.0),
        ({"NEWSCRAWL_DELAY": 3}, None, {}, 3.0),
        ({"NEWSCRAWL_DELAY": 0}, None, {}, 0.0),
        ({"NEWSCRAWL_DELAY": 3}, "4", {}, 4.0),
        ({"NEWSCRAWL_DELAY": 3}, "4", {"NEWSCRAWL_DELAY": "2"}, 2.0),
    ],
)
def test_environment_wins_over_the_project_and_loses_to_the_command_line(
    monkeypatch: pytest.MonkeyPatch,
    project: dict[str, Any],
    environment: str | None,
    command_line: dict[str, Any],
    expected: float,
) -> None:
    if environment:
        monkeypatch.setenv("NEWSCRAWL_DELAY", environment)
    settings = with_addon(project, **command_line)
    assert settings.getfloat("NEWSCRAWL_DELAY") == expected
    least = settings.getfloat("DOWNLOAD_DELAY") * (1 - settings.getfloat("DOWNLOAD_DELAY_JITTER"))
    assert least == pytest.approx(max(expected, LEAST_DELAY_S))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROBOTSTXT_OBEY", True),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
        ("COOKIES_ENABLED", False),
        ("TELNETCONSOLE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("REFERRER_POLICY", "no-referrer"),
        ("DOWNLOAD_MAXSIZE", 10_485_760),
        ("DOWNLOAD_TIMEOUT", 30),
        ("RETRY_TIMES", 1),
        ("REDIRECT_MAX_TIMES", 5),
    ],
)
def test_polite_defaults_give_way_to_the_project(name: str, value: Any) -> None:
    assert with_addon()[name] == value
    assert with_addon({name: "theirs"})[name] == "theirs"


def test_user_agent_says_who_and_where() -> None:
    agent = with_addon({"NEWSCRAWL_CONTACT": "https://example.com/bot"})["USER_AGENT"]
    assert agent.startswith("newscrawl/")
    assert agent.endswith(" (+https://example.com/bot)")
    assert "(" not in with_addon()["USER_AGENT"]


def test_scrapys_robots_middleware_is_replaced() -> None:
    name = "DOWNLOADER_MIDDLEWARES"
    middlewares = build_component_list(with_addon().get_component_priority_dict_with_base(name))
    names = [one if isinstance(one, str) else one.__name__ for one in middlewares]
    assert RobotsPolicyMiddleware.__name__ in names
    assert not [name for name in names if name.endswith("RobotsTxtMiddleware")]
    assert names[-3] == "AddressGuardMiddleware"  # behind it only statistics and cache


def test_what_the_project_has_placed_stays_there() -> None:
    path = "newscrawl.middlewares.robots.RobotsPolicyMiddleware"
    settings = with_addon({"DOWNLOADER_MIDDLEWARES": {path: 77}})
    placed = settings.getdict("DOWNLOADER_MIDDLEWARES")
    assert placed[path] == 77
    assert RobotsPolicyMiddleware not in placed


def test_spiders_are_added_once() -> None:
    settings = with_addon({"SPIDER_MODULES": ["theirs"]})
    NewscrawlAddon.update_pre_crawler_settings(settings)
    assert settings["SPIDER_MODULES"] == ["theirs", "newscrawl.spiders.news"]


def test_every_component_says_what_it_is_for() -> None:
    for components in COMPONENTS.values():
        for component in components:
            assert component.__doc__ or component.__module__.startswith("scrapy.")
