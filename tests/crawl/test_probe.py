"""newscrawl probe: it names what a site offers, and its block crawls the site as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest
from world import MAKES, World, open_world
from world.marks import mark

from newscrawl.values.urls import site_of

ARTICLES = 40
MAX_REQUESTS = 40
# What each make of site offers, by the names that a probe has for it.
OFFERS = {
    "sitemap": ["sitemap"],
    "news_sitemaps": ["sitemap index", "news sitemap"],
    "rss": ["RSS 2.0"],
    "atom": ["Atom"],
    "json_feed": ["JSON Feed"],
    "rdf": ["RSS 1.0"],
    "query_pages": ["sections", "pagination"],
    "archive": ["date archive"],
    "unstructured": ["links"],
    "dead_sitemaps": ["sitemap index"],
}


def run(addresses: str, *arguments: str, cwd: Path | None = None) -> Any:
    rest = {name: text for name, text in os.environ.items() if not name.startswith("NEWSCRAWL_")}
    return subprocess.run(
        [sys.executable, "-m", "newscrawl", *arguments],
        env=rest | {"NEWSCRAWL_ALLOW_ADDRESSES": addresses},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with open_world([make for make in MAKES if make.key in OFFERS], articles=ARTICLES) as opened:
        yield opened


@pytest.fixture(scope="module")
def probes(world: World) -> dict[str, dict[str, Any]]:
    found = {}
    for served in world.served:
        url = f"{served.site.base_url}/"
        done = run(world.addresses, "probe", url, "--delay", "0", "--json", "--quiet")
        assert done.returncode == 0, done.stderr
        found[served.site.key] = json.loads(done.stdout) | {"asked": list(served.log.requests)}
        served.log.clear()
    return found


@pytest.mark.parametrize("key", OFFERS)
def test_it_names_what_the_site_offers(probes: dict[str, dict[str, Any]], key: str) -> None:
    assert set(OFFERS[key]) <= set(probes[key]["offers"])
    lists = {"sitemap", "sitemap index", "news sitemap", "RSS 2.0", "RSS 1.0", "Atom", "JSON Feed"}
    assert lists.isdisjoint(set(probes[key]["offers"]) - set(OFFERS[key]))


@pytest.mark.parametrize("key", OFFERS)
def test_it_shows_three_articles(world: World, probes: dict[str, dict[str, Any]], key: str) -> None:
    site, samples = world[key].site, probes[key]["samples"]
    stories = [site.story_at(sample["url"]) for sample in samples]
    assert len(stories) == 3
    for story, sample in zip(stories, samples, strict=True):
        assert story is not None
        assert sample["headline"] == story.headline
    assert probes[key]["language"] == site.language


@pytest.mark.parametrize("key", OFFERS)
def test_it_is_polite(probes: dict[str, dict[str, Any]], key: str) -> None:
    asked = [request.target for request in probes[key]["asked"]]
    assert asked[0] == "/robots.txt"
    assert len(asked) <= MAX_REQUESTS
    assert not [target for target in asked if target.startswith("/intern/")]


def test_the_blocks_crawl_the_sites_as_they_are(
    world: World, probes: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    blocks = "\n\n".join(probe["block"] for probe in probes.values())
    (tmp_path / "newscrawl.toml").write_text(f"[defaults]\ndelay = 0\n{blocks}\n", "utf-8")
    done = run(world.addresses, "crawl", "--config", "newscrawl.toml", "-q", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    records = coverage.read_records(tmp_path / "data")
    for served in world.served:
        marks = mark(served, records.get(site_of(served.site.base_url), ()))
        assert marks.recall == 1.0, served.site.key


def test_reservations_delays_and_paywalls_are_told(serve: Any, pages: Any) -> None:
    def robots(site: Any) -> tuple[int, dict[str, str], bytes]:
        return 200, {}, b"User-agent: GPTBot\nDisallow: /\nUser-agent: *\nCrawl-delay: 0.2\n"

    closed = b'"isAccessibleForFree": false, "@type": "NewsArticle"'
    paths = [f"/2026/11/{day}/ferry-number-{day}" for day in (18, 19, 20)]
    articles = {
        path: (
            200,
            {"Content-Type": "text/html", "TDM-Reservation": "1"},
            pages["article"](path[-15:]).replace(b'"@type": "NewsArticle"', closed),
        )
        for path in paths
    }
    text = {"Content-Type": "text/plain"}
    site = serve(
        {
            "/": pages["listing"](*paths),
            "/robots.txt": robots,
            "/ai.txt": (200, text, b"User-Agent: *\nDisallow: /news/\n"),
            "/.well-known/tdmrep.json": (
                200, text, b'[{"location": "/premium/", "tdm-reservation": 1}]',
            ),
            **articles,
        }
    )  # fmt: skip
    done = run(site.address, "probe", site.url, "--delay", "0")
    assert done.returncode == 0, done.stderr
    for line in (
        "robots.txt shuts out GPTBot",
        "TDM-Reservation: 1",
        "ai.txt: Disallow: /news/",
        "tdmrep.json: /premium/ reserved",
        "3 of 3 samples say that they are not free to read",
        "articles at   /{year}/{month}/{day}/{slug}-{number}",
        "[[site]]",
        "delay = 0.2  # as robots.txt asks",
        f'url = "{site.url}"',
    ):
        assert line in done.stdout
    assert min(site.gaps()[1:]) >= 0.15


@pytest.mark.parametrize(
    ("answers", "code", "message"),
    [
        ({}, 3, "the start page cannot be read: HTTP 404"),
        ({"/robots.txt": (503, {}, b"")}, 3, "robots.txt answers 503"),
        ({"/robots.txt": b"User-agent: *\nDisallow: /"}, 3, "robots.txt forbids everything"),
        ({"/": b"<html><body><p>Nothing to see.</p></body></html>"}, 3, "no article was found"),
    ],
)
def test_a_site_that_cannot_be_crawled(
    serve: Any, answers: dict[str, Any], code: int, message: str
) -> None:
    site = serve(answers)
    done = run(site.address, "probe", site.url, "--delay", "0")
    assert done.returncode == code
    assert message in done.stderr
    assert "[[site]]" not in done.stdout


def test_an_address_that_is_not_public() -> None:
    done = run("", "probe", "http://127.0.0.1:1/")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a public address" in done.stderr
