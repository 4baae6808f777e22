"""`profile new` and `fixture add` of addresses: fetched as a crawl does, guard and robots too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

STORY = "/2026/11/20/story"
SECRET = "/hidden/2026/story"


@pytest.fixture(scope="module")
def site(serve: Any, pages: Any) -> Any:
    robots = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /hidden/\n")
    story = pages["article"]("Ferry late again")
    western = {"Content-Type": "text/html; charset=windows-1252"}
    old = (200, western, story.replace(b"dog", b"\x93d"))
    return serve({"/robots.txt": robots, STORY: story, SECRET: story, "/old/2026/story": old})


def run(folder: Path, site: Any, *command: str, allowed: bool = True) -> Any:
    rest = {name: text for name, text in os.environ.items() if not name.startswith("NEWSCRAWL_")}
    own = {"NEWSCRAWL_ALLOW_ADDRESSES": site.address if allowed else "", "NEWSCRAWL_DELAY": "0"}
    return subprocess.run(
        [sys.executable, "-m", "newscrawl", *command],
        env=rest | own,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_a_profile_with_its_page_from_an_address(site: Any, tmp_path: Path) -> None:
    url = site.url.rstrip("/") + STORY
    new = ("profile", "new", url, "-o", "own/harbour.toml", "--record", "--reviewed-by", "Ada")
    done = run(tmp_path, site, *new)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert f'site = "{site.address}"' in (tmp_path / "own" / "harbour.toml").read_text("utf-8")
    done = run(tmp_path, site, "profile", "test", "--profiles", "own")
    assert done.returncode == 0, (done.stdout, done.stderr)


def test_a_page_is_recorded_as_it_came(site: Any, tmp_path: Path) -> None:
    url = site.url.rstrip("/") + "/old/2026/story"
    done = run(tmp_path, site, "fixture", "add", url, "--dir", "own", "--reviewed-by", "Ada")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "own" / "story.html").read_bytes() == site.answers["/old/2026/story"][2]
    known = json.loads((tmp_path / "own" / "story.json").read_text("utf-8"))
    assert (known["url"], known["encoding"]) == (url, "cp1252")
    assert any("“d" in text for text in known["record"]["article_body"])
    assert run(tmp_path, site, "fixture", "rerun", "--dir", "own").returncode == 0


@pytest.mark.parametrize(
    ("path", "allowed", "message"),
    [
        (SECRET, True, "robots.txt forbids this"),
        ("/missing", True, "HTTP 404"),
        (STORY, False, "is not a public address"),
    ],
)
@pytest.mark.parametrize("command", [("profile", "new"), ("fixture", "add")], ids=" ".join)
def test_what_a_crawl_would_not_ask_is_not_asked(
    site: Any, tmp_path: Path, command: tuple[str, ...], path: str, allowed: bool, message: str
) -> None:
    asked = len([one for _, one in site.log if one == path])
    given = (*command, site.url.rstrip("/") + path, "--reviewed-by", "Ada")
    done = run(tmp_path, site, *given, allowed=allowed)
    assert done.returncode == 2
    assert message in done.stderr
    assert (len([one for _, one in site.log if one == path]) > asked) is (path == "/missing")
