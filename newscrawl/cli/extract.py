"""`newscrawl extract`: pages in, one JSON record per page out, in the order of the arguments.

Order: arguments become tasks; URLs are fetched (the only step that loads scrapy); files are read
and extracted, in several processes with ``--jobs``; records and failures come back in order.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

import click

from newscrawl.cli.console import say, track
from newscrawl.cli.options import profiles_option
from newscrawl.cli.output import open_output
from newscrawl.cli.pages import (
    PAGE_SECONDS,
    STDIN,
    Failure,
    Task,
    UnreadableError,
    find_pages,
    is_url,
    read_page,
)
from newscrawl.cli.profiles import check_profiles, profiles_in
from newscrawl.cli.site_evidence import with_evidence
from newscrawl.cli.workers import work
from newscrawl.errors import UsageError
from newscrawl.spiders.deadline import OutOfTime, within

SOME_FAILED: Final = 3

Result = bytes | Failure


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="FILE|DIR|-|URL...")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of stdout.")
@click.option(
    "-j", "--jobs", default=1, type=click.IntRange(min=1), metavar="N", help="Processes to use."
)
@click.option("--url", help="Address of the page, when it comes from one file or from stdin.")
@click.option("--encoding", help="Encoding of the files, when it is known better than they say.")
@click.option(
    "--site-evidence",
    is_flag=True,
    help="Read all pages first for what their sites repeat, and leave that out.",
)
@click.option(
    "--page-seconds",
    default=PAGE_SECONDS,
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="Processor time that one page may take; 0 is no limit.",
)
@click.option("--body-html", is_flag=True, help="Give the text as a clean subset of HTML, too.")
@profiles_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no closing line.")
def extract(
    pages: tuple[str, ...],
    output: str,
    jobs: int,
    url: str | None,
    encoding: str | None,
    site_evidence: bool,
    body_html: bool,
    page_seconds: float,
    profiles: str | None,
    quiet: bool,
) -> None:
    """Turn pages into records: JSON lines on stdout, one per page.

    FILE is a page, gzipped or not; DIR stands for all pages in it; - is stdin; a URL is fetched
    politely (robots.txt, one request at a time to each host). Pages that cannot be read are named
    on stderr with the reason, and the rest is done.

    With --site-evidence, what the articles of one site share (newsletter boxes, author biographies,
    promoted stories) is left out of their texts, from three articles of a site on. Pages belong to
    the site of their canonical address, or else to their folder; each is read twice.

    \b
    Examples:
      newscrawl extract article.html --url https://www.example.com/story
      newscrawl extract saved-pages/ --jobs 4 -o articles.jsonl
      newscrawl extract saved-site/ --site-evidence -o articles.jsonl
      curl -s https://www.example.com/story | newscrawl extract - --url https://www.example.com/story

    \b
    Exit codes: 0 all pages read, 2 none of them, 3 some of them.
    """
    check_profiles(profiles)
    template = Task("", url, encoding, body_html=body_html, seconds=page_seconds, profiles=profiles)
    tasks = list(_tasks(pages, template))
    if site_evidence:
        _check_files(tasks)
    addresses = [task for task in tasks if isinstance(task, Task) and is_url(task.name)]
    with open_output(output) as stream:
        fetched = _fetched(addresses, quiet)
        results = _results(tasks, fetched, jobs, site_evidence=site_evidence, quiet=quiet)
        records = _write(track(results, len(tasks), "Extracting", quiet=quiet), stream)
        if not records:
            raise UsageError(f"nothing to extract: no page in {', '.join(pages)} could be read")
    if not quiet and len(tasks) > 1:
        say(f"{records} of {len(tasks)} pages extracted")
    if records < len(tasks):
        click.get_current_context().exit(SOME_FAILED)


def _tasks(pages: Sequence[str], template: Task) -> Iterator[Task | Failure]:
    """A task for each page, but for its name like the template."""
    _check_options(pages, template.url, template.encoding)
    for page in (found for argument in pages for found in find_pages(argument)):
        yield page if isinstance(page, Failure) else replace(template, name=page)


def _check_options(pages: Sequence[str], url: str | None, encoding: str | None) -> None:
    if url is not None and (len(pages) > 1 or is_url(pages[0]) or Path(pages[0]).is_dir()):
        raise UsageError("--url names the address of one page: give one file, or - for stdin")
    if pages.count(STDIN) > 1:
        raise UsageError("stdin can be read once only: give - one time")
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        raise UsageError(f"--encoding {encoding}: unknown; try utf-8 or windows-1252") from error
    _check_urls([*filter(is_url, pages), *filter(None, [url])])


def _check_files(tasks: Sequence[Task | Failure]) -> None:
    for task in tasks:
        if isinstance(task, Task) and not _is_file(task):
            raise UsageError(
                f"--site-evidence reads pages twice: give files or folders, not {task.name}"
            )


def _check_urls(urls: Sequence[str]) -> None:
    if urls:
        from newscrawl.values.urls import check_seed

        for address in urls:
            check_seed(address)


def _fetched(tasks: Sequence[Task], quiet: bool) -> Mapping[str, Result]:
    if not tasks:
        return {}
    from newscrawl.cli.fetch import fetch_pages

    return fetch_pages(tasks, quiet=quiet)


def _results(
    tasks: Sequence[Task | Failure],
    fetched: Mapping[str, Result],
    jobs: int,
    *,
    site_evidence: bool,
    quiet: bool,
) -> Iterator[Result]:
    """One result per task, in order; standard input is read here, as workers have none."""
    files = [task for task in tasks if isinstance(task, Task) and _is_file(task)]
    jobs = min(jobs, len(files))
    told = with_evidence(files, jobs, quiet=quiet) if site_evidence else files
    extracted = work(extract_file, told, jobs)
    for task in tasks:
        if isinstance(task, Failure):
            yield task
        elif _is_file(task):
            yield next(extracted)
        else:
            yield fetched[task.name] if is_url(task.name) else extract_file(task)


def _is_file(task: Task) -> bool:
    return task.name != STDIN and not is_url(task.name)


def extract_file(task: Task) -> Result:
    """Read and extract one page from a file or stdin; what goes wrong is this page's failure."""
    try:
        return extract_page(read_page(task.name), task)
    except UnreadableError as error:
        return Failure(task.name, str(error))


def extract_page(
    raw: bytes, task: Task, now: datetime | None = None, **provenance: str | int | None
) -> Result:
    """The record of a page's bytes as a JSON line; an unforeseen error costs this page only.

    ``provenance`` are fields of the record that only the one who read the page knows.
    """
    from newscrawl.extraction import Extraction
    from newscrawl.page import Page
    from newscrawl.schema import encode

    try:
        with within(task.seconds):
            page = Page.parse(raw, url=task.url, encoding=task.encoding)
            profile = profiles_in(task.profiles).for_page(page)
            extraction = Extraction(
                page, now=now, profile=profile, repeats=task.repeats, body_html=task.body_html
            )
            article = extraction.article()
        for name, value in provenance.items():
            setattr(article, name, value)
        return encode(article)
    except OutOfTime:
        return Failure(task.name, f"takes more than {task.seconds:g} s to read; try --page-seconds")
    except Exception as error:  # noqa: BLE001
        return Failure(task.name, f"extraction failed: {type(error).__name__}: {error}")


def _write(results: Iterable[Result], stream: BinaryIO) -> int:
    """Write the records, name the failures on stderr; the number of records."""
    records = 0
    for result in results:
        if isinstance(result, Failure):
            say(f"{result.name}: {result.reason}")
        else:
            stream.write(result)
            stream.flush()
            records += 1
    return records
