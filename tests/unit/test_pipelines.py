"""pipelines: what gets a record, what is turned away and why, and what passes untouched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duplicates
import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.discovery.found import Discovered, Kind
from newscrawl.errors import LockedError
from newscrawl.items import Article, Person
from newscrawl.pipelines.deduplicate import DeduplicatePipeline
from newscrawl.pipelines.validate import ValidatePipeline
from newscrawl.pipelines.version import VersionPipeline
from newscrawl.pipelines.write import WritePipeline
from newscrawl.spiders.run import RunExtension, TurnedAway, key_of
from newscrawl.state.outcomes import Outcome
from newscrawl.values.resemblance import MIN_COMPARED_WORDS
from newscrawl.values.text import word_count
from newscrawl.values.urls import url_key

LONG = " ".join(f"word{number}" for number in range(MIN_COMPARED_WORDS))
OTHER = " ".join(f"other{number}" for number in range(MIN_COMPARED_WORDS))
SITE = "https://example.com"


def article(path: str, headline: str = "Ferry late", body: str = LONG, **more: Any) -> Article:
    url = SITE + path
    fields = {"url": url, "requested_url": url, "headline": headline, "article_body": body}
    return Article(**{**fields, "word_count": word_count(body), **more})


class Chain:
    """The four pipelines on one run, as Scrapy would call them."""

    def __init__(self, data: Path | None) -> None:
        crawler = Crawler(Spider, {"NEWSCRAWL_DATA": str(data) if data else None})
        self.run = RunExtension.from_crawler(crawler)
        self.pipelines = [
            ValidatePipeline(),
            DeduplicatePipeline(self.run),
            VersionPipeline(self.run),
            WritePipeline(self.run),
        ]

    def __call__(self, item: Any) -> Any:
        """The item as it comes out, or the outcome for which it was turned away."""
        try:
            for pipeline in self.pipelines:
                item = pipeline.process_item(item)
        except DropItem as dropped:
            self.run._dropped(item, dropped)
            return getattr(dropped, "outcome", None)
        return item

    def site(self) -> dict[str, Any]:
        return self.run.tally("example.com").as_dict()


@pytest.fixture(params=["memory", "folder"])
def chain(request: pytest.FixtureRequest, quick_folder: Path) -> Iterator[Chain]:
    chain = Chain(None if request.param == "memory" else quick_folder / "data")
    yield chain
    chain.run._closed("finished")


def test_an_article_becomes_a_record(quick_folder: Path) -> None:
    chain = Chain(quick_folder)
    passed = chain(article("/a", authors=[Person("Ada Ferry")]))
    chain.run._closed("finished")
    (file,) = quick_folder.glob("articles/example.com/*.jsonl")
    record = json.loads(file.read_bytes())
    assert record["id"] == passed.id == url_key(f"{SITE}/a")
    assert (record["version"], record["change_type"], record["previous_hash"]) == (1, "new", None)
    assert len(record["content_hash"]) == 64
    assert chain.site()["new"] == 1
    assert chain.run.record()["balance"]["errors"] == ()


@pytest.mark.parametrize("spoil", [{}, {"is_article": False}], ids=["a record", "turned away"])
def test_nothing_of_an_article_stays_in_memory(chain: Chain, spoil: dict[str, Any]) -> None:
    item = article("/a", **spoil)
    chain.run.repeated[key_of(item)] = frozenset({"Subscribe to our letter."})
    chain(item)
    chain.run.commit()
    assert not chain.run.repeated
    assert not chain.run.state.articles._claimed
    assert not chain.run.frontier._heard


@pytest.mark.parametrize(
    ("spoil", "outcome"),
    [
        ({"is_article": False}, Outcome.NOT_ARTICLE),
        ({"url": None}, Outcome.FAILED),
        ({"date_published": "yesterday"}, Outcome.FAILED),
        ({"headline": object()}, Outcome.FAILED),
    ],
)
def test_what_does_not_fit_is_turned_away(
    chain: Chain, spoil: dict[str, Any], outcome: Outcome
) -> None:
    assert chain(article("/a", **spoil)) is outcome
    assert chain.run.frontier.counts().pending == 0
    if outcome is Outcome.FAILED:
        (problem,) = chain.site()["problems"]
        assert next(iter(spoil)) in problem or "object" in problem


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        # the same page under two addresses
        (("/a", {}), ("/b", {"canonical_url": f"{SITE}/a"}), Outcome.DUPLICATE),
        (
            ("/a", {"canonical_url": f"{SITE}/c"}),
            ("/b", {"canonical_url": f"{SITE}/c?utm_source=x", "body": OTHER}),
            Outcome.DUPLICATE,
        ),
        (("/a", {}), ("/b", {}), Outcome.DUPLICATE),
        # the canonical address of something else
        (
            ("/a", {"canonical_url": f"{SITE}/c"}),
            ("/b", {"canonical_url": f"{SITE}/c", "headline": "Fog", "body": OTHER}),
            None,
        ),
        (
            ("/a", {"canonical_url": f"{SITE}/"}),
            ("/b", {"canonical_url": f"{SITE}/", "body": OTHER}),
            None,
        ),
        (
            ("/a", {"canonical_url": "https://example.org/x"}),
            ("/b", {"canonical_url": "https://example.org/x", "body": OTHER}),
            None,
        ),
        # alike, and yet two articles
        (("/a", {"body": "Watch."}), ("/b", {"body": "Watch."}), None),
        (("/a", {"body": "", "headline": None}), ("/b", {"body": "", "headline": None}), None),
        (("/a", {"headline": "Fog"}), ("/b", {}), None),
        (("/a", {}), ("/b", {"body": OTHER}), None),
        # on another site the same text is a record of its own
        (("/a", {}), ("/a", {"url": "https://example.org/a"}), None),
        # asked again
        (("/a", {}), ("/a", {}), Outcome.UNCHANGED),
    ],
)
def test_duplicates_are_turned_away_and_nothing_else(
    chain: Chain,
    first: tuple[str, dict[str, Any]],
    second: tuple[str, dict[str, Any]],
    outcome: Outcome | None,
) -> None:
    assert isinstance(chain(article(first[0], **first[1])), Article)
    came = chain(article(second[0], **second[1]))
    assert (came if outcome else isinstance(came, Article)) == (outcome or True)
    chain.run.commit()
    assert chain.run.frontier.counts().pending == 0


def test_what_is_in_the_state_counts_as_well(quick_folder: Path) -> None:
    for number, (path, outcome) in enumerate(
        [("/a", None), ("/b", Outcome.DUPLICATE), ("/a", Outcome.UNCHANGED)]
    ):
        chain = Chain(quick_folder)
        came = chain(article(path))
        chain.run._closed("finished")
        assert (came if outcome else isinstance(came, Article)) == (outcome or True), number


def test_a_changed_article_is_a_new_version(quick_folder: Path) -> None:
    hashes = []
    for body in (LONG, OTHER):
        chain = Chain(quick_folder)
        hashes.append(chain(article("/a", body=body)).content_hash)
        chain.run._closed("finished")
    records = [json.loads(file.read_bytes()) for file in sorted(quick_folder.rglob("*.jsonl"))]
    assert [record["version"] for record in records] == [1, 2]
    assert records[1]["change_type"] == "updated"
    assert records[1]["previous_hash"] == hashes[0]
    assert (chain.site()["new"], chain.site()["updated"]) == (0, 1)


TEXT = "\n\n".join(duplicates.stories(1)[0])
AGENCY = "\n\n".join(duplicates.EDITS["dateline and credit"](duplicates.stories(1)[0]))
WEATHER = duplicates.template_texts("weather", 2)
DAY = "2026-11-20T08:00:00+00:00"


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(
    ("first", "second", "came"),
    [
        # on another site: a record that is linked
        ({"body": TEXT}, {"body": TEXT, "url": "https://example.org/x"}, "linked"),
        ({"body": TEXT}, {"body": AGENCY, "url": "https://example.org/x"}, "linked"),
        ({"body": WEATHER[0]}, {"body": WEATHER[1], "url": "https://example.org/x"}, "apart"),
        # on the same site: the same page, or a record
        ({"body": TEXT}, {"body": TEXT}, "turned away"),
        ({"body": TEXT}, {"body": TEXT.replace("keeps", "kept", 1)}, "turned away"),
        (
            {"body": TEXT, "date_published": DAY},
            {"body": TEXT, "headline": "Another", "date_published": DAY},
            "turned away",
        ),
        ({"body": TEXT}, {"body": TEXT, "headline": "Another"}, "linked"),
        ({"body": TEXT}, {"body": AGENCY}, "linked"),
        ({"body": WEATHER[0]}, {"body": WEATHER[1]}, "apart"),
        ({"body": TEXT}, {"body": TEXT.replace("86", "87")}, "linked"),
        (
            {"body": LONG, "date_published": DAY},
            {"body": LONG, "headline": "Another", "date_published": DAY},
            "linked",
        ),
    ],
)
def test_copies_are_linked_and_the_same_page_is_one_record(
    quick_folder: Path,
    first: dict[str, Any],
    second: dict[str, Any],
    came: str,
    committed: bool,
) -> None:
    chain = Chain(quick_folder)
    one = chain(article("/one", **first))
    if committed:
        chain.run.commit()
    other = chain(article("/other", **second))
    if came == "turned away":
        assert other is Outcome.DUPLICATE
    else:
        assert other.duplicate_of == (one.id if came == "linked" else None)
    chain.run._closed("finished")


def test_a_copy_of_a_copy_names_the_first_publication(quick_folder: Path) -> None:
    for number, site in enumerate(("com", "org", "net")):
        chain = Chain(quick_folder)
        came = chain(article("/", body=TEXT, url=f"https://example.{site}/{number}"))
        if number == 0:
            first = came
        chain.run._closed("finished")
    assert came.duplicate_of == first.id


def test_without_the_record_only_the_very_same_text_is_known(quick_folder: Path) -> None:
    chain = Chain(quick_folder)
    chain(article("/one", body=TEXT))
    chain.run._closed("finished")
    for file in quick_folder.rglob("*.jsonl"):
        file.unlink()
    chain = Chain(quick_folder)
    assert chain(article("/two", body=AGENCY)).duplicate_of is None
    assert chain(article("/three", body=TEXT)) is Outcome.DUPLICATE
    chain.run._closed("finished")


def test_two_copies_on_their_way_at_once_are_one_record(chain: Chain) -> None:
    dedupe = chain.pipelines[1]
    dedupe.process_item(article("/a"))
    with pytest.raises(TurnedAway):
        dedupe.process_item(article("/b", canonical_url=f"{SITE}/a", body=OTHER))


def _drop(run: RunExtension, item: Article) -> None:
    run._dropped(item, DropItem("not for us"))


def _break(run: RunExtension, item: Article) -> None:
    run._broken(item, type("Failure", (), {"type": ValueError}))


@pytest.mark.parametrize(("act", "counted"), [(_drop, "dropped"), (_break, "failed")])
def test_a_foreign_pipeline_may_turn_an_article_away(
    chain: Chain, act: Callable[[RunExtension, Article], None], counted: str
) -> None:
    item = article("/a")
    chain.pipelines[1].process_item(item)
    act(chain.run, item)
    assert chain.site()[counted] == 1
    assert chain.run.frontier.counts().pending == 0
    assert isinstance(chain(article("/b")), Article), "the claim is given up"


@pytest.mark.parametrize("item", [{"url": "x"}, object(), "text", Person("Ada")])
def test_items_of_others_pass_untouched(chain: Chain, item: Any) -> None:
    assert chain(item) is item
    chain.run._dropped(item, DropItem("x"))
    assert not chain.run.is_open


def test_a_folder_that_another_run_holds_ends_the_crawl(tmp_path: Path) -> None:
    """Of another project's spider: the run is opened by its first article."""
    holder, late = Chain(tmp_path), Chain(tmp_path)
    holder.run.open()
    assert late(article("/a")) is late(article("/b")) is Outcome.FAILED
    assert isinstance(late.run.failure, LockedError)
    holder.run._closed("finished")


def test_write_wants_what_deduplicate_has_seen(chain: Chain) -> None:
    with pytest.raises(TurnedAway, match="storage failed"):
        chain.pipelines[3].process_item(article("/a"))
    assert str(chain.run.failure) == "DeduplicatePipeline must stand before WritePipeline"


def test_the_site_is_the_one_the_url_was_taken_for(chain: Chain) -> None:
    url = f"{SITE}/a"
    chain.run.frontier.add([Discovered(url, "example.com", Kind.ARTICLE, "feed")])
    (pending,) = chain.run.frontier.take(1, site="example.com")
    item = article("/a", url="https://cdn.example.net/a", requested_url=url)
    assert key_of(item) == pending.key
    assert isinstance(chain(item), Article)
    chain.run.commit()
    assert chain.site()["new"] == 1
    assert chain.run.frontier.in_flight("example.com") == 0
