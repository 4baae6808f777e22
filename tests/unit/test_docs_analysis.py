"""docs/analysis.md: every snippet runs, in order, and prints what the page says."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newscrawl.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "analysis.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def snippets() -> list[tuple[str, str, str | None]]:
    """Language, code, and what the page says that it prints, if it says so."""
    blocks = FENCE.findall(PAGE.read_text("utf-8"))
    following = [*blocks[1:], ("", "")]
    return [
        (language, code, said if kind == "text" else None)
        for (language, code), (kind, said) in zip(blocks, following, strict=True)
        if language != "text"
    ]


def python(code: str, names: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, PAGE.name, "exec"), names)  # our own page
    return printed.getvalue()


def shell(code: str) -> str:
    """Lines that call newscrawl; a line ending with a backslash goes on."""
    printed = ""
    for line in code.replace("\\\n", " ").splitlines():
        program, *arguments = shlex.split(line, comments=True)
        assert program == "newscrawl"
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert result.exit_code == 0, (line, result.output)
        printed += result.stdout
    return printed


def squeezed(text: str) -> list[str]:
    """The lines without trailing blanks, which editors take away, nor empty ones around them."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n").splitlines()


def test_every_snippet_runs_and_prints_what_the_page_says(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample.parent)
    names: dict[str, Any] = {}
    kinds = []
    for language, code, said in snippets():
        kinds.append(language)
        printed = python(code, names) if language == "python" else shell(code)
        if said is not None:
            assert squeezed(printed) == squeezed(said), code
    assert "python" in kinds
