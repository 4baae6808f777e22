"""A site that is edited between runs: what is asked again, what is transferred, what is recorded.

The runs are told the time, so that nothing waits for a visit to be due.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

PUBLISHED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
DAY = "/2026/11/20/"
# Articles by what happens to them between the first run and the second one.
SAME, EDITED, AROUND, GONE = range(15), range(15, 35), range(35, 55), range(55, 60)
ALL = range(60)
SUBJECTS = ("ferry", "lido", "market", "library", "bridge", "museum", "station", "orchard")
VERBS = ("opens", "closes", "moves", "burns", "wins", "waits", "floods", "sells")
SENTENCES = (
    "The {subject} at pier {n} {verb} again, said its warden, and nobody was told before Monday.",
    "It had cost {n} thousand crowns to keep the {subject} going since the storm of 19{n}.",
    "Neighbours of the {subject} wrote {n} letters to the council, which answered two of them.",
    "A decision on {subject} number {n} is expected in spring, when the accounts are closed.",
)


def path(number: int) -> str:
    subject, verb = SUBJECTS[number % 8], VERBS[number // 8]
    return f"{DAY}{subject}-{verb}-for-the-town-{number}.html"


@dataclass
class Story:
    """A page of the site, as its editors and its readers change it."""

    number: int
    headline: str
    paragraphs: list[str]
    modified: datetime = PUBLISHED
    comments: int = 3
    related: tuple[int, ...] = (1, 2, 3)
    advert: str = "Boots by Brackwater: dry feet since 1921."

    def page(self) -> bytes:
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.headline,
            "datePublished": PUBLISHED.isoformat(),
            "dateModified": self.modified.isoformat(),
            "commentCount": self.comments,
        }
        related = "".join(
            f"<li><a href='{path(n)}'>The {SUBJECTS[n % 8]} and its {n} neighbours</a></li>"
            for n in self.related
        )
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        return (
            f"<!doctype html><html lang=en><head><title>{self.headline} | Harbour News</title>"
            f"<meta property='og:type' content='article'>"
            f"<script type='application/ld+json'>{json.dumps(data)}</script></head><body>"
            f"<header><a href='/'>Harbour News</a></header><main><article>"
            f"<h1>{self.headline}</h1><p class=meta>{self.comments} comments</p>{text}</article>"
            f"<aside class=advert><p>{self.advert}</p></aside>"
            f"<section class=related><h2>Read also</h2><ul>{related}</ul></section></main>"
            f"<footer>Seen by {self.comments * 97} readers today</footer></body></html>"
        ).encode()


def story(number: int) -> Story:
    subject, verb = SUBJECTS[number % 8], VERBS[number // 8]
    facts = {"subject": subject, "verb": verb, "n": 11 + number}
    return Story(
        number,
        f"The {subject} {verb} for the town, year {number}",
        [sentence.format(**facts) + " " + sentence.format(**facts) for sentence in SENTENCES],
    )


@dataclass
class Town:
    """The site's stories, its server, and the state of the crawls of it."""

    site: Any
    crawl: Callable[..., Any]
    data: Path
    stories: dict[int, Story] = field(default_factory=dict)

    def run(self, after: str, **arguments: str) -> list[dict[str, Any]]:
        """Crawl as of so long after publication; the new records."""
        hours, minutes = map(int, after.split(":"))
        self.site.log.clear()
        self.site.bodies.clear()
        now = PUBLISHED + timedelta(hours=hours, minutes=minutes)
        settings = {"NEWSCRAWL_DATA": str(self.data), "NEWSCRAWL_NOW": now.isoformat()}
        done = self.crawl(self.site, settings=settings, arguments=arguments)
        assert done.code == 0, done.log
        self.record = json.loads(max((self.data / "runs").glob("*.json")).read_bytes())
        records: list[dict[str, Any]] = done.records
        return records

    def publish(self) -> None:
        self.site.answers.update({path(n): self.stories[n].page() for n in self.stories})

    @property
    def counts(self) -> dict[str, Any]:
        (site,) = self.record["sites"]
        return dict(site)

    def files(self) -> list[dict[str, Any]]:
        """All records of the data folder, in the order of the runs."""
        files = sorted((self.data / "articles").glob("*/*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def sitemap(site: Any) -> Any:
    urls = "".join(f"<url><loc>{site.url[:-1]}{path(n)}</loc></url>" for n in ALL)
    return (200, {"Content-Type": "application/xml"}, f"<urlset>{urls}</urlset>".encode())


@pytest.fixture(scope="module")
def town(serve: Any, crawl: Any, pages: Any, tmp_path_factory: Any) -> Town:
    """The site after a first run half an hour after publication."""
    site = serve({"/": pages["listing"](*map(path, range(10))), "/sitemap.xml": sitemap})
    site.validates = True
    town = Town(site, crawl, tmp_path_factory.mktemp("town"), {n: story(n) for n in ALL})
    town.publish()
    assert len(town.run("0:30")) == len(ALL)
    return town


def edit(town: Town) -> None:
    for n in EDITED:
        one = town.stories[n]
        if n % 4 == 0:
            one.headline = one.headline.replace("year", "season")
        elif n % 4 == 1:
            one.modified += timedelta(minutes=40)
        elif n % 4 == 2:
            one.paragraphs[1] = one.paragraphs[1].replace("thousand", "million")
        else:
            one.headline += " at last"
            one.paragraphs.append(f"The warden of number {n} has since left the town for good.")
    for n in AROUND:
        one = town.stories[n]
        one.comments += 40 + n
        one.related = (n - 30, n - 31)
        one.advert = f"Umbrellas from {n} crowns, this week only, at the corner of the quay."
    town.publish()
    for n in GONE:
        town.site.answers[path(n)] = (410 if n % 2 else 404, {}, b"<h1>Gone</h1>")


@pytest.fixture(scope="module")
def second(town: Town) -> list[dict[str, Any]]:
    """The records of a run an hour later, after all that editing."""
    edit(town)
    return town.run("1:30")


def numbers(records: list[dict[str, Any]]) -> list[int]:
    return sorted(int(one["url"].removesuffix(".html").rpartition("-")[2]) for one in records)


def test_no_body_of_an_unchanged_article_or_listing_is_transferred(
    town: Town, second: list[dict[str, Any]]
) -> None:
    assert not set(town.site.bodies) & {path(n) for n in SAME}
    assert {path(n) for n in ALL} <= set(town.site.asked)
    assert {"/", "/sitemap.xml"} <= set(town.site.asked) - set(town.site.bodies)


def test_each_edited_article_is_one_new_version(town: Town, second: list[dict[str, Any]]) -> None:
    edited = [one for one in second if one["change_type"] != "withdrawn"]
    assert numbers(edited) == list(EDITED)
    kinds = ["corrected headline", "redated", "updated", "updated"]
    before = {one["id"]: one for one in town.files() if one["version"] == 1}
    for one in edited:
        (number,) = numbers([one])
        assert (one["version"], one["change_type"]) == (2, kinds[number % 4])
        assert one["previous_hash"] == before[one["id"]]["content_hash"]
        assert (one["previous_hash"] == one["content_hash"]) == (number % 4 == 1)


def test_what_changes_around_an_article_is_no_change(
    town: Town, second: list[dict[str, Any]]
) -> None:
    assert {path(n) for n in AROUND} <= set(town.site.bodies)
    assert not set(numbers(second)) & set(AROUND)
    assert (town.counts["updated"], town.counts["withdrawn"]) == (len(EDITED), len(GONE))
    # with the two listings
    assert town.counts["unchanged"] == len(SAME) + len(AROUND) + 2


def test_what_is_gone_is_recorded_as_withdrawn(town: Town, second: list[dict[str, Any]]) -> None:
    gone = [one for one in second if one["change_type"] == "withdrawn"]
    assert numbers(gone) == list(GONE)
    before = {one["id"]: one for one in town.files() if one["version"] == 1}
    for one in gone:
        assert (one["version"], one["article_body"], one["content_hash"]) == (2, None, None)
        assert one["previous_hash"] == before[one["id"]]["content_hash"]
        assert one["headline"] == before[one["id"]]["headline"]
        assert one["http_status"] in (404, 410)


def test_visits_thin_out_and_end(town: Town, second: list[dict[str, Any]]) -> None:
    """Nothing is due between the visits, nor after the last; what is back is recorded again."""
    assert town.run("5:00") == []
    assert not set(town.site.asked) & {path(n) for n in ALL}
    town.site.answers[path(GONE[0])] = town.stories[GONE[0]].page()
    (back,) = town.run("7:00")
    assert (back["version"], back["change_type"]) == (3, "restored")
    assert back["content_hash"] == back["previous_hash"]
    assert town.run("200:00") == []
    assert {path(n) for n in ALL} <= set(town.site.asked)
    assert town.run("900:00") == []
    assert not set(town.site.asked) & {path(n) for n in ALL}


def test_a_visit_that_fails_is_made_again(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    site = serve({"/": pages["listing"](path(1)), path(1): story(1).page()})
    town = Town(site, crawl, tmp_path)
    town.run("0:30")
    site.answers[path(1)] = (503, {}, b"")
    town.run("1:30")
    assert town.counts["failed"] == 1
    with closing(sqlite3.connect(tmp_path / "state.db")) as state:
        (outcome,) = state.execute("select outcome from urls where article is not null").fetchone()
    assert outcome == "stored"
    site.answers[path(1)] = story(1).page().replace(b"crowns", b"guilders")
    (again,) = town.run("1:40")
    assert (again["version"], again["change_type"]) == (2, "updated")


def test_not_modified_loses_no_link_that_waits(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    site = serve({"/": pages["listing"](*map(path, range(8)))})
    site.validates = True
    site.answers.update({path(n): story(n).page() for n in range(8)})
    town = Town(site, crawl, tmp_path)
    assert len(town.run("0:30", max_articles="3")) == 3
    assert len(town.run("0:35")) == 5
    assert numbers(town.files()) == list(range(8))
    assert "/" not in site.bodies


def test_a_wider_window_asks_listings_in_full(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    """The run before left links out for their age: "not modified" would hide them for ever."""
    site = serve({"/": pages["listing"](*map(path, range(3)))})
    site.validates = True
    site.answers.update({path(n): story(n).page() for n in range(3)})
    town = Town(site, crawl, tmp_path)
    assert town.run("90:00", since="1d") == []
    assert len(town.run("91:00")) == 3


def test_without_a_schedule_nothing_is_asked_again(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    site = serve({"/": pages["listing"](path(1)), path(1): story(1).page()})
    town = Town(site, crawl, tmp_path)
    assert len(town.run("0:30", revisits="")) == 1
    assert town.run("1:30", revisits="") == []
    assert site.asked.count(path(1)) == 0


def test_an_edit_on_a_later_page_of_an_article_is_noticed(
    serve: Any, crawl: Any, pages: Any, tmp_path: Path
) -> None:
    """Its first page is the same, and the server would say so."""
    first, later = story(1), story(1)
    url = path(1)
    later.paragraphs = [text.format(subject="pier", verb="waits", n=77) for text in SENTENCES]
    numbers = f"<nav><a href='{url}'>1</a> <a href='{url}?page=2'>2</a></nav></article>"

    def part(of: Story) -> bytes:
        return of.page().replace(b"</article>", numbers.encode())

    site = serve({"/": pages["listing"](url), url: part(first), f"{url}?page=2": part(later)})
    site.validates = True
    town = Town(site, crawl, tmp_path)
    (record,) = town.run("0:30")
    assert len(record["page_urls"]) == 2
    assert town.run("1:30") == []
    later.paragraphs[3] = "The keeper of the pier has given his keys to the mayor of the town."
    site.answers[f"{url}?page=2"] = part(later)
    (again,) = town.run("9:00")
    assert (again["version"], again["change_type"]) == (2, "updated")
    assert "given his keys" in again["article_body"]
