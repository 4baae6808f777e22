"""`newscrawl profile`: a first form of a site's profile, and profiles tried on recorded pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from newscrawl.cli.console import say
from newscrawl.cli.options import check_reviewer, profiles_option, reviewer, reviewer_option
from newscrawl.cli.output import open_output
from newscrawl.errors import UsageError

if TYPE_CHECKING:
    from newscrawl.cli.sources import Source
    from newscrawl.curation.draft import Draft
    from newscrawl.curation.trial import FieldTrial, Trial

PROBLEMS: Final = 3
SUFFIX: Final = ".toml"


@click.group()
def profile() -> None:
    """Write and test site profiles: small files that say where a site states its fields.

    docs/profiles.md tells how to write, test and keep them.

    \b
    Examples:
      newscrawl profile new https://www.example.com/2026/11/story -o profiles/example.com.toml
      newscrawl profile test --profiles profiles
    """


@profile.command()
@click.argument("pages", nargs=-1, required=True, metavar="URL|FILE...")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here instead of stdout.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--url", help="Address of the page, when it comes from one file or from stdin.")
@click.option("--encoding", help="Encoding of the files, when it is known better than they say.")
@click.option(
    "--record",
    is_flag=True,
    help="Record the pages beside the file as well, for `newscrawl profile test`.",
)
@reviewer_option
@click.option("-q", "--quiet", is_flag=True, help="No log of what is fetched.")
def new(
    pages: tuple[str, ...],
    output: str,
    force: bool,
    url: str | None,
    encoding: str | None,
    record: bool,
    reviewed_by: str | None,
    quiet: bool,
) -> None:
    """Write a first form of a site's profile, from what extraction finds on some of its articles.

    Each field gets selectors that give what was found on all of the pages; two or three of them
    make a better draft than one. It says what newscrawl finds already, right or wrong: look at it
    beside the pages and correct it. URLs are fetched politely, as a crawl does.

    \b
    Examples:
      newscrawl profile new https://www.example.com/2026/11/story -o profiles/example.com.toml
      newscrawl profile new saved/*.html -o profiles/example.com.toml
      newscrawl profile new URL1 URL2 URL3 -o profiles/example.com.toml --record --reviewed-by Ada

    \b
    Exit codes: 0 written, 2 a page cannot be had, or the file is there already.
    """
    from newscrawl.cli.sources import read_sources
    from newscrawl.curation.draft import draft_of
    from newscrawl.page import Page

    _check_place(output, force=force, record=record)
    if record:
        check_reviewer(reviewed_by)
    sources = read_sources(pages, url=url, encoding=encoding, quiet=quiet)
    parsed = [(Page.parse(one.raw, url=one.url, encoding=one.encoding), one.now) for one in sources]
    draft = draft_of(parsed, datetime.now(UTC).date())
    with open_output(output) as stream:
        stream.write(draft.toml().encode())
    if record:
        _record(Path(output), sources, reviewed_by, force=force)
    if not quiet:
        _tell_draft(draft, output, recorded=record)


def _check_place(output: str, *, force: bool, record: bool) -> None:
    if output == "-":
        if record:
            raise UsageError("--record puts the pages beside the profile: name its file with -o")
        return
    path = Path(output)
    if path.suffix != SUFFIX:
        raise UsageError(f"{output}: the name of a profile ends in {SUFFIX}")
    if path.exists() and not force:
        raise UsageError(f"{output} is there already; write elsewhere, or over it with --force")
    path.parent.mkdir(parents=True, exist_ok=True)


def _record(
    output: Path, sources: Sequence[Source], reviewed_by: str | None, *, force: bool
) -> None:
    from newscrawl.cli.recording import Recording

    folder = output.with_suffix("")
    recordings = [Recording.of(source, folder, force=force) for source in sources]
    for recording in recordings:
        recording.show()
    by = reviewer(reviewed_by)
    for recording in recordings:
        recording.write(by)


def _tell_draft(draft: Draft, output: str, *, recorded: bool) -> None:
    for other in draft.other:
        say(f"Note: {other} does not look like an article; `newscrawl probe` shows some of a site")
    fields = ", ".join(draft.profile.fields) or "none"
    say(f"Fields with a selector: {fields}")
    if draft.missing:
        say(f"Found, but by no selector that holds on all pages: {', '.join(draft.missing)}")
    if output == "-":
        return
    folder = Path(output).with_suffix("")
    say(f"Written: {output}. Look at it beside the pages; then:")
    if not recorded:
        say(f"  newscrawl fixture add {draft.pages[0]} --dir {folder}")
    say(f"  newscrawl profile test {output}")


@profile.command()
@click.argument("names", nargs=-1, metavar="[PROFILE]...")
@profiles_option
def test(names: tuple[str, ...], profiles: str | None) -> None:
    """Try profiles on their recorded pages: which fields come out as approved, and which do not.

    PROFILE is a file, or a name in the folder of profiles; without one all in that folder are
    tried, without a folder those that come with newscrawl. The recorded pages of NAME.toml lie in
    the folder NAME beside it (newscrawl fixture add).

    \b
    Examples:
      newscrawl profile test --profiles profiles
      newscrawl profile test profiles/example.com.toml

    \b
    Exit codes: 0 all is well, 2 usage, 3 something is wrong: a field, a selector that finds
    nothing, a profile that has expired or has no recorded pages.
    """
    from newscrawl.curation.recorded import read_folder
    from newscrawl.curation.trial import try_profile
    from newscrawl.sites.registry import read_profile_file

    now, failed = datetime.now(UTC), 0
    files = list(_files(names, profiles))
    for file in files:
        folder = file.with_suffix("")
        pages = read_folder(folder) if folder.is_dir() else []
        trial = try_profile(read_profile_file(file), pages)
        failed += _print_trial(trial, file, now)
    say(f"{len(files) - failed} of {len(files)} profiles are as they should be")
    if failed:
        click.get_current_context().exit(PROBLEMS)


def _files(names: Sequence[str], folder: str | None) -> Iterator[Path]:
    """The files of the profiles that are meant."""
    place = _folder(folder)
    for name in names:
        path = Path(name) if name.endswith(SUFFIX) else place / f"{name}{SUFFIX}"
        if not path.is_file():
            known = ", ".join(file.stem for file in sorted(place.glob(f"*{SUFFIX}"))) or "none"
            raise UsageError(f"there is no profile {path}; in {place} there are: {known}")
        yield path
    if not names:
        found = sorted(place.glob(f"*{SUFFIX}"))
        if not found:
            raise UsageError(f"{place} holds no profiles (*{SUFFIX})")
        yield from found


def _folder(named: str | None) -> Path:
    if named is None:
        import newscrawl.sites

        return Path(newscrawl.sites.__file__).parent / "profiles"
    if not Path(named).is_dir():
        raise UsageError(f"{named} is no folder of profiles; name one that holds *{SUFFIX} files")
    return Path(named)


def _print_trial(trial: Trial, file: Path, now: datetime) -> bool:
    """Print a trial; whether something is wrong."""
    known, pages = trial.profile, "page" if trial.pages == 1 else "pages"
    click.echo(
        f"{file} ({known.site}): checked {known.checked}, valid until {known.valid_until}, "
        f"{trial.pages} recorded {pages}"
    )
    for one in trial.fields if trial.pages else ():
        _print_field(one)
    for remark in trial.remarks(now):
        click.echo(f"  note: {remark}")
    problems = list(trial.problems(now))
    for problem in problems:
        say(f"Problem: {file}: {problem}")
    return bool(problems)


def _print_field(one: FieldTrial) -> None:
    own = f", by the profile on {one.stated}" if one.is_selected else ""
    verdict = "pass" if one.passes else "FAIL"
    click.echo(f"  {verdict}  {one.name:<16} right on {one.right} of {one.pages}{own}")
    for page, difference in one.wrong:
        for number, line in enumerate(difference.lines()):
            click.echo(f"        {f'{page}:' if number == 0 else ' ' * (len(page) + 1)} {line}")
