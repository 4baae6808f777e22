"""`newscrawl probe`: what a site offers to a crawl, some samples, and a block to crawl it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from newscrawl.cli.console import say
from newscrawl.cli.options import profiles_option
from newscrawl.cli.profiles import check_profiles

if TYPE_CHECKING:
    from newscrawl.spiders.probed import Probe

PROBLEMS: Final = 3


@click.command()
@click.argument("url")
@click.option(
    "--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Between requests to a host."
)
@profiles_option
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.option("-q", "--quiet", is_flag=True, help="No word about what cannot be had on the way.")
def probe(url: str, delay: float | None, profiles: str | None, as_json: bool, quiet: bool) -> None:
    """Say what a site offers: sitemaps, feeds, sections, delay, rights; and show three articles.

    It asks some twenty pages, as politely as a crawl. The block at the end is ready for the
    configuration file (docs/configuration.md).

    \b
    Examples:
      newscrawl probe https://www.example.com
      newscrawl probe https://www.example.com --json

    \b
    Exit codes: 0 articles were found, 2 usage, 3 the site cannot be read or shows no article.
    """
    from newscrawl.cli.fetch import WITHOUT_STORE
    from newscrawl.cli.process import SpiderRun, log_to_stderr, make_settings
    from newscrawl.spiders.arguments import check_seeds
    from newscrawl.spiders.probe import ProbeSpider

    log_to_stderr(quiet=quiet)
    check_profiles(profiles)
    given = {"NEWSCRAWL_DELAY": delay, "NEWSCRAWL_PROFILES_DIR": profiles}
    stated = {name: value for name, value in given.items() if value is not None}
    run = SpiderRun(ProbeSpider, make_settings({**WITHOUT_STORE, **stated}))
    (seed,) = check_seeds([url], run.crawler.settings)
    run.start(url=seed)
    spider = run.crawler.spider
    if run.exit_code is not None or not isinstance(spider, ProbeSpider):
        raise KeyboardInterrupt
    if spider.error:
        raise spider.error
    own_delay = run.crawler.settings.getfloat("NEWSCRAWL_DELAY")
    _print_json(spider.probe, own_delay) if as_json else _print(spider.probe, own_delay)
    if spider.probe.problem:
        say(f"Problem: {spider.probe.problem}")
        click.get_current_context().exit(PROBLEMS)


def _print_json(found: Probe, delay: float) -> None:
    import msgspec

    from newscrawl.reports.probe import as_dict

    click.echo(msgspec.json.format(msgspec.json.encode(as_dict(found, delay))))


def _print(found: Probe, delay: float) -> None:
    from newscrawl.reports.probe import block, rows, sample_lines

    click.echo(found.url)
    for name, line in rows(found):
        click.echo(f"  {name:<13} {line}")
    if found.samples:
        click.echo("\nSamples")
        for line in sample_lines(found):
            click.echo(line)
        click.echo("\nFor the configuration file\n")
        click.echo(block(found, delay))
