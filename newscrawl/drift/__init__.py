"""The drift sentinel: whether a site's articles are still read as they were.

Parsers rot silently: a site changes its theme, and from then on articles lack their authors.
Order: ``observation`` counts what a run saw of a site, ``bounds`` says how surprising a count is
by what came before, ``measures`` are the shares that are watched, ``sentinel`` judges a history.
"""

from newscrawl.drift.observation import FIELDS, Observation, condensed
from newscrawl.drift.sentinel import PER_DAY, Drift, judge

__all__ = ["FIELDS", "PER_DAY", "Drift", "Observation", "condensed", "judge"]
