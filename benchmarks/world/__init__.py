"""A world of news sites of different make, served on loopback, to measure discovery by.

    with open_world() as world:
        ...  # crawl world.served[n].site.base_url, allowing world.addresses
        world["rss"].log.requests, world["rss"].site.reachable

Order: ``prose`` and ``story`` (what is published), ``layouts``, ``lists`` and ``services`` (how it
looks), ``site`` and ``sectioned`` (bases), ``makes/`` (one class per make), ``server``. Everything
is written by a generator with a fixed seed; only the dates follow the clock.
"""

from world.makes import MAKES
from world.server import ARTICLES, Log, Request, Served, World, open_world
from world.site import FORBIDDEN, Site
from world.story import Story

__all__ = [
    "ARTICLES",
    "FORBIDDEN",
    "MAKES",
    "Log",
    "Request",
    "Served",
    "Site",
    "Story",
    "World",
    "open_world",
]
