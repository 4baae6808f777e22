"""Records a page with what extraction finds on it, for `fixture add` and `profile new`.

Order: the place is looked at, the page is read as the pages of its folder are, the values are
shown, somebody approves them, page and values are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import click

from newscrawl.errors import UsageError

if TYPE_CHECKING:
    from newscrawl.cli.sources import Source
    from newscrawl.curation.recorded import Recorded, Review

_OTHER: Final = re.compile(r"[^\w]+")
_EXTENSION: Final = re.compile(r"\.[A-Za-z]{2,5}(?:\.gz)?$")
MAX_NAME: Final = 60  # characters of a name that is made from an address


@dataclass(frozen=True, slots=True)
class Recording:
    """A page that is to be recorded: its bytes, the file of its values, and the values."""

    raw: bytes
    file: Path
    known: Recorded

    @classmethod
    def of(
        cls,
        source: Source,
        folder: Path,
        *,
        name: str | None = None,
        fields: Sequence[str] = (),
        force: bool = False,
    ) -> Recording:
        """Read a page for its values; of these ``fields``, or of the usual ones.

        Raises:
            UsageError: a page of that name is recorded already, or it is no name.
        """
        file = _place(source, folder, name, force=force)
        return cls(source.raw, file, _values(source, folder, fields))

    def show(self) -> None:
        """Print the values, for whoever approves them."""
        from newscrawl.curation.comparison import shown

        click.echo(self.file.stem)
        for field, value in self.known.record.items():
            click.echo(f"  {field:<16} {shown(value)}")

    def write(self, reviewed_by: str) -> None:
        """Write page and values, as approved today."""
        from newscrawl.curation.recorded import write_page

        self.known.reviewed = review(reviewed_by)
        write_page(self.file, self.known, self.raw)


def review(by: str) -> Review:
    """The review of today by a person."""
    from newscrawl.curation.recorded import Review

    return Review(by=by, on=datetime.now(UTC).date())


def _values(source: Source, folder: Path, fields: Sequence[str]) -> Recorded:
    """What is found on a page, read as the pages of that folder are."""
    from newscrawl.curation.recorded import FIELDS, Recorded, profiles_of, written
    from newscrawl.extraction import extract

    article = extract(
        source.raw,
        url=source.url,
        encoding=source.encoding,
        now=source.now,
        profiles=profiles_of(folder),
    )
    record = written(article)
    return Recorded(
        url=source.url,
        now=source.now,
        encoding=source.encoding,
        record={field: record[field] for field in fields or FIELDS},
    )


def _place(source: Source, folder: Path, name: str | None, *, force: bool) -> Path:
    """The file of a page's values."""
    stem = name or _name_of(source)
    if "/" in stem or stem.startswith("."):
        raise UsageError(f"{stem!r} is no name for a page; write it like --name town-hall")
    file = folder / f"{stem}.json"
    if file.exists() and not force:
        raise UsageError(
            f"{file} is there already; `newscrawl fixture accept` writes new values, --force "
            "records the page anew, --name gives another name"
        )
    return file


def _name_of(source: Source) -> str:
    """A name by the last part of the address that says something, else by the file."""
    parts = [part for part in unquote(urlsplit(source.url or "").path).split("/") if part]
    text = _EXTENSION.sub("", parts[-1] if parts else Path(source.name).name)
    return _OTHER.sub("-", text.lower()).strip("-")[:MAX_NAME].rstrip("-") or "page"
