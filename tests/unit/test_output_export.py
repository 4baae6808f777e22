"""output/export: every form holds what the lines hold, appears whole or not at all, and resumes."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow.dataset
import pytest
from dataset_sample import COURIER, FILES, LATER, PORT, RUN

import newscrawl
from newscrawl.errors import InvalidRecordError, LockedError, StorageError, UsageError
from newscrawl.output.dataset import Dataset
from newscrawl.output.export import FORMS, Exported, export
from newscrawl.output.export.csv import cell, joined
from newscrawl.output.export.parquet import ParquetWriter
from newscrawl.output.tables import ADDED
from newscrawl.state.lock import FolderLock

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RECORDS = [newscrawl.to_dict(one) for name in sorted(FILES) for one in FILES[name]()]


def write(data: Path, form: str, target: Path | None = None, **asked: Any) -> Exported:
    path = target or data.parent / f"out.{form}"
    return export(Dataset.open(data), form, path, now=NOW, asked=asked)


# -- reading back


def parquet_rows(path: Path) -> list[dict[str, Any]]:
    return pyarrow.dataset.dataset(path, partitioning="hive").to_table().to_pylist()


def duckdb_rows(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect(str(path), read_only=True) as database:
        return database.sql("FROM articles").to_arrow_table().to_pylist()


def sqlite_rows(path: Path) -> list[dict[str, Any]]:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute("SELECT * FROM articles")]
    database.close()
    flags = ("is_article", "is_accessible_for_free")
    return [
        {name: _from_sqlite(value, name in flags) for name, value in row.items()} for row in rows
    ]


def _from_sqlite(value: Any, is_flag: bool) -> Any:
    if is_flag and value is not None:
        return bool(value)
    nested = isinstance(value, str) and value.startswith(("[", "{"))
    return json.loads(value) if nested else value


READ: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    "parquet": parquet_rows,
    "duckdb": duckdb_rows,
    "sqlite": sqlite_rows,
}


def records_in(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as records: the added columns dropped, the order of the fields kept."""
    return [{name: row[name] for name in RECORDS[0]} for row in rows]


def in_order(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(records, key=lambda record: (record["url"], record["version"]))


@pytest.mark.parametrize("form", READ)
def test_every_value_is_there_nested_ones_included(sample: Path, form: str) -> None:
    rows = READ[form](write(sample, form).path)
    assert in_order(records_in(rows)) == in_order(RECORDS)
    places = {row["url"]: (row["site"], row["month"]) for row in rows}
    assert places["https://www.aldermoor.example/ferry"] == (COURIER, "2026-10")
    assert places["https://www.aldermoor.example/about-the-weather"] == (COURIER, "undated")
    assert places["https://www.legrandport.example/phare"] == (PORT, "2026-11")


@pytest.mark.parametrize("form", READ)
def test_records_are_chosen(sample: Path, form: str) -> None:
    asked = {"since": "2026-11-15", "site": [COURIER], "lang": ["en"], "latest_versions": True}
    rows = READ[form](write(sample, form, **asked).path)
    expected = [newscrawl.to_dict(one) for one in newscrawl.read(sample, **asked)]
    assert 0 < len(expected) < len(RECORDS)
    assert in_order(records_in(rows)) == in_order(expected)


def test_parquet_for_duckdb_pandas_and_polars(sample: Path) -> None:
    path = write(sample, "parquet").path
    rows = duckdb.sql(f"FROM '{path}/**/*.parquet' SELECT headline, authors, site, month")
    assert len(rows.fetchall()) == len(RECORDS)
    frame = pandas.read_parquet(path)
    assert sorted(frame["headline"]) == sorted(one["headline"] for one in RECORDS)
    nested = polars.read_parquet(path).filter(polars.col("url").str.ends_with("/criee"))
    assert nested["authors"].to_list() == [[{"name": "Maëlle Kerbrat", "url": None}]]


def test_parquet_is_parted_and_compressed(sample: Path) -> None:
    path = write(sample, "parquet").path
    parts = sorted(part.relative_to(path).as_posix() for part in path.rglob("*.parquet"))
    assert parts == [
        f"site={COURIER}/month=2026-10/part-0.parquet",
        f"site={COURIER}/month=2026-11/part-0.parquet",
        f"site={COURIER}/month=undated/part-0.parquet",
        f"site={PORT}/month=2026-11/part-0.parquet",
    ]
    file = pyarrow.parquet.ParquetFile(path / parts[1])
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    schema = newscrawl.to_arrow([]).schema.remove(43).remove(42)
    assert [set(ADDED), file.schema_arrow.types] == [{"site", "month"}, schema.types]


@pytest.mark.parametrize(
    ("group", "waiting", "files"), [(9_000, 1, 128), (9_000, 5_000, 1), (1, 9_000, 1)]
)
def test_parquet_in_little_memory(
    sample: Path, monkeypatch: pytest.MonkeyPatch, group: int, waiting: int, files: int
) -> None:
    monkeypatch.setattr("newscrawl.output.export.gather.GROUP_BYTES", group)
    monkeypatch.setattr("newscrawl.output.export.gather.WAITING_BYTES", waiting)
    monkeypatch.setattr("newscrawl.output.export.parquet.OPEN_FILES", files)
    monkeypatch.setattr("newscrawl.output.dataset.CHUNK_BYTES", 3_000)
    rows = parquet_rows(write(sample, "parquet").path)
    assert in_order(records_in(rows)) == in_order(RECORDS)


@pytest.mark.parametrize(
    "line",
    [
        '{"url": "https://a.example/1", "date_published": "2026-11-20"}',
        '{"live_updates":[{"date_published":"2026-09-01"}],"date_published":"2026-11-20",'
        '"url":"https://a.example/1"}',
        '{"url":"https://a.example/1","date_published":"\\u0032026-11-20"}',
        '{"sources":{"date_published":"json-ld"},"url":"https://a.example/1",'
        '"headline":"\\"date_published\\":\\"2020-01","date_published":"2026-11-20"}',
    ],
)
def test_rows_are_by_the_month_of_the_record_however_it_is_spelt(tmp_path: Path, line: str) -> None:
    other = '{"url":"https://a.example/2","date_published":"2026-09-01"}'
    (tmp_path / "odd.jsonl").write_text(f"{other}\n{line}\n{other}\n")
    path = write(tmp_path / "odd.jsonl", "parquet", tmp_path / "out").path
    rows = {part.parent.name: pyarrow.parquet.ParquetFile(part).metadata.num_rows
            for part in path.rglob("*.parquet")}  # fmt: skip
    assert rows == {"month=2026-09": 2, "month=2026-11": 1}


def test_a_month_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    odd = [{"url": "https://a.example/1", "date_published": "../../etc/passwd"},
           {"url": "https://a.example/2", "date_published": "2026-1/"}]  # fmt: skip
    (tmp_path / "odd.jsonl").write_text("\n".join(map(json.dumps, odd)))
    path = write(tmp_path / "odd.jsonl", "parquet", tmp_path / "out").path
    names = {part.relative_to(path).as_posix() for part in path.rglob("*.parquet")}
    assert names == {"site=a.example/month=undated/part-0.parquet"}


# -- CSV


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def flattened(record: dict[str, Any]) -> dict[str, str]:
    """A record as the documentation of CSV says it, written another way than the code does."""
    row: dict[str, str] = {}
    for name, value in record.items():
        if name in ("authors", "breadcrumbs", "images", "videos", "live_updates"):
            parts = {"authors": "name url", "breadcrumbs": "name url", "videos": "url",
                     "images": "url caption credit",
                     "live_updates": "headline date_published body"}[name]  # fmt: skip
            for part in parts.split():
                row[f"{name}.{part}"] = "; ".join(_escaped(one[part]) for one in value)
        elif isinstance(value, dict):
            row |= {f"{name}.{part}": _said(one) for part, one in value.items()}
        elif isinstance(value, list):
            row[name] = "; ".join(map(_escaped, value))
        else:
            row[name] = _said(value)
    return {name: f"'{text}" if text[:1] in tuple("=+-@") else text for name, text in row.items()}


def _escaped(text: str | None) -> str:
    return (text or "").replace("\\", "\\\\").replace(";", "\\;")


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def test_csv_flattens_lists_and_objects(sample: Path) -> None:
    rows = csv_rows(write(sample, "csv").path)
    assert [{n: v for n, v in row.items() if n not in ADDED} for row in rows] == [
        flattened(record) for record in RECORDS
    ]
    first = rows[0]
    assert first["authors.name"] == "Priya Ramsden; Tom Ashe"
    assert first["keywords"] == "canal; locks\\; gates; back\\\\slash"
    assert rows[1]["headline"].startswith("'=SUM")
    assert (rows[2]["site"], rows[2]["month"], rows[4]["month"]) == (COURIER, "2026-10", "undated")


def test_csv_for_pandas_and_duckdb(sample: Path) -> None:
    path = write(sample, "csv").path
    frame = pandas.read_csv(path)
    assert list(frame["word_count"]) == [one["word_count"] for one in RECORDS]
    assert list(frame["id"]) == [one["id"] for one in RECORDS]
    counts = duckdb.sql(f"SELECT count(*), sum(version) FROM '{path}'").fetchall()
    assert counts == [(len(RECORDS), len(RECORDS) + 1)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+33 1", "'+33 1"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("a=1", "a=1"),
        ('a;=HYPERLINK("x")', 'a;\'=HYPERLINK("x")'),
        ("a; @SUM(A1); b", "a; '@SUM(A1); b"),
        ("a\t+cmd|' /C calc'!A0", "a\t'+cmd|' /C calc'!A0"),
        ("a;\"=cmd|'x'!A0", "a;\"'=cmd|'x'!A0"),
        ("one\n\n=WEBSERVICE(A1)", "one\n\n'=WEBSERVICE(A1)"),
        ("one\n-2+3+cmd|' /C calc'!A0", "one\n'-2+3+cmd|' /C calc'!A0"),
        ("We won ;-) and left", "We won ;-) and left"),
        ("To bring:\n- soup (hot)\n- bread; +1", "To bring:\n- soup (hot)\n- bread; +1"),
        ("a;=" + "x" * 5 + ";y(", "a;=xxxxx;y("),
        ("", ""),
        (-3.5, -3.5),
        (True, "true"),
        (False, "false"),
        (None, None),
    ],
)
def test_no_cell_is_a_formula(value: Any, shown: Any) -> None:
    assert cell(value) == shown


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", None], "a; "), (["a; b", "c\\"], "a\\; b; c\\\\")],
)
def test_a_list_in_a_cell(items: list[str | None], text: str) -> None:
    assert joined(items) == text


# -- what it says about itself


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_described(sample: Path, form: str) -> None:
    done = write(sample, form, lang=["en", "fr"])
    assert done.description == sample.parent / "out.datapackage.json"
    package = json.loads(done.description.read_text("utf-8"))
    (resource,) = package["resources"]
    files = [done.description.parent / path for path in resource["path"]]
    assert all(file.is_file() for file in files)
    assert resource["bytes"] == sum(file.stat().st_size for file in files)
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert all(field["description"] for field in fields.values())
    assert fields["authors.name" if form == "csv" else "authors"]
    told = package["newscrawl"]
    assert told["records"] == len(RECORDS) == sum(told["months"].values())
    assert told["sites"] == {COURIER: 8, PORT: 4}
    assert told["languages"] == {"en": 8, "fr": 3, "fr-CA": 1}
    assert told["period"]["date_published"] == {"first": "2026-10-30", "last": "2026-11-20"}
    assert told["rights"]["reservations"] == {"noai": 1}
    assert told["selection"] == {"lang": ["en", "fr"]}
    assert told["schema_version"] == RECORDS[0]["schema_version"]


def test_the_columns_of_csv_are_the_described_ones(sample: Path) -> None:
    done = write(sample, "csv")
    fields = json.loads(done.description.read_text())["resources"][0]["schema"]["fields"]
    assert list(csv_rows(done.path)[0]) == [field["name"] for field in fields]


# -- whole or not at all


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize(
    ("step", "resumed"), [("begin", 1), ("write", 0), ("end", 1), ("finish", 2)]
)
@pytest.mark.parametrize("form", FORMS)
def test_an_export_that_is_stopped_leaves_nothing_half_and_is_taken_up(
    sample: Path, monkeypatch: pytest.MonkeyPatch, form: str, step: str, resumed: int
) -> None:
    (sample.parent / "whole").mkdir()
    whole = write(sample, form, sample.parent / "whole" / "out")
    calls = 0

    def stop(self: Any, *arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2 or step == "finish":
            raise Killed
        method(self, *arguments)

    method = getattr(FORMS[form], step)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(FORMS[form], step, stop)
        write(sample, form)
    names = {path.name for path in sample.parent.iterdir()}
    assert names == {"data", "whole", f".out.{form}.export"}
    done = write(sample, form)
    assert done.resumed == resumed
    assert done.tally == whole.tally
    if form in READ:
        assert in_order(READ[form](done.path)) == in_order(READ[form](whole.path))
    else:
        assert done.path.read_bytes() == whole.path.read_bytes()
    assert not (sample.parent / f".out.{form}.export").exists()


KILLED = """
import os, sys
from pathlib import Path
from datetime import UTC, datetime
from newscrawl.output.dataset import Dataset
from newscrawl.output.export import FORMS, export

data, form, target = sys.argv[1:]
sites, end, write = [], FORMS[form].end, FORMS[form].write

def ended(self):
    end(self)
    sites.append(1)

def killed(self, *arguments):
    write(self, *arguments)
    if sites:
        os._exit(9)

FORMS[form].end, FORMS[form].write = ended, killed
export(Dataset.open(data), form, Path(target), now=datetime(2026, 11, 22, tzinfo=UTC))
"""


@pytest.mark.parametrize("form", FORMS)
def test_a_process_that_is_killed(sample: Path, form: str) -> None:
    target = sample.parent / f"out.{form}"
    command = [sys.executable, "-c", KILLED, str(sample), form, str(target)]
    assert subprocess.run(command, check=False).returncode == 9
    assert not target.exists()
    done = write(sample, form)
    assert (done.resumed, done.tally.records) == (1, len(RECORDS))
    if form in READ:
        assert in_order(records_in(READ[form](done.path))) == in_order(RECORDS)
    else:
        assert len(csv_rows(done.path)) == len(RECORDS)


def interrupted(sample: Path, form: str, monkeypatch: pytest.MonkeyPatch, **asked: Any) -> None:
    def stop(self: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(FORMS[form], "finish", stop)
        write(sample, form, **asked)


def test_another_question_begins_anew(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(sample, "csv", monkeypatch, lang=["fr"])
    assert write(sample, "csv").resumed == 0
    interrupted(sample, "csv", monkeypatch, lang=["fr"])
    assert write(sample, "csv", lang=["fr"]).resumed == 2


def test_a_site_with_new_files_is_done_again(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(sample, "sqlite", monkeypatch)
    more = sample / "articles" / PORT / "20261122T060000Z.jsonl"
    more.write_bytes((sample / "articles" / COURIER / f"{LATER}.jsonl").read_bytes())
    done = write(sample, "sqlite")
    assert done.tally.sites == {COURIER: 8, PORT: 7}
    assert len(sqlite_rows(done.path)) == 15


def test_an_old_one_is_begun_anew(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(sample, "csv", monkeypatch)
    later = NOW.replace(day=24)
    target = sample.parent / "out.csv"
    assert export(Dataset.open(sample), "csv", target, now=later).resumed == 0


@pytest.mark.parametrize("form", FORMS)
def test_an_older_export_is_replaced(sample: Path, form: str) -> None:
    write(sample, form)
    done = write(sample, form, lang=["fr-CA"])
    assert done.tally.records == 1
    rows = READ[form](done.path) if form in READ else csv_rows(done.path)
    assert len(rows) == 1


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_dataset(tmp_path: Path, form: str) -> None:
    (tmp_path / "empty.jsonl").touch()
    done = write(tmp_path / "empty.jsonl", form, tmp_path / "out")
    assert (done.path.exists(), done.tally.records) == (True, 0)


@pytest.mark.parametrize("form", FORMS)
def test_loose_files(sample: Path, form: str) -> None:
    lines = [path.read_bytes() for path in sorted(sample.glob("articles/*/*.jsonl"))]
    loose = sample.parent / "loose.jsonl"
    loose.write_bytes(b"".join(lines))
    done = write(loose, form)
    assert done.tally.sites == {COURIER: 8, PORT: 4}


# -- what is refused


def test_what_is_not_an_export_is_not_replaced(sample: Path) -> None:
    folder = sample.parent / "photos"
    folder.mkdir()
    (folder / "cat.jpg").touch()
    with pytest.raises(UsageError, match="no earlier export"):
        write(sample, "parquet", folder)
    with pytest.raises(UsageError, match=r"name a file in it: -o .*articles\.csv"):
        write(sample, "csv", folder)
    with pytest.raises(UsageError, match="no such folder"):
        write(sample, "csv", folder / "nowhere" / "x.csv")
    with pytest.raises(UsageError, match="xlsx: unknown form"):
        write(sample, "xlsx")
    assert [path.name for path in folder.iterdir()] == ["cat.jpg"]


def test_two_exports_to_one_place(sample: Path) -> None:
    lock = FolderLock(sample.parent / ".out.csv.export")
    with pytest.raises(LockedError):
        write(sample, "csv")
    lock.release()
    assert write(sample, "csv").path.exists()


def test_a_line_that_is_no_record_ends_it(sample: Path) -> None:
    with (sample / "articles" / PORT / f"{LATER}.jsonl").open("wb") as file:
        file.write(b'{"headline": 3}\n')
    with pytest.raises(InvalidRecordError, match=rf"{LATER}\.jsonl:1: "):
        write(sample, "csv")
    assert not (sample.parent / "out.csv").exists()


def test_a_line_that_is_no_record_is_named_though_rows_are_by_month(sample: Path) -> None:
    file = sample / "articles" / COURIER / f"{RUN}.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(
        b"".join([*lines[:2], lines[0].replace(b'"url":', b'"url":3,"was":'), lines[2]])
    )
    with pytest.raises(InvalidRecordError, match=rf"{COURIER}/{RUN}\.jsonl:3: "):
        write(sample, "parquet")


def test_a_full_disk_is_a_failure_of_storage(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Any, *arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ParquetWriter, "write", full)
    with pytest.raises(StorageError, match="No space left"):
        write(sample, "parquet")


def test_progress_tells_every_byte_once(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(sample, "csv", monkeypatch)
    for data in (Dataset.open(sample), Dataset.open(sample)):
        told: list[int] = []
        export(data, "csv", sample.parent / "out.csv", now=NOW, progress=told.append)
        assert sum(told) == data.size
