"""The library's face: `extract` a page, get an `Article`, turn it `to_dict`.

    >>> import newscrawl
    >>> article = newscrawl.extract(raw_html, url="https://example.com/story")
    >>> newscrawl.to_dict(article)["headline"]

`read` the articles of a dataset again, or have them as a table: `to_arrow`, `to_pandas`,
`to_polars`.

The names are imported when first used (PEP 562), so that `import newscrawl` costs nothing and never
loads scrapy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from newscrawl.version import __version__

if TYPE_CHECKING:
    from newscrawl.explanation import explain
    from newscrawl.extraction import extract
    from newscrawl.items import Article
    from newscrawl.loaders import ArticleLoader
    from newscrawl.output.dataset import read
    from newscrawl.output.tables import to_arrow, to_pandas, to_polars
    from newscrawl.schema import to_dict
    from newscrawl.sites import Profiles, read_profiles

__all__ = [
    "Article",
    "ArticleLoader",
    "Profiles",
    "__version__",
    "explain",
    "extract",
    "read",
    "read_profiles",
    "to_arrow",
    "to_dict",
    "to_pandas",
    "to_polars",
]

_HOME: Final = {
    "Article": "newscrawl.items",
    "ArticleLoader": "newscrawl.loaders",
    "Profiles": "newscrawl.sites",
    "explain": "newscrawl.explanation",
    "extract": "newscrawl.extraction",
    "read": "newscrawl.output.dataset",
    "read_profiles": "newscrawl.sites",
    "to_arrow": "newscrawl.output.tables",
    "to_dict": "newscrawl.schema",
    "to_pandas": "newscrawl.output.tables",
    "to_polars": "newscrawl.output.tables",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'newscrawl' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
