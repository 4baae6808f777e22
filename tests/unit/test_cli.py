"""cli/: help at once, an example in each, errors as exit codes, data alone on stdout."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

import newscrawl
from newscrawl.cli import COMMANDS, main
from newscrawl.cli.docs import commands
from newscrawl.errors import LockedError, NewscrawlError, StorageError, UsageError


def run(*arguments: str, stdin: bytes | None = None):
    return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)


EVERY = dict(commands(main, click.Context(main)))


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_has_help_with_an_example(path):
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert f"newscrawl {' '.join(path)}" in result.stdout.partition("Example")[2]


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_option_says_what_it_does(path):
    options = EVERY[path].params
    assert [o.name for o in options if isinstance(o, click.Option) and not o.help] == []


def test_the_group_lists_its_commands():
    result = run("--help")
    assert all(f"  {command} " in result.stdout for command in COMMANDS)


def test_the_version():
    assert newscrawl.__version__ in run("--version").stdout


def test_an_unknown_command_is_a_usage_error():
    result = run("crwal")
    assert result.exit_code == 2
    assert "No such command" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["crawl"], "Missing argument"),
        (["crawl", "https://example.com/", "--max-pages", "0"], "0 is not in the range"),
        (["crawl", "https://example.com/", "--max-articles", "x"], "'x' is not a valid integer"),
        (["crawl", "https://example.com/", "--delay", "-1"], "-1.0 is not in the range"),
        (["demo", "--port", "x"], "'x' is not a valid integer"),
        (["schema", "--format", "xml"], "'xml' is not"),
    ],
)
def test_options_that_cannot_be_used(arguments, message):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (NewscrawlError("odd"), 1),
        (UsageError("odd"), 2),
        (LockedError("odd"), 4),
        (StorageError("odd"), 5),
        (KeyboardInterrupt(), 130),
    ],
)
def test_errors_become_one_line_and_an_exit_code(monkeypatch, error, exit_code):
    def fail():
        raise error

    monkeypatch.setattr("newscrawl.schema.json_schema", fail)
    result = run("schema")
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert len(result.stderr.splitlines()) == 1


def test_the_schema_is_json_on_stdout():
    result = run("schema")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "headline" in json.loads(result.stdout)["properties"]


@pytest.mark.parametrize(
    ("form", "said"),
    [("arrow", "authors: list<item: struct<name: string,"), ("markdown", "| `authors` |")],
)
def test_other_forms_of_the_schema(form, said):
    result = run("schema", "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert said in result.stdout


LOADED = "import sys; {}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import newscrawl", {"scrapy", "twisted", "lxml", "numpy", "click"}),
        ("import newscrawl; newscrawl.extract", {"sqlalchemy", "click", "rich"}),
        (
            "from newscrawl.cli import main; main(['--help'], standalone_mode=False)",
            {"scrapy", "twisted", "lxml", "numpy", "rich", "sqlalchemy"},
        ),
        (
            "from newscrawl.cli import main; main(['crawl', '--help'], standalone_mode=False)",
            {"scrapy", "twisted", "lxml", "numpy", "rich", "sqlalchemy"},
        ),
        (
            "from newscrawl.cli import main; main(['profile', 'test'], standalone_mode=False)",
            {"scrapy", "twisted", "sqlalchemy", "rich"},
        ),
        (
            "from newscrawl.cli import main; main(['extract', '-'], standalone_mode=False)",
            {"rich", "sqlalchemy", "dateparser"},
        ),
        ("import newscrawl; newscrawl.extract", {"scrapy", "twisted", "itemloaders"}),
    ],
)
def test_a_command_loads_only_what_it_needs(code, absent):
    page = b"<html lang=en><title>One</title><p>A page of few words."
    command = [sys.executable, "-c", LOADED.format(code)]
    ran = subprocess.run(command, input=page, capture_output=True, check=True)
    assert absent & set(ran.stdout.decode().split()) == set()


def test_the_librarys_face():
    assert set(dir(newscrawl)) == set(newscrawl.__all__)
    assert all(getattr(newscrawl, name) for name in newscrawl.__all__)
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        newscrawl.extrakt  # noqa: B018
