"""Which profile is for which page: by the site of its address, then by the profile's patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from newscrawl.errors import UsageError
from newscrawl.page import Page
from newscrawl.sites.profile import Profile
from newscrawl.sites.reading import read_profile
from newscrawl.values.urls import absolute_url, site_of

SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Profiles:
    """Profiles by site; of those of one site, the first that is for a page is the page's."""

    by_site: Mapping[str, tuple[Profile, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> Profiles:
        """These profiles, those for a part of their site before those for all of it."""
        by_site: dict[str, list[Profile]] = {}
        for profile in sorted(profiles, key=lambda one: (not one.urls.applies, one.name)):
            by_site.setdefault(profile.site, []).append(profile)
        return cls({site: tuple(found) for site, found in by_site.items()})

    def __iter__(self) -> Iterator[Profile]:
        """All of them, by site."""
        return (one for site in sorted(self.by_site) for one in self.by_site[site])

    def __len__(self) -> int:
        return sum(map(len, self.by_site.values()))

    def before(self, others: Profiles) -> Profiles:
        """These, and the others for the sites that these do not know."""
        return Profiles({**others.by_site, **self.by_site})

    def at(self, site: str) -> Profiles:
        """Those of one site."""
        return Profiles({site: self.by_site[site]} if site in self.by_site else {})

    def named(self, name: str, site: str) -> Profile:
        """The profile of a site by the name of its file.

        Raises:
            UsageError: there is none, or it is of another site.
        """
        named = {profile.name: profile for profile in self}
        if name not in named:
            near = get_close_matches(name, named, 1) or sorted(named)
            told = f"did you mean {near[0]}?" if near else "name the folder in [profiles] dir"
            raise UsageError(f"there is no profile {name}; {told}")
        if named[name].site != site:
            raise UsageError(f"the profile {name} is of {named[name].site}, not of {site}")
        return named[name]

    def for_url(self, url: str | None) -> Profile | None:
        """The profile of a page; None for the many sites that need none."""
        if not url or not self.by_site:
            return None
        found = self.by_site.get(site_of(url), ())
        return next((profile for profile in found if profile.applies_to(url)), None)

    def for_page(self, page: Page) -> Profile | None:
        """The same for a page whose address may only be known from what it states itself."""
        if page.url or not self.by_site:
            return self.for_url(page.url)
        return self.for_url(stated_address(page))


def stated_address(page: Page) -> str | None:
    """The absolute address that a page states as its own."""
    links = [link.get("href", "") for link in page.meta.links("canonical")]
    stated = (absolute_url("", url) for url in [*links, *page.meta.all("og:url")])
    return next(filter(None, stated), None)


def bundled() -> Profiles:
    """The profiles that come with this package; their selectors are checked by its tests."""
    return _bundled()


@cache
def _bundled() -> Profiles:
    return Profiles.of(_read(resources.files("newscrawl.sites") / "profiles", check=False))


def read_profiles(folder: str | Path) -> Profiles:
    """The profiles of a folder's ``*.toml`` files, before those that come with this package.

    Raises:
        UsageError: there is no such folder, a file is no profile, or two are for the same pages.
    """
    return own_profiles(folder).before(bundled())


def own_profiles(folder: str | Path) -> Profiles:
    """The profiles of a folder alone; raises as :func:`read_profiles` does."""
    path = Path(folder)
    if not path.is_dir():
        raise UsageError(f"{folder} is no folder of profiles; name one that holds *.toml files")
    profiles = Profiles.of(_read(path))
    for found in profiles.by_site.values():
        _check_apart(found, path)
    return profiles


def read_profile_file(path: Path) -> Profile:
    """The profile in one file.

    Raises:
        UsageError: it cannot be read, or is no profile.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        cause = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"the profile {path} cannot be read: {cause}") from error
    return read_profile(text, str(path), name=path.stem)


def _read(folder: Traversable, *, check: bool = True) -> Iterator[Profile]:
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(SUFFIX) and file.is_file():
            if isinstance(file, Path) and check:
                yield read_profile_file(file)
            else:
                name = file.name.removesuffix(SUFFIX)
                yield read_profile(file.read_text("utf-8"), file.name, name=name, check=check)


def _check_apart(profiles: tuple[Profile, ...], folder: Path) -> None:
    whole = [one for one in profiles if not one.urls.applies]
    if len(whole) > 1:
        first, second = (folder / f"{one.name}{SUFFIX}" for one in whole[:2])
        raise UsageError(
            f"{first} and {second} are both for all of {whole[0].site}; say in [urls] which pages "
            "each applies to"
        )
