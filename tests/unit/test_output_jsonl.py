"""output.jsonl: lines become durable in order; what a crash leaves is cut back and finished."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.errors import StorageError
from newscrawl.output import jsonl
from newscrawl.output.jsonl import ArticleWriter, Recovered, Written, recover, unfinished

FILE = "articles/example.com/run.jsonl"


class Ledger:
    """Collects what is durable, and reads the file as it was at that moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batches: list[list[Written]] = []

    def __call__(self, written: list[Written]) -> None:
        for one in written:
            data = (self.folder / f"{one.path}.part").read_bytes()
            assert data[one.offset : one.end].endswith(b"\n")
        self.batches.append(written)

    @property
    def tokens(self) -> list[Any]:
        return [one.token for batch in self.batches for one in batch]


def writer(folder: Path, ledger: Ledger, **options: Any) -> ArticleWriter:
    return ArticleWriter(folder, "run", ledger, **options)


def line(number: int) -> bytes:
    return b'{"n":%d}\n' % number


def test_batches_are_durable_then_told_then_the_file_is_renamed(quick_folder: Path) -> None:
    ledger = Ledger(quick_folder)
    out = writer(quick_folder, ledger, batch=2)
    for number in range(5):
        out.write("example.com", line(number), number)
    assert [len(batch) for batch in ledger.batches] == [2, 2]
    assert not (quick_folder / FILE).exists()
    out.close()
    assert ledger.tokens == [0, 1, 2, 3, 4]
    assert (quick_folder / FILE).read_bytes() == b"".join(map(line, range(5)))
    assert not (quick_folder / f"{FILE}.part").exists()
    first, second = ledger.batches[0]
    assert (first.path, first.offset, first.end) == (FILE, 0, second.offset)


def test_each_site_has_its_file_and_a_run_without_records_has_none(quick_folder: Path) -> None:
    ledger = Ledger(quick_folder)
    out = writer(quick_folder, ledger)
    out.write("127.0.0.1:8701", line(1), 1)
    out.write("example.com", line(2), 2)
    out.close()
    files = sorted(
        path.relative_to(quick_folder).as_posix() for path in quick_folder.rglob("*.jsonl")
    )
    assert files == ["articles/127.0.0.1_8701/run.jsonl", FILE]
    writer(quick_folder / "empty", ledger).close()
    assert not (quick_folder / "empty").exists()


def test_two_sites_of_one_folder_share_a_file(quick_folder: Path) -> None:
    ledger = Ledger(quick_folder)
    out = writer(quick_folder, ledger)
    out.write("a:80", line(1), 1)
    out.write("a_80", line(2), 2)
    out.close()
    assert [one.offset for one in ledger.batches[0]] == [0, len(line(1))]


def test_long_files_are_finished_and_the_next_begun(quick_folder: Path) -> None:
    ledger = Ledger(quick_folder)
    out = writer(quick_folder, ledger, batch=1, rotate_bytes=10)
    for number in range(4):
        out.write("example.com", line(number), number)
    assert (quick_folder / FILE).read_bytes() == line(0) + line(1)
    out.close()
    second = quick_folder / "articles/example.com/run.p0002.jsonl"
    assert second.read_bytes() == line(2) + line(3)
    assert [one.offset for batch in ledger.batches for one in batch] == [0, 8, 0, 8]
    assert {jsonl.run_of(one.path) for batch in ledger.batches for one in batch} == {"run"}


def test_more_sites_than_descriptors(quick_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_OPEN", 3)
    ledger = Ledger(quick_folder)
    out = writer(quick_folder, ledger)
    for number in range(20):
        out.write(f"site{number % 7}.com", line(number), number)
    assert sum(file.fd >= 0 for file in out._files.values()) <= 3
    out.close()
    assert sorted(ledger.tokens) == list(range(20))
    lines = b"".join(
        path.read_bytes() for path in sorted(quick_folder.rglob("*.jsonl"))
    ).splitlines()
    assert sorted(lines) == sorted(line(number).strip() for number in range(20))


def _full(*_: Any) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("name", "at"), [("write", "write"), ("fsync", "flush"), ("open", "write")]
)
def test_a_failure_is_fatal_and_told(
    quick_folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: str
) -> None:
    ledger = Ledger(quick_folder)
    out = writer(quick_folder, ledger)
    out.write("example.org", line(0), 0)
    out.flush()
    with monkeypatch.context() as broken:
        broken.setattr(jsonl.os, name, _full)
        with pytest.raises(StorageError, match=r"No space left.*start again") as caught:
            out.write("example.com", line(1), 1)
            out.flush()
    assert caught.value.exit_code == 5
    with pytest.raises(StorageError):
        out.write("example.org", line(2), 2)
    assert ledger.tokens == [0]
    out.abandon()


def test_a_short_write_goes_on(quick_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(jsonl.os, "write", lambda fd, data: real(fd, data[:3]))
    ledger = Ledger(quick_folder)
    out = writer(quick_folder, ledger)
    out.write("example.com", line(7), 7)
    out.close()
    assert (quick_folder / FILE).read_bytes() == line(7)


def test_nothing_is_renamed_when_the_ledger_fails(quick_folder: Path) -> None:
    def fail(_: list[Written]) -> None:
        raise StorageError("state")

    out = ArticleWriter(quick_folder, "run", fail)
    out.write("example.com", line(1), 1)
    with pytest.raises(StorageError):
        out.close()
    with pytest.raises(StorageError):
        out.close()
    out.abandon()
    assert unfinished(quick_folder) == [FILE]


A, B = line(1), line(2)


@pytest.mark.parametrize(
    ("content", "committed", "kept", "report"),
    [
        (A + B, len(A + B), A + B, (16, 0, 0)),
        (A + B, len(A), A, (8, 8, 0)),
        (A + B[:4], len(A), A, (8, 4, 0)),
        (A, 0, None, (0, 8, 0)),
        (b"", 0, None, (0, 0, 0)),
        (A + B + b"torn", None, A + B, (16, 4, 0)),
        (b"torn", None, None, (0, 4, 0)),
        (A, len(A + B), A, (8, 0, 8)),
        (A + B[:4], len(A + B), A, (8, 4, 8)),
        (b"x" * 200_000 + b"\n" + b"y" * 200_000, None, b"x" * 200_000 + b"\n", None),
    ],
)
def test_recovery_cuts_back_and_finishes(
    quick_folder: Path,
    content: bytes,
    committed: int | None,
    kept: bytes | None,
    report: tuple[int, int, int] | None,
) -> None:
    part = quick_folder / f"{FILE}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(content)
    assert unfinished(quick_folder) == [FILE]
    done = recover(quick_folder, {} if committed is None else {FILE: committed})
    if report:
        assert done == [Recovered(FILE, *report)]
    assert unfinished(quick_folder) == recover(quick_folder, {}) == []
    final = quick_folder / FILE
    assert (final.read_bytes() if final.exists() else None) == kept


def test_a_new_folder_has_nothing_to_recover(quick_folder: Path) -> None:
    assert recover(quick_folder / "none", {}) == []


@pytest.mark.parametrize("act", [lambda out: out.close(), lambda out: out.rotate()])
def test_what_waits_is_flushed_first(
    quick_folder: Path, act: Callable[[ArticleWriter], None]
) -> None:
    ledger = Ledger(quick_folder)
    out = writer(quick_folder, ledger)
    out.write("example.com", line(1), 1)
    act(out)
    assert ledger.tokens == [1]
