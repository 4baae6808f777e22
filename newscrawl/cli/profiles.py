"""The site profiles that a command is given: read once a process, and held against today."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from newscrawl.cli.console import say

if TYPE_CHECKING:
    from newscrawl.sites import Profiles


@cache
def profiles_in(folder: str | None) -> Profiles:
    """The profiles of a folder and the bundled ones; without a folder these alone.

    Raises:
        UsageError: there is no such folder, or a file in it is no profile.
    """
    from newscrawl.sites import bundled, read_profiles

    return read_profiles(folder) if folder else bundled()


def check_profiles(folder: str | None) -> None:
    """Read a folder before anything is done with it, and name what in it has expired.

    Raises:
        UsageError: as above.
    """
    if not folder:
        return
    now = datetime.now(UTC)
    for profile in profiles_in(folder):
        if profile.is_expired(now):
            say(f"{profile.site}: {profile.expiry}")
