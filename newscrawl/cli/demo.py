"""`newscrawl demo`: the main job on newsrooms that this machine serves to itself.

Order: serve the newsrooms on loopback, crawl them over HTTP with the address guard's exceptions for
them, read the records back from disk, and compare them with what the newsrooms published.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from newscrawl.cli.console import print_table, say
from newscrawl.cli.options import data_option

if TYPE_CHECKING:
    from newscrawl.demo import DemoScore, Served

SOME_MISSING: Final = 3


@click.command()
@data_option("data/demo")
@click.option(
    "--port", default=8700, show_default=True, help="The newsrooms take the ports after it."
)
@click.option(
    "--serve",
    "only_serve",
    is_flag=True,
    help="Crawl nothing: serve the newsrooms until Ctrl-C, to try other commands on.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only problems; no progress and no tables.")
def demo(data: str, port: int, only_serve: bool, quiet: bool) -> None:
    """Crawl hand-made newsrooms on this machine, and say what share of them was got.

    The newsrooms are part of the package; nothing leaves the machine. A second demo over the same
    folder fetches no article again.

    \b
    Examples:
      newscrawl demo
      newscrawl demo --data /tmp/demo --port 9000
      newscrawl demo --serve

    \b
    Exit codes: 0 every article was got once and nothing else, 3 something is missing, else as
    for crawl.
    """
    from newscrawl.cli.crawling import run_crawl
    from newscrawl.demo import score, serve

    if only_serve:
        _serve(port)
        return
    with serve(port) as served:
        settings = {
            "NEWSCRAWL_DATA": data,
            "NEWSCRAWL_DELAY": 0,
            "NEWSCRAWL_ALLOW_ADDRESSES": served.addresses,
        }
        exit_code = run_crawl(served.urls, settings, {}, quiet=quiet)
        marks = score(_records(Path(data), served), served)
    if not quiet:
        _print(marks)
        say(f"{marks.stored} of {marks.expected} articles; {_fetched(served)} fetched in this run")
    click.get_current_context().exit(exit_code or (0 if marks.complete else SOME_MISSING))


def _serve(port: int) -> None:
    from newscrawl.demo import serve

    with serve(port) as served, suppress(KeyboardInterrupt):
        for newsroom in served.newsrooms:
            click.echo(f"{newsroom.url}  {newsroom.name}")
        say("They are not public addresses, so who crawls them names them. In another terminal:")
        say(f"export NEWSCRAWL_ALLOW_ADDRESSES={served.addresses}")
        Event().wait()


def _records(data: Path, served: Served) -> Iterator[dict[str, Any]]:
    """All records of the newsrooms, of this run and of runs before it."""
    import msgspec

    from newscrawl.values.urls import site_folder, site_of

    for url in served.urls:
        for file in sorted((data / "articles" / site_folder(site_of(url))).glob("*.jsonl")):
            with file.open("rb") as lines:
                yield from map(msgspec.json.decode, lines)


def _print(marks: DemoScore) -> None:
    rows = marks.rows()
    heads = [head.replace("-", " ") for head in rows[0]]
    print_table("Compared with what was published", heads, [list(row.values()) for row in rows])
    for newsroom in marks.newsrooms:
        for kind in ("missing", "non_articles", "doubles"):
            for url in getattr(newsroom, kind):
                say(f"{newsroom.name}: {kind.replace('_', ' ')}: {url}")


def _fetched(served: Served) -> int:
    """Articles whose page was transferred, by the newsrooms' own log."""
    asked = {(one.newsroom, one.path) for one in served.requests if one.status == HTTPStatus.OK}
    articles = {
        (newsroom.key, urlsplit(url)._replace(scheme="", netloc="").geturl())
        for newsroom in served.newsrooms
        for url in newsroom.article_urls
    }
    return len(asked & articles)
