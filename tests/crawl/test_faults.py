"""Sites that give nothing, or not at once: each is settled for a clear reason, the others go on."""

from __future__ import annotations

import socket
import sqlite3
from typing import Any

import pytest

TITLE = "The ferry is late again"
PATH = "/2026/11/20/the-ferry-is-late"


def plain(status: int, text: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "text/plain", **named}, text.encode()


def closed_port() -> str:
    """An address on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


class Unreachable:
    def __init__(self) -> None:
        self.address = closed_port()
        self.url = f"http://{self.address}/"


@pytest.fixture(scope="module")
def world(serve: Any, crawl: Any, pages: Any, tmp_path_factory: Any) -> Any:
    """One crawl of many sites, good and bad, side by side."""
    good = {"/": pages["listing"](PATH), PATH: pages["article"](TITLE)}
    calm = {**good, PATH: pages["article"]("The calm ferry")}
    sites = {
        "forbidden": serve({**good, "/robots.txt": plain(200, "User-agent: *\nDisallow: /")}),
        "missing": serve({}),
        "robots_500": serve({**good, "/robots.txt": plain(500)}),
        "robots_403": serve({**good, "/robots.txt": plain(403)}),
        "not_html": serve({"/": plain(200, "%PDF", Content_Type="application/pdf")}),
        "empty": serve({"/": b""}),
        "packed": serve({"/": (200, {"Content-Encoding": "compress"}, b"<p>packed")}),
        "binary": serve({"/": b"<html>" + bytes(range(256)) * 9}),
        "calm": serve(calm),
        "unreachable": Unreachable(),
        "moved": serve({"/": (302, {"Location": "https://elsewhere.example.net/"}, b"")}),
        "broken_off": serve({"/": (200, {"Content-Type": "text/html", "X": "1"}, b"<html>")}),
    }
    state = tmp_path_factory.mktemp("state") / "state.db"
    settings = {"NEWSCRAWL_STATE": str(state), "LOG_LEVEL": "DEBUG"}
    done = crawl(*sites.values(), settings=settings)
    with sqlite3.connect(state) as database:
        rows = database.execute("select url, outcome, reason from urls").fetchall()
    return sites, done, {url: (outcome, reason) for url, outcome, reason in rows}


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("forbidden", "disallowed", "robots.txt forbids everything (Disallow: /)"),
        ("missing", "gone", "HTTP 404"),
        ("robots_500", "failed", "robots.txt answers 500"),
        (
            "unreachable",
            "failed",
            "robots.txt cannot be had: the host refuses the connection",
        ),
        ("not_html", "listed", "content type application/pdf"),
        ("empty", "listed", "empty"),
        ("packed", "listed", "content encoding compress"),
        ("binary", "listed", "binary data, not HTML"),
        ("moved", "failed", "redirects off the site, to example.net"),
    ],
)
def test_seeds_fail_for_clear_reasons(world: Any, name: str, outcome: str, reason: str) -> None:
    sites, _, settled = world
    assert settled[sites[name].url] == (outcome, reason)


def test_good_sites_go_on(world: Any) -> None:
    sites, done, _ = world
    found = {record["url"] for record in done.records}
    expected = {sites[name].url.rstrip("/") + PATH for name in ("robots_403", "calm")}
    assert found == expected
    assert "Traceback" not in done.log


@pytest.mark.parametrize("name", ["forbidden", "robots_500"])
def test_nothing_but_robots_is_asked_where_robots_forbids(world: Any, name: str) -> None:
    sites, _, _ = world
    assert set(sites[name].asked) == {"/robots.txt"}


def test_politeness(serve: Any, crawl: Any, pages: Any) -> None:
    """The delay is the least gap; Crawl-delay and Retry-After hold longer, on their host only."""
    busy_once = iter([plain(429, Retry_After="2")])
    article = pages["article"](TITLE)
    front = pages["listing"](PATH, "/2026/11/20/the-ferry-is-early", "/2026/11/20/a-ferry")
    usual = {
        "/": front,
        "/2026/11/20/the-ferry-is-early": pages["article"]("Early"),
        "/2026/11/20/a-ferry": pages["article"]("A ferry"),
    }
    busy = serve({**usual, PATH: lambda _: next(busy_once, article)})
    slow = serve({**usual, "/robots.txt": plain(200, "User-agent: *\nCrawl-delay: 0.7")})
    done = crawl(busy, slow, settings={"NEWSCRAWL_DELAY": 0.2, "NEWSCRAWL_MAX_PAGES": 6})
    assert TITLE in {record["headline"] for record in done.records}
    assert len(slow.asked) == 1 + 6, "robots.txt, and as many as asked for"
    assert min(busy.gaps()) >= 0.19
    assert min(slow.gaps()[1:]) >= 0.69
    refused = busy.asked.index(PATH)
    assert busy.log[refused + 1][0] - busy.log[refused][0] >= 1.99
