"""What a crawl is asked for: start addresses and limits, read from arguments and settings.

An argument (``-a since=7d``) goes before the setting of its name (``NEWSCRAWL_SINCE``). Everything
is checked here, so that a crawl that cannot be done as asked ends before it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING, Any, Final

from newscrawl.discovery.revisits import Schedule
from newscrawl.discovery.window import read_window
from newscrawl.errors import UsageError
from newscrawl.sites import Profiles, bundled, read_profiles
from newscrawl.spiders.site_crawl import Limits
from newscrawl.values.addresses import parse_exceptions, parse_ports, refusal_of_url
from newscrawl.values.limits import STANDARD, ReadLimits
from newscrawl.values.urls import check_seed

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


# Settings that middlewares and the spider read as seconds, and as whole numbers.
SECONDS: Final = (
    "NEWSCRAWL_DELAY",
    "NEWSCRAWL_PAGE_SECONDS",
    "NEWSCRAWL_WORKER_SECONDS",
    "NEWSCRAWL_MAX_CRAWL_DELAY",
    "NEWSCRAWL_MAX_RETRY_AFTER",
)
NUMBERS: Final = ("NEWSCRAWL_WORKERS", "NEWSCRAWL_MAX_PARTS", "NEWSCRAWL_MAX_TRIES")


def read_seeds(urls: str, settings: BaseSettings) -> list[str]:
    """The start addresses in a comma-separated list, each one usable.

    Raises:
        UsageError: there is none, or one of them has no host or is not public.
    """
    seeds = check_seeds((url for url in urls.split(",") if url.strip()), settings)
    if not seeds:
        raise UsageError("no start address; give one like -a url=https://www.example.com/")
    return seeds


def check_seeds(urls: Iterable[str], settings: BaseSettings) -> list[str]:
    """The start addresses, normalised, each once.

    Raises:
        UsageError: one of them has no host or is not public.
    """
    seeds = [check_seed(url) for url in urls]
    exceptions = parse_exceptions(settings.get("NEWSCRAWL_ALLOW_ADDRESSES") or "")
    ports = parse_ports(settings.get("NEWSCRAWL_PORTS") or "")
    for seed in seeds:
        if refusal := refusal_of_url(seed, exceptions, ports):
            raise UsageError(refusal)
    return list(dict.fromkeys(seeds))


def read_limits(given: Mapping[str, Any], settings: BaseSettings, now: datetime) -> Limits:
    """What the run may take from each site.

    Raises:
        UsageError: a time or a number cannot be used.
    """

    def number(name: str) -> int:
        return _number(name, _text(given, settings, name))

    return Limits(
        read_window(_text(given, settings, "since"), _text(given, settings, "until"), now),
        max_articles=number("max_articles"),
        max_pages=number("max_pages"),
        max_depth=number("max_depth"),
        barren_pages=number("barren_pages"),
        max_errors=number("max_errors"),
        max_parts=read_number(settings, "NEWSCRAWL_MAX_PARTS"),
        revisits=Schedule.parse(_text(given, settings, "revisits")),
    )


def profiles_of(settings: BaseSettings) -> Profiles:
    """The site profiles that a crawl uses: those in the folder of the settings before the bundled.

    Raises:
        UsageError: there is no such folder, or a file in it is no profile.
    """
    folder = settings.get("NEWSCRAWL_PROFILES_DIR")
    return read_profiles(folder) if folder else bundled()


def read_how_much(settings: BaseSettings) -> ReadLimits:
    """How much is read of an answer: ``NEWSCRAWL_MAX_`` and the name of each limit.

    Raises:
        UsageError: one of them is no whole number from 1 on.
    """
    given = {field.name: f"NEWSCRAWL_MAX_{field.name.upper()}" for field in fields(ReadLimits)}
    limits = {name: read_number(settings, setting) for name, setting in given.items()}
    for name, limit in limits.items():
        if not limit and settings.get(given[name]) is not None:
            raise UsageError(
                f"{given[name]}=0 would read nothing; write it like "
                f"{given[name]}={getattr(STANDARD, name)}"
            )
    return ReadLimits(**{name: limit for name, limit in limits.items() if limit})


def check_settings(settings: BaseSettings) -> None:
    """Look at all limits before anything is built of them.

    Raises:
        UsageError: one of them is not what it must be.
    """
    read_how_much(settings)
    for name in SECONDS:
        read_seconds(settings, name)
    for name in NUMBERS:
        read_number(settings, name)


def read_seconds(settings: BaseSettings, name: str) -> float:
    """A setting that is a time in seconds, 0 or more.

    Raises:
        UsageError: it is none.
    """
    stated = settings.get(name)
    with suppress(ValueError, TypeError):
        if 0 <= (seconds := float(stated)) < inf:
            return seconds
    raise UsageError(f"{name}={stated} is no number of seconds; write it like {name}=1.5")


def read_number(settings: BaseSettings, name: str) -> int:
    """A setting that is a whole number, 0 or more.

    Raises:
        UsageError: it is none.
    """
    stated = settings.get(name)
    return _number(name, None if stated is None else str(stated))


def _text(given: Mapping[str, Any], settings: BaseSettings, name: str) -> str | None:
    value = given.get(name)
    if value is None:
        value = settings.get(f"NEWSCRAWL_{name.upper()}")
    return None if value is None else str(value)


def _number(name: str, text: str | None) -> int:
    try:
        number = int(text or "0")
    except ValueError:
        number = -1
    if number < 0:
        raise UsageError(f"{name}={text} is not a number; write it like {name}=100")
    return number
