"""reports.summary: what is a problem, in words, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newscrawl.errors import UsageError
from newscrawl.reports.summary import RunSummary
from newscrawl.spiders.tally import COUNTS, MAX_CAUSES, SiteTally
from newscrawl.state.outcomes import Outcome

BALANCE = {
    "discovered": 3,
    "done": 3,
    "failed": 0,
    "pending": 0,
    "lines": 2,
    "records": 2,
    "errors": (),
}


def site(**more: Any) -> dict[str, Any]:
    counts = dict.fromkeys(COUNTS, 0) | {"pages": 3, "new": 2, "articles": 2}
    return {"site": "example.com", "seconds": 1.5, "problems": {}, **counts, **more}


def record(**more: Any) -> dict[str, Any]:
    return {
        "run": "20261122T201700Z",
        "reason": "finished",
        "started_at": "2026-11-22T20:17:00+00:00",
        "finished_at": "2026-11-22T20:18:00+00:00",
        "seconds": 60.0,
        "extractor_version": "0.1.0",
        "schema_version": "1.0.0",
        "storage_error": None,
        "balance": BALANCE,
        "sites": [site()],
        **more,
    }


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({}, 0, None),
        ({"reason": "closespider_timeout"}, 0, None),
        ({"sites": [site(new=0)]}, 0, None),
        ({"sites": [site(new=0, articles=0, out_of_window=3)]}, 0, None),
        ({"sites": [site(failed=2, problems={"HTTP 503": 2})]}, 0, None),
        (
            {"sites": [site(pages=0, problems={"robots.txt forbids it": 1})]},
            3,
            "example.com: no page could be read: robots.txt forbids it",
        ),
        ({"sites": [site(articles=0)]}, 3, "example.com: no article was found on 3 pages"),
        (
            {"sites": [site(failed=4, problems={"HTTP 503": 3, "HTTP 500": 1})]},
            3,
            "example.com: 4 of 7 pages failed: HTTP 503",
        ),
        ({"sites": []}, 3, "no site was crawled"),
        ({"reason": "start_error"}, 3, "the crawl ended early (start_error)"),
        ({"balance": BALANCE | {"errors": ("lines 1 but records 2",)}}, 3, "lines 1 but records 2"),
        ({"balance": None}, 3, "the balance was not struck"),
        ({"reason": "shutdown"}, 130, None),
        ({"reason": "shutdown", "sites": [site(articles=0)]}, 130, None),
        ({"reason": "storage_failed", "storage_error": "disk full", "balance": None}, 5, None),
    ],
)
def test_problems_and_exit_code(change: dict[str, Any], code: int, said: str | None) -> None:
    summary = RunSummary.from_record(record(**change))
    assert summary.exit_code() == code
    if said:
        assert summary.problems == [said]
    else:
        assert summary.problems == []


def test_a_summary_is_read_from_the_file_of_the_run(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(record()))
    assert RunSummary.load(path) == RunSummary.from_record(record())
    path.write_text("{}")
    with pytest.raises(UsageError, match=str(path)):
        RunSummary.load(path)
    with pytest.raises(UsageError, match=r"none\.json"):
        RunSummary.load(tmp_path / "none.json")


def test_causes_of_problems_are_told_apart_up_to_a_number() -> None:
    tally = SiteTally("example.com")
    for number in [*range(200), 7]:
        tally.problem(f"cause {number}")
    assert len(tally.problems) == MAX_CAUSES + 1
    assert (tally.problems["cause 7"], tally.problems["other causes"]) == (2, 100)


def test_a_tally_is_what_the_summary_reads() -> None:
    tally = SiteTally("example.com")
    tally.count("pages", 2)
    tally.outcome(Outcome.FAILED, "HTTP 503")
    tally.outcome(Outcome.DISALLOWED, "robots.txt forbids this address")
    tally.outcome(Outcome.NOT_ARTICLE, "front page")
    (read,) = RunSummary.from_record(record(sites=[tally.as_dict()])).sites
    assert (read.pages, read.failed, read.disallowed, read.not_articles) == (2, 1, 1, 1)
    assert read.problems == {"HTTP 503": 1}, "forbidden addresses are everyday news"
    assert read.seconds >= 0
