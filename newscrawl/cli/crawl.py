"""`newscrawl crawl`: whole sites, from their addresses to records on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from click.core import ParameterSource

from newscrawl.cli.options import data_option, profiles_option
from newscrawl.state.lock import refuse_if_held


@click.command()
@click.argument("urls", nargs=-1, metavar="URL...")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Sites and limits; addresses beside it choose among its sites.",
)
@data_option("data", envvar="NEWSCRAWL_DATA")
@click.option("--since", metavar="WHEN", help="Leave out older articles: 7d, 12h, 2026-11-01.")
@click.option("--until", metavar="WHEN", help="Leave out newer articles; written like --since.")
@click.option(
    "--max-articles", type=click.IntRange(min=1), metavar="N", help="Records per site, in this run."
)
@click.option(
    "--max-pages",
    type=click.IntRange(min=1),
    metavar="N",
    help="Pages asked per site, in this run.",
)
@click.option(
    "--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Between requests to a host."
)
@click.option("--state", metavar="URL", help="SQLAlchemy URL of the state; DIR/state.db otherwise.")
@click.option(
    "--metrics",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the run's figures for Prometheus (text format) when it ends.",
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    metavar="text|json",
    help="json: the log and the summary as JSON, an object a line.",
)
@profiles_option
@click.option("-q", "--quiet", is_flag=True, help="Only problems; no progress and no table.")
def crawl(
    urls: tuple[str, ...],
    config: str | None,
    data: str,
    since: str | None,
    until: str | None,
    max_articles: int | None,
    max_pages: int | None,
    delay: float | None,
    state: str | None,
    metrics: Path | None,
    log_format: str,
    profiles: str | None,
    quiet: bool,
) -> None:
    """Crawl news sites: find their articles, and store one record for each.

    Articles are found through robots.txt, sitemaps, feeds, sections and their pages. Records go to
    DIR/articles/<site>/<run>.jsonl. A second crawl over the same folder asks for what is new or due
    only, and records what was edited or withdrawn; one that was stopped is taken up where it was.

    \b
    Examples:
      newscrawl crawl https://www.example.com
      newscrawl crawl https://www.example.com https://www.example.org --data news --since 7d
      newscrawl crawl https://www.example.com --max-articles 20 --delay 2
      newscrawl crawl --config newscrawl.toml
      newscrawl crawl --config newscrawl.toml --log-format json --metrics news.prom

    \b
    Exit codes: 0 complete, 2 usage, 3 finished with problems, 4 another run holds the folder,
    5 storage failed, 130/143 interrupted (the next run resumes).
    """
    if not urls and not config:
        raise click.UsageError("Missing argument 'URL...', or a file of sites: --config FILE")
    folder = _data(data, config)
    refuse_if_held(Path(folder))
    from newscrawl.cli.crawling import run_crawl
    from newscrawl.reports.metrics import check_place

    if metrics:
        check_place(metrics)
    settings = {
        "NEWSCRAWL_DATA": folder,
        "NEWSCRAWL_STATE": state,
        "NEWSCRAWL_DELAY": delay,
        "NEWSCRAWL_PROFILES_DIR": profiles,
    }
    limits = {
        "since": since,
        "until": until,
        "max_articles": max_articles,
        "max_pages": max_pages,
        "config": config,
    }
    exit_code = run_crawl(
        urls,
        _given(settings),
        _given(limits),
        quiet=quiet,
        as_json=log_format == "json",
        metrics=metrics,
    )
    click.get_current_context().exit(exit_code)


def _data(named: str, config: str | None) -> str:
    """The data folder: the file's where neither an option nor the environment names one."""
    source = click.get_current_context().get_parameter_source("data")
    if config is None or source is not ParameterSource.DEFAULT:
        return named
    from newscrawl.spiders.configuration import read_configuration

    return str(read_configuration(config).settings.get("NEWSCRAWL_DATA", named))


def _given(options: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in options.items() if value is not None}
