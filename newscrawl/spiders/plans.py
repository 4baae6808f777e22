"""What a run does at each site: where it starts, what it may take, and how slowly it asks.

Approach: sites come from the addresses of the command line, or from the blocks of a configuration
file; addresses beside a file choose among its sites. Of each limit the first that is stated counts:
argument, setting of the command line, block of the site, any other setting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from scrapy.settings import SETTINGS_PRIORITIES

from newscrawl.errors import UsageError
from newscrawl.sites import Profiles
from newscrawl.spiders import configuration
from newscrawl.spiders.arguments import check_seeds, profiles_of, read_limits, read_seeds
from newscrawl.spiders.configuration import Configuration, SiteBlock
from newscrawl.spiders.site_crawl import Limits
from newscrawl.values.urls import site_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

# The arguments that limit a crawl; each has a setting, `NEWSCRAWL_` and its name.
LIMITS: Final = tuple(key.setting for key in configuration.LIMITS)
_COMMAND_LINE: Final = SETTINGS_PRIORITIES["cmdline"]


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What a run does at one site. ``delay`` is in seconds; None is that of the settings.
    ``profiles`` are the site's."""

    site: str
    seeds: tuple[str, ...]
    limits: Limits
    delay: float | None = None
    profiles: Profiles = field(default_factory=Profiles)


def read_plans(
    given: Mapping[str, Any],
    settings: BaseSettings,
    now: datetime,
    file: Configuration | None = None,
) -> list[SitePlan]:
    """The plan of each site, in the order in which they are named.

    Raises:
        UsageError: there is no address, or one of them, a time or a number cannot be used.
    """
    profiles = profiles_of(settings)
    plans = _without_profiles(given, settings, now, file)
    return [
        replace(
            plan, profiles=_profiles(plan.site, profiles, file.block(plan.site) if file else None)
        )
        for plan in plans
    ]


def _profiles(site: str, known: Profiles, block: SiteBlock | None) -> Profiles:
    """The profile that the site's block names, else those that are known of the site."""
    if block is None or block.profile is None:
        return known.at(site)
    if isinstance(block.profile, str):
        with _named(block):
            return Profiles.of([known.named(block.profile, site)])
    return Profiles.of([block.profile])


def _without_profiles(
    given: Mapping[str, Any],
    settings: BaseSettings,
    now: datetime,
    file: Configuration | None,
) -> list[SitePlan]:
    if file and not given.get("url"):
        return [_of_block(block, (), given, settings, now) for block in file.sites]
    by_site: dict[str, list[str]] = {}
    for seed in read_seeds(given.get("url") or "", settings):
        by_site.setdefault(site_of(seed), []).append(seed)
    plans = []
    for site, seeds in by_site.items():
        if block := file.block(site) if file else None:
            plans.append(_of_block(block, tuple(seeds), given, settings, now))
        else:
            plans.append(SitePlan(site, tuple(seeds), read_limits(given, settings, now)))
    return plans


def _of_block(
    block: SiteBlock,
    seeds: tuple[str, ...],
    given: Mapping[str, Any],
    settings: BaseSettings,
    now: datetime,
) -> SitePlan:
    """A site's plan by its block; it starts where the block says unless ``seeds`` say otherwise."""
    stated = {**block.given, **_of_command_line(settings), **_stated(given)}
    with _named(block):
        checked = check_seeds(seeds or (block.url, *block.sections), settings)
        limits = read_limits(stated, settings, now)
    ours = None if _is_of_command_line(settings, "NEWSCRAWL_DELAY") else block.delay
    return SitePlan(block.site, tuple(checked), limits, ours)


def _stated(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in LIMITS if given.get(name) is not None}


def _of_command_line(settings: BaseSettings) -> dict[str, Any]:
    names = {name: f"NEWSCRAWL_{name.upper()}" for name in LIMITS}
    return {n: settings[s] for n, s in names.items() if _is_of_command_line(settings, s)}


def _is_of_command_line(settings: BaseSettings, name: str) -> bool:
    return (settings.getpriority(name) or 0) >= _COMMAND_LINE


@contextmanager
def _named(block: SiteBlock) -> Iterator[None]:
    """What cannot be used in a block is told with the block."""
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{block.where}: {error}") from error
