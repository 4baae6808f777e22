"""Inside another project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COUNT = 3


@pytest.fixture
def site(serve: Any, pages: Any) -> Any:
    """A front page and three articles."""
    paths = [f"/2026/11/20/ferry-number-{number}" for number in range(COUNT)]
    answers = {path: pages["article"](path.rpartition("/")[2]) for path in paths}
    head = "<link rel=alternate type='application/rss+xml' href='/feed'>"
    return serve({"/": pages["listing"](*paths, head=head), **answers})


PROJECT = {
    "scrapy.cfg": "[settings]\ndefault = other.settings\n",
    "other/__init__.py": "",
    "other/settings.py": (
        "BOT_NAME = 'other'\n"
        "SPIDER_MODULES = ['other.spiders']\n"
        "ADDONS = {'newscrawl.addon.NewscrawlAddon': 500}\n"
        "USER_AGENT = 'other/1.0'\n"
        "NEWSCRAWL_DELAY = 0\n"
        "ITEM_PIPELINES = {'other.pipelines.Mark': 800}\n"
    ),
    "other/pipelines.py": (
        "class Mark:\n"
        "    def process_item(self, item):\n"
        "        if hasattr(item, 'headline'):\n"
        "            item.keywords = ['marked']\n"
        "        return item\n"
    ),
    "other/spiders/__init__.py": (
        "import scrapy\n"
        "class Plain(scrapy.Spider):\n"
        "    name = 'plain'\n"
        "    def parse(self, response):\n"
        "        yield {'agent': self.settings['USER_AGENT'], 'length': len(response.body)}\n"
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Someone else's Scrapy project that has the add-on."""
    for name, text in PROJECT.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_in_another_project(site: Any, crawl: Any, project: Path) -> None:
    done = crawl(site, cwd=project)
    assert len(done.records) == COUNT, done.log
    assert all(record["keywords"] == ["marked"] for record in done.records)


def test_other_spiders_go_on_as_before(site: Any, project: Path) -> None:
    line = [sys.executable, "-m", "scrapy", "crawl", "plain", "-O", "out.jsonl"]
    line += ["-s", f"NEWSCRAWL_ALLOW_ADDRESSES={site.address}", "-s", "LOG_LEVEL=WARNING"]
    spider = project / "other/spiders/__init__.py"
    spider.write_text(spider.read_text("utf-8") + f"    start_urls = ['{site.url}']\n", "utf-8")
    line += ["-s", f"NEWSCRAWL_DATA={project / 'data'}"]
    done = subprocess.run(
        line, cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
    (item,) = map(json.loads, (project / "out.jsonl").read_text("utf-8").splitlines())
    assert item["agent"] == "other/1.0", done.stderr
    assert not (project / "data").exists(), "a crawl without articles opens nothing"
