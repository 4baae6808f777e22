"""Soak: a very long crawl, with its resident size and its open files looked at on the way."""

from __future__ import annotations

import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from hardships import Options, Result
from hardships.crawls import faults_of, start
from hardships.sites import article_path, large_site, serve

PAGES: Final = 50_000
LOOK_S: Final = 2.0
GROWTH_MB: Final = 10.0  # per 10,000 pages
# Pages after which caches of a fixed size are taken to be full, as a share of all.
WARM_SHARE: Final = 0.2
FILES: Final = 5  # open files more or less than at the start of the measured part


def soak(options: Options) -> Result:
    """Crawl so many pages, and look every two seconds."""
    pages, result = options.share(PAGES, 2_000), Result()
    data = options.folder / "soak"
    looks: list[tuple[int, float, int]] = []
    with serve(large_site(pages, size=20_000)) as (site,):
        began = monotonic()
        process = start([site], data)
        while process.poll() is None:
            looks.append((len(site.log), *_look(process)))
            sleep(LOOK_S)
        seconds = monotonic() - began
        said = process.communicate()[1].decode()
        wanted = [f"{site.url.rstrip('/')}{article_path(n)}" for n in range(pages)]
    result.expect(process.returncode == 0, f"exit code {process.returncode}: {said[-300:]}")
    result.failures += faults_of(data, wanted)
    warm = [look for look in looks if look[0] >= WARM_SHARE * pages and look[1]]
    growth = _slope([(count, size) for count, size, _ in warm]) * 10_000
    files = {number for _, _, number in warm}
    result.expect(growth <= GROWTH_MB, f"{growth:.1f} MB more every 10,000 pages")
    result.expect(max(files) - min(files) <= FILES, f"open files: {min(files)} to {max(files)}")
    result.figures = {
        "pages": pages,
        "pages per second": round(pages / seconds, 1),
        "MB more per 10,000 pages": round(growth, 2),
        "largest resident size (MB)": round(max(size for _, size, _ in looks)),
        "open files": f"{min(files)} to {max(files)}",
    }
    return result


def _look(process: subprocess.Popen[bytes]) -> tuple[float, int]:
    """Resident size in MB and number of open files; zeros where it has just ended."""
    folder = Path(f"/proc/{process.pid}")
    try:
        status = (folder / "status").read_text()
        size = int(status.partition("VmRSS:")[2].split()[0]) / 1024
        return size, len(list((folder / "fd").iterdir()))
    except (OSError, IndexError):
        return 0.0, 0


def _slope(points: list[tuple[int, float]]) -> float:
    """Least squares: how much the second grows with one more of the first."""
    number = len(points)
    mean_x = sum(x for x, _ in points) / number
    mean_y = sum(y for _, y in points) / number
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0
