"""A crawl by profiles of one's own: fields, removals, kinds of pages, and the day they expire."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

STORIES = [f"/2026/11/{day}/ferry-number-{day}" for day in (17, 18)]
QUIZ = "/2026/11/19/the-great-ferry-quiz"
TAGGED = "/tag/ferry"  # by its shape a listing
PROFILE = """site = "{site}"
checked = 2026-11-20
valid_until = {until}
[fields]
headline = "h1"
authors = "address"
[urls]
never = "/{{year}}/{{month}}/{{day}}/*-quiz"
articles = "/tag/ferry"
[[remove]]
selector = "p:nth-of-type(2)"
reason = "it says so here"
"""


@pytest.fixture(scope="module")
def site(serve: Any, pages: Any) -> Any:
    answers = {
        path: pages["article"](path).replace(b"</h1>", b" of many</h1><address>Bo Quay</address>")
        for path in (*STORIES, QUIZ, TAGGED)
    }
    return serve({"/": pages["listing"](*answers), **answers})


def crawl(
    folder: Path, site: Any, *more: str, until: str = "2027-11-20", workers: str = "0"
) -> Any:
    (folder / "own").mkdir(exist_ok=True)
    text = PROFILE.format(site=site.address, until=until)
    (folder / "own" / "harbour.toml").write_text(text, "utf-8")
    (folder / "newscrawl.toml").write_text(
        f"data = 'news'\n[defaults]\ndelay = 0\n[profiles]\ndir = 'own'\n"
        f"[[site]]\nurl = '{site.url}'\nprofile = 'harbour'\n",
        "utf-8",
    )
    rest = {name: text for name, text in os.environ.items() if not name.startswith("NEWSCRAWL_")}
    allowed = {"NEWSCRAWL_ALLOW_ADDRESSES": site.address, "NEWSCRAWL_NOW": "2026-11-24T12:00:00Z"}
    allowed["NEWSCRAWL_WORKERS"] = workers
    return subprocess.run(
        [sys.executable, "-m", "newscrawl", "crawl", "--config", "newscrawl.toml", *more],
        env=rest | allowed,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def records(folder: Path, site: Any) -> dict[str, dict[str, Any]]:
    """The records of a crawl by the paths of their pages."""
    lines = [
        json.loads(line)
        for file in folder.glob("news/articles/*/*.jsonl")
        for line in file.read_text("utf-8").splitlines()
    ]
    return {record["url"].removeprefix(site.url.rstrip("/")): record for record in lines}


@pytest.mark.parametrize("workers", ["0", "1"])
def test_pages_are_read_by_the_profile_of_the_folder(
    site: Any, tmp_path: Path, workers: str
) -> None:
    done = crawl(tmp_path, site, workers=workers)
    assert done.returncode == 0, done.stderr
    found = records(tmp_path, site)
    assert set(found) == {*STORIES, TAGGED}
    for path, record in found.items():
        assert record["headline"] == f"{path} of many"
        assert record["authors"] == [{"name": "Bo Quay", "url": None}]
        assert "For three hours" not in record["article_body"]
        assert record["sources"]["headline"] == "profile"


def test_a_profile_that_has_expired_is_told_by_the_run(site: Any, tmp_path: Path) -> None:
    done = crawl(tmp_path, site, "--quiet", until="2026-11-23")
    assert done.returncode == 3
    assert f"Problem: {site.address}: the profile harbour has expired on 2026-11-23" in done.stderr
    (run,) = (tmp_path / "news" / "runs").glob("*.json")
    (told,) = json.loads(run.read_text("utf-8"))["sites"]
    assert [notice[:32] for notice in told["notices"]] == ["the profile harbour has expired "]
    found = records(tmp_path, site)
    assert set(found) == {*STORIES, TAGGED}  # addresses outlast themes
    told = [problem[:31] for record in found.values() for problem in record["problems"]]
    assert told == ["the profile harbour has expired"] * 3


def test_a_folder_of_profiles_that_cannot_be_used_ends_the_crawl(site: Any, tmp_path: Path) -> None:
    done = crawl(tmp_path, site, "--profiles", "elsewhere")
    assert done.returncode == 2
    assert "elsewhere is no folder of profiles" in done.stderr
    assert not (tmp_path / "news").exists()
