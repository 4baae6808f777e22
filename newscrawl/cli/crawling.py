"""Runs a crawl from the command line, for `crawl` and for `demo`.

Order: the spider checks its arguments before anything is written, the run opens the data folder,
progress is shown while it goes, and the run's summary is printed and gives the exit code.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

import click

from newscrawl.cli.console import print_table, say
from newscrawl.cli.process import SpiderRun, log_to_stderr, make_settings
from newscrawl.cli.progress import CrawlProgress
from newscrawl.reports.metrics import write_metrics
from newscrawl.reports.summary import INTERRUPTED, LINE, RunSummary, SiteSummary
from newscrawl.spiders.news import NewsSpider
from newscrawl.spiders.run import run_of

logger = logging.getLogger(__name__)

STOPPED: Final = "Stopped at once: what was on its way is fetched again by the next run."
# Heads of the table, and the counts of a site under them.
COLUMNS: Final = {
    "pages": "pages",
    "new": "new",
    "updated": "updated",
    "unchanged": "unchanged",
    "duplicates": "duplicates",
    "not articles": "not_articles",
    "withdrawn": "withdrawn",
    "failed": "failed",
    "missing": "missing",
}


def run_crawl(
    urls: Sequence[str],
    settings: Mapping[str, Any],
    arguments: Mapping[str, Any],
    *,
    quiet: bool,
    as_json: bool = False,
    metrics: Path | None = None,
) -> int:
    """Crawl sites, print the summary (``as_json``: log it, as JSON lines), write the metrics, and
    give the exit code.

    What cannot be used (an address, an argument, the data folder) has been logged, and is the
    command's end.
    """
    log_to_stderr(quiet=quiet, as_json=as_json)
    run = SpiderRun(NewsSpider, make_settings(settings))
    with nullcontext() if quiet or as_json else CrawlProgress(run.crawler):
        # The spider takes its seeds comma-separated; a comma of an address itself is escaped.
        run.start(url=",".join(url.replace(",", "%2C") for url in urls), **arguments)
    spider = run.crawler.spider
    if isinstance(spider, NewsSpider) and spider.refusal:
        click.get_current_context().exit(spider.refusal.exit_code)
    summary = RunSummary.from_record(run_of(run.crawler).record())
    code = _exit_code(summary, run.exit_code)
    if as_json:
        _log(summary, code)
    else:
        _report(summary, Path(run.crawler.settings["NEWSCRAWL_DATA"]), quiet=quiet)
    if metrics and summary.reason:
        write_metrics(summary, code, metrics)
    return code


def _exit_code(summary: RunSummary, by_signal: int | None) -> int:
    """The summary's, but of an interrupted or killed crawl the code of the signal itself."""
    code = summary.exit_code()
    was_killed = not summary.reason
    return by_signal if by_signal and (code == INTERRUPTED or was_killed) else code


def _log(summary: RunSummary, exit_code: int) -> None:
    """The summary as records of the log: a line a site, one a problem, and the run's own."""
    if not summary.reason:
        logger.warning(STOPPED)
        return
    for site in summary.sites:
        counts = {name: getattr(site, name) for name in LINE}
        fields = {"site": site.site, "problem": site.problem, **counts, "seconds": site.seconds}
        logger.info(site.line(), extra={"fields": fields})
    for problem in summary.problems:
        logger.warning("Problem: %s", problem)
    ended = {"run": summary.run, "reason": summary.reason, "exit_code": exit_code}
    logger.info("Run %s ended", summary.run, extra={"fields": ended})


def _report(summary: RunSummary, data: Path, *, quiet: bool) -> None:
    if not summary.reason:
        say(STOPPED)
        return
    if not quiet:
        _print_sites(summary)
    for problem in summary.problems:
        say(f"Problem: {problem}")
    if summary.exit_code() == INTERRUPTED:
        say("Interrupted: the next run takes it up where it was.")
    if not quiet:
        new = sum(site.new + site.updated + site.withdrawn for site in summary.sites)
        known = sum(site.articles for site in summary.sites)
        for site in summary.sites:
            say(site.line())
        say(f"{new} new records, {known} in all: {data / 'articles'}/<site>/*.jsonl")


def _print_sites(summary: RunSummary) -> None:
    """The table, and under it the problems of each site by their causes."""
    print_table(f"Run {summary.run}", ["site", *COLUMNS, "time"], map(_row, summary.sites))
    for site in summary.sites:
        for problem, times in site.problems.items():
            say(f"{site.site}: {problem}" + (f" ({times} times)" if times > 1 else ""))
        if site.missing:
            say(
                f"{site.site}: {site.missing} pages that sitemaps or feeds list have no record; "
                "`newscrawl status --missing` names them, with the reasons"
            )


def _row(site: SiteSummary) -> list[str]:
    counts = (str(getattr(site, count)) for count in COLUMNS.values())
    return [site.site, *counts, f"{site.seconds:.1f} s"]
