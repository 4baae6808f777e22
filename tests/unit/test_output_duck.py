"""output/duck and `newscrawl query`: SQL over the files, and over nothing else."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from dataset_sample import COURIER, FILES, LATER, PORT, RUN, TORN

import newscrawl
from newscrawl.cli import main
from newscrawl.errors import UsageError
from newscrawl.output.dataset import Dataset
from newscrawl.output.duck import connect, select
from newscrawl.output.tables import ADDED

RECORDS = [newscrawl.to_dict(one) for name in sorted(FILES) for one in FILES[name]()]


def rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with connect(Dataset.open(data)) as database:
        return list(select(database, sql)[1])


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["query", *arguments], catch_exceptions=False)


def test_the_view_has_every_field_with_its_type_and_value(sample: Path) -> None:
    with connect(Dataset.open(sample)) as database:
        names, values = select(database, "FROM articles")
        records = [dict(zip(names, row, strict=True)) for row in values]
    key = ("url", "version")
    expected = sorted(RECORDS, key=lambda one: [one[name] for name in key])
    found = sorted(records, key=lambda one: [one[name] for name in key])
    assert [{n: v for n, v in one.items() if n not in ADDED} for one in found] == expected
    table = newscrawl.to_arrow(sample).select(["url", "version", *ADDED]).to_pylist()
    placed = [{name: one[name] for name in ["url", "version", *ADDED]} for one in records]
    assert sorted(map(str, placed)) == sorted(map(str, table))


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (f"SELECT count(*) FROM articles WHERE site = '{PORT}'", [(4,)]),
        ("SELECT authors[1].name FROM articles WHERE url LIKE '%criee'", [("Maëlle Kerbrat",)]),
        ("SELECT max(confidence.headline) FROM articles", [(0.95,)]),
        ("SELECT DISTINCT typeof(videos) FROM articles", [("STRUCT(url VARCHAR)[]",)]),
        ("WITH a AS (FROM articles) SELECT count(alternative_headline) FROM a", [(0,)]),
        ("SELECT count(*) FROM articles WHERE date_published::TIMESTAMPTZ < '2026-11-01'", [(1,)]),
    ],
)
def test_queries(sample: Path, sql: str, found: list[tuple[Any, ...]]) -> None:
    assert rows(sample, sql) == found


def test_columns_that_are_null_throughout_and_empty_files(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert rows(tmp_path, "SELECT authors[1].name, word_count + 1 FROM articles") == []


def test_files_that_are_being_written(sample: Path) -> None:
    path = sample / "articles" / COURIER / f"{LATER}.jsonl"
    path.rename(f"{path}.part")
    with Path(f"{path}.part").open("ab") as file:
        file.write(TORN)
    assert rows(sample, "SELECT count(*), count(DISTINCT site) FROM articles") == [(12, 2)]
    assert rows(Path(f"{path}.part"), "SELECT count(*), min(site) FROM articles") == [(3, COURIER)]


def test_more_rows_than_are_fetched_at_once(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawl.output.duck.ROWS", 5)
    assert len(rows(sample, "FROM articles")) == len(RECORDS)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT headlin FROM articles", 'the query failed.*"headlin" not found'),
        ("SELECT", "the query failed"),
        ("SELECT 1; SELECT 2", "one statement that reads"),
        ("", "one statement that reads"),
        ("SELECT headline::INT FROM articles", "the query failed: Conversion Error"),
        ("COPY articles TO '{out}'", "one statement that reads"),
        ("EXPLAIN ANALYZE COPY articles TO '{out}'", "one statement that reads"),
        ("CREATE TABLE x AS FROM articles", "one statement that reads"),
        ("SET enable_external_access = true", "one statement that reads"),
        ("ATTACH '{out}'", "one statement that reads"),
        ("INSTALL httpfs", "one statement that reads"),
        ("SELECT * FROM read_text('{secret}')", "cannot access file"),
        ("SELECT * FROM read_csv('{secret}')", "cannot access file"),
        ("FROM '{secret}'", "the query failed"),
        ("SELECT * FROM glob('{folder}/*')", "cannot access file"),
        ("SELECT * FROM read_text('http://127.0.0.1:9/')", "the query failed"),
    ],
)
def test_what_is_refused(sample: Path, sql: str, message: str) -> None:
    secret = sample.parent / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    out = sample.parent / "out.csv"
    before = sorted(sample.parent.rglob("*"))
    with pytest.raises(UsageError, match=f"(?is){message}"):
        rows(sample, sql.format(out=out, secret=secret, folder=sample.parent))
    assert sorted(sample.parent.rglob("*")) == before


def test_folders_that_are_links(sample: Path) -> None:
    real = (sample / "articles" / PORT).rename(sample.parent / "elsewhere")
    (sample / "articles" / PORT).symlink_to(real)
    counts = rows(sample, "SELECT site, count(*) FROM articles GROUP BY site ORDER BY site")
    assert counts == [(COURIER, 8), (PORT, 4)]


def test_names_with_quotes(sample: Path) -> None:
    odd = sample.rename(sample.parent / 'it\'s "odd"')
    assert rows(odd, "SELECT count(*) FROM articles") == [(12,)]


# -- the command


def test_a_table_for_the_eye(sample: Path) -> None:
    sql = "SELECT site, count(*) AS n, any_value(keywords) AS k FROM articles GROUP BY site"
    result = run(sql, "--data", str(sample))
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [line.split() for line in result.stdout.splitlines() if COURIER in line]
    assert lines[0][:2] == [COURIER, "8"]
    assert run("FROM articles WHERE false", "--data", str(sample)).exit_code == 0


def test_rows_with_more_columns_than_have_room_are_blocks_of_lines(sample: Path) -> None:
    sql = "FROM articles WHERE site = 'aldermoor.example' ORDER BY url LIMIT 2"
    result = run(sql, "--data", str(sample))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line[:9] for line in lines if "──" in line] == ["── row 1 ", "── row 2 "]
    (first, _) = [line.split(maxsplit=1) for line in lines if line.startswith("site ")]
    assert first == ["site", COURIER]
    assert max(map(len, lines)) <= 120
    assert any(line.endswith("…") for line in lines if line.startswith("article_body "))


def test_times_are_compared_with_texts_by_a_hint(sample: Path) -> None:
    result = run("FROM articles WHERE date_published > now()", "--data", str(sample))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "date_published::TIMESTAMPTZ" in result.stderr


def test_a_long_table_is_cut_and_says_so(sample: Path) -> None:
    result = run("SELECT range AS n FROM range(201)", "--data", str(sample))
    assert "199" in result.stdout
    assert "200" not in result.stdout
    assert "only the first 200 rows" in result.stderr


def test_json_lines(sample: Path) -> None:
    sql = "SELECT headline, authors, is_article, DATE '2026-11-01' AS day FROM articles"
    result = run(f"{sql} WHERE url LIKE '%criee'", "--data", str(sample), "--format", "json")
    (record,) = map(json.loads, result.stdout.splitlines())
    assert record == {
        "headline": "La criée rouvre ses portes après l’hiver",
        "authors": [{"name": "Maëlle Kerbrat", "url": None}],
        "is_article": True,
        "day": "2026-11-01",
    }


def test_csv(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    sql = (
        "SELECT headline, sections, description, is_article FROM articles WHERE url LIKE '%market'"
    )
    result = run(sql, "--data", str(sample), "--format", "csv", "-o", str(path))
    assert (result.exit_code, result.stdout) == (0, "")
    with path.open(encoding="utf-8", newline="") as file:
        head, row = csv.reader(file)
    assert b"\r" not in path.read_bytes()  # so that what a shell takes from it is whole
    assert head == ["headline", "sections", "description", "is_article"]
    assert row[0].startswith("'=SUM")
    assert json.loads(row[1]) == ["News", "Trade"]
    assert row[2:] == ['\'+1 for the "covered" market,\nsays everybody.', "true"]


def test_a_failing_query_is_one_line_and_a_usage_error(sample: Path) -> None:
    result = run("SELECT headlin FROM articles", "--data", str(sample))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "headlin" in result.stderr
    result = run("SELECT 1", "--data", str(sample / "nowhere"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no such file or folder" in result.stderr


def test_a_run_of_one_site(sample: Path) -> None:
    path = sample / "articles" / COURIER / f"{RUN}.jsonl"
    assert rows(path, "SELECT DISTINCT site FROM articles") == [(COURIER,)]
