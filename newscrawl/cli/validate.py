"""`newscrawl validate`: every line of JSON Lines files against the schema.

A line is judged on its own and without being kept, so that files of any size can be checked.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import click

from newscrawl.cli.console import say
from newscrawl.errors import UsageError

STDIN: Final = "-"
SOME_INVALID: Final = 3


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE.jsonl|DIR|-...")
@click.option("-q", "--quiet", is_flag=True, help="Name the bad lines only, no closing line.")
def validate(files: tuple[str, ...], quiet: bool) -> None:
    """Check records against the schema, and name each line that does not fit.

    A bad line is named by file, number, field and what was expected. DIR stands for all finished
    .jsonl files in it, so that a whole data folder can be checked.

    \b
    Examples:
      newscrawl validate articles.jsonl
      newscrawl validate data
      newscrawl extract page.html | newscrawl validate -

    \b
    Exit codes: 0 all records fit, 2 a file cannot be read, 3 some do not fit.
    """
    paths = [path for name in files for path in _find(name)]
    checked = [_check(path) for path in paths]
    records, bad = (sum(counts) for counts in zip(*checked, strict=True))
    if not quiet:
        say(f"{records} records in {len(paths)} files: {records - bad} valid, {bad} invalid")
    if bad:
        click.get_current_context().exit(SOME_INVALID)


def _find(name: str) -> list[str]:
    if name == STDIN or not Path(name).is_dir():
        return [name]
    found = sorted(str(path) for path in Path(name).rglob("*.jsonl"))
    if not found:
        raise UsageError(f"{name}: no .jsonl file in this folder")
    return found


def _check(path: str) -> tuple[int, int]:
    """Records in a file and how many of them do not fit; blank lines are not records."""
    records = bad = 0
    with _open(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                records += 1
                bad += not _fits(line, f"{path}:{number}")
    return records, bad


def _fits(line: bytes, where: str) -> bool:
    from newscrawl.errors import InvalidRecordError
    from newscrawl.schema import validate as check_record

    try:
        check_record(line.rstrip(b"\r\n"))
    except InvalidRecordError as error:
        say(f"{where}: {error}")
        return False
    return True


@contextmanager
def _open(path: str) -> Iterator[BinaryIO]:
    if path == STDIN:
        yield sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
