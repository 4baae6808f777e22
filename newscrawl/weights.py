"""What was fitted on pages with known truth, in one object.

The package brings its own weights, as data files beside the modules that use them. Others are given
to :class:`~newscrawl.extraction.Extraction`: the benchmarks judge each page by weights that have
not seen its site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from newscrawl.body.classifier import Model
from newscrawl.fields import kind, table

_FILES: Final[dict[str, tuple[str, Callable[[Path], Any]]]] = {
    "body": ("body.npz", Model.read),
    "fields": ("fields.json", table.read_fitted),
    "kind": ("kind.json", kind.read_fitted),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """``body`` judges blocks, ``fields`` weighs places, ``kind`` tells articles.

    None stands for what comes with the package.
    """

    body: Model | None = None
    fields: Mapping[str, Any] | None = None
    kind: Mapping[str, Any] | None = None

    @classmethod
    def read(cls, folder: Path) -> Weights:
        """The weights in a folder; what is not in it is as packaged."""
        found = {
            name: reader(folder / file)
            for name, (file, reader) in _FILES.items()
            if (folder / file).exists()
        }
        return cls(**found)
