"""A site without structure teaches what its pages are by their addresses, from run to run.

Its front page links stories and clips, all under numbers; clips are no articles, until they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from newscrawl.discovery.experience import LEAST_OTHERS, SAMPLES

NUMBER = 20  # of new stories and clips, each run
CLIP = b"<html><title>Clip</title><body><p>Play</p><a href='/'>Home</a></body></html>"


@dataclass
class Channel:
    """The site, and the state of the crawls of it."""

    site: Any
    pages: Any
    crawl: Any
    data: Path
    shown: list[str] = field(default_factory=list)

    def publish(self, what: str, number: int) -> set[str]:
        """So many more pages of a kind; their addresses."""
        count = sum(path.startswith(f"/{what}/") for path in self.shown)
        fresh = [f"/{what}/{count + n}" for n in range(number)]
        for path in fresh:
            self.site.answers[path] = self.page(path, is_story=what == "n")
        self.shown += fresh
        self.site.answers["/"] = self.pages["listing"](*self.shown)
        return set(fresh)

    def page(self, path: str, *, is_story: bool) -> bytes:
        if is_story:
            made: bytes = self.pages["article"](f"The ferry of pier {path} is late")
            return made
        return CLIP

    def run(self) -> tuple[set[str], list[str]]:
        """Crawl; the paths of the new records, and all that were asked."""
        self.site.log.clear()
        done = self.crawl(self.site, settings={"NEWSCRAWL_DATA": str(self.data)})
        assert done.code == 0, done.log
        return {record["url"][len(self.site.url) - 1 :] for record in done.records}, self.site.asked


@pytest.fixture(scope="module")
def channel(serve: Any, crawl: Any, pages: Any, tmp_path_factory: Any) -> Channel:
    return Channel(serve({}), pages, crawl, tmp_path_factory.mktemp("channel"))


def clips(asked: Iterable[str]) -> set[str]:
    return {path for path in asked if path.startswith("/v/")}


def test_a_site_teaches_what_its_pages_are(channel: Channel) -> None:
    seen: set[str] = set()
    for _ in range(3):  # by then enough clips have been asked
        stories, _ = channel.publish("n", NUMBER), channel.publish("v", NUMBER)
        stored, asked = channel.run()
        assert stored == stories
        seen |= clips(asked)
    assert len(seen) >= LEAST_OTHERS

    stories, latest = channel.publish("n", NUMBER), channel.publish("v", NUMBER)
    stored, asked = channel.run()
    assert stored == stories
    assert len(clips(asked)) == SAMPLES
    order = [path for path in asked if path in stories or path in latest]
    assert set(order[:NUMBER]) == stories
    seen |= clips(asked)

    every = clips(channel.shown) | channel.publish("v", 1)
    channel.site.answers.update({path: channel.page(path, is_story=True) for path in every})
    stored, asked = channel.run()
    assert stored == every - seen


def test_articles_among_pages_of_one_family_are_found(serve: Any, crawl: Any, pages: Any) -> None:
    paths = [f"/x/{number}" for number in range(40)]
    answers = {
        path: pages["article"](f"The ferry of pier {path} is late") if number % 3 == 0 else CLIP
        for number, path in enumerate(paths)
    }
    done = crawl(serve({**answers, "/": pages["listing"](*paths)}))
    assert len(done.records) == len(paths[::3])
