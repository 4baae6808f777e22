"""`newscrawl crawl` and `newscrawl extract URL`: real processes against sites on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "newscrawl"]
COUNT = 8
FORBIDDEN = "/2026/11/20/secret-of-the-harbour"


def environment(*sites: Any) -> dict[str, str]:
    rest = {name: text for name, text in os.environ.items() if not name.startswith("NEWSCRAWL_")}
    return rest | {"NEWSCRAWL_ALLOW_ADDRESSES": ",".join(site.address for site in sites)}


def run(*arguments: Any, sites: tuple[Any, ...] = (), cwd: Path | None = None) -> Any:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(
        command, env=environment(*sites), cwd=cwd, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def site(serve: Any, pages: Any) -> Any:
    """A front page, eight articles and a page that is none."""
    paths = [f"/2026/11/20/ferry-number-{number}" for number in range(COUNT)]
    answers = {path: pages["article"](path.rpartition("/")[2]) for path in paths}
    head = "<link rel=alternate type='application/rss+xml' href='/feed'>"
    front = pages["listing"](*paths, FORBIDDEN, head=head)
    robots = (200, {}, f"User-agent: *\nDisallow: {FORBIDDEN}\n".encode())
    return serve({"/": front, "/robots.txt": robots, **answers})


def table_row(stderr: str, site: Any) -> list[str]:
    """The numbers of a site in the table."""
    rows = (line.split() for line in stderr.splitlines())
    return next(row[1:7] for row in rows if row[:1] == [site.address])


def test_a_crawl_a_second_one_and_a_check(site: Any, tmp_path: Path) -> None:
    arguments = ("crawl", site.url, "--data", tmp_path / "news", "--delay", 0)
    first = run(*arguments, sites=(site,))
    assert (first.returncode, first.stdout) == (0, "")
    assert table_row(first.stderr, site)[1] == str(COUNT)
    assert f"{COUNT} new records, {COUNT} in all: {tmp_path}/news/articles/" in first.stderr
    assert "robots.txt" not in first.stderr, "an address that is forbidden is no problem"
    asked = len(site.asked)
    second = run(*arguments, sites=(site,))
    assert second.returncode == 0
    assert table_row(second.stderr, site)[1:4] == ["0", "0", str(COUNT)]
    assert not [path for path in site.asked[asked:] if path.startswith("/2026/")]
    checked = run("validate", tmp_path / "news")
    assert f"{COUNT} records in 1 files: {COUNT} valid" in checked.stderr


def test_quiet_says_nothing_when_all_is_well_and_limits_count_per_site(
    site: Any, tmp_path: Path
) -> None:
    options = ("--delay", 0, "--max-articles", 3, "--quiet")
    ran = run("crawl", site.url, *options, sites=(site,), cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    (file,) = tmp_path.glob("data/articles/*/*.jsonl")
    assert len(file.read_text().splitlines()) == 3


NOTHING = {
    "missing": ({}, "no page could be read: the start page answers: HTTP 404"),
    "forbidden": (
        {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /\n"), "/": b"<h1>Hello</h1>"},
        "no page could be read: robots.txt forbids everything (Disallow: /)",
    ),
    "robots 503": ({"/robots.txt": (503, {}, b"")}, "no page could be read: robots.txt"),
    "empty page": ({"/": b""}, "no article was found on 1 pages"),
}


@pytest.fixture(scope="module")
def nothing(serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One crawl of sites that give nothing, each for a reason of its own."""
    sites = {name: serve(answers) for name, (answers, _) in NOTHING.items()}
    folder = tmp_path_factory.mktemp("nothing")
    urls = [site.url for site in sites.values()]
    ran = run("crawl", *urls, "--delay", 0, "--quiet", sites=tuple(sites.values()), cwd=folder)
    return sites, ran, folder


@pytest.mark.parametrize("name", NOTHING)
def test_a_site_that_gives_nothing_is_a_problem(nothing: Any, name: str) -> None:
    sites, ran, folder = nothing
    assert ran.returncode == 3
    assert f"Problem: {sites[name].address}: {NOTHING[name][1]}" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(folder.glob("data/articles/**/*.jsonl*")) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["https://example.com/", "news"], "'news' is not the address of a site"),
        (["https://example.com/", "--data", "file/sub"], "The data folder file/sub cannot be used"),
        (["https://example.com/", "--state", "klingon://x"], "klingon"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_is_written(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "file").touch()
    ran = run("crawl", *arguments, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"]
    assert written == [tmp_path / "file"]


def start_slow_crawl(site: Any, data: Path, delay: float) -> subprocess.Popen[str]:
    """A crawl that has stored something and has more to do."""
    command = [*COMMAND, "crawl", site.url, "--data", str(data), "--delay", str(delay)]
    process = subprocess.Popen(
        command, env=environment(site), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = monotonic() + 30
    while len(site.asked) < 3 and monotonic() < deadline:
        sleep(0.02)
    return process


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_crawl_resumably(
    site: Any, tmp_path: Path, number: int, code: int
) -> None:
    """What waits for its turn is not waited for: it is pending again."""
    process = start_slow_crawl(site, tmp_path, delay=1)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == code
    assert "Interrupted: the next run takes it up" in said
    assert "Problem" not in said
    assert len(site.asked) <= 5, "no more than one of those that were in Scrapy by then"
    rest = run("crawl", site.url, "--data", tmp_path, "--delay", 0, sites=(site,))
    assert rest.returncode == 0
    assert f"{COUNT} in all" in rest.stderr
    fetched = [path for path in site.asked if path.startswith("/2026/")]
    assert len(fetched) == len(set(fetched)) == COUNT
    assert list(tmp_path.rglob("*.part")) == []


def test_one_run_per_folder(site: Any, tmp_path: Path) -> None:
    process = start_slow_crawl(site, tmp_path, delay=1)
    second = run("crawl", site.url, "--data", tmp_path, sites=(site,))
    process.kill()
    process.communicate()
    assert second.returncode == 4
    assert f"holds the data folder {tmp_path}" in second.stderr


def test_extract_fetches_addresses(site: Any, tmp_path: Path) -> None:
    page, missing = f"{site.url}2026/11/20/ferry-number-1", f"{site.url}missing"
    ran = run("extract", page, missing, "http://127.0.0.1:1/", "none.html", sites=(site,))
    assert ran.returncode == 3
    (record,) = map(json.loads, ran.stdout.splitlines())
    assert record["headline"] == "ferry-number-1"
    assert (record["url"], record["requested_url"], record["http_status"]) == (page, page, 200)
    assert record["fetched_at"]
    assert site.asked[0] == "/robots.txt"
    for said in (
        f"{missing}: HTTP 404",
        "http://127.0.0.1:1/: 127.0.0.1:1 is not a public address",
        "none.html: no such file",
    ):
        assert said in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_extract_obeys_robots(serve: Any, pages: Any) -> None:
    site = serve(
        {
            "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /\n"),
            "/a": pages["article"]("Secret"),
        }
    )
    ran = run("extract", f"{site.url}a", sites=(site,))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "robots.txt forbids" in ran.stderr
    assert site.asked == ["/robots.txt"]


def test_the_log_as_json_and_the_metrics(site: Any, tmp_path: Path) -> None:
    metrics = tmp_path / "news.prom"
    options = ("--delay", 0, "--log-format", "json", "--metrics", metrics)
    done = run("crawl", site.url, "--data", tmp_path / "news", *options, sites=(site,))
    assert (done.returncode, done.stdout) == (0, "")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    (told,) = (line for line in lines if "site" in line)
    assert (told["site"], told["new"], told["problem"]) == (site.address, COUNT, None)
    assert (lines[-1]["reason"], lines[-1]["exit_code"]) == ("finished", 0)
    figures = metrics.read_text("utf-8").splitlines()
    assert f'newscrawl_site_new{{site="{site.address}"}} {COUNT}.0' in figures
    assert "newscrawl_run_exit_code 0.0" in figures
    assert [file.name for file in tmp_path.glob("news.prom*")] == ["news.prom"]


def test_a_line_a_site_to_grep(site: Any, tmp_path: Path) -> None:
    done = run("crawl", site.url, "--data", tmp_path / "news", "--delay", 0, sites=(site,))
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("site="))
    assert line.startswith(f"site={site.address} status=ok pages=")
    assert f" new={COUNT} " in line


def test_metrics_that_cannot_be_written_end_it_before_it_begins(site: Any, tmp_path: Path) -> None:
    options = ("--data", tmp_path / "news", "--metrics", tmp_path / "none" / "news.prom")
    done = run("crawl", site.url, *options, sites=(site,))
    assert (done.returncode, site.asked) == (2, [])
    assert f"the folder {tmp_path / 'none'} does not exist; make it first" in done.stderr
