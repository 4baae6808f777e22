"""`newscrawl explain ID`: the page of a stored record, read anew with what is known of its site."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STORY = "/2026/11/20/story"


@pytest.fixture(scope="module")
def crawled(
    serve: Callable[..., Any],
    crawl: Callable[..., Any],
    pages: dict[str, Callable[..., bytes]],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Any, Path]:
    """A site with one story, and the data folder of its crawl."""
    site = serve({"/": pages["listing"](STORY), STORY: pages["article"]("Ferry late again")})
    data = tmp_path_factory.mktemp("explained") / "data"
    assert crawl(site, settings={"NEWSCRAWL_DATA": str(data), "NEWSCRAWL_BODY_HTML": 1}).code == 0
    return site, data


def explain(site: Any, data: Path, page: str) -> Any:
    command = [sys.executable, "-m", "newscrawl", "explain", page, "--data", str(data)]
    allowed = {"NEWSCRAWL_ALLOW_ADDRESSES": site.address, "NEWSCRAWL_DELAY": "0"}
    return subprocess.run(command, env=allowed, capture_output=True, text=True, timeout=90)


def test_a_stored_record_by_its_id_and_by_its_address(
    crawled: tuple[Any, Path], pages: dict[str, Callable[..., bytes]]
) -> None:
    site, data = crawled
    (file,) = data.glob("articles/*/*.jsonl")
    record = json.loads(file.read_text("utf-8"))
    assert record["article_body_html"].startswith("<p>The council of the harbour town")
    done = explain(site, data, record["id"])
    assert done.returncode == 0, done.stderr
    assert "read again just now, and says the same" in done.stdout
    site.answers[STORY] = pages["article"]("Ferry on time for once")
    done = explain(site, data, f"{site.url.rstrip('/')}{STORY}")
    assert done.returncode == 0, done.stderr
    assert "these fields are not what they were" in done.stdout
    assert "Ferry late again" in done.stdout
    assert "<h1>Ferry on time for once</h1>" in done.stdout


def test_the_record_of_a_page_that_is_out_of_reach(crawled: tuple[Any, Path]) -> None:
    site, data = crawled
    (file,) = data.glob("articles/*/*.jsonl")
    record = json.loads(file.read_text("utf-8"))
    answer = site.answers.pop(STORY)
    done = explain(site, data, record["id"])
    site.answers[STORY] = answer
    assert done.returncode == 3, done.stderr
    assert f"{record['url']}: HTTP 404; only its record can be shown" in done.stderr
    assert "ERROR" not in done.stderr
    assert "The page was not read again: HTTP 404." in done.stdout
    assert record["headline"] in done.stdout
    assert "json-ld" in done.stdout


def test_a_page_that_is_gone_is_named(crawled: tuple[Any, Path]) -> None:
    site, data = crawled
    done = explain(site, data, f"{site.url}nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere" in done.stderr
