"""Pages that people read: Jinja2 templates that become one self-contained file.

Everything that comes from a page or a record is escaped. A link leads to http(s) or is no link. The
page may load nothing: its policy allows its own style and script only.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

WEB: Final = ("http", "https")


def render(template: str, **values: Any) -> str:
    """A page from a template in ``templates/``."""
    return _environment().get_template(template).render(**values)


def is_web(address: object) -> bool:
    """Whether an address is safe to follow from a page of ours."""
    try:
        parts = urlsplit(str(address))
    except ValueError:
        return False
    return parts.scheme.lower() in WEB and bool(parts.netloc)


def percent(share: float | None) -> str:
    """A share (0 to 1) as a whole percentage; a dash where there is none. 0 and 100 are exact."""
    if share is None:
        return "–"
    rounded = round(share * 100)
    if rounded in (0, 100) and 0 < share < 1:
        return "<1%" if rounded == 0 else ">99%"
    return f"{rounded}%"


def thousands(number: float) -> str:
    """A number with thin spaces between its thousands."""
    return f"{number:,}".replace(",", "\u202f")


def short_reason(reason: str) -> str:
    """A block's reason without the probability, which is shown beside it."""
    return reason.partition(" (probability")[0]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("newscrawl.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["web"] = is_web
    environment.filters["percent"] = percent
    environment.filters["short_reason"] = short_reason
    environment.filters["thousands"] = thousands
    return environment
