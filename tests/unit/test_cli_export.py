"""`newscrawl export`: the options reach the export, and what it says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newscrawl.cli import main


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["export", *arguments], catch_exceptions=False)


def test_an_export(sample: Path) -> None:
    out = sample.parent / "out.csv"
    result = run(str(sample), "--to", "csv", "-o", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"12 records of 2 sites: {out}\n"
    assert out.stat().st_size


def test_options_choose_records(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.parent)  # the data folder is called data
    options = "--since 2026-11-01 --until 2026-11-18 --site aldermoor.example --lang en --lang fr"
    result = run("--to", "sqlite", "-o", "out.sqlite", *options.split(), "--latest-versions")
    assert (result.exit_code, result.stderr) == (0, "3 records of 1 sites: out.sqlite\n")
    assert run("--to", "sqlite", "-o", "out.sqlite", "-q").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "csv"], "Missing option '-o'"),
        (["-o", "x"], "Missing option '--to'"),
        (["--to", "xlsx", "-o", "x"], "'xlsx' is not one of"),
        (["--to", "csv", "-o", "x", "--since", "soon"], "is not a time"),
        (["nowhere", "--to", "csv", "-o", "x"], "nowhere: no such file or folder"),
        (["--to", "csv", "-o", "nowhere/x"], "no such folder"),
    ],
)
def test_what_cannot_be_exported(
    sample: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(sample.parent)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert [path.name for path in sample.parent.iterdir()] == ["data"]


def test_a_missing_extra_is_named(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run(str(sample), "--to", "csv", "-o", str(sample.parent / "x"))
    assert result.exit_code == 2
    assert "pip install 'newscrawl[export]'" in result.stderr
