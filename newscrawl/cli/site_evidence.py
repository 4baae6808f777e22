"""What the sites of saved pages repeat, learnt before the pages are extracted.

Order: every page is read for what it shows; pages that are articles are remembered, each site for
itself; then each page is told what the other articles of its site show. A page's site is that of
its address; a page that states none belongs with the others in its folder. The order of the pages
and the number of processes make no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.console import track
from newscrawl.cli.pages import Task, UnreadableError, read_page
from newscrawl.cli.profiles import profiles_in
from newscrawl.cli.workers import work

if TYPE_CHECKING:
    from newscrawl.body import Repeats
    from newscrawl.body.repeats import Sighting
    from newscrawl.items import Article


@dataclass(frozen=True, slots=True)
class Seen:
    """What one page showed: its site, and what is compared of it if it is an article."""

    site: str
    sighting: Sighting | None


def with_evidence(tasks: Sequence[Task], jobs: int, *, quiet: bool) -> Iterator[Task]:
    """The same tasks, each with what the other articles of its site show."""
    seen = track(work(see, tasks, jobs), len(tasks), "Reading", quiet=quiet)
    sites, memories = _remember(tasks, seen)
    for task in tasks:
        yield replace(task, repeats=memories[sites[task.name]].besides(task.name))


def see(task: Task) -> Seen:
    """Read one page for what it shows; a page that cannot be read shows nothing."""
    from newscrawl.extraction import Extraction
    from newscrawl.page import Page

    try:
        page = Page.parse(read_page(task.name), url=task.url, encoding=task.encoding)
        extraction = Extraction(page, profile=profiles_in(task.profiles).for_page(page))
        article = extraction.article()
    except UnreadableError:
        return Seen("", None)
    except Exception:  # noqa: BLE001 - extraction names what is wrong with a page
        return Seen("", None)
    sighting = extraction.body.sighting if article.is_article else None
    return Seen(_site(task, article), sighting)


def _site(task: Task, article: Article) -> str:
    """The site of a page, or its folder: a path, which no name of a site is."""
    from newscrawl.values.urls import site_of

    address = article.canonical_url or article.url
    return site_of(address) if address else f"{Path(task.name).parent}/"


def _remember(
    tasks: Sequence[Task], seen: Iterable[Seen]
) -> tuple[dict[str, str], dict[str, Repeats]]:  # fmt: skip
    from newscrawl.body import Repeats

    sites: dict[str, str] = {}
    memories: dict[str, Repeats] = {}
    for task, one in zip(tasks, seen, strict=True):
        sites[task.name] = one.site
        memory = memories.setdefault(one.site, Repeats(limit=None))
        if one.sighting:
            memory.observe(task.name, one.sighting)
    return sites, memories
