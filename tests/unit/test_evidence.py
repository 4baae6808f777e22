"""Weighing: agreement adds up, the curve says what it was worth, ties keep their order."""

from __future__ import annotations

import pytest

from newscrawl.evidence import NONE_RIGHT, UNCONTESTED, Candidate, choose, evidence, weigh

WEIGHTS = {"bias": -1.0, "title": 1.0, "heading": 1.5, "short": -2.0}


def offer(value: str, note: str) -> Candidate[str]:
    return Candidate(value, "markup", 0.0, note=note)


def test_agreement_adds_up():
    offered = [offer("A", "title"), offer("B", "heading"), offer("a", "heading")]
    weighed = weigh(offered, WEIGHTS, str.lower)
    assert [c.confidence for c in weighed] == [0.8176, 0.6225, 0.8176]
    assert choose(weighed).best == weighed[0]


def test_values_compete_where_at_most_one_is_right():
    weights = {**WEIGHTS, NONE_RIGHT: 0.5}
    offered = [offer("A", "title"), offer("B", "heading"), offer("a", "heading")]
    assert [c.confidence for c in weigh(offered, weights, str.lower)] == [0.6652, 0.2447, 0.6652]
    assert weigh([offer("A", "title")], weights, str.lower)[0].confidence == 0.6225


def test_the_same_note_counts_once():
    once = weigh([offer("A", "title"), offer("B", "title")], WEIGHTS, str.lower)
    twice = weigh([offer("A", "title")] * 2 + [offer("B", "title")], WEIGHTS, str.lower)
    assert once[0].confidence == twice[0].confidence


def test_traits_speak_against_a_value():
    weighed = weigh([offer("A", "title")], WEIGHTS, str.lower, lambda value: ["short"])
    assert weighed[0].confidence == 0.1192


def test_a_lone_value_is_uncontested():
    assert evidence([offer("A", "title")], str.lower, lambda value: ()) == {
        "a": sorted(["title", UNCONTESTED])
    }


@pytest.mark.parametrize(
    ("curve", "confidence"),
    [
        (((0.0, 0.0), (1.0, 1.0)), 0.5),
        (((0.0, 0.2), (0.5, 0.6), (1.0, 0.9)), 0.6),
        (((0.0, 0.0), (0.4, 0.4), (0.6, 0.8), (1.0, 1.0)), 0.6),
    ],
)
def test_the_curve_gives_what_it_turned_out_to_be(curve, confidence):
    weighed = weigh([offer("A", "title")], WEIGHTS, str.lower, curve=curve)
    assert weighed[0].confidence == confidence


def test_choose():
    first, second = Candidate("A", "x", 0.5), Candidate("B", "y", 0.5)
    assert choose([first, second]).best == first
    assert choose([first, Candidate("C", "z", 0.9), second]).losers == [first, second]
    assert choose([]).best is None
