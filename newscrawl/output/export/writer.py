"""What every format's writer does, for the job that drives it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from newscrawl.output.dataset import Chunk

if TYPE_CHECKING:
    import pyarrow


class Writer(Protocol):
    """Writes the records of one site after the other into a draft.

    A site may be begun again after the process was killed: :meth:`begin` forgets what there is of
    it. ``site`` is None for loose files, whose records tell their sites themselves; they are the
    only ones then.
    """

    def __init__(self, draft: Path) -> None:
        """Open the draft, made before or not: a path in a folder that is there."""

    def begin(self, site: str | None) -> None:
        """Forget what the draft has of a site."""

    def write(self, chunk: Chunk, table: pyarrow.Table) -> None:
        """Add records of the site: the same ones as lines and as a table."""

    def end(self) -> None:
        """Make the site's records durable."""

    def finish(self) -> None:
        """Bring the draft into its last form; all sites are in it."""

    def close(self) -> None:
        """Let go of the draft."""
