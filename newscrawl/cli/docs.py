"""Reference pages made from the code: `python -m newscrawl.cli.docs FOLDER` (or `make docs`).

Each page is a function without input, so that a test can compare what the code says with what
stands in `docs/`.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, get_args, get_origin, get_type_hints

import click

from newscrawl import items
from newscrawl.addon import POLITE
from newscrawl.cli import main as group
from newscrawl.settings import SETTINGS

NOTE: Final = "<!-- Made from the code by `make docs`; a test compares. -->"


def commands_page() -> str:
    """Every command: what it does, its arguments and options."""
    context = click.Context(group, info_name="newscrawl")
    parts = ["# Commands", NOTE, _prose(group.help)]
    for path, command in commands(group, context):
        name = " ".join(path)
        parts += [f"#{'#' * len(path)} newscrawl {name}", _prose(command.help), _options(command)]
    return _page(filter(None, parts))


def commands(
    of: click.Group, context: click.Context, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command of a group with the words that call it, those of groups in it included."""
    for name in of.list_commands(context):
        command = of.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, context, (*path, name))


def _prose(text: str | None) -> str:
    """Help text as Markdown: what click prints verbatim (after a backspace) is a code block."""
    return "\n\n".join(map(_paragraph, inspect.cleandoc(text or "").split("\n\n")))


def _paragraph(text: str) -> str:
    verbatim, lines = text.startswith("\b\n"), text.removeprefix("\b\n").splitlines()
    if not verbatim:
        return text.replace("<", "&lt;")
    if len(lines) > 1 and lines[1].startswith(" "):
        return "\n".join([lines[0], "", "```sh", *(line.strip() for line in lines[1:]), "```"])
    return " ".join(lines)


def _options(command: click.Command) -> str:
    rows = [
        (f"`{_flags(parameter)}`", _default(parameter), parameter.help or "")
        for parameter in command.params
        if isinstance(parameter, click.Option)
    ]
    arguments = [p.metavar or p.name for p in command.params if isinstance(p, click.Argument)]
    usage = f"Arguments: `{' '.join(filter(None, arguments))}`\n\n" if arguments else ""
    return usage + (_table(("option", "default", "meaning"), rows) if rows else "")


def _flags(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    return ", ".join(option.opts) + value


def _default(option: click.Option) -> str:
    default = option.default
    known = isinstance(default, (str, int, float)) and not option.is_flag
    return f"`{default}`" if known else ""


def settings_page() -> str:
    """Every setting of ours: default, type and unit, meaning."""
    rows = [
        (f"`{name}`", "" if default in (None, "") else f"`{default}`", kind, description)
        for name, default, kind, description in SETTINGS
    ]
    intro = (
        "All of these are Scrapy settings. An environment variable of the same name overrides the"
        " settings of a project, and an option of the command line (or `-s NAME=VALUE`) overrides"
        " both. Everything that Scrapy itself can be told"
        " ([its settings](https://docs.scrapy.org/en/latest/topics/settings.html)) applies as well;"
        " the add-on gives those that concern politeness and safety stricter defaults."
    )
    ours = _table(("setting", "default", "type", "meaning"), rows)
    theirs = _table(
        ("setting of Scrapy", "set to"), [(f"`{name}`", f"`{POLITE[name]}`") for name in POLITE]
    )
    told = (
        "What the add-on sets of Scrapy's own settings, unless the project or the command line"
        " does; sizes are in bytes after unpacking, times in seconds."
    )
    return _page(["# Settings", NOTE, intro, ours, "## Limits and politeness", told, theirs])


def schema_page() -> str:
    """Every field of a record, and of the objects in it."""
    intro = (
        f'Schema version {items.SCHEMA_VERSION}. Every record has every field. `null` is "not'
        ' stated", `[]` is "looked for and not there". The same as JSON Schema:'
        " `newscrawl schema`."
    )
    parts = ["# The record", NOTE, intro, _fields(items.Article)]
    for part in _parts(items.Article):
        parts += [f"## {part.__name__}", _first_line(part), _fields(part)]
    return _page(parts)


def _fields(record: type[Any]) -> str:
    hints = get_type_hints(record, include_extras=True)
    rows = [
        (f"`{name}`", f"`{_type_name(get_args(hint)[0])}`", get_args(hint)[1].description)
        for name, hint in hints.items()
    ]
    return _table(("field", "type", "meaning"), rows)


def _type_name(kind: Any) -> str:
    """A type as a reader of JSON knows it: `list[Person]`, `str or null`."""
    if kind is type(None):
        return "null"
    if get_origin(kind) in (list, dict):
        inner = ", ".join(map(_type_name, get_args(kind)))
        return f"{get_origin(kind).__name__}[{inner}]"
    if get_args(kind):
        return " or ".join(map(_type_name, get_args(kind)))
    return str(kind.__name__)


def _parts(record: type[Any]) -> Iterator[type[Any]]:
    """The kinds of object that a record's fields hold, in the order of the fields."""
    for hint in get_type_hints(record).values():
        yield from filter(dataclasses.is_dataclass, (hint, *get_args(hint)))


def _first_line(kind: type[Any]) -> str:
    return inspect.cleandoc(kind.__doc__ or "").partition("\n")[0]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(re.sub(r'[|]', '&#124;', cell) for cell in line)} |" for line in lines
    )


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


PAGES: Final = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "schema.md": schema_page,
}


def write_pages(folder: Path) -> None:
    """Write every page into a folder."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
