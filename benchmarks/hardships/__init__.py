"""Hardships for a crawl, each a trial of its own: kills, full disks, bad servers, traps, bombs.

A trial is a function ``(options) -> Result``. It makes its own servers on loopback, runs newscrawl
as users do (a process of its own), and says what it measured and what is not as it must be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """How hard to try: ``scale`` 1.0 is the whole trial; ``corpus`` has pages for some of them."""

    folder: Path  # for data folders; a trial makes its own inside
    scale: float = 1.0
    seed: int = 20_261_124
    jobs: int = 2
    corpus: Path | None = None

    def share(self, whole: int, least: int = 1) -> int:
        """So many of something at this scale."""
        return max(least, round(whole * self.scale))


@dataclass(slots=True)
class Result:
    """What a trial measured, and in ``failures`` what broke a promise, in plain words."""

    figures: dict[str, Any] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> None:
        """Note a failure unless something holds."""
        if not holds:
            self.failures.append(otherwise)
