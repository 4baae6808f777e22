"""Kill storm: one large crawl, killed again and again without warning, must come out whole.

The moments are drawn from a seed: after so many more articles were asked. Some of the runs that
resume are killed at once again, while they recover. At the end one run does the rest, and every
article must have exactly one whole record.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from subprocess import Popen
from time import monotonic, sleep
from typing import Final

from hardships import Options, Result
from hardships.crawls import ROOT, faults_of, run, start
from hardships.sites import Site, article_path, large_site, serve

ARTICLES: Final = 2_000
KILLS: Final = 50
KILLED_RECOVERIES: Final = 20
# Longest wait for the next article, in seconds; a run that takes longer is stuck.
PATIENCE_S: Final = 60.0
# A run that recovers is killed within so many seconds of its start.
RECOVERY_S: Final = 1.5


def storm(options: Options) -> Result:
    """The storm over a whole crawl."""
    dice = random.Random(options.seed)
    articles, kills = options.share(ARTICLES, 60), options.share(KILLS, 3)
    again = options.share(KILLED_RECOVERIES, 2)
    data = options.folder / "storm"
    result = Result()
    with serve(large_site(articles)) as (site,):
        for number in range(kills):
            more = dice.randint(1, max(2, articles // kills))
            _killed_after(site, start([site], data), more, result)
            if number % (kills // again) == 0:
                _killed_early(start([site], data), dice.uniform(0.2, RECOVERY_S))
        ended = run([site], data)
        asked = sum("story" in path for path in site.asked)
        wanted = [f"{site.url.rstrip('/')}{article_path(n)}" for n in range(articles)]
    result.expect(ended.code == 0, f"the last run ended with {ended.code}: {ended.said[-300:]}")
    result.failures += faults_of(data, wanted)
    result.figures = {
        "articles": articles,
        "kills": kills,
        "kills while recovering": again,
        "lost": sum(" lost" in failure for failure in result.failures),
        "fetched again": asked - articles,
    }
    return result


def steps(options: Options) -> Result:
    """A small run killed before, within and after every single step that lasts."""
    script = ROOT / "tests" / "unit" / "crashing_run.py"
    folder = options.folder / "steps"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, script, folder], check=True, capture_output=True, timeout=900
    )
    told = json.loads(done.stdout)
    return Result(
        {"steps": len(told["steps"]), "kinds": sorted(set(told["steps"]))},
        [f"{case}: {what}" for case, what in told["complaints"].items()],
    )


def _killed_after(site: Site, process: Popen[bytes], more: int, result: Result) -> None:
    """Kill the run once so many more articles were asked, or when it has ended by itself."""
    before, began = _stories(site), monotonic()
    while _stories(site) < before + more and process.poll() is None:
        if monotonic() - began > PATIENCE_S:
            result.failures.append("a resumed run asked for nothing")
            break
        sleep(0.005)
    _kill(process)


def _killed_early(process: Popen[bytes], seconds: float) -> None:
    sleep(seconds)
    _kill(process)


def _kill(process: Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def _stories(site: Site) -> int:
    return sum("story" in path for path in site.asked)
