"""The memory limit, which Scrapy has for its own process, with the worker processes counted in.

Pages that processes share are counted for each: the sum is rather too high than too low.
"""

from __future__ import annotations

import os
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage


class MemoryLimit(MemoryUsage):
    """Closes the crawl when its processes have more memory than ``MEMUSAGE_LIMIT_MB``."""

    def get_virtual_size(self) -> int:
        """The most that this process had, and what its workers have now, in bytes."""
        workers = (worker.pid for worker in active_children())
        return super().get_virtual_size() + sum(resident(pid) for pid in workers if pid)


def resident(pid: int) -> int:
    """Resident size of a process in bytes; 0 where the system (all but Linux) does not tell."""
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
