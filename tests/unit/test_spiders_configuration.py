"""spiders.configuration: what a file may say, and what each mistake is told as."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl.errors import UsageError
from newscrawl.settings import SETTINGS
from newscrawl.spiders.configuration import (
    DEFAULTS,
    NOTIFY,
    PROFILES,
    RUN,
    SITE,
    Configuration,
    read_configuration,
)
from newscrawl.spiders.plans import SitePlan, read_plans

DOCS = Path(__file__).parents[2] / "docs" / "configuration.md"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PROFILE = 'site = "{}"\nchecked = 2026-11-22\nvalid_until = 2027-05-22\n'
ONE = '[[site]]\nurl = "https://www.example.com/"\n'
Read = Callable[[str], Configuration]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def written(text: str) -> Configuration:
        (tmp_path / "newscrawl.toml").write_text(text, "utf-8")
        return read_configuration(tmp_path / "newscrawl.toml")

    return written


def plans(
    file: Configuration, given: dict[str, Any] | None = None, **settings: Any
) -> list[SitePlan]:
    made = Settings()
    for setting in SETTINGS:
        made.set(setting.name, setting.default, priority="default")
    made.setdict(dict(file.settings), priority="spider")
    for name, value in settings.items():
        made.set(name, value, priority="cmdline")
    return read_plans(given or {}, made, NOW, file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "names no site; add a block like [[site]]"),
        ("url = 1\n" + ONE, "newscrawl.toml: unknown key url; it belongs to [[site]]"),
        ("site = 1", "each site is a table of its own; write [[site]]"),
        ("[site]\nurl = 'x'", "each site is a table of its own; write [[site]]"),
        ("defaults = 1\n" + ONE, "defaults is a table; write [defaults]"),
        ("notify = 'me'\n" + ONE, "notify is a table; write [notify] on a line of its own"),
        ("[notify]\nmail = 'me'\n" + ONE, "[notify]: unknown key mail; known here: command, web"),
        ("[notify]\ncommand = ['me']\n" + ONE, "[notify]: command must be a command line, not ["),
        ("webhook = 'x'\n" + ONE, "unknown key webhook; it belongs to [notify]"),
        ("[default]\n" + ONE, "unknown key default; did you mean defaults?"),
        ("datta = 'x'\n" + ONE, "unknown key datta; did you mean data?"),
        ("colour = 1\n" + ONE, "unknown key colour; known here: allow_addresses, contact, data"),
        (
            "[defaults]\nmax-pages = 1\n" + ONE,
            "[defaults]: unknown key max-pages; did you mean max",
        ),
        ("[defaults]\nurl = 'x'\n" + ONE, "[defaults]: unknown key url; it belongs to [[site]]"),
        (ONE + "max_artikles = 1", "1 (https://www.example.com/): unknown key max_artikles; did"),
        (ONE + "data = 'x'", "unknown key data; it belongs to the top of the file"),
        ("[[site]]\nsections = []", "newscrawl.toml: [[site]] 1 has no url"),
        (ONE + "max_pages = 'ten'", "max_pages must be a whole number, not 'ten'; write it like"),
        (ONE + "max_pages = -1", "max_pages must be a whole number, not -1"),
        (ONE + "max_pages = true", "max_pages must be a whole number, not True"),
        (ONE + "delay = '2s'", "delay must be a number of seconds, not '2s'"),
        (ONE + "delay = inf", "delay must be a number of seconds, not inf"),
        (ONE + "revisit = '1h'", "revisit must be a list of times, not '1h'"),
        (ONE + "revisit = [1]", 'write it like revisit = ["1h", "6h", "1d", "7d"]'),
        (ONE + "since = 7", "since must be a time, not 7"),
        (ONE + "since = ''", "since must be a time, not an empty text"),
        ("[[site]]\nurl = 'ftp://example.com'", "'ftp://example.com' is not the address of a site"),
        (ONE + "sections = ['https://example.org/a']", "stands on another site than https://www"),
        (ONE + "profile = 'none.toml'", "none.toml cannot be read"),
        (
            ONE + ONE,
            "is the same site (example.com) as https://www.example.com/; put both into one",
        ),
        ("[[site]\n", "newscrawl.toml is no TOML"),
    ],
)
def test_mistakes_are_named_with_their_block_and_mend(read: Read, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)) as told:
        read(text)
    assert told.value.exit_code == 2
    assert "newscrawl.toml" in str(told.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(UsageError, match=re.escape("a.toml cannot be read")):
        read_configuration(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("since = 'soon'", "[[site]] 1 (https://www.example.com/): --since 'soon' is not a time"),
        ("since = '1d'\nuntil = '2d'", "--since 1d is not before --until 2d"),
        ("sections = ['http://127.0.0.1/']", "stands on another site"),
    ],
)
def test_values_that_mean_nothing_are_named_with_their_block(
    read: Read, lines: str, message: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        plans(read(ONE + lines))


def test_an_address_that_is_not_public_is_named_with_its_block(read: Read) -> None:
    with pytest.raises(UsageError, match=re.escape("[[site]] 1 (http://127.0.0.1/): ")):
        plans(read("[[site]]\nurl = 'http://127.0.0.1/'"))


def test_each_site_has_its_own_plan(read: Read) -> None:
    file = read(
        "[defaults]\nsince = '7d'\nmax_pages = 50\n"
        + ONE
        + "sections = ['/sport', 'https://m.example.com/a?b=1,2']\nmax_pages = 9\ndelay = 4\n"
        + "[[site]]\nurl = 'example.org'\nsince = 2026-11-01\n"
    )
    first, second = plans(file)
    assert first.seeds == (
        "https://www.example.com/",
        "https://www.example.com/sport",
        "https://m.example.com/a?b=1,2",
    )
    assert (first.limits.max_pages, first.delay) == (9, 4.0)
    assert first.limits.window.since == NOW - timedelta(days=7)
    assert (second.seeds, second.limits.max_pages) == (("https://example.org/",), 50)
    assert (second.delay, second.limits.window.since) == (None, datetime(2026, 11, 1, tzinfo=UTC))


def test_the_command_line_goes_before_a_block_and_that_before_settings(read: Read) -> None:
    file = read("[defaults]\nmax_pages = 50\n" + ONE + "max_pages = 9\ndelay = 4\n")
    (plan,) = plans(file, {"max_pages": "3"}, NEWSCRAWL_DELAY=1)
    assert (plan.limits.max_pages, plan.delay) == (3, None)
    (plan,) = plans(file, NEWSCRAWL_MAX_PAGES=4)
    assert (plan.limits.max_pages, plan.delay) == (4, 4.0)


def test_addresses_choose_among_the_sites(read: Read) -> None:
    file = read("[defaults]\nmax_pages = 50\n" + ONE + "max_pages = 9\n")
    chosen, other = plans(file, {"url": "https://example.com/sport,https://example.net/"})
    assert (chosen.seeds, chosen.limits.max_pages) == (("https://example.com/sport",), 9)
    assert (other.seeds, other.limits.max_pages) == (("https://example.net/",), 50)


def test_defaults_are_settings_and_paths_belong_to_the_file(read: Read, tmp_path: Path) -> None:
    file = read(
        "data = 'news'\nstate = 'sqlite:///x.db'\nports = ['8080']\n[defaults]\ndelay = 3\n" + ONE
    )
    assert file.settings == {
        "NEWSCRAWL_DATA": str(tmp_path / "news"),
        "NEWSCRAWL_STATE": "sqlite:///x.db",
        "NEWSCRAWL_PORTS": "8080",
        "NEWSCRAWL_DELAY": 3.0,
    }


def test_a_profile_of_its_own(read: Read, tmp_path: Path) -> None:
    text = PROFILE + '[fields]\nheadline = "h2"\n'
    (tmp_path / "p.toml").write_text(text.format("example.com"), "utf-8")
    (plan,) = plans(read(ONE + "profile = 'p.toml'"))
    (profile,) = plan.profiles
    assert profile.fields == {"headline": ("h2",)}
    (tmp_path / "p.toml").write_text(text.format("example.org"), "utf-8")
    with pytest.raises(UsageError, match=r"is the profile of example\.org, not of example\.com"):
        read(ONE + "profile = 'p.toml'")


def test_a_folder_of_profiles(read: Read, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    for name, site in {"main": "example.com", "other": "example.org"}.items():
        text = PROFILE.format(site) + f"[urls]\napplies = '/{name}/**'\n"
        (tmp_path / "own" / f"{name}.toml").write_text(text, "utf-8")
    (tmp_path / "own" / "all.toml").write_text(PROFILE.format("example.com"), "utf-8")
    settings = {"NEWSCRAWL_PROFILES_DIR": str(tmp_path / "own")}
    file = read("[profiles]\ndir = 'own'\n" + ONE)
    assert file.settings == settings
    (plan,) = plans(file, **settings)
    assert [profile.name for profile in plan.profiles] == ["main", "all"]
    (plan,) = plans(read(ONE + "profile = 'all'"), **settings)
    assert [profile.name for profile in plan.profiles] == ["all"]
    (plan,) = plans(read(ONE))
    assert len(plan.profiles) == 0


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ("al", "[[site]] 1 (https://www.example.com/): there is no profile al; did you mean all?"),
        ("other", "the profile other is of example.org, not of example.com"),
    ],
)
def test_a_profile_that_is_not_in_the_folder(
    read: Read, tmp_path: Path, profile: str, message: str
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "all.toml").write_text(PROFILE.format("example.com"), "utf-8")
    (folder / "other.toml").write_text(PROFILE.format("example.org"), "utf-8")
    with pytest.raises(UsageError, match=re.escape(message)):
        plans(read(ONE + f"profile = '{profile}'"), NEWSCRAWL_PROFILES_DIR=str(folder))


def test_every_key_of_a_setting_has_one() -> None:
    names = {setting.name for setting in SETTINGS}
    keys = {f"NEWSCRAWL_{key.setting.upper()}" for key in (*RUN, *DEFAULTS, *NOTIFY, *PROFILES)}
    assert keys - names == set()


def test_the_documented_file_can_be_read_and_has_every_key(read: Read, tmp_path: Path) -> None:
    said = DOCS.read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", said, re.S)
    assert example is not None
    (tmp_path / "profiles").mkdir()
    profile = PROFILE.format("example.net")
    (tmp_path / "profiles" / "example.net.toml").write_text(profile, "utf-8")
    file = read(example[1])
    assert [block.site for block in file.sites] == ["example.com", "example.net"]
    assert len(plans(file, NEWSCRAWL_PROFILES_DIR=str(tmp_path / "profiles"))) == 2
    for key in SITE:
        assert re.search(rf"^{key.name} = ", example[1], re.M), key.name
    for key in (*RUN, *SITE, *NOTIFY, *PROFILES):
        assert f"`{key.name}`" in said, key.name
