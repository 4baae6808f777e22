"""Per-site profiles: the quirks of a site as data, one TOML file each."""

from newscrawl.sites.profile import Profile
from newscrawl.sites.registry import profile_for, read_profiles

__all__ = ["Profile", "profile_for", "read_profiles"]
