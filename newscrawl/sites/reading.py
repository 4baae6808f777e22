"""Profiles read from TOML, strictly: whatever is not known, or is of another kind, is an error that
names the file, the key and what mends it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final

from newscrawl.errors import UsageError
from newscrawl.sites.patterns import Pattern
from newscrawl.sites.profile import BODY, SELECTABLE, Profile, Removal, UrlRules
from newscrawl.sites.selectors import check_selector, gives_text
from newscrawl.values.urls import site_of

TOP: Final = ("site", "checked", "valid_until", "note")
URLS: Final = ("applies", "articles", "never")
REMOVE: Final = ("selector", "reason")
TABLES: Final = {"[fields]": SELECTABLE, "[urls]": URLS, "[[remove]]": REMOVE}
_EXAMPLES: Final = {
    "site": 'site = "example.com"',
    "checked": "checked = 2026-11-22",
    "valid_until": "valid_until = 2027-05-22",
    "selector": 'selector = "aside.newsletter"',
    "reason": 'reason = "the newsletter box"',
}


def read_profile(text: str, file: str, *, name: str = "", check: bool = True) -> Profile:
    """Read a profile from TOML. ``file`` is for messages; ``check``: whether selectors are tried.

    Raises:
        UsageError: the text is no TOML or no profile; the message names file, key and mend.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} is no site profile: it is no TOML: {error}") from error
    fields, urls, removals = (data.pop(key, None) for key in ("fields", "urls", "remove"))
    _check_keys(data, TOP, file, "")
    profile = Profile(
        site=_site(data, file),
        checked=_day(data, "checked", file),
        valid_until=_day(data, "valid_until", file),
        fields=_fields(_table(fields, "fields", file), file),
        removals=tuple(_removals(removals, file)),
        urls=_urls(_table(urls, "urls", file), file),
        note=_text(data.get("note", ""), "note", file),
        name=name,
    )
    if profile.valid_until < profile.checked:
        raise UsageError(f"{file}: valid_until is before checked; it is the last day of trust")
    if check:
        _check_selectors(profile, file)
    return profile


def _check_keys(
    table: Mapping[str, Any], known: tuple[str, ...], file: str, where: str
) -> None:  # fmt: skip
    for key in table:
        if key not in known:
            place = f"{file}: {where}: " if where else f"{file}: "
            raise UsageError(f"{place}unknown key {key}; {_mend(key, known, where)}")


def _mend(key: str, known: tuple[str, ...], where: str) -> str:
    """The key that was meant, or the table that it belongs to, or what there is."""
    for place, keys in {"the top of the file": TOP, **TABLES}.items():
        if key in keys:
            return f"it belongs to {place}"
    tables = () if where else ("fields", "urls", "remove")
    if near := get_close_matches(key.replace("-", "_"), (*known, *tables), 1):
        return f"did you mean {near[0]}?"
    shown = (*known, *(() if where else TABLES))
    return f"known here: {', '.join(shown)}"


def _stated(data: Mapping[str, Any], key: str, file: str) -> Any:
    if key not in data:
        raise UsageError(f"{file} has no {key}; write it like {_EXAMPLES[key]}")
    return data[key]


def _site(data: Mapping[str, Any], file: str) -> str:
    site = _text(_stated(data, "site", file), "site", file)
    own = site_of(site if "://" in site else f"http://{site}")
    if own != site.lower():
        raise UsageError(
            f"{file}: site = {site!r} is not the name of a site; "
            f'write it like site = "{own or "example.com"}"'
        )
    return own


def _day(data: Mapping[str, Any], key: str, file: str) -> date:
    value = _stated(data, key, file)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise UsageError(
            f"{file}: {key} must be a day, not {_shown(value)}; write it without quotes, like "
            f"{_EXAMPLES[key]}"
        )
    return value


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def _text(value: object, key: str, file: str) -> str:
    if not isinstance(value, str) or (key in _EXAMPLES and not value.strip()):
        mend = f"; write it like {_EXAMPLES[key]}" if key in _EXAMPLES else ""
        raise UsageError(f"{file}: {key} must be a text, not {value!r}{mend}")
    return value.strip()


def _table(value: Any, name: str, file: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UsageError(f"{file}: {name} is a table; write [{name}] on a line of its own")
    _check_keys(value, TABLES[f"[{name}]"], file, f"[{name}]")
    return value


def _texts(value: object, key: str, where: str, example: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    texts = [text.strip() for text in listed if isinstance(text, str) and text.strip()]
    if not listed or len(texts) < len(listed):
        raise UsageError(
            f"{where}: {key} must be a text or a list of texts, not {value!r}; "
            f"write it like {key} = {example}"
        )
    return tuple(texts)


def _fields(table: Mapping[str, Any], file: str) -> dict[str, tuple[str, ...]]:
    where = f"{file}: [fields]"
    return {key: _texts(value, key, where, '"h1.title"') for key, value in table.items()}


def _urls(table: Mapping[str, Any], file: str) -> UrlRules:
    where = f"{file}: [urls]"
    stated = {key: _texts(value, key, where, '["/{year}/{slug}"]') for key, value in table.items()}
    return UrlRules(
        **{key: tuple(_pattern(t, key, where) for t in texts) for key, texts in stated.items()}
    )


def _pattern(text: str, key: str, where: str) -> Pattern:
    try:
        return Pattern.parse(text)
    except ValueError as error:
        raise UsageError(f"{where}: {key}: {text!r} is no pattern of addresses: {error}") from error


def _removals(value: Any, file: str) -> Iterable[Removal]:
    if value is None:
        return
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UsageError(
            f"{file}: each removal is a table of its own; write [[remove]], in two brackets"
        )
    for number, one in enumerate(value, 1):
        where = f"{file}: [[remove]] {number}"
        _check_keys(one, REMOVE, file, f"[[remove]] {number}")
        yield Removal(*(_text(_stated(one, key, where), key, where) for key in REMOVE))


def _check_selectors(profile: Profile, file: str) -> None:
    for field, selectors in profile.fields.items():
        for selector in selectors:
            where = f"{file}: [fields]: {field}"
            _check_selector(selector, where, '"h1.title", or an XPath that begins with /')
            _check_kind(selector, field, where)
    for number, removal in enumerate(profile.removals, 1):
        where = f"{file}: [[remove]] {number}: selector"
        _check_selector(removal.selector, where, '"aside.newsletter"')
        _check_element(removal.selector, where)


def _check_selector(selector: str, where: str, example: str) -> None:
    if problem := check_selector(selector):
        raise UsageError(
            f"{where}: {selector!r} is no selector ({problem}); write CSS like {example}"
        )


def _check_kind(selector: str, field: str, where: str) -> None:
    if field == BODY:
        _check_element(selector, where)
    elif field == "main_image" and not gives_text(selector):
        raise UsageError(
            f"{where}: {selector!r} finds an element, which is no address; "
            f'write it like "{selector}::attr(src)"'
        )


def _check_element(selector: str, where: str) -> None:
    if gives_text(selector):
        raise UsageError(
            f"{where}: {selector!r} finds texts, and must find elements; leave out ::text, ::attr()"
        )
