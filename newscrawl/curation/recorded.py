"""Recorded pages: a page's bytes (``NAME.html``) and beside them what belongs into its record.

``NAME.json`` says under which address, when and in which encoding the page was read, which values a
person has approved, and who that was. It is written for people: names stand for the objects of
people and organisations, the body is a list of its paragraphs. ``without`` has text that is no part
of the article, ``shows`` says what the page is there for, ``not_yet`` names fields that are known
to come out wrong so far.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from newscrawl.errors import StorageError, UsageError
from newscrawl.items import Article
from newscrawl.schema import to_dict
from newscrawl.sites import Profile, Profiles, bundled
from newscrawl.sites.registry import SUFFIX, read_profile_file

PAGE: Final = ".html"
RECORD: Final = ".json"
# What is recorded of a page unless other fields are named.
FIELDS: Final = (
    "headline", "description", "authors", "date_published", "date_modified", "sections",
    "keywords", "publisher", "main_image", "in_language", "is_article", "article_body",
)  # fmt: skip
NAMES: Final = frozenset(field.name for field in fields(Article))
_SHORTER: Final[Mapping[str, Callable[[Any], Any]]] = {
    "article_body": lambda body: body.split("\n\n") if body else [],
    "authors": lambda people: [person["name"] for person in people],
    "publisher": lambda publisher: publisher and publisher["name"],
}


class Review(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who has approved the values, and when."""

    by: str
    on: date


class Recorded(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is known of a recorded page; ``record`` has the approved values, as :func:`written`."""

    shows: str = ""
    url: str | None = None
    now: datetime | None = None
    encoding: str | None = None
    reviewed: Review | None = None
    record: dict[str, Any] = {}
    without: list[str] = []
    not_yet: list[str] = []


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """A recorded page: ``file`` is that of its values."""

    file: Path
    known: Recorded

    @property
    def name(self) -> str:
        """The page's name in its folder."""
        return self.file.stem

    def raw(self) -> bytes:
        """The page's bytes.

        Raises:
            UsageError: the page is not beside its values.
        """
        path = self.file.with_suffix(PAGE)
        try:
            return path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def written(article: Article) -> dict[str, Any]:
    """A record as recorded pages state it."""
    return {
        field: _SHORTER.get(field, lambda value: value)(value)
        for field, value in to_dict(article).items()
    }


def read_page(file: Path) -> RecordedPage:
    """A recorded page by the file of its values.

    Raises:
        UsageError: the file cannot be read or says something else; the message names file and key.
    """
    try:
        known = msgspec.json.decode(file.read_bytes(), type=Recorded)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} is no recorded page: {error}") from error
    if unknown := sorted({*known.record, *known.not_yet} - NAMES):
        raise UsageError(f"{file}: a record has no {', '.join(unknown)}; see docs/schema.md")
    return RecordedPage(file, known)


def read_folder(folder: Path, names: Iterable[str] = ()) -> list[RecordedPage]:
    """The recorded pages of a folder, by name; or those with these names.

    Raises:
        UsageError: there is no such folder or page, or one of them cannot be read.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder of recorded pages; name one with --dir")
    wanted = [name.removesuffix(PAGE).removesuffix(RECORD) for name in names]
    missing = [name for name in wanted if not (folder / f"{name}{RECORD}").is_file()]
    if missing:
        there = ", ".join(sorted(file.stem for file in folder.glob(f"*{RECORD}"))) or "none"
        raise UsageError(f"{folder} has no recorded page {missing[0]}; there are: {there}")
    files = [folder / f"{name}{RECORD}" for name in wanted] or sorted(folder.glob(f"*{RECORD}"))
    return [read_page(file) for file in files]


def write_page(file: Path, known: Recorded, raw: bytes | None = None) -> None:
    """Write the values of a recorded page and, where they are given, the page's bytes.

    Raises:
        StorageError: it cannot be written.
    """
    text = json.dumps(msgspec.to_builtins(known), indent=1, ensure_ascii=False) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if raw is not None:
            file.with_suffix(PAGE).write_bytes(raw)
        file.write_text(text, "utf-8")
    except OSError as error:
        raise StorageError(f"{error.filename or file}: cannot write: {error.strerror}") from error


def profile_beside(folder: Path) -> Profile | None:
    """The profile that a folder of recorded pages belongs to: of its name, and beside it.

    Raises:
        UsageError: the file is no profile.
    """
    file = folder.resolve().with_name(f"{folder.resolve().name}{SUFFIX}")
    return read_profile_file(file) if file.is_file() else None


def profiles_of(folder: Path) -> Profiles:
    """What the pages of a folder are read by: its profile before the bundled ones.

    Raises:
        UsageError: the file beside the folder is no profile.
    """
    profile = profile_beside(folder)
    return Profiles.of([profile] if profile else []).before(bundled())
