"""docs/: what the reference pages say is what the code has."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from newscrawl.cli import COMMANDS, docs
from newscrawl.errors import NewscrawlError
from newscrawl.items import Article
from newscrawl.settings import SETTINGS
from newscrawl.version import __version__

HOUSE = Path(__file__).parents[2]
DOCS = HOUSE / "docs"


@pytest.mark.parametrize("name", docs.PAGES)
def test_the_reference_is_up_to_date(name):
    said = (DOCS / name).read_text("utf-8")
    assert said == docs.PAGES[name](), f"docs/{name} is stale: run `make docs`"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert f"## newscrawl {command}\n" in docs.commands_page()
    assert f"newscrawl {command}" in (HOUSE / "README.md").read_text("utf-8")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented(setting):
    assert f"| `{setting.name}` |" in docs.settings_page()


@pytest.mark.parametrize("field", dataclasses.fields(Article), ids=lambda field: field.name)
def test_every_field_is_documented(field):
    assert f"| `{field.name}` |" in docs.schema_page()


def test_every_exit_code_is_documented():
    scheduling = (DOCS / "scheduling.md").read_text("utf-8")
    codes = {kind.exit_code for kind in NewscrawlError.__subclasses__()} | {0, 3, 130, 143}
    documented = set(map(int, re.findall(r"^\| (\d+) \|", scheduling, re.M)))
    assert codes <= documented


def test_the_changelog_knows_this_version():
    assert f"## {__version__}" in (HOUSE / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{p.name}" for p in DOCS.glob("*.md"))])
def test_links_between_pages_lead_somewhere(page):
    text = (HOUSE / page).read_text("utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)", text) if not t.startswith("http")]
    assert [t for t in targets if not ((HOUSE / page).parent / t).exists()] == []
