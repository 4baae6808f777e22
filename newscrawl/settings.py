"""Settings: those of this project for Scrapy, and the table of our own.

Everything of ours is a Scrapy setting ``NEWSCRAWL_*``; an environment variable of the same name
overrides it, and ``-s NAME=VALUE`` overrides both. The polite defaults of Scrapy's own settings are
set by the add-on, so that every project that adds it has them.
"""

from __future__ import annotations

from typing import NamedTuple

from newscrawl.values.limits import STANDARD

BOT_NAME = "newscrawl"
ADDONS = {"newscrawl.addon.NewscrawlAddon": 500}


class Setting(NamedTuple):
    """One setting: its name, default, type and unit, and what it does."""

    name: str
    default: str | float | int | None
    type: str
    description: str


def _limit(name: str, unit: str, description: str) -> Setting:
    """The setting of a limit of what is read of an answer."""
    return Setting(f"NEWSCRAWL_MAX_{name.upper()}", getattr(STANDARD, name), unit, description)


READ_LIMITS = (
    _limit("page_bytes", "bytes", "Read so much of a page (see `DOWNLOAD_MAXSIZE`, too)."),
    _limit("page_tags", "tags", "Parse so many tags of a page."),
    _limit("run_bytes", "bytes", "Read so much between two tags of a page."),
    _limit("page_links", "links", "Look at so many links of a page."),
    _limit("json_ld_chars", "characters", "Read no larger JSON-LD script."),
    _limit("json_ld_nodes", "nodes", "Read so many objects of a page's JSON-LD."),
    _limit("json_ld_depth", "levels", "Look for objects so deep in JSON-LD."),
    _limit("list_bytes", "bytes", "Read so much of a sitemap or feed, after unpacking."),
    _limit("sitemap_urls", "URLs", "Read so many entries of a sitemap."),
    _limit("sitemap_depth", "levels", "Follow sitemaps within sitemaps so deep."),
    _limit("feed_entries", "entries", "Read so many entries of a feed."),
    _limit("robots_bytes", "bytes", "Read so much of a robots.txt."),
    _limit("url_chars", "characters", "Follow no longer URL."),
    _limit("url_segments", "segments", "Follow no URL with more segments in its path."),
    _limit("url_repeats", "times", "Follow no URL that has one segment more often in its path."),
    _limit("url_parameters", "parameters", "Follow no URL with more parameters."),
)

SETTINGS = (
    Setting("NEWSCRAWL_DATA", None, "path", "Data folder; without it nothing is written by us."),
    Setting("NEWSCRAWL_STATE", None, "path or SQLAlchemy URL", "State; `state.db` in the folder."),
    Setting("NEWSCRAWL_DELAY", 1.0, "seconds", "Least time between two requests to one host."),
    Setting("NEWSCRAWL_CONTACT", None, "URL or mail address", "Contact shown in the user agent."),
    Setting(
        "NEWSCRAWL_ALLOW_ADDRESSES",
        "",
        "host:port, comma-separated",
        "Addresses that may be crawled although they are not public.",
    ),
    Setting("NEWSCRAWL_PORTS", "", "8080, 8443", "Ports that are asked besides 80 and 443."),
    Setting("NEWSCRAWL_SINCE", None, "7d, 12h or a date", "Leave out what was published before."),
    Setting("NEWSCRAWL_UNTIL", None, "7d, 12h or a date", "Leave out what was published after."),
    Setting(
        "NEWSCRAWL_MAX_ARTICLES", 0, "articles per site", "Stop a site after so many; 0: none."
    ),
    Setting("NEWSCRAWL_MAX_PAGES", 100_000, "pages per site", "Ask no more of one site in a run."),
    Setting("NEWSCRAWL_MAX_DEPTH", 12, "steps", "Follow links no farther from the start page."),
    Setting("NEWSCRAWL_PROFILES_DIR", None, "folder", "Site profiles of your own (*.toml)."),
    Setting("NEWSCRAWL_BODY_HTML", 0, "0 or 1", "Store the text as a clean subset of HTML too."),
    Setting(
        "NEWSCRAWL_BARREN_PAGES",
        10,
        "pages",
        "Give up a family of listings after so many in a row that lead to nothing new.",
    ),
    Setting(
        "NEWSCRAWL_MAX_ERRORS",
        20,
        "requests",
        "Leave a site alone for this run after so many in a row came to nothing; 0: never.",
    ),
    Setting(
        "NEWSCRAWL_PAGE_SECONDS",
        2.0,
        "seconds of processor time",
        "A page that takes longer to read fails alone; 0: no limit.",
    ),
    Setting(
        "NEWSCRAWL_WORKER_SECONDS",
        60.0,
        "seconds",
        "A worker process that takes so much longer than the page may hangs, and is replaced.",
    ),
    Setting(
        "NEWSCRAWL_MAX_TRIES",
        5,
        "runs",
        "A URL that fails is tried again by the next runs, until it was tried so often.",
    ),
    Setting(
        "NEWSCRAWL_MAX_PARTS",
        20,
        "pages",
        "Join so many further pages of an article that has several; 0: none.",
    ),
    Setting(
        "NEWSCRAWL_MAX_CRAWL_DELAY",
        60.0,
        "seconds",
        "Obey the `Crawl-delay` of a robots.txt up to this; with more no site is seen through.",
    ),
    Setting(
        "NEWSCRAWL_MAX_RETRY_AFTER",
        3600.0,
        "seconds",
        "Leave a busy host alone for as long as its `Retry-After` says, up to this.",
    ),
    *READ_LIMITS,
    Setting("NEWSCRAWL_ROTATE_MB", 256, "MB", "A file of records that is this large is finished."),
    Setting(
        "NEWSCRAWL_ROTATE_MINUTES",
        60,
        "minutes",
        "Files of records are finished this often, for readers that follow; 0: at the end only.",
    ),
    Setting(
        "NEWSCRAWL_WORKERS",
        0,
        "processes",
        "Read pages in so many processes beside the crawl's own; 0: in its own.",
    ),
    Setting(
        "NEWSCRAWL_REVISITS",
        "1h,6h,1d,7d",
        "times after publication",
        "When stored articles are asked again, for what was changed or withdrawn; empty: never.",
    ),
    Setting(
        "NEWSCRAWL_NOTIFY_COMMAND",
        None,
        "command line",
        "Run without a shell when a site drifts; gets JSON on its standard input.",
    ),
    Setting(
        "NEWSCRAWL_NOTIFY_WEBHOOK",
        None,
        "URL",
        "The same JSON is posted to it; one that is not public must be an exception above.",
    ),
    Setting(
        "NEWSCRAWL_NOW",
        None,
        "ISO 8601",
        "What counts as the time of the run's begin, to run again as of then; the clock's.",
    ),
)
