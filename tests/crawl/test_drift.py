"""A newsroom changes its theme between two runs, so that its authors vanish; and who is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from newscrawl.demo import Served, serve
from newscrawl.demo.newsroom import load_newsrooms
from newscrawl.demo.routes import Site

(COURIER,) = load_newsrooms(["courier"])
SAVE = "import pathlib, sys; pathlib.Path('told.json').write_bytes(sys.stdin.buffer.read())"


@dataclass
class Newsroom:
    """A served newsroom, its data folder, and whoever is told."""

    served: Served
    folder: Path
    webhook: Any

    def crawl(self, day: str, **settings: str) -> Any:
        """A run as of a day; stored articles are read again 90 days after publication."""
        own = {name: text for name, text in os.environ.items() if "NEWSCRAWL_" not in name}
        own |= {
            "NEWSCRAWL_ALLOW_ADDRESSES": f"{self.served.addresses},{self.webhook.address}",
            "NEWSCRAWL_NOW": f"{day}T12:00:00Z",
            **settings,
        }
        (self.folder / "newscrawl.toml").write_text(
            "[defaults]\ndelay = 0\nrevisit = ['90d']\n"
            f"[notify]\ncommand = '''{sys.executable} -c \"{SAVE}\"'''\n"
            f"webhook = '{self.webhook.url}hook'\n[[site]]\nurl = '{self.served.urls[0]}'\n",
            "utf-8",
        )
        return self.newscrawl("crawl", "--config", "newscrawl.toml", env=own)

    def newscrawl(self, *arguments: str, env: dict[str, str] | None = None) -> Any:
        """A command in the folder."""
        return subprocess.run(
            [sys.executable, "-m", "newscrawl", *arguments],
            env=env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def change_theme(self) -> None:
        """From now on no page names an author."""
        site = self.served.newsrooms[0].site
        stories = tuple(replace(story, authors=()) for story in COURIER.stories)
        vars(site).update(vars(Site(replace(COURIER, stories=stories, authors=()), site.base_url)))

    def drift(self) -> list[dict[str, Any]]:
        """What the record of the last run says."""
        last = max((self.folder / "data" / "runs").glob("*.json"))
        (site,) = json.loads(last.read_bytes())["sites"]
        return site["drift"]

    @property
    def told(self) -> Path:
        """Where the command puts what it gets."""
        return self.folder / "told.json"


@pytest.fixture
def newsroom(serve_site: Callable[[Any], Any], tmp_path: Path) -> Iterator[Newsroom]:
    with serve(0, [COURIER]) as served:
        yield Newsroom(served, tmp_path, serve_site({"/hook": b""}))


@pytest.fixture
def serve_site(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("serve")


def test_authors_that_vanish_are_told_of_once_and_as_long_as_it_lasts(newsroom: Newsroom) -> None:
    site = newsroom.served.addresses
    assert [newsroom.crawl(day).returncode for day in ("2026-11-21", "2026-11-22")] == [0, 0]
    newsroom.change_theme()
    done = newsroom.crawl("2027-03-01")
    assert done.returncode == 3, done.stderr
    (drift,) = newsroom.drift()
    said = f"{site}: no author on {drift['part']} of 23 articles since Mar 1; 100% before"
    assert f"Problem: {said}" in done.stderr
    assert (drift["measure"], drift["since"], drift["before"]) == ("authors", "2027-03-01", 0.0)
    assert drift["new"]
    assert drift["part"] >= 20  # one story carries a name in its text
    (posted,) = newsroom.webhook.posted
    assert newsroom.told.read_bytes() == posted
    assert json.loads(posted)["text"] == said

    newsroom.told.unlink()
    again = newsroom.crawl("2027-03-02")
    assert (again.returncode, f"Problem: {said}" in again.stderr) == (3, True)
    assert [one["new"] for one in newsroom.drift()] == [False]
    assert not newsroom.told.exists()
    assert len(newsroom.webhook.posted) == 1

    accepted = newsroom.newscrawl("drift", site, "--accept")
    assert (accepted.returncode, accepted.stdout) == (0, "")
    assert newsroom.crawl("2027-03-03").returncode == 0
    assert newsroom.drift() == []


def test_an_unchanged_newsroom_is_never_told_of(newsroom: Newsroom) -> None:
    days = [f"2026-11-{day}" for day in range(20, 27)] + ["2027-02-20", "2027-03-01", "2027-03-02"]
    assert [newsroom.crawl(day).returncode for day in days] == [0] * 10
    assert not newsroom.told.exists()
    assert newsroom.webhook.posted == []


def test_a_webhook_that_is_not_public_is_refused_before_the_crawl(newsroom: Newsroom) -> None:
    done = newsroom.crawl("2026-11-21", NEWSCRAWL_NOTIFY_WEBHOOK="http://127.0.0.1:9/hook")
    assert done.returncode == 2, done.stderr
    assert "NEWSCRAWL_NOTIFY_WEBHOOK: 127.0.0.1:9 is not a public address" in done.stderr
    assert not (newsroom.folder / "data").exists()


def test_hooks_that_fail_change_nothing_else(newsroom: Newsroom) -> None:
    newsroom.crawl("2026-11-21")
    newsroom.change_theme()
    newsroom.webhook.answers["/hook"] = (500, {}, b"")
    done = newsroom.crawl("2027-03-01", NEWSCRAWL_NOTIFY_COMMAND="/no/such/command")
    assert done.returncode == 3, done.stderr
    assert "The command of [notify] failed: [Errno 2]" in done.stderr
    assert "The webhook of [notify] answered HTTP 500" in done.stderr
