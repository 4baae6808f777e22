"""Judges a site's history: has the last run left what was usual, and since when?

Approach: the history is cut in two at each run of the last two weeks; what comes after the cut is
held against what came before. A drift needs enough of both, a change that matters, and a count that
chance does not give (``bounds``), with the level shared by all cuts and measures; the cut of the
least probability is when it began. A site that has recovered is silent at once: the newest articles
must show the change, too. What lasts for two weeks has become usual; what a person has accepted is
usual from its begin on, and what came before it is no longer asked.

How many articles a site publishes is judged by time, from a week's history on: only then its
weekend is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from newscrawl.drift.bounds import Count, excess, lack, total
from newscrawl.drift.measures import MEASURES, Fitted, Measure
from newscrawl.drift.observation import Observation

# The probability of a false alarm for a site in a run, shared by all that is tested in it.
LEVEL: Final = 1e-4
# Articles, pages or requests that it takes, before a change and after it.
MIN_BEFORE: Final = 10
MIN_AFTER: Final = 5
# The least rise of a share that a person wants to hear of.
MIN_RISE: Final = 0.25
# A site is quiet when it brings at most this share of what was to be expected, of so many articles.
QUIET: Final = 0.25
MIN_EXPECTED: Final = 10.0
WEEK: Final = timedelta(days=7).total_seconds()
DAY: Final = timedelta(days=1).total_seconds()
# Cuts are looked for within this time, and among so many runs.
RECENT: Final = timedelta(days=14).total_seconds()
MAX_CUTS: Final = 64
# The name of the measure that is no share.
PER_DAY: Final = "per_day"
_NOTHING: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Drift:
    """A measure that a site has left: ``part`` of ``whole`` since the day ``since`` (ISO 8601),
    where the share ``before`` was usual (for ``per_day``: ``part`` articles where ``whole`` were
    to be expected, and so many a day before). ``at`` is the begin of the first run that shows it,
    in seconds since 1970. ``says`` is all that in plain words."""

    measure: str
    since: str
    at: int
    part: int
    whole: int
    before: float
    probability: float
    says: str


def judge(history: Sequence[Observation], accepted: Mapping[str, int] = _NOTHING) -> list[Drift]:
    """What the last run of a history (oldest first) has left of what was usual.

    ``accepted`` says of measures from when on (seconds since 1970) their level is the usual one.
    """
    found = (_judge(one, _from(accepted.get(one.name), history)) for one in MEASURES)
    quiet = _judge_rate(_from(accepted.get(PER_DAY), history))
    return [drift for drift in (*found, quiet) if drift]


def _from(moment: int | None, history: Sequence[Observation]) -> Sequence[Observation]:
    return history if moment is None else [one for one in history if one.at >= moment]


def _judge(measure: Measure, history: Sequence[Observation]) -> Drift | None:
    drifts = [
        drift
        for cut in _cuts(history)
        if (fitted := measure.fit(history[:cut]))
        and (drift := _compare(measure, fitted, history, cut))
    ]
    level = LEVEL / ((len(MEASURES) + 1) * max(1, len(_cuts(history))))
    best = min(drifts, key=lambda drift: drift.probability, default=None)
    return best if best and best.probability <= level else None


def _cuts(history: Sequence[Observation]) -> range:
    """Places in the history at which something may have begun."""
    if not history:
        return range(0)
    recent = sum(one.at >= history[-1].at - RECENT for one in history)
    return range(max(1, len(history) - min(recent, MAX_CUTS)), len(history))


def _compare(
    measure: Measure, fitted: Fitted, history: Sequence[Observation], cut: int
) -> Drift | None:
    before, after = _counts(fitted, history[:cut]), _counts(fitted, history[cut:])
    if len(before) < measure.runs or not after or not fitted.read(history[cut])[1]:
        return None
    (part, whole), usual = total(after), total(before)
    if whole < MIN_AFTER or usual[1] < MIN_BEFORE:
        return None
    share = usual[0] / usual[1]
    if min(part / whole, _newest(after)) < share + MIN_RISE:
        return None
    told = 1 - share if fitted.inverse else share
    day = _day(history[cut])
    says = fitted.says.format(
        part=int(part), whole=int(whole), since=_shown(day), before=_percent(told)
    )
    chance = excess((part, whole), before)
    return Drift(
        measure.name, f"{day:%Y-%m-%d}", history[cut].at, int(part), int(whole), round(share, 4),
        chance, says,
    )  # fmt: skip


def _counts(fitted: Fitted, observations: Sequence[Observation]) -> list[Count]:
    return [count for one in observations if (count := fitted.read(one))[1]]


def _newest(counts: Sequence[Count]) -> float:
    """The share of the last runs that have enough to tell."""
    part, whole = 0.0, 0.0
    for count in reversed(counts):
        part, whole = part + count[0], whole + count[1]
        if whole >= MIN_AFTER:
            break
    return part / whole


def _judge_rate(history: Sequence[Observation]) -> Drift | None:
    timed = [one for one in history if one.seconds]
    drifts = [drift for cut in _cuts(timed) if (drift := _compare_rate(timed, cut))]
    level = LEVEL / ((len(MEASURES) + 1) * max(1, len(_cuts(timed))))
    best = min(drifts, key=lambda drift: drift.probability, default=None)
    return best if best and best.probability <= level else None


def _compare_rate(timed: Sequence[Observation], cut: int) -> Drift | None:
    before, (new, seconds) = list(_by_day(timed[:cut])), total(list(_by_day(timed[cut:])))
    usual = total(before)
    if usual[1] < WEEK or seconds < DAY or not usual[0]:
        return None
    expected = usual[0] / usual[1] * seconds
    per_day, day = usual[0] / usual[1] * DAY, _day(timed[cut])
    if expected < MIN_EXPECTED or new > QUIET * expected or _last_day(timed) > QUIET * per_day:
        return None
    says = (
        f"{int(new)} new articles since {_shown(day)}, where {expected:.0f} were to be expected; "
        f"{per_day:.1f} a day before"
    )
    chance = lack((new, seconds), before)
    return Drift(
        PER_DAY, f"{day:%Y-%m-%d}", timed[cut].at, int(new), round(expected), round(per_day, 2),
        chance, says,
    )  # fmt: skip


def _by_day(timed: Sequence[Observation]) -> Iterator[Count]:
    """Runs added up until they span a day: nights are quiet everywhere."""
    new, seconds = 0.0, 0.0
    for one in timed:
        new, seconds = new + one.new, seconds + one.seconds
        if seconds >= DAY:
            yield new, seconds
            new, seconds = 0.0, 0.0
    if seconds:
        yield new, seconds


def _last_day(timed: Sequence[Observation]) -> float:
    """New articles a day, by the runs of the last one."""
    last = [one for one in timed if one.at >= timed[-1].at - DAY]
    return sum(one.new for one in last) / sum(one.seconds for one in last) * DAY


def _day(one: Observation) -> datetime:
    return datetime.fromtimestamp(one.at, UTC)


def _shown(day: datetime) -> str:
    return f"{day:%b} {day.day}"


def _percent(share: float) -> str:
    return f"{share:.0%}"
