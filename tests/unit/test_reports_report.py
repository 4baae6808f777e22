"""The report and explain pages, as a browser shows them, and the commands that make them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from dataset_sample import COURIER, PORT
from lxml import etree, html

import newscrawl
from newscrawl.cli import main
from newscrawl.discovery.found import Discovered, Kind
from newscrawl.discovery.window import Window
from newscrawl.drift import Drift
from newscrawl.output.dataset import Dataset
from newscrawl.reports import charts
from newscrawl.reports.differences import differences
from newscrawl.reports.explain import explain_page
from newscrawl.reports.pages import render
from newscrawl.reports.record import record_page
from newscrawl.reports.report import read_runs, report_page
from newscrawl.reports.status import Status, status_of
from newscrawl.schema import encode
from newscrawl.state.outcomes import Outcome
from newscrawl.state.store import State
from newscrawl.values.urls import url_key

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FIXTURES = Path(__file__).parents[2] / "fixtures" / "body"


def report(data: Path, status: Any = None) -> str:
    return report_page(data, Dataset.open(data), status, NOW)


def tables(page: str) -> dict[str, list[list[str]]]:
    """The cells of the tables by the heading of their section."""
    tree = html.document_fromstring(page)
    return {
        section.xpath("string(h2)"): [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in section.xpath(".//div[table[contains(@class, 'sortable')]]//tbody/tr")
        ]
        for section in tree.xpath("//main/section")
    }


def test_the_tables_of_a_dataset(sample: Path) -> None:
    found = tables(report(sample))
    assert found["Sites"][0] == [
        COURIER, "7", "8", "1", "1", "1", "52", "2026-10-30", "2026-11-20",
    ]  # fmt: skip
    assert [row[0] for row in found["Fields"]] == ["all sites", COURIER, PORT]
    assert found["Versions and copies"] == [["corrected headline", "1"]]
    assert [row[0] for row in found["Runs"]] == ["20261121T060000Z", "20261118T060000Z"]
    assert found["Runs"][1][4:7] == ["5", "0", "4"]
    assert found["Coverage"] == found["Failures by cause"] == found["Drift"] == []


def test_coverage_gaps_and_failures_are_those_of_the_state(sample: Path) -> None:
    with State.open(sample / "state.db") as state:
        listed = [
            Discovered(
                f"https://{COURIER}/{n}", COURIER, Kind.ARTICLE, "sitemap", date=f"2026-11-0{n}"
            )
            for n in (1, 2)
        ]
        state.frontier.add(listed)
        state.commit()
        for one in state.frontier.take(1, site=COURIER):
            state.frontier.settle(one.key, Outcome.FAILED, reason="HTTP 503")
        state.commit()
        status = status_of(sample, state, Window(), NOW)
    found = tables(report(sample, status))
    assert found["Coverage"][0][:2] == [COURIER, "2"]
    gaps = [row for row in found["Coverage"][1:] if row]
    assert {row[0] for row in gaps} == {"2026-11-01", "2026-11-02"}
    assert any("HTTP 503" in row for row in found["Failures by cause"])


DRIFTS = [
    (Drift("authors", "2026-11-20", 1, 38, 40, 0.03, 0, "A"), ["97% have it", "5% have it"]),
    (Drift("errors", "2026-11-19", 1, 30, 60, 0.02, 0, "E"), ["2%", "50%"]),
    (Drift("per_day", "2026-11-18", 1, 4, 80, 40.0, 0, "R"), ["40.0 a day", "2.0 a day"]),
]


def drifted(sample: Path) -> Status:
    with State.open(sample / "state.db") as state:
        state.baselines.leave(COURIER, [drift for drift, _ in DRIFTS])
        return status_of(sample, state, Window(), NOW)


def test_drift_is_told_with_the_share_before_and_since(sample: Path) -> None:
    page = report(sample, drifted(sample))
    assert tables(page)["Drift"] == [
        [COURIER, drift.measure, drift.since, *levels] for drift, levels in DRIFTS
    ]
    assert f"<b>{COURIER}</b>: A." in page
    assert "nothing is known of what was usual" in report(sample)
    with State.open() as state:
        state.sites.learn(COURIER, {})
        assert "No site has left" in report(sample, status_of(sample, state, Window(), NOW))


def test_runs_that_cannot_be_read_are_left_out(sample: Path) -> None:
    (sample / "runs" / "20261122T000000Z.json").write_text("{torn")
    assert [run.name for run in read_runs(sample)] == ["20261121T060000Z", "20261118T060000Z"]
    assert read_runs(sample / "nowhere") == []


def test_an_empty_dataset_has_a_report(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert "There is nothing to show." in report(tmp_path)


def test_what_pages_say_is_escaped(tmp_path: Path) -> None:
    odd = "<script>alert(1)</script>"
    article = newscrawl.Article(
        url="https://a.example/", in_language=odd, change_type=odd, date_published="2026-11-01"
    )
    (tmp_path / "odd.jsonl").write_bytes(encode(article))
    tree = html.document_fromstring(report(tmp_path))
    assert len(tree.xpath("//script")) == 1
    assert odd in tree.text_content()


# -- charts


def test_charts_are_svg_in_the_colours_of_the_page() -> None:
    drawn = charts.stacks(["a", "b"], {"one": [1, 2], "two": [0, 4]})
    assert drawn.wide is not None
    for svg in (drawn.narrow, drawn.wide):
        tree = etree.fromstring(svg)
        assert tree.get("viewBox")
        assert tree.get("width") is None
        colours = set(re.findall(r"(?:fill|stroke): ([^;\"]+)", svg)) - {"none"}
        assert {"var(--c1)", "var(--c2)", "var(--soft)"} <= colours
        assert not [colour for colour in colours if colour.startswith("#")]


def test_charts_share_no_ids_and_are_the_same_each_time() -> None:
    first, second = charts.bars({"a": 1}).narrow, charts.bars({"a": 2}).narrow
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert not ids[0] & ids[1]
    assert first == charts.bars({"a": 1}).narrow
    for svg in (first, second):
        used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
        assert used <= set(re.findall(r'\bid="([^"]+)"', svg))


def test_labels_of_charts_are_text_that_is_escaped() -> None:
    svg = charts.level_bars({"<b> & $x$": 3, "b": 1}).narrow
    assert "<b> & $x$" in "".join(etree.fromstring(svg).itertext())


# -- in a browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-sync", "--disable-background-networking", "--disable-component-update",
    "--enable-logging=stderr", "--v=0",
]  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"
# What is looked at in the page: what stands wider than the window, and charts' labels in one
# another; then each sortable table is sorted by its second column.
LOOK = """<script>
addEventListener("load", () => {
  const wide = [...document.querySelectorAll("body *")].filter((one) =>
    !one.closest(".scroll, svg, .skip") && one.getBoundingClientRect().right > innerWidth + 1);
  const crossed = [];
  for (const svg of document.querySelectorAll("svg")) {
    const texts = [...svg.querySelectorAll("text")];
    const boxes = texts.map((one) => one.getBoundingClientRect());
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
      if (a.width && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        crossed.push(`${texts[i].textContent} | ${texts[i + 1 + j].textContent}`);
    }));
  }
  const sorts = [...document.querySelectorAll("table.sortable")].map((table) => {
    const button = table.tHead.rows[0].cells[1].querySelector("button");
    button.click();
    return table.tHead.rows[0].cells[1].getAttribute("aria-sort");
  });
  document.body.dataset.looked = JSON.stringify({
    wide: wide.map((one) => one.outerHTML.slice(0, 120)), crossed, sorts,
    ground: getComputedStyle(document.body).backgroundColor});
});
</script>"""


@pytest.fixture
def look(tmp_path: Path) -> Callable[[str, int, bool], Any]:
    """Load a page in headless Chromium; what was logged to its console, and what it looks like."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")

    def load(page: str, width: int, dark: bool) -> Any:
        path = tmp_path / "page.html"
        path.write_text(page.replace("</body>", f"{LOOK}</body>"), "utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        size = f"--window-size={width},900"
        theme = [DARK] if dark else []
        command = [CHROMIUM, *FLAGS, *theme, profile, size, "--dump-dom", path.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=90)
        said = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        body = html.document_fromstring(done.stdout).find("body")
        return said, json.loads(body.get("data-looked"))

    return load


def pages(sample: Path) -> Iterator[str]:
    """One of each kind."""
    yield report(sample, drifted(sample))
    told = newscrawl.explain((FIXTURES / "comments.html").read_bytes(), url="https://a.example/x")
    yield explain_page(told, name="a page")
    one, *_, other = map(newscrawl.to_dict, newscrawl.read(sample))
    yield record_page(one, "HTTP 404")
    rows = differences(one, other)
    yield render("diff.html.j2", title="Two", before=one, after=other, rows=rows)


# The narrowest window that headless Chromium makes is 500 pixels wide.
@pytest.mark.parametrize(("width", "dark"), [(1200, False), (1200, True), (500, False)])
def test_pages_in_a_browser(
    sample: Path, look: Callable[[str, int, bool], Any], width: int, dark: bool
) -> None:
    for page in pages(sample):
        said, seen = look(page, width, dark)
        assert said == []
        assert (seen["wide"], seen["crossed"]) == ([], [])
        assert all(seen["sorts"])
        light = sum(map(int, re.findall(r"\d+", seen["ground"])[:3])) > 3 * 128
        assert light is not dark
    assert look(report(sample), width, dark)[1]["sorts"]


# -- commands


def run(*arguments: str, stdin: bytes | None = None) -> Any:
    return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)


def test_the_report_command(sample: Path) -> None:
    out = sample.parent / "report.html"
    result = run("report", str(sample), "-o", str(out))
    assert (result.exit_code, result.output) == (0, "")
    assert f"<h1>{sample}</h1>" in out.read_text("utf-8")
    assert run("report", str(sample / "nowhere")).exit_code == 2


@pytest.mark.parametrize("source", ["file", "stdin"])
def test_explaining_a_page(tmp_path: Path, source: str) -> None:
    path, out = FIXTURES / "comments.html", tmp_path / "why.html"
    name = str(path) if source == "file" else "-"
    result = run("explain", name, "-o", str(out), "--data", str(tmp_path), stdin=path.read_bytes())
    assert (result.exit_code, result.output) == (0, "")
    assert "Text, block by block" in out.read_text("utf-8")


def test_explaining_a_page_of_which_there_is_a_record(sample: Path, tmp_path: Path) -> None:
    url = "https://www.aldermoor.example/lock-gates"
    path = FIXTURES / "comments.html"
    result = run("explain", str(path), "--url", url, "--data", str(sample))
    assert result.exit_code == 0
    assert "Version 2, fetched 2026-11-21" in result.stdout
    assert "Lock gates lifted out after fifty years" in result.stdout


def test_a_record_explains_itself_without_the_network(sample: Path) -> None:
    article = url_key("https://www.aldermoor.example/lock-gates")
    result = run("explain", article, "--data", str(sample), "--offline")
    assert (result.exit_code, result.stderr) == (0, "")
    tree = html.document_fromstring(result.stdout)
    assert "The page was not read again: nothing was to be fetched" in tree.text_content()
    told = {
        field.xpath("string(.//h3)"): " ".join(field.text_content().split())
        for field in tree.find_class("field")
    }
    assert told["headline"].endswith("95% Lock gates lifted out after fifty years")
    rows = tree.xpath("//section[h2[@id = 'provenance']]//tbody/tr")
    provenance = {row.xpath("string(th)"): row.xpath("string(td[1])") for row in rows}
    assert provenance["version"] == "2"
    assert provenance["change_type"] == "corrected headline"
    assert provenance["fetched_at"].startswith("2026-11-21")
    assert "Divers had found the lower hinge worn" in tree.text_content()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["https://nowhere.example/", "--offline"], "no record of this page"),
        ([url_key("https://nowhere.example/")], "no record with this id"),
        (["nowhere.html"], "nowhere.html: no such file"),
        (["http://"], "is not the address of a site"),
    ],
)
def test_what_cannot_be_explained(sample: Path, arguments: list[str], message: str) -> None:
    result = run("explain", *arguments, "--data", str(sample))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
