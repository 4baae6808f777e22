"""A crawl of a small site with what real sites have, and a second one of the same."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ARTICLES = {
    "/2026/11/20/ferry-runs-late": "Ferry runs late",
    "/2026/11/19/council-counts-its-ferries": "Council counts its ferries",
    "/sport/harbour-eleven-lose-to-the-wind-again": "Harbour eleven lose to the wind again",
    "/sport/rowing-club-buys-a-second-boat": "Rowing club buys a second boat",
    "/fog": "Fog comes back to the harbour town on Monday",
    "/only-in-the-feed/100321.html": "Only in the feed",
    "/only-in-the-sitemap/100322.html": "Only in the sitemap",
    "/only-on-page-three-of-sport/100323.html": "Only on page three",
    "/moved-here-in-the-end/100324.html": "Moved here in the end",
}
FOG = b"</ul><h2><a href='/fog'>Fog comes back to the harbour town on Monday</a></h2>"
NEVER = ["/private/plans-for-the-new-harbour-wall", "/login", "/photo.jpg", "/search?q=ferry"]


def harbour(pages: dict[str, Callable[..., bytes]]) -> dict[str, Any]:
    """The site: robots.txt, gzipped sitemap, feed, sections with pages, a calendar without end."""
    article, listing = pages["article"], pages["listing"]
    xml = {"Content-Type": "application/xml"}
    navigation = "<a href='/sport'>Sport</a><a href='/calendar/2026/11'>Calendar</a>"
    answers: dict[str, Any] = {
        path: article(title, links=navigation) for path, title in ARTICLES.items()
    }
    answers["/"] = listing(
        "/sport",
        "/calendar/2026/11",
        "/2026/11/20/ferry-runs-late",
        "/2026/11/19/council-counts-its-ferries",
        "/moved-from-here-some-time-ago/100325.html",
        "/leads-away-from-this-site/100326.html",
        "/gone-for-good/100327.html",
        "/report-as-paper/100328",
        "/a-page-that-is-no-article/100329.html",
        *NEVER,
        head="<link rel=alternate type='application/rss+xml' href='/feed'>",
    ).replace(b"</ul>", FOG)
    answers["/robots.txt"] = lambda site: (
        200,
        {"Content-Type": "text/plain"},
        f"User-agent: *\nDisallow: /private/\nSitemap: {site.url}map.xml.gz\n".encode(),
    )
    answers["/map.xml.gz"] = lambda site: (
        200,
        {"Content-Type": "application/gzip"},
        gzip.compress(
            f"<urlset><url><loc>{site.url}only-in-the-sitemap/100322.html</loc></url></urlset>".encode()
        ),
    )
    answers["/feed"] = (
        200,
        xml,
        b"<rss><channel><item><link>/only-in-the-feed/100321.html</link>"
        b"<title>Only</title></item><item><link>https://advert.example.net/x</link></item>"
        b"</channel></rss>",
    )
    answers["/sport"] = listing(
        "/sport/harbour-eleven-lose-to-the-wind-again", "/sport/page/2", "/login"
    )
    answers["/sport/page/2"] = listing("/sport/rowing-club-buys-a-second-boat", "/sport/page/3")
    answers["/sport/page/3"] = listing("/only-on-page-three-of-sport/100323.html", "/sport/page/4")
    answers["/sport/page/4"] = listing("/sport/page/3")
    answers["/moved-from-here-some-time-ago/100325.html"] = (
        301,
        {"Location": "/moved-here-in-the-end/100324.html"},
        b"",
    )
    answers["/leads-away-from-this-site/100326.html"] = (
        302,
        {"Location": "https://advert.example.net/"},
        b"",
    )
    answers["/gone-for-good/100327.html"] = (410, {}, b"gone")
    answers["/report-as-paper/100328"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4")
    answers["/a-page-that-is-no-article/100329.html"] = listing("/sport", title="A list")
    for month in range(1, 13):
        for year in (2025, 2026, 2027, 2028):
            after = f"/calendar/{year + month // 12}/{month % 12 + 1:02}"
            answers[f"/calendar/{year}/{month:02}"] = listing(after, title=f"{year}-{month}")
    return answers


@pytest.fixture(scope="module")
def first(serve: Any, crawl: Any, pages: Any, tmp_path_factory: Any) -> Any:
    site = serve(harbour(pages))
    state = tmp_path_factory.mktemp("state") / "state.db"
    done = crawl(site, settings={"NEWSCRAWL_STATE": str(state)})
    return site, done, state, list(site.asked)


def outcomes(state: Path) -> dict[str, tuple[str | None, str | None]]:
    """Path of each URL that was discovered: its outcome and the reason."""
    with sqlite3.connect(state) as database:
        rows = database.execute("select url, outcome, reason from urls").fetchall()
    return {"/" + url.split("/", 3)[3]: (outcome, reason) for url, outcome, reason in rows}


def test_every_article_is_found_and_nothing_else_stored(first: Any) -> None:
    _, done, _, _ = first
    assert sorted(record["headline"] for record in done.records) == sorted(ARTICLES.values())
    assert done.code == 0, done.log


def test_robots_comes_first_and_is_obeyed(first: Any) -> None:
    _, _, _, asked = first
    assert asked[0] == "/robots.txt"
    assert asked.count("/robots.txt") == 1
    assert not set(asked) & set(NEVER)


def test_nothing_is_asked_twice(first: Any) -> None:
    _, _, _, asked = first
    twice = {path for path in asked if asked.count(path) > 1}
    assert twice <= {"/moved-here-in-the-end/100324.html"}


def test_the_calendar_ends_by_its_budget(first: Any) -> None:
    _, _, _, asked = first
    assert 3 <= sum(path.startswith("/calendar/") for path in asked) <= 10


@pytest.mark.parametrize(
    ("path", "outcome", "reason"),
    [
        (
            "/private/plans-for-the-new-harbour-wall",
            "disallowed",
            "robots.txt forbids this address",
        ),
        ("/gone-for-good/100327.html", "gone", "HTTP 410"),
        (
            "/leads-away-from-this-site/100326.html",
            "not_article",
            "redirects off the site, to example.net",
        ),
        ("/report-as-paper/100328", "not_article", "content type application/pdf"),
        ("/a-page-that-is-no-article/100329.html", "not_article", None),
        ("/sport/page/2", "listed", None),
        ("/feed", "listed", None),
        ("/map.xml.gz", "listed", None),
        ("/moved-from-here-some-time-ago/100325.html", "stored", None),
    ],
)
def test_every_url_is_settled(first: Any, path: str, outcome: str, reason: str | None) -> None:
    _, _, state, _ = first
    settled = outcomes(state)
    assert settled[path] == (outcome, reason)
    assert not [path for path, (became, _) in settled.items() if became is None]


def test_records_say_how_they_were_found(first: Any) -> None:
    _, done, _, _ = first
    via = {record["headline"]: record["discovered_via"] for record in done.records}
    assert via["Only in the feed"] == "feed"
    assert via["Only in the sitemap"] == "sitemap"
    assert via["Only on page three"] == "link"
    assert {record["http_status"] for record in done.records} == {200}
    assert all(record["fetched_at"] for record in done.records)


def test_second_run_asks_listings_and_no_article(first: Any, crawl: Any) -> None:
    site, _, state, _ = first
    site.log.clear()
    again = crawl(site, settings={"NEWSCRAWL_STATE": str(state)})
    assert again.records == []
    assert not set(site.asked) & set(ARTICLES)
    assert {"/", "/sport", "/feed", "/map.xml.gz"} <= set(site.asked)


def test_a_window_and_then_a_wider_one(serve: Any, crawl: Any, pages: Any, tmp_path: Path) -> None:
    """What the first run left out for its age, also behind pages 2 and on, the second one gets."""
    site = serve(harbour(pages))
    settings = {"NEWSCRAWL_STATE": str(tmp_path / "state.db")}
    none = crawl(site, arguments={"since": "2026-11-21"}, settings=settings)
    assert none.records == []
    assert "/2026/11/19/council-counts-its-ferries" not in site.asked
    rest = crawl(site, settings=settings)
    assert sorted(record["headline"] for record in rest.records) == sorted(ARTICLES.values())


def test_the_days_of_an_archive_that_no_link_leads_to(serve: Any, crawl: Any, pages: Any) -> None:
    """Its calendar is a script's: the front page names today only, and no day names another."""
    days = (22, 21, 20, 17, 11, 3)  # with a gap of a week, and one of more than that
    stories = {day: f"/story/the-ferry-of-day-{day}-is-late-{1000 + day}" for day in days}
    site = serve({"/": pages["listing"]("/2026/11/22/")})
    site.answers |= {f"/2026/11/{d:02}/": pages["listing"](path) for d, path in stories.items()}
    for day, path in stories.items():
        site.answers[path] = pages["article"](f"Ferry {day}", date=f"2026-11-{day:02}T08:00:00Z")
    settings = {"NEWSCRAWL_NOW": "2026-11-22T12:00:00+00:00"}
    found = crawl(site, settings=settings, arguments={"since": "2026-11-05"}).records
    assert sorted(one["headline"] for one in found) == [
        f"Ferry {day}" for day in (11, 17, 20, 21, 22)
    ]
    site.log.clear()
    assert [one["headline"] for one in crawl(site, settings=settings).records] == ["Ferry 22"]


def test_twins_of_articles_are_not_asked(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    """For AMP they are named by the articles, for phones two of them say what they are."""
    stories = [f"/sport/the-ferry-is-late-again-{number}.html" for number in range(12)]
    mobile = [f"/m{path}" for path in stories]
    amp = [f"/amp{path}" for path in stories]
    site = serve({"/": pages["listing"](*stories[:9], *amp[:9], "/m/")})
    site.answers["/m/"] = pages["listing"](*mobile[:8], *mobile[9:])  # has three more of them
    for number, path in enumerate(stories):
        head = f"<link rel=amphtml href='/amp{path}'><link rel=canonical href='{path}'></head>"
        page = pages["article"](f"Ferry {number}").replace(b"</head>", head.encode())
        site.answers |= {path: page, f"/amp{path}": page, f"/m{path}": page}
    settings = {"NEWSCRAWL_STATE": str(tmp_path / "state.db")}
    done = crawl(site, settings=settings)
    found = sorted(one["url"] for one in done.records)
    assert len(done.records) == len(stories), found
    assert not set(site.asked) & set(amp)
    assert len(set(site.asked) & set(mobile)) <= 6, "two to learn by, and what was on its way"
    site.log.clear()
    site.answers["/m/"] = pages["listing"](*mobile)
    assert crawl(site, settings=settings).records == []
    assert not set(site.asked) & {*mobile, *amp}
