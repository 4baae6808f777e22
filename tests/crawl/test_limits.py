"""Limits of a crawl: what is too slow, too large, cut off or always broken costs itself only."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path
from typing import Any

import brotli
import pytest

GOOD = "/2026/11/20/the-ferry-is-late"
CUT = "/2026/11/20/the-ferry-that-broke-off"
BOMB = "/2026/11/20/the-ferry-that-grew"
SHORT = "/2026/11/20/the-ferry-without-an-end"


def outcomes(state: Path) -> dict[str, tuple[str, str | None]]:
    """Outcome and reason by path."""
    with sqlite3.connect(state) as database:
        rows = database.execute("select url, outcome, reason from urls").fetchall()
    return {url.partition("//")[2].partition("/")[2]: (done, why) for url, done, why in rows}


def packed(encoding: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "text/html", "Content-Encoding": encoding}, body


@pytest.fixture(scope="module")
def world(serve: Any, crawl: Any, pages: Any, tmp_path_factory: Any) -> Any:
    article = pages["article"]("The ferry is late again")
    cut = gzip.compress(article)
    answers = {
        GOOD: article,
        CUT: packed("gzip", cut[: len(cut) * 2 // 3]),
        SHORT: article.replace(b"again", b"at last")[: len(article) * 4 // 5],
        BOMB: packed("br", brotli.compress(article + bytes(11 * 1024 * 1024), quality=1)),
    }
    site = serve({"/": pages["listing"](*answers), **answers})
    state = tmp_path_factory.mktemp("state") / "state.db"
    done = crawl(site, settings={"NEWSCRAWL_STATE": str(state)})
    return site, done, outcomes(state)


def test_the_good_page_is_stored_and_the_one_without_an_end_is_flagged(world: Any) -> None:
    _, done, _ = world
    said = {record["url"].rpartition("/")[2]: record["problems"] for record in done.records}
    ends = "the page has no end (</body>, </html>): it may be cut off"
    assert said == {GOOD.rpartition("/")[2]: [], SHORT.rpartition("/")[2]: [ends]}
    assert "Traceback" not in done.log


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (CUT, "the answer broke off"),
        (BOMB, "the answer is too large"),
    ],
)
def test_what_is_wrong_is_said(world: Any, path: str, reason: str) -> None:
    _, _, settled = world
    assert settled[path[1:]] == ("failed", reason)


def test_what_broke_off_is_tried_once_more(world: Any) -> None:
    site, _, _ = world
    assert site.asked.count(CUT) == 2
    assert site.asked.count(BOMB) == 1


def test_a_site_that_always_fails_is_left_alone(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    paths = [f"/2026/11/20/ferry-number-{number}" for number in range(40)]
    broken = (503, {"Content-Type": "text/html", "Retry-After": "0"}, b"busy")
    site = serve({"/": pages["listing"](*paths), **dict.fromkeys(paths, broken)})
    calm = serve({"/": pages["listing"](GOOD), GOOD: pages["article"]("The calm ferry")})
    state = tmp_path / "state.db"
    settings = {"NEWSCRAWL_STATE": str(state), "NEWSCRAWL_MAX_ERRORS": 6}
    done = crawl(site, calm, settings=settings)
    settled = outcomes(state)
    failed = [path for path in paths if settled[path[1:]][0] == "failed"]
    assert 6 <= len(failed) <= 10, "as many as allowed, and what was on its way"
    assert all(settled[path[1:]] == (None, None) for path in set(paths) - set(failed))
    assert [record["headline"] for record in done.records] == ["The calm ferry"]


def test_further_pages_of_an_article_count_as_errors_too(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    further = [f"{GOOD}?page={number}" for number in range(2, 18)]
    links = "".join(f"<a href='{url}'>{number}</a> " for number, url in enumerate(further, 2))
    article = pages["article"]("The ferry is late").replace(b"</article>", b"%b</article>")
    broken = (503, {"Content-Type": "text/html", "Retry-After": "0"}, b"busy")
    front = pages["listing"](GOOD)
    site = serve({"/": front, GOOD: article % links.encode(), **dict.fromkeys(further, broken)})
    state = tmp_path / "state.db"
    done = crawl(site, settings={"NEWSCRAWL_STATE": str(state), "NEWSCRAWL_MAX_ERRORS": 3})
    (record,) = done.records
    why = [problem.rpartition(": ")[2] for problem in record["problems"]]
    failed = why.count("HTTP 503")
    # Places where lists usually are, and are not, answer in between.
    assert 3 <= failed < 16
    assert why == ["HTTP 503"] * failed + ["the site is left alone"] * (16 - failed)
    assert [url for url in further if url in site.asked] == further[:failed]


def test_a_page_that_takes_too_long_fails(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    front = pages["listing"](GOOD) + b"<p>The ferry that is late is late again.</p>" * 5_000
    site = serve({"/": front, GOOD: pages["article"]("The ferry is late")})
    state = tmp_path / "state.db"
    done = crawl(site, settings={"NEWSCRAWL_STATE": str(state), "NEWSCRAWL_PAGE_SECONDS": 0.001})
    assert outcomes(state)[""] == ("failed", "the page takes more than 0.001 s to read")
    assert "Traceback" not in done.log


def test_a_host_is_asked_over_one_connection(serve: Any, crawl: Any, pages: Any) -> None:
    """Also without a delay, and while pages are being read."""
    paths = [f"/2026/11/20/the-ferry-is-late-again-{number}.html" for number in range(30)]
    site = serve({"/": pages["listing"](*paths), "/robots.txt": b"", "/sitemap.xml": b"<urlset/>"})
    site.answers |= {path: pages["article"](f"Ferry late: {path}") for path in paths}
    done = crawl(site)
    assert len(done.records) == len(paths)
    assert site.connections == 1
