"""`newscrawl fixture`: pages recorded with values that a person has approved, and read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from newscrawl.cli.console import say
from newscrawl.cli.options import check_reviewer, reviewer, reviewer_option
from newscrawl.errors import UsageError

if TYPE_CHECKING:
    from newscrawl.curation.comparison import Difference
    from newscrawl.curation.recorded import Recorded, RecordedPage
    from newscrawl.sites import Profiles

DIFFERENT: Final = 3
FOLDER: Final = "fixtures/golden"

dir_option = click.option(
    "--dir",
    "folder",
    default=FOLDER,
    show_default=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of the recorded pages; NAME of a profile NAME.toml is read by that profile.",
)
field_option = click.option(
    "--field", "fields", multiple=True, metavar="NAME", help="Only this field; several times."
)


@click.group()
def fixture() -> None:
    """Record pages with the values that a person has approved, and see whether they still come out.

    A recorded page is NAME.html (its bytes) and NAME.json (its address, when it was read, the
    approved values, who approved them and when). docs/profiles.md tells more.

    \b
    Examples:
      newscrawl fixture add https://www.example.com/2026/11/story --dir profiles/example.com
      newscrawl fixture rerun --dir profiles/example.com
      newscrawl fixture accept story --dir profiles/example.com --reviewed-by "Ada Ferry"
    """


@fixture.command()
@click.argument("page", metavar="URL|FILE")
@dir_option
@click.option("--name", help="Name of the page in the folder; by default from its address.")
@click.option("--url", help="Address of the page, when it comes from a file or from stdin.")
@click.option("--encoding", help="Encoding of the file, when it is known better than it says.")
@click.option("--now", metavar="WHEN", help="When the file was read, ISO 8601; by default now.")
@click.option("--shows", default="", metavar="TEXT", help="What the page is there for.")
@field_option
@reviewer_option
@click.option("--force", is_flag=True, help="Write over a page of that name.")
@click.option("-q", "--quiet", is_flag=True, help="No log of what is fetched.")
def add(
    page: str,
    folder: Path,
    name: str | None,
    url: str | None,
    encoding: str | None,
    now: str | None,
    shows: str,
    fields: tuple[str, ...],
    reviewed_by: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Record a page, with what extraction finds on it as the values to come out.

    The values are shown. Compare them with the page: where it says otherwise, correct NAME.json by
    hand, and `newscrawl fixture rerun` will show what is to be mended. A recorded page belongs to
    its publisher: keep it where only you can read it, unless you may publish it.

    \b
    Examples:
      newscrawl fixture add https://www.example.com/2026/11/story --dir profiles/example.com
      newscrawl fixture add saved.html --url https://www.example.com/story --reviewed-by "Ada Ferry"

    \b
    Exit codes: 0 recorded, 2 the page cannot be had, or is recorded already.
    """
    from newscrawl.cli.recording import Recording
    from newscrawl.cli.sources import read_sources

    _check_fields(fields)
    check_reviewer(reviewed_by)
    moment = _moment(now)
    (source,) = read_sources([page], url=url, encoding=encoding, quiet=quiet)
    source = replace(source, now=moment or source.now)
    recording = Recording.of(source, folder, name=name, fields=fields, force=force)
    recording.known.shows = shows
    recording.show()
    recording.write(reviewer(reviewed_by))
    say(f"Recorded: {recording.file}. Where the page says otherwise, correct the values there.")


@fixture.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@dir_option
def rerun(names: tuple[str, ...], folder: Path) -> None:
    """Read recorded pages again, and show field by field what is not as approved.

    \b
    Examples:
      newscrawl fixture rerun --dir profiles/example.com
      newscrawl fixture rerun story --dir profiles/example.com

    \b
    Exit codes: 0 all as approved, 2 usage, 3 something differs.
    """
    from newscrawl.curation.comparison import rerun as differences_of
    from newscrawl.curation.comparison import settled

    pages, profiles = _pages(folder, names)
    different = 0
    for page in pages:
        differences = differences_of(page, profiles)
        new = [one for one in differences if not one.is_known]
        different += bool(new)
        _print_page(page, new)
        for field in settled(page, differences):
            say(f"{page.name}: {field} is right by now; take it out of not_yet")
    unknown = sum(page.known.reviewed is None for page in pages)
    reviewed = f", {unknown} without a reviewer" if unknown else ""
    say(f"{len(pages)} pages, {different} not as approved{reviewed}")
    if different:
        click.get_current_context().exit(DIFFERENT)


@fixture.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all", "everything", is_flag=True, help="All pages of the folder.")
@dir_option
@field_option
@reviewer_option
def accept(
    names: tuple[str, ...],
    everything: bool,
    folder: Path,
    fields: tuple[str, ...],
    reviewed_by: str | None,
) -> None:
    """Approve what recorded pages give by now: write their new values, and who approved them.

    What changes is shown first, field by field.

    \b
    Examples:
      newscrawl fixture accept story --dir profiles/example.com --reviewed-by "Ada Ferry"
      newscrawl fixture accept --all --field keywords --reviewed-by "Ada Ferry"

    \b
    Exit codes: 0 done, 2 usage.
    """
    from newscrawl.cli.recording import review
    from newscrawl.curation.comparison import rerun as differences_of
    from newscrawl.curation.recorded import write_page

    if bool(names) == everything:
        raise UsageError("name the pages to approve, or all of them with --all")
    _check_fields(fields)
    pages, profiles = _pages(folder, names)
    found = {page.name: _chosen(differences_of(page, profiles), fields) for page in pages}
    changed = [page for page in pages if found[page.name] or page.known.reviewed is None]
    for page in changed:
        _print_page(page, found[page.name])
    if changed:
        by = review(reviewer(reviewed_by))
        for page in changed:
            _approve(page.known, found[page.name])
            page.known.reviewed = by
            write_page(page.file, page.known)
    say(f"{len(changed)} of {len(pages)} pages approved anew; the others were as approved")


def _pages(folder: Path, names: Sequence[str]) -> tuple[list[RecordedPage], Profiles]:
    from newscrawl.curation.recorded import profiles_of, read_folder

    pages = read_folder(folder, names)
    if not pages:
        raise UsageError(f"{folder} holds no recorded pages; `newscrawl fixture add` records one")
    return pages, profiles_of(folder)


def _chosen(differences: Sequence[Difference], fields: Sequence[str]) -> list[Difference]:
    return [one for one in differences if not fields or one.field in fields]


def _approve(known: Recorded, differences: Sequence[Difference]) -> None:
    for difference in differences:
        known.record[difference.field] = difference.got
    changed = {difference.field for difference in differences}
    known.not_yet = [field for field in known.not_yet if field not in changed]


def _check_fields(fields: Sequence[str]) -> None:
    from newscrawl.curation.recorded import NAMES

    for field in fields:
        if field not in NAMES:
            near = get_close_matches(field, NAMES, 1)
            told = f"did you mean {near[0]}?" if near else "see docs/schema.md"
            raise UsageError(f"--field {field}: a record has no such field; {told}")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--now {text!r} is not a time; write it like 2026-11-24T12:00:00Z"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _print_page(page: RecordedPage, differences: Sequence[Difference]) -> None:
    if differences:
        click.echo(page.name)
    for difference in differences:
        click.echo(f"  {difference.field}")
        for line in difference.lines():
            click.echo(f"    {line}")
