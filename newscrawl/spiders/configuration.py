"""The configuration file: defaults, whom to notify, and a block for each site.

Approach: a table of keys, each with its kind of value; whatever is not in it, or of another kind,
is an error that names file, block and key. What the values mean is checked where they are used.
``[defaults]`` become settings, under the environment and the command line; a site's block goes
before all but the command line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

from newscrawl.errors import UsageError
from newscrawl.sites import Profile
from newscrawl.sites.registry import SUFFIX, read_profile_file
from newscrawl.values.urls import check_seed, site_of


class Key(NamedTuple):
    """A key: what its value is, read by ``read``, which gives None for what it is not.

    ``setting`` is the setting (without ``NEWSCRAWL_``) and the limit that it stands for.
    """

    name: str
    what: str
    example: str
    read: Callable[[Any], Any]
    setting: str = ""


def _text(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _time(value: Any) -> str | None:
    """A text, or a date or time of TOML's own."""
    return value.isoformat() if isinstance(value, date) else _text(value)


def _count(value: Any) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_count else None


def _seconds(value: Any) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value < float("inf") else None


def _texts(value: Any) -> list[str] | None:
    texts = [_text(one) for one in value] if isinstance(value, list) else [None]
    return None if None in texts else texts  # type: ignore[return-value]


def _joined(value: Any) -> str | None:
    """A list that its setting writes comma-separated; an empty one is a value, too."""
    texts = _texts(value)
    return None if texts is None else ",".join(texts)


LIMITS: Final = (
    Key("since", "a time", '"7d"', _time, "since"),
    Key("until", "a time", '"2026-11-30"', _time, "until"),
    Key("max_articles", "a whole number", "100", _count, "max_articles"),
    Key("max_pages", "a whole number", "5000", _count, "max_pages"),
    Key("max_depth", "a whole number", "12", _count, "max_depth"),
    Key("barren_pages", "a whole number", "10", _count, "barren_pages"),
    Key("max_errors", "a whole number", "20", _count, "max_errors"),
    Key("revisit", "a list of times", '["1h", "6h", "1d", "7d"]', _joined, "revisits"),
)
DELAY: Final = Key("delay", "a number of seconds", "2.5", _seconds, "delay")
RUN: Final = (
    Key("data", "a folder", '"news"', _text, "data"),
    Key("state", "a path or SQLAlchemy URL", '"postgresql+psycopg://host/news"', _text, "state"),
    Key("contact", "a page or mail address", '"https://example.com/bot"', _text, "contact"),
    Key("ports", "a list of texts", '["8080"]', _joined, "ports"),
    Key("allow_addresses", "a list of texts", '["10.0.0.5:80"]', _joined, "allow_addresses"),
)
NOTIFY: Final = (
    Key("command", "a command line", '"/usr/local/bin/tell"', _text, "notify_command"),
    Key("webhook", "a URL", '"https://hooks.example.com/news"', _text, "notify_webhook"),
)
DEFAULTS: Final = (*LIMITS, DELAY)
SITE: Final = (
    Key("url", "the address of a site", '"https://www.example.com/"', _text),
    Key("sections", "a list of addresses", '["/sport", "/culture"]', _texts),
    Key("profile", "a name or a file", '"example.com"', _text),
    *DEFAULTS,
)
PROFILES: Final = (Key("dir", "a folder", '"profiles"', _text, "profiles_dir"),)
# Tables whose keys become settings.
TABLES: Final = {"defaults": DEFAULTS, "notify": NOTIFY, "profiles": PROFILES}
# Settings that are paths, which are relative to the file's folder.
_PATHS: Final = ("NEWSCRAWL_DATA", "NEWSCRAWL_STATE", "NEWSCRAWL_PROFILES_DIR")


@dataclass(frozen=True, slots=True)
class SiteBlock:
    """One ``[[site]]``: where to start, and what differs from the defaults.

    ``given`` are its limits as texts, by the names that the spider's arguments have; ``where`` is
    the block's name in messages. ``profile`` may be the name of one in the folder of profiles.
    """

    where: str
    url: str
    sections: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    delay: float | None = None
    profile: Profile | str | None = None

    @property
    def site(self) -> str:
        """The site that it is about."""
        return site_of(self.url)


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration file: the settings that its defaults make, and its sites."""

    settings: Mapping[str, Any]
    sites: tuple[SiteBlock, ...]

    def block(self, site: str) -> SiteBlock | None:
        """The block of a site."""
        return next((block for block in self.sites if block.site == site), None)


def read_configuration(path: str | Path) -> Configuration:
    """Read a configuration file. Paths in it are relative to its folder.

    Raises:
        UsageError: it cannot be read, has an unknown key, or a value that the key does not take.
    """
    file = Path(path)
    try:
        data = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        cause = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"{file} cannot be read: {cause}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} is no TOML: {error}") from error
    tables = {f"[{name}]": (keys, _table(data, name, file)) for name, keys in TABLES.items()}
    blocks = _blocks(data, file)
    settings = _settings(RUN, _read(data, RUN, str(file)), file)
    for name, (keys, table) in tables.items():
        settings |= _settings(keys, _read(table, keys, f"{file}: {name}"), file)
    sites = tuple(_block(block, number, file) for number, block in enumerate(blocks, 1))
    _check_once(sites)
    return Configuration(settings, sites)


def _table(data: dict[str, Any], name: str, file: Path) -> dict[str, Any]:
    """Takes a table out of the file's top level."""
    table = data.pop(name, {})
    if not isinstance(table, dict):
        raise UsageError(f"{file}: {name} is a table; write [{name}] on a line of its own")
    return table


def _blocks(data: dict[str, Any], file: Path) -> list[dict[str, Any]]:
    """Takes the sites out of the file's top level."""
    blocks = data.pop("site", [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise UsageError(
            f"{file}: each site is a table of its own; write [[site]], in two brackets"
        )
    if not blocks:
        raise UsageError(f'{file} names no site; add a block like [[site]] with url = "..."')
    return blocks


def _read(table: Mapping[str, Any], keys: tuple[Key, ...], where: str) -> dict[str, Any]:
    by_name = {key.name: key for key in keys}
    for name in table:
        if name not in by_name:
            raise UsageError(f"{where}: unknown key {name}; {_nearest(name, by_name, where)}")
    return {name: _value(value, by_name[name], where) for name, value in table.items()}


def _nearest(name: str, known: Mapping[str, Key], where: str) -> str:
    """The key that was meant, if one is near; else where it belongs, or what there is."""
    if near := get_close_matches(name.replace("-", "_"), known, 1):
        return f"did you mean {near[0]}?"
    tables = {f"[{table}]": keys for table, keys in TABLES.items()}
    places = {"[[site]]": SITE, **tables, "the top of the file": RUN}
    for place, keys in places.items():
        if name in (key.name for key in keys):
            return f"it belongs to {place}"
    if near := get_close_matches(name, (*TABLES, "site"), 1):
        return f"did you mean {near[0]}?"
    shown = () if "[" in where else (*tables, "[[site]]")
    return f"known here: {', '.join((*sorted(known), *shown))}"


def _value(value: Any, key: Key, where: str) -> Any:
    read = key.read(value)
    if read is None:
        told = "an empty text" if value == "" else f"{value!r}"
        raise UsageError(
            f"{where}: {key.name} must be {key.what}, not {told}; "
            f"write it like {key.name} = {key.example}"
        )
    return read


def _settings(keys: tuple[Key, ...], values: Mapping[str, Any], file: Path) -> dict[str, Any]:
    made = {
        f"NEWSCRAWL_{key.setting.upper()}": values[key.name] for key in keys if key.name in values
    }
    for name in _PATHS:
        if name in made and "://" not in made[name]:
            made[name] = str(file.parent / made[name])
    return made


def _block(table: dict[str, Any], number: int, file: Path) -> SiteBlock:
    name = _text(table.get("url"))
    where = f"{file}: [[site]] {number}" + (f" ({name})" if name else "")
    values = _read(table, SITE, where)
    if "url" not in values:
        raise UsageError(f'{where} has no url; write it like url = "https://www.example.com/"')
    url = _address(values["url"], where)
    return SiteBlock(
        where,
        url,
        tuple(_section(url, section, where) for section in values.get("sections", ())),
        {key.setting: str(values[key.name]) for key in LIMITS if key.name in values},
        values.get("delay"),
        _profile(values.get("profile"), url, where, file),
    )


def _address(text: str, where: str) -> str:
    try:
        return check_seed(text)
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from error


def _section(url: str, section: str, where: str) -> str:
    address = _address(urljoin(url, section), where)
    if site_of(address) != site_of(url):
        raise UsageError(f"{where}: the section {section} stands on another site than {url}")
    return address


def _profile(name: str | None, url: str, where: str, file: Path) -> Profile | str | None:
    """The profile in a file; a name without a folder and ``.toml`` is left for the crawl to find,
    which knows the folder of profiles."""
    if name is None or not (name.endswith(SUFFIX) or "/" in name):
        return name
    path = file.parent / name
    try:
        profile = read_profile_file(path)
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from error
    if profile.site != site_of(url):
        raise UsageError(f"{where}: {path} is the profile of {profile.site}, not of {site_of(url)}")
    return profile


def _check_once(sites: tuple[SiteBlock, ...]) -> None:
    first: dict[str, SiteBlock] = {}
    for block in sites:
        other = first.setdefault(block.site, block)
        if other is not block:
            raise UsageError(
                f"{block.where} is the same site ({block.site}) as {other.url}; "
                "put both into one block, with sections = [...]"
            )
