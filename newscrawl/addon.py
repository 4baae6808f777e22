"""The Scrapy add-on: spiders, middlewares, pipelines, the run, and polite defaults.

``ADDONS = {"newscrawl.addon.NewscrawlAddon": 500}`` is all that a project needs. Everything is
set at add-on priority, so that the project's own settings win; components that the project has
placed or switched off stay as they are.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.extensions.memusage import MemoryUsage
from scrapy.extensions.throttle import AutoThrottle

from newscrawl.middlewares.decompress import DecompressMiddleware
from newscrawl.middlewares.guard import AddressGuardMiddleware
from newscrawl.middlewares.memory import MemoryLimit
from newscrawl.middlewares.notify import Notifier
from newscrawl.middlewares.retry_after import RetryAfterMiddleware
from newscrawl.middlewares.robots import RobotsPolicyMiddleware
from newscrawl.middlewares.site import SameSiteMiddleware
from newscrawl.middlewares.slots import JITTER, SlotMiddleware, mean_delay
from newscrawl.middlewares.stopping import StoppingMiddleware
from newscrawl.middlewares.throttle import HostThrottle
from newscrawl.pipelines.deduplicate import DeduplicatePipeline
from newscrawl.pipelines.observe import ObservePipeline
from newscrawl.pipelines.validate import ValidatePipeline
from newscrawl.pipelines.version import VersionPipeline
from newscrawl.pipelines.write import WritePipeline
from newscrawl.settings import SETTINGS
from newscrawl.spiders.arguments import check_settings, read_seconds
from newscrawl.spiders.run import RunExtension
from newscrawl.version import __version__

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

# Over the project's and the spider's settings (20, 30), under the command line's (40).
ENVIRONMENT_PRIORITY: Final = 35

COMPONENTS: Final[dict[str, dict[type, int | None]]] = {
    "DOWNLOADER_MIDDLEWARES": {
        StoppingMiddleware: 10,
        SlotMiddleware: 20,
        SameSiteMiddleware: 40,
        RobotsTxtMiddleware: None,
        RobotsPolicyMiddleware: 100,
        RetryAfterMiddleware: 540,
        HttpCompressionMiddleware: None,
        DecompressMiddleware: 590,
        AddressGuardMiddleware: 760,  # after HttpProxyMiddleware (750): it judges the proxy too
    },
    "ITEM_PIPELINES": {
        ValidatePipeline: 100,
        ObservePipeline: 150,
        DeduplicatePipeline: 200,
        VersionPipeline: 300,
        WritePipeline: 900,
    },
    "EXTENSIONS": {
        RunExtension: 0,
        AutoThrottle: None,
        HostThrottle: 0,
        MemoryUsage: None,
        MemoryLimit: 0,
        Notifier: 900,
    },
}

POLITE: Final[dict[str, Any]] = {
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "newscrawl",
    # One connection per host. The total is high because waiting requests count, too: many sites
    # are served side by side, and each has a few requests waiting for its turn.
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_REQUESTS": 512,
    "DOWNLOAD_DELAY_JITTER": JITTER,
    # A host that answers slowly is asked for at most half of its time.
    "AUTOTHROTTLE_TARGET_CONCURRENCY": 0.5,
    "AUTOTHROTTLE_START_DELAY": 0.0,
    "AUTOTHROTTLE_MAX_DELAY": 60.0,
    "DOWNLOAD_TIMEOUT": 30,
    "DOWNLOAD_MAXSIZE": 10 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "RETRY_TIMES": 1,
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",  # what was given up is in the run's summary
    "REDIRECT_MAX_TIMES": 5,
    # Discovery reads it from the parsed page instead of from a second reading of the text.
    "METAREFRESH_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REFERRER_POLICY": "no-referrer",
    # A crawl that grows beyond this is closed, and the next run takes it up.
    "MEMUSAGE_LIMIT_MB": 2048,
    "MEMUSAGE_CHECK_INTERVAL_SECONDS": 10.0,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    },
    "FEED_EXPORT_ENCODING": "utf-8",
}


class NewscrawlAddon:
    """Everything that newscrawl brings to a Scrapy project."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """What must be known before a crawler exists: our settings, the spiders, the resolver.

        This resolver gives every address of a name, which the address guard wants to see.
        """
        _set_own(settings)  # the spider checks its start addresses before update_settings()
        resolver = "scrapy.resolver.CachingHostnameResolver"
        settings.set("TWISTED_DNS_RESOLVER", resolver, priority="addon")
        modules = settings.getlist("SPIDER_MODULES")
        if "newscrawl.spiders.news" not in modules:
            priority = settings.getpriority("SPIDER_MODULES") or 0
            settings.set("SPIDER_MODULES", [*modules, "newscrawl.spiders.news"], priority=priority)

    def update_settings(self, settings: BaseSettings) -> None:
        """Our settings, polite defaults and components, each where the project says nothing."""
        _set_own(settings)
        check_settings(settings)
        for name, value in {**POLITE, **_derived(settings)}.items():
            settings.set(name, value, priority="addon")
        for name, components in COMPONENTS.items():
            for component, place in components.items():
                settings.setdefault_in_component_priority_dict(name, component, place)


def _set_own(settings: BaseSettings) -> None:
    for setting in SETTINGS:
        settings.set(setting.name, setting.default, priority="default")
        if (value := os.environ.get(setting.name)) is not None:
            settings.set(setting.name, value, priority=ENVIRONMENT_PRIORITY)


def _derived(settings: BaseSettings) -> dict[str, Any]:
    """Scrapy settings that follow from ours."""
    delay = read_seconds(settings, "NEWSCRAWL_DELAY")  # what is none must not come to mean none
    contact = settings.get("NEWSCRAWL_CONTACT")
    return {
        "DOWNLOAD_DELAY": mean_delay(delay),
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "USER_AGENT": f"newscrawl/{__version__}" + (f" (+{contact})" if contact else ""),
    }
