"""All makes of sites, in the order of the table."""

from __future__ import annotations

from typing import Final

from world.makes.addresses import AnyTongue, QueryIds, RootSlugs, ShortSlugs
from world.makes.aliases import Slugs, Twins
from world.makes.archive import DateArchive
from world.makes.broken import (
    Adverts,
    DeadSitemaps,
    FrontRedirect,
    SoftMissing,
    Throttled,
    WrongCharset,
)
from world.makes.feeds import AtomOnly, JsonFeedOnly, RdfOnly, RssOnly
from world.makes.hidden import JsonLdList, LoadMore
from world.makes.multipage import Multipage
from world.makes.news_sitemaps import NewsSitemaps
from world.makes.sections import NumberedPages, OlderWords, PathPages, QueryPages, RelNext
from world.makes.sitemap_only import SitemapOnly
from world.makes.spellings import BaseHref, Sessions, Slashes, Tracked, UpperCase
from world.makes.traps import Calendar, Facets, LastPageLoop, PathLoop
from world.makes.unstructured import Unstructured
from world.site import Site

MAKES: Final[tuple[type[Site], ...]] = (
    SitemapOnly,
    NewsSitemaps,
    RssOnly,
    AtomOnly,
    JsonFeedOnly,
    RdfOnly,
    PathPages,
    QueryPages,
    RelNext,
    NumberedPages,
    OlderWords,
    DateArchive,
    Unstructured,
    QueryIds,
    RootSlugs,
    ShortSlugs,
    AnyTongue,
    UpperCase,
    BaseHref,
    Slashes,
    Tracked,
    Multipage,
    Twins,
    Adverts,
    DeadSitemaps,
    WrongCharset,
    FrontRedirect,
    SoftMissing,
    LoadMore,
    JsonLdList,
    Throttled,
    Slugs,
    Sessions,
    Calendar,
    Facets,
    LastPageLoop,
    PathLoop,
)
