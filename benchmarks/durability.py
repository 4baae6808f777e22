"""Tries whether newscrawl keeps its promises when things go wrong; prints what was measured.

    python benchmarks/durability.py all [--corpus PATH] [--scale 1.0]
    python benchmarks/durability.py storm faults --scale 0.1

Trials: ``storm`` (one crawl killed again and again), ``visits`` (the same while stored articles are
asked again and several pages become one), ``steps`` (killed at every step that lasts),
``full`` (a full disk), ``locks`` (several runs over one folder), ``faults`` (servers that fail),
``robots`` (answers to robots.txt), ``ssrf`` (addresses that must not be asked), ``bombs``, ``soak``
(a very long crawl), and on pages of a corpus ``fuzz`` and ``determinism``. --scale makes them
smaller or larger. The exit code is 1 when a promise was broken. Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from hardships import Options, Result
from hardships.bombs import bombs
from hardships.disk import full, locks
from hardships.faults import faults, robots
from hardships.pages import determinism, fuzz
from hardships.soak import soak
from hardships.ssrf import ssrf
from hardships.storm import steps, storm
from hardships.visits import visits

TRIALS: Final[dict[str, Callable[[Options], Result]]] = {
    "storm": storm,
    "visits": visits,
    "steps": steps,
    "full": full,
    "locks": locks,
    "faults": faults,
    "robots": robots,
    "ssrf": ssrf,
    "bombs": bombs,
    "soak": soak,
    "fuzz": fuzz,
    "determinism": determinism,
}
NEED_CORPUS: Final = ("fuzz", "determinism")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials and print a line for each; 1 when a promise was broken."""
    options = _parse(arguments)
    broken = False
    for name in _names(options):
        began = monotonic()
        with TemporaryDirectory(prefix="durability-", dir=options.folder) as folder:
            result = TRIALS[name](
                Options(Path(folder), options.scale, jobs=options.jobs, corpus=options.corpus)
            )
        verdict = "BROKEN" if result.failures else "kept"
        figures = json.dumps(result.figures, ensure_ascii=False)
        print(f"{name}: {verdict} ({monotonic() - began:.0f} s) {figures}", flush=True)
        for failure in result.failures[:20]:
            print(f"  {failure}", flush=True)
        broken = broken or bool(result.failures)
    return int(broken)


def _names(options: argparse.Namespace) -> list[str]:
    if "all" not in options.trials:
        return list(options.trials)
    return [name for name in TRIALS if options.corpus or name not in NEED_CORPUS]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trials", nargs="+", choices=["all", *TRIALS], metavar="TRIAL")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where the data folders are made")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
