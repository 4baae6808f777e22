"""reports.metrics: what Prometheus reads of a run, and a file that cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from newscrawl.errors import StorageError
from newscrawl.reports.metrics import write_metrics
from newscrawl.reports.summary import DriftSummary, RunSummary, SiteSummary

DRIFT = DriftSummary(
    measure="authors", since="2026-11-20", part=38, whole=40, before=0.03, says="no author on ..."
)
WELL = SiteSummary(site="example.com", pages=9, new=4, articles=40, seconds=1.5)
UNWELL = SiteSummary(site="lesite.fr", pages=3, articles=2, drift=(DRIFT,))
SUMMARY = RunSummary(
    run="20261122T201700Z",
    reason="finished",
    started_at="2026-11-22T20:17:00+00:00",
    finished_at="2026-11-22T20:18:00+00:00",
    seconds=60.0,
    sites=(WELL, UNWELL),
)


def figures(file: Path) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(file.read_text("utf-8"))
    samples = (sample for family in families for sample in family.samples)
    return {(one.name, *sorted(one.labels.values())): one.value for one in samples}


@pytest.mark.parametrize(
    ("sample", "value"),
    [
        (("newscrawl_run_exit_code",), 3),
        (("newscrawl_run_seconds",), 60),
        (("newscrawl_run_finished_timestamp_seconds",), 1795378680),
        (("newscrawl_site_new", "example.com"), 4),
        (("newscrawl_site_articles", "lesite.fr"), 2),
        (("newscrawl_site_unwell", "example.com"), 0),
        (("newscrawl_site_unwell", "lesite.fr"), 1),
        (("newscrawl_site_drift", "authors", "lesite.fr"), 1),
    ],
)
def test_what_is_written(tmp_path: Path, sample: tuple[str, ...], value: float) -> None:
    write_metrics(SUMMARY, 3, tmp_path / "news.prom")
    assert figures(tmp_path / "news.prom")[sample] == value


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "news.prom").mkdir()
    with pytest.raises(StorageError, match=r"news\.prom cannot be written"):
        write_metrics(SUMMARY, 3, tmp_path / "news.prom")


@pytest.mark.parametrize(
    ("site", "begins"),
    [
        (WELL, "site=example.com status=ok pages=9 new=4 updated=0 "),
        (UNWELL, "site=lesite.fr status=problem pages=3 new=0 "),
        (SiteSummary(site="example.net"), "site=example.net status=problem pages=0 "),
    ],
)
def test_the_line_of_a_site(site: SiteSummary, begins: str) -> None:
    assert site.line().startswith(begins)


def test_drift_is_a_problem_of_the_run() -> None:
    assert "lesite.fr: no author on ..." in SUMMARY.problems
    assert SUMMARY.exit_code() == 3
