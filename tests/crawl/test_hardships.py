"""The trials of benchmarks/durability.py, small: each keeps its promises, and one that is broken is
told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from durability import TRIALS, main
from hardships import Options, Result
from hardships.crawls import faults_of
from hardships.ssrf import ssrf
from hardships.storm import storm
from hardships.visits import visits


@pytest.mark.parametrize(("trial", "scale"), [(storm, 0.06), (visits, 0.06), (ssrf, 1.0)])
def test_promises_are_kept(
    tmp_path: Path, trial: Callable[[Options], Result], scale: float
) -> None:
    result = trial(Options(tmp_path, scale))
    assert result.failures == []
    assert result.figures


def test_what_is_lost_doubled_torn_or_left_over_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "articles" / "example.com"
    folder.mkdir(parents=True)
    line = json.dumps({"url": "https://example.com/a"})
    (folder / "torn.jsonl").write_text(line[:-5])
    (told,) = faults_of(tmp_path, [])
    assert told.startswith("a line is torn or not valid")


def test_a_broken_promise_is_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path
) -> None:
    monkeypatch.setitem(TRIALS, "storm", lambda options: Result({"kills": 1}, ["1 lost: x"]))
    monkeypatch.setitem(TRIALS, "ssrf", lambda options: Result({"forms": 1}))
    assert main(["ssrf", "--folder", str(tmp_path)]) == 0
    assert main(["storm", "ssrf", "--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "storm: BROKEN" in said
    assert "  1 lost: x" in said
