"""output/dataset, selection and tables: the records of a folder, chosen, as articles and tables."""

from __future__ import annotations

import json
import logging
import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from dataset_sample import COURIER, FILES, LATER, PORT, TORN

import newscrawl
from newscrawl.errors import InvalidRecordError, UsageError
from newscrawl.items import Article
from newscrawl.output import dataset as module
from newscrawl.schema import encode

ALL = [article for name in sorted(FILES) for article in FILES[name]()]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def slugs(articles: Any) -> list[str]:
    return [(article.url or "").rpartition("/")[2] for article in articles]


def test_every_record_is_read_as_it_was_written(sample: Path) -> None:
    assert list(newscrawl.read(sample)) == ALL
    assert list(newscrawl.read(str(sample))) == ALL


def test_files_and_folders_may_be_named(sample: Path) -> None:
    first, later = sorted((sample / "articles" / COURIER).iterdir())
    assert list(newscrawl.read(later)) == list(FILES[f"{COURIER}/{LATER}.jsonl"]())
    assert len(list(newscrawl.read([first, later]))) == 8
    assert len(list(newscrawl.read(sample / "articles" / PORT))) == 4


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"site": PORT}, ["criee", "phare", "cousins", "nul"]),
        ({"site": [PORT.upper(), "other.example"]}, ["criee", "phare", "cousins", "nul"]),
        ({"site": "nowhere.example"}, []),
        ({"lang": "fr"}, ["criee", "phare", "cousins", "nul"]),
        ({"lang": "fr-CA"}, ["cousins"]),
        ({"lang": ["FR-ca", "de"]}, ["cousins"]),
        ({"since": "2026-11-20"}, ["ferry-again", "oak"]),
        ({"since": date(2026, 11, 20)}, ["ferry-again", "oak"]),
        ({"since": datetime(2026, 11, 20, 7, 59, tzinfo=UTC)}, ["ferry-again", "oak"]),
        ({"since": "2026-11-20T07:59"}, ["ferry-again", "oak"]),
        ({"since": "2026-11-20T08:00:01+00:00"}, ["ferry-again"]),  # a day lasts all day
        ({"since": "24h", "now": NOW}, ["ferry-again"]),
        ({"until": "2026-11-01"}, ["ferry"]),
        ({"since": "2026-11-17T04:30Z", "until": "2026-11-17T04:31Z"}, ["market"]),  # -05:00
        ({"since": "2026-11-10", "until": "2026-11-11"}, ["nul"]),
        ({"since": "2026-11-10", "until": "2026-11-10"}, []),
    ],
)
def test_records_are_chosen(sample: Path, asked: dict[str, Any], found: list[str]) -> None:
    assert slugs(newscrawl.read(sample, **asked)) == found
    table = newscrawl.to_arrow(sample, **asked)
    assert [url.rpartition("/")[2] for url in table.column("url").to_pylist()] == found


def test_loose_files_know_the_sites_of_their_records(sample: Path, tmp_path: Path) -> None:
    loose = tmp_path / "all.jsonl"
    loose.write_bytes(b"\n".join(map(encode, ALL)))  # blank lines are no records
    assert slugs(newscrawl.read(loose, site=PORT)) == ["criee", "phare", "cousins", "nul"]
    sites = newscrawl.to_arrow(loose).column("site").to_pylist()
    assert sites == newscrawl.to_arrow(sample).column("site").to_pylist()


def test_only_the_last_version_of_an_article(sample: Path) -> None:
    last = list(newscrawl.read(sample, latest_versions=True))
    assert len(last) == len(ALL) - 1
    assert [one.version for one in last if slugs([one]) == ["lock-gates"]] == [2]
    old = newscrawl.read(sample, latest_versions=True, until="2026-11-18", site=COURIER)
    assert slugs(old) == ["market", "ferry", "count", "lock-gates"]


def test_a_file_that_is_being_written_is_read_up_to_its_last_whole_line(
    sample: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (path,) = (sample / "articles" / COURIER).glob(f"{LATER}*")
    path.rename(f"{path}.part")
    with Path(f"{path}.part").open("ab") as file:
        file.write(TORN)
    with caplog.at_level(logging.WARNING):
        assert list(newscrawl.read(sample)) == ALL
    assert "being written" in caplog.text
    assert path.name in caplog.text


def test_a_file_that_is_finished_while_it_is_read(sample: Path) -> None:
    (path,) = (sample / "articles" / COURIER).glob(f"{LATER}*")
    part = path.rename(f"{path}.part")
    articles = newscrawl.read(sample)
    part.rename(path)
    assert list(articles) == ALL


@pytest.mark.parametrize("size", [1, 100, 5_000, 1_000_000])
def test_the_size_of_what_is_read_at_once_is_no_matter(
    sample: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(module, "CHUNK_BYTES", size)
    assert list(newscrawl.read(sample)) == ALL
    assert newscrawl.to_arrow(sample).num_rows == len(ALL)


@pytest.mark.parametrize("line", [b'{"headline": "cut o\n', b"[]\n", b'{"version": "two"}\n'])
@pytest.mark.parametrize("selection", [{}, {"lang": "en"}, {"latest_versions": True}])
def test_a_line_that_is_no_record_is_named(
    sample: Path, monkeypatch: pytest.MonkeyPatch, line: bytes, selection: dict[str, Any]
) -> None:
    monkeypatch.setattr(module, "CHUNK_BYTES", 3_000)
    path = sample / "articles" / COURIER / f"{LATER}.jsonl"
    with path.open("ab") as file:
        file.write(b"\n" + line)
    for read in (lambda: list(newscrawl.read(sample, **selection)),
                 lambda: newscrawl.to_arrow(sample, **selection)):  # fmt: skip
        with pytest.raises(InvalidRecordError, match=rf"{LATER}\.jsonl:5: .*newscrawl validate"):
            read()


@pytest.mark.parametrize(
    ("name", "asked", "message"),
    [
        ("nowhere", {}, "nowhere: no such file or folder"),
        ("runs", {}, "no records here"),
        (".", {"since": "7d"}, "since '7d' counts from a moment"),
        (".", {"until": "yesterday"}, "until 'yesterday' is not a time"),
    ],
)
def test_what_cannot_be_read(sample: Path, name: str, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        newscrawl.read(sample / name, **asked)


def test_records_of_an_older_schema_have_the_defaults_of_what_they_lack(tmp_path: Path) -> None:
    record = newscrawl.to_dict(ALL[0])
    del record["rights"], record["version"]
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps({**record, "of_the_future": [1]}))
    (article,) = newscrawl.read(path)
    assert (article.rights, article.version) == ([], 1)
    assert newscrawl.to_arrow(path).column("rights").to_pylist() == [None]


# -- tables


def test_a_table_holds_what_the_lines_hold(sample: Path) -> None:
    records = newscrawl.to_arrow(sample).drop_columns(["site", "month"]).to_pylist()
    assert records == [newscrawl.to_dict(article) for article in ALL]


def test_site_and_month_are_added(sample: Path) -> None:
    table = newscrawl.to_arrow(sample, site=COURIER)
    assert set(table.column("site").to_pylist()) == {COURIER}
    months = table.column("month").to_pylist()
    assert months == ["2026-11", "2026-11", "2026-10", "2026-11", "undated", *["2026-11"] * 3]


def test_frames(sample: Path) -> None:
    frame = newscrawl.to_pandas(sample, lang="fr")
    assert list(frame["headline"]) == [one.headline for one in ALL if one.in_language != "en"]
    assert frame["authors"][0][0]["name"] == "Maëlle Kerbrat"
    nested = newscrawl.to_polars(sample).select("authors", "publisher").to_dicts()
    assert nested == [
        {name: newscrawl.to_dict(one)[name] for name in ("authors", "publisher")} for one in ALL
    ]


def test_articles_at_hand_make_a_table_as_well() -> None:
    table = newscrawl.to_arrow(iter(ALL))
    assert table.column("headline").to_pylist() == [one.headline for one in ALL]
    assert table.column("site").to_pylist()[0] == COURIER
    assert newscrawl.to_arrow([]).num_rows == 0
    assert newscrawl.to_arrow([Article()]).column("site").to_pylist() == ["_"]
    with pytest.raises(UsageError, match="nothing is selected"):
        newscrawl.to_arrow(ALL, lang="fr")


@pytest.mark.parametrize("library", ["pyarrow", "pandas", "polars"])
def test_a_library_that_is_missing_is_named_with_its_extra(
    sample: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    make = {"pyarrow": newscrawl.to_arrow}.get(library) or getattr(newscrawl, f"to_{library}")
    with pytest.raises(UsageError, match=r"pip install 'newscrawl\[\w+\]'"):
        make(sample)


def test_a_dataset_may_move_between_folders(sample: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(sample / "articles", tmp_path / "elsewhere")
    assert newscrawl.to_arrow(moved).equals(newscrawl.to_arrow(sample))
