"""The command line: a click group whose commands are loaded when they are called.

Commands write data to stdout and everything else to stderr. Errors that newscrawl raises on purpose
become one line on stderr and the exit code that they carry (see ``errors.py``).
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from newscrawl.errors import NewscrawlError
from newscrawl.version import __version__

# Exit codes that no error class carries: 128 + the signal's number, as a shell reports them.
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

COMMANDS: Final = (
    "crawl",
    "probe",
    "extract",
    "validate",
    "export",
    "query",
    "explain",
    "report",
    "schema",
    "demo",
    "status",
    "diff",
    "profile",
    "fixture",
    "drift",
)


class LazyGroup(click.Group):
    """A group that imports `newscrawl.cli.<command>` only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"newscrawl.cli.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and turn the errors that users may meet into exit codes."""
        try:
            return super().invoke(ctx)
        except NewscrawlError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            silence_stdout()
            ctx.exit(BROKEN_PIPE)


def silence_stdout() -> None:
    """Keep Python from complaining at exit that nobody reads its output any more (`| head`)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newscrawl")
def main() -> None:
    """Turn news sites into a clean dataset: one JSON record per article.

    \b
    Example:
      newscrawl crawl https://www.example.com --data data --since 7d

    \b
    Exit codes: 0 complete, 2 usage or configuration, 3 finished with problems,
    4 another run holds the data folder, 5 storage failed, 130/143 interrupted.
    """
