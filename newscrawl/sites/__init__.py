"""Per-site profiles: the quirks of a site as data, one TOML file each."""

from newscrawl.sites.profile import Profile
from newscrawl.sites.registry import Profiles, bundled, own_profiles, read_profiles

__all__ = ["Profile", "Profiles", "bundled", "own_profiles", "read_profiles"]
