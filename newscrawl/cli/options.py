"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(default: str, **more: Any) -> Callable[[Command], Command]:
    """`--data DIR`: where a crawl keeps what it finds. An empty name is an unset variable."""
    return click.option(
        "--data",
        default=default,
        show_default=True,
        metavar="DIR",
        callback=_named,
        help="Folder for records and state; made when it is missing.",
        **more,
    )


def _named(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("the name of the folder is empty; write it like --data news")
    return value
