"""cli/console.py and cli/progress.py: what is said beside the data, on a terminal and in a log."""

from __future__ import annotations

import logging

import pytest

from newscrawl.cli import console
from newscrawl.cli.progress import LiveDisplay, LogDisplay

COLUMNS = ["site", "pages", "not articles"]
ROWS = [("a-site-with-a-rather-long-name.example.com", 1234567, 89), ("short.example", 1, 0)]
ROW = {"site": "short.example", "pages": 5, "new": 2}


@pytest.fixture
def terminal(monkeypatch):
    """Someone is watching, on a terminal of so many columns."""

    def watch(columns: int) -> None:
        monkeypatch.setattr(console, "on_terminal", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))

    return watch


def test_a_table_in_a_log_is_not_broken(capsys):
    console.print_table("Run", COLUMNS, ROWS)
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split() for line in err.splitlines() if "example" in line] == [
        ["a-site-with-a-rather-long-name.example.com", "1234567", "89"],
        ["short.example", "1", "0"],
    ]
    assert "pages  not articles" in err


def test_on_a_narrow_terminal_no_number_is_cut(capsys, terminal):
    terminal(56)
    console.print_table("Run", COLUMNS, ROWS)
    err = capsys.readouterr().err
    assert max(map(len, err.splitlines())) <= 56
    assert all(word in err for word in ("1234567", "89", "short.example", "articles"))
    assert "…" not in err


def test_progress_is_drawn_on_a_terminal_only(capsys, terminal):
    items = range(3)
    assert console.track(items, 3, "Extracting", quiet=False) is items
    terminal(80)
    assert console.track(items, 3, "Extracting", quiet=True) is items
    assert list(console.track(items, 3, "Extracting", quiet=False)) == [0, 1, 2]


def test_a_log_line_for_each_site_that_has_moved(caplog):
    caplog.set_level(logging.INFO, logger="newscrawl")
    display = LogDisplay()
    display.show("short.example", ROW, done=6, known=10)
    display.show("short.example", ROW, done=6, known=10)
    display.show("short.example", ROW | {"pages": 7, "new": 3}, done=9, known=12)
    assert caplog.messages == [
        "short.example: 5 pages, 2 new, 4 to go",
        "short.example: 7 pages, 3 new, 3 to go",
    ]


def test_a_row_for_each_site_on_a_terminal(capsys, terminal, monkeypatch):
    terminal(80)
    monkeypatch.setenv("FORCE_COLOR", "1")
    display = LiveDisplay()
    display.show("short.example", ROW, done=6, known=10)
    display.close()
    err = capsys.readouterr().err
    assert "short.example" in err
    assert "6/10" in err
    assert "2 new" in err
