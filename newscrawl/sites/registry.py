"""Which profile is for which page: by registered domain, from the files beside this module."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from newscrawl.sites.profile import Profile, read_profile
from newscrawl.values.urls import site_of


def profile_for(url: str | None) -> Profile | None:
    """The bundled profile of a page's site; None for the many sites that need none."""
    profiles = _bundled()
    return profiles.get(site_of(url)) if url and profiles else None


def read_profiles(folder: Traversable) -> dict[str, Profile]:
    """The profiles of a folder's ``*.toml`` files, by site.

    Raises:
        UsageError: a file is no profile.
    """
    files: Iterable[Traversable] = sorted(folder.iterdir(), key=lambda file: file.name)
    found = [read_profile(f.read_text("utf-8"), f.name) for f in files if f.name.endswith(".toml")]
    return {profile.site: profile for profile in found}


@cache
def _bundled() -> dict[str, Profile]:
    return read_profiles(resources.files("newscrawl.sites") / "profiles")
