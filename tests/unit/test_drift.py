"""drift: what is told of a history, and that an unchanged site is never told of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from newscrawl.drift import FIELDS, Observation, condensed, judge
from newscrawl.drift.bounds import excess, lack
from newscrawl.drift.observation import WORDS, is_missing
from newscrawl.items import Article, Organization, Person

BEGIN = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
DAY_S = 86_400


def words(**counts: int) -> list[int]:
    return [counts.get(f"w{bound}", 0) for bound in WORDS]


def run(day: float, articles: int = 40, no_author: int = 1, **more: Any) -> Observation:
    at = int((BEGIN + timedelta(days=day)).timestamp())
    usual = {"words": words(w400=articles), "seconds": DAY_S, "new": articles}
    return Observation(
        at=at, articles=articles, missing={"authors": no_author}, **{**usual, **more}
    )


def days(number: int, **more: Any) -> list[Observation]:
    return [run(day, **more) for day in range(number)]


LATE = {"dated": 20, "late": 1, "asked": 50, "not_articles": 2, "requests": 60, "failed": 0}

TOLD = [
    (
        [*days(18), run(18, no_author=38)],
        ["no author on 38 of 40 articles since Nov 20; 98% before"],
    ),
    (
        [run(0), run(18, no_author=20, articles=20)],
        ["no author on 20 of 20 articles since Nov 20; 98% before"],
    ),
    (
        [*days(17), *(run(day, articles=8, no_author=8, new=40) for day in (17, 18, 19))],
        ["no author on 24 of 24 articles since Nov 19; 98% before"],
    ),
    (
        [*days(18), run(18, words=words(w25=39, w400=1))],
        ["fewer than 400 words on 39 of 40 articles since Nov 20; 0% before"],
    ),
    (
        [*days(18), run(18, words=words(w3200=30, w400=10))],
        ["600 words or more on 30 of 40 articles since Nov 20; 0% before"],
    ),
    (
        [*days(18, **LATE), run(18, **{**LATE, "late": 19})],
        [
            "19 of 20 new articles are dated long before the run before them or ahead since "
            "Nov 20; 5% before"
        ],
    ),
    (
        [*days(18, **LATE), run(18, **{**LATE, "not_articles": 45})],
        ["45 of 50 pages turned out to be no articles since Nov 20; 4% before"],
    ),
    (
        [*days(18, **LATE), run(18, **{**LATE, "failed": 30})],
        ["30 of 60 requests came to nothing since Nov 20; 0% before"],
    ),
    (
        [*days(17), run(17, articles=0, no_author=0), run(18, articles=1, no_author=0)],
        ["1 new articles since Nov 19, where 80 were to be expected; 40.0 a day before"],
    ),
]
SILENT = {
    "nothing is known": [],
    "the first run": [run(0, no_author=40)],
    "too few before": [run(0, articles=9, no_author=0), run(1, no_author=40)],
    "too few after": [*days(18), run(18, articles=4, no_author=4)],
    "never had any": [run(day, no_author=40) for day in range(19)],
    "a gain is no loss": [*days(18, no_author=40), run(18, no_author=0)],
    "too small a change": [*days(18), run(18, no_author=9)],
    "the site has recovered": [*days(16), run(16, no_author=40), run(17), run(18)],
    "it has become usual": [*days(10), *(run(day, no_author=40) for day in range(10, 40))],
    "errors of a site's first runs": [run(0), run(1, **LATE), run(2, **{**LATE, "failed": 50})],
    "runs scatter as much": [run(day, no_author=day % 4 // 3 * 36) for day in range(20)],
    "a quiet weekend, each week": [
        run(day, articles=0 if day % 7 > 4 else 40, no_author=0) for day in range(21)
    ],
    "a quiet day in the first week": [*days(5), run(5, articles=0, no_author=0)],
}


@pytest.mark.parametrize(("history", "told"), TOLD)
def test_what_is_told(history: list[Observation], told: list[str]) -> None:
    assert [drift.says for drift in judge(history)] == told


@pytest.mark.parametrize("history", SILENT.values(), ids=SILENT)
def test_what_is_not_told(history: list[Observation]) -> None:
    assert judge(history) == []


def test_a_drift_says_field_share_and_day() -> None:
    (drift,) = judge([*days(18), run(18, no_author=38)])
    assert (drift.measure, drift.since, drift.part, drift.whole) == (
        "authors",
        "2026-11-20",
        38,
        40,
    )
    assert drift.before == 0.025
    assert drift.probability < 1e-9


ACCEPTED = {
    "what was told": ([*days(18), run(18, no_author=38)], []),
    "and lasts": ([*days(18), *(run(day, no_author=38) for day in (18, 19, 20))], []),
    "not what is lost after it": (
        [*days(18), *(run(day, no_author=20) for day in (18, 19)), run(20, no_author=40)],
        ["authors"],
    ),
    "not another measure": (
        [*days(18), run(18, no_author=38, words=words(w25=39, w400=1))],
        ["short"],
    ),
}


@pytest.mark.parametrize(("history", "told"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_accepted_is_usual_from_its_begin(
    history: list[Observation], told: list[str]
) -> None:
    accepted = {"authors": run(18).at}
    assert [drift.measure for drift in judge(history, accepted)] == told


def test_a_lower_rate_is_accepted_like_the_rest() -> None:
    history = [*days(17), run(17, articles=0, no_author=0), run(18, articles=1, no_author=0)]
    (drift,) = judge(history)
    assert judge(history, {drift.measure: drift.at}) == []


def test_an_idle_run_keeps_what_the_last_articles_said() -> None:
    history = [*days(18), run(18, no_author=38)]
    idle = run(18.1, articles=0, no_author=0, seconds=8640)
    assert [drift.part for drift in judge([*history, idle])] == [38]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("hours", [1, 24])
def test_an_unchanged_site_is_never_told_of(seed: int, hours: int) -> None:
    """Ten runs after the first, each field missing with a probability of its own."""
    random = Random(seed)
    shares = {name: random.random() for name in FIELDS}
    history: list[Observation] = []
    for number in range(11):
        history.append(drawn(random, shares, number * hours / 24, 60 if number == 0 else 20))
        assert judge(history) == []


def drawn(random: Random, shares: dict[str, float], day: float, most: int) -> Observation:
    articles = random.randrange(most // 2, most)
    missing = {
        name: sum(random.random() < share for _ in range(articles))
        for name, share in shares.items()
    }
    lengths = [0] * len(WORDS)
    for _ in range(articles):
        lengths[min(len(WORDS) - 1, max(0, int(random.gauss(8, 2))))] += 1
    bad = {name: sum(random.random() < 0.1 for _ in range(20)) for name in ("late", "not_articles")}
    made = run(day, articles, words=lengths, dated=20, asked=20, requests=40, failed=1, **bad)
    made.missing = missing
    return made


def test_old_runs_are_added_up_by_the_day_and_the_oldest_dropped() -> None:
    now = BEGIN + timedelta(days=70)
    history = [run(day) for day in (0, 20, 20.1, 67, 69, 69.5)]
    assert [one.articles for one in condensed(history, now)] == [40, 80, 40, 40, 40]
    kept = condensed(history[1:], now)
    assert kept[0].missing == {"authors": 2}
    assert (kept[0].seconds, sum(kept[0].words)) == (2 * DAY_S, 80)
    assert condensed(kept, now) == kept
    assert [one.at for one in condensed(days(70), now)] == [one.at for one in days(70)[8:]]


@pytest.mark.parametrize(
    ("published", "counts"),
    [
        ("2026-11-02T05:00:00+00:00", (1, 0)),
        ("2026-10-31T05:00:00+00:00", (1, 1)),
        ("2026-11-09", (1, 1)),
        (None, (0, 0)),
        ("soon", (0, 0)),
    ],
)
def test_dates_of_new_articles(published: str | None, counts: tuple[int, int]) -> None:
    seen = Observation(at=0)
    seen.date(published, BEGIN, BEGIN - timedelta(hours=6))
    assert (seen.dated, seen.late) == counts


@pytest.mark.parametrize(
    ("fields", "name", "missing"),
    [
        ({}, "authors", True),
        ({"authors": [Person("Ada Ferry")]}, "authors", False),
        ({}, "publisher", True),
        ({"publisher": Organization("Harbour News")}, "publisher", False),
        ({"headline": ""}, "headline", True),
        ({"is_accessible_for_free": False}, "is_accessible_for_free", False),
    ],
)
def test_what_counts_as_missing(fields: dict[str, Any], name: str, missing: bool) -> None:
    article = Article(**fields)
    seen = Observation(at=0)
    seen.see(article)
    assert is_missing(article, name) is missing
    assert (name in seen.missing) is missing
    assert set(seen.missing) <= set(FIELDS)


def test_the_bounds_are_those_of_the_distributions() -> None:
    # With nothing known but the prior, Beta(1/2, 1/2): P(all of 1) is a half, P(2 of 2) 3/8.
    assert excess((1, 1), [(0, 0.0001)]) == pytest.approx(0.5, abs=0.01)
    assert excess((0, 10), [(3, 9)]) == pytest.approx(1)
    # Beta(1.5, 1.5): E[p^2] = 1.5 * 2.5 / (3 * 4).
    assert excess((2, 2), [(1, 2)]) == pytest.approx(1.5 * 2.5 / 12)
    # Gamma(1.5) over equal times: P(none) = (1/2) ** 1.5.
    assert lack((0, 10), [(1, 10)]) == pytest.approx(0.5**1.5)
    assert lack((200, 10), [(1, 10)]) == pytest.approx(1)


@pytest.mark.parametrize("today", [(18, 20), (9, 10)])
def test_runs_that_scatter_make_less_of_a_surprise(today: tuple[int, int]) -> None:
    steady, scattered = [(10, 50)] * 4, [(0, 50), (20, 50), (0, 50), (20, 50)]
    assert excess(today, steady) < excess(today, scattered)
