"""`newscrawl export`: a dataset as Parquet, CSV, SQLite or DuckDB."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from newscrawl.cli.console import reading, say
from newscrawl.cli.options import selection_options

FORMS = ("parquet", "csv", "sqlite", "duckdb")


@click.command()
@click.argument("data", default="data", metavar="[DATA]")
@click.option("--to", "form", type=click.Choice(FORMS), required=True, help="What to write.")
@click.option(
    "-o", "--output", required=True, metavar="PATH", help="The file; for parquet, the folder."
)
@selection_options
@click.option("-q", "--quiet", is_flag=True, help="No progress and no closing line.")
def export(data: str, form: str, output: str, quiet: bool, **selection: Any) -> None:
    """Write a dataset as Parquet, CSV, SQLite or DuckDB.

    DATA is the folder of a crawl (by default data), any folder with .jsonl files, or such a file.
    PATH appears when it is complete, beside a description of it (datapackage.json) with counts,
    period, rights and the meaning of every column. An export that was stopped is taken up by the
    same command. A new export replaces an older one.

    parquet: a folder, partitioned by site and month of publication, zstd. csv: lists in one cell,
    parted by "; ", objects as columns such as publisher.name; nothing in it is a formula. sqlite: a
    table articles, lists and objects as JSON. duckdb: a table articles, nested as it is.

    \b
    Examples:
      newscrawl export --to parquet -o articles.parquet
      newscrawl export data --to csv -o week.csv --since 7d --lang fr --latest-versions

    \b
    Exit codes: 0 complete, 1 a line is no record, 2 usage, 4 another export is writing there,
    5 it cannot be written there.
    """
    from newscrawl.errors import need
    from newscrawl.output.dataset import Dataset
    from newscrawl.output.export import export as write

    need("pyarrow", "export")
    dataset = Dataset.open(data)
    with reading(dataset.size, "Exporting", quiet=quiet) as progress:
        done = write(
            dataset,
            form,
            Path(output),
            now=datetime.now(UTC),
            asked=selection,
            progress=progress,
        )
    if not quiet:
        taken_up = f" ({done.resumed} sites from before)" if done.resumed else ""
        say(f"{done.tally.records} records of {len(done.tally.sites)} sites: {output}{taken_up}")
