"""Settings: those of this project for Scrapy, and the table of our own.

Everything of ours is a Scrapy setting ``NEWSCRAWL_*``; an environment variable of the same name
overrides it, and ``-s NAME=VALUE`` overrides both. The polite defaults of Scrapy's own settings are
set by the add-on, so that every project that adds it has them.
"""

from __future__ import annotations

from typing import NamedTuple

BOT_NAME = "newscrawl"
ADDONS = {"newscrawl.addon.NewscrawlAddon": 500}


class Setting(NamedTuple):
    """One setting: its name, default, type and unit, and what it does."""

    name: str
    default: str | float | int | None
    type: str
    description: str


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
