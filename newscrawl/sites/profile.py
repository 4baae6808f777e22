"""A site's profile: where its pages state the fields, as CSS selectors.

A selector may end in ``::text`` or ``::attr(name)`` (parsel's extensions); without either, the
element's whole text is taken. ``checked`` is the day on which someone last saw the profile work.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from newscrawl.errors import UsageError

# Fields whose value a selector can state. The body has its own reader.
SELECTABLE: Final = (
    "headline", "alternative_headline", "description", "date_published", "date_modified",
    "authors", "sections", "keywords",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """What is special about one site.

    ``site`` is its registered domain; ``fields`` maps a field to CSS selectors, the first that
    finds something wins; ``checked`` is when the profile was last seen to work.
    """

    site: str
    checked: date
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""


def read_profile(text: str, name: str) -> Profile:
    """Read a profile from TOML. ``name`` is the file, for messages.

    Raises:
        UsageError: the file is no TOML or no profile.
    """
    try:
        data = tomllib.loads(text)
        fields = {key: _selectors(value) for key, value in data.get("fields", {}).items()}
        profile = Profile(data["site"], data["checked"], fields, data.get("note", ""))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{name} is not a site profile: {error}") from error
    _check(profile, name)
    return profile


def _selectors(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def _check(profile: Profile, name: str) -> None:
    unknown = sorted(set(profile.fields) - set(SELECTABLE))
    if unknown:
        known = ", ".join(SELECTABLE)
        raise UsageError(f"{name}: no selector can fill {', '.join(unknown)}; it can fill {known}")
    if not isinstance(profile.checked, date):
        raise UsageError(f"{name}: `checked` must be a date such as 2026-11-22")
