"""A second crawl of a site that was edited, killed again and again: each edit is one version.

Every other article was edited between the runs, every third has further pages. The moments are
drawn from a seed: after so many more pages were asked. At the end each article must have its
versions once, whole, with the text of all its pages, and no further page a record of its own.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from time import monotonic, sleep
from typing import Any, Final

from hardships import Options, Result
from hardships.crawls import records, run, start
from hardships.sites import Answer, Site, article, article_path, large_site, serve

ARTICLES: Final = 300
KILLS: Final = 25
PARTS: Final = 3  # pages of every third article
# The runs are told the time: the second one is due for all articles of the first.
FIRST, SECOND = "2026-11-20T09:00:00+00:00", "2026-11-20T16:00:00+00:00"
# Longest wait for the next page, in seconds; a run that takes longer is stuck.
PATIENCE_S: Final = 60.0
EDIT: Final = (
    "<p>Correction: the number of boats that leave pier {n} on a Sunday is {n} and not one more,"
    " as was said here in the morning; the council has asked us to say so.</p>"
)


def visits(options: Options) -> Result:
    """Crawl, edit, and crawl again under a storm of kills."""
    dice, result = random.Random(options.seed), Result()
    number, kills = options.share(ARTICLES, 18), options.share(KILLS, 3)
    data, edited = options.folder / "visits", [False]
    with serve(_site(number, edited)) as (site,):
        first = run([site], data, _settings(FIRST))
        edited[0] = True
        before = len(site.log)
        for _ in range(kills):
            _killed_after(site, data, dice.randint(1, max(2, 2 * number // kills)), result)
        last = run([site], data, _settings(SECOND))
        asked = len(site.log) - before
        root = site.url.rstrip("/")
    for ended, which in ((first, "first"), (last, "last")):
        result.expect(ended.code == 0, f"the {which} run ended with {ended.code}: {ended.said}")
    result.failures += _faults_of(data, root, number)
    result.figures = {
        "articles": number,
        "edited": sum(map(_is_edited, range(number))),
        "of several pages": sum(map(_has_parts, range(number))),
        "kills": kills,
        "pages asked in all": asked,
    }
    return result


def _is_edited(number: int) -> bool:
    return number % 2 == 1


def _has_parts(number: int) -> bool:
    return number % 3 == 0


def _site(articles: int, edited: list[bool]) -> Callable[[str], Answer]:
    plain = large_site(articles)

    def answer(path: str) -> Answer:
        rest = path.partition("story-number-")[2]
        if not rest:
            return plain(path)
        number, part = int(rest.partition("-")[0]), int(path.partition("?page=")[2] or 1)
        return Answer(_page(number, part, is_edited=edited[0] and _is_edited(number)))

    return answer


def _page(number: int, part: int, *, is_edited: bool) -> bytes:
    """A page of an article; the edit stands on the last one."""
    parts = PARTS if _has_parts(number) else 1
    page = article(f"Story {number} of the harbour", number + 10_000 * part)
    more = EDIT.format(n=number) if is_edited and part == parts else ""
    others = (n for n in range(1, parts + 1) if n != part)
    path = article_path(number)
    more += " ".join(f"<a href='{path}?page={n}'>{n}</a>" for n in others)
    return page.replace(b"</article>", f"{more}</article>".encode())


def _settings(now: str) -> dict[str, Any]:
    return {"NEWSCRAWL_NOW": now}


def _killed_after(site: Site, data: Path, more: int, result: Result) -> None:
    """Kill a run once so many more pages were asked, or when it has ended by itself."""
    process: Popen[bytes] = start([site], data, _settings(SECOND))
    before, began = len(site.log), monotonic()
    while len(site.log) < before + more and process.poll() is None:
        if monotonic() - began > PATIENCE_S:
            result.failures.append("a resumed run asked for nothing")
            break
        sleep(0.005)
    process.kill()
    process.communicate()


def _faults_of(data: Path, root: str, articles: int) -> list[str]:
    """What is not as it must be of the records."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    try:
        for record in records(data):
            found[record["url"]].append(record)
    except Exception as error:  # noqa: BLE001 - whatever it is, a line is not as it must be
        return [f"a line is torn or not valid: {error}"]
    wanted = {f"{root}{article_path(number)}": number for number in range(articles)}
    faults = [f"not asked for: {url}" for url in sorted(found.keys() - wanted.keys())]
    for url, number in wanted.items():
        faults += [f"{url}: {fault}" for fault in _faults(found[url], number)]
    return faults + [f"left over: {part}" for part in data.rglob("*.part")]


def _faults(versions: list[dict[str, Any]], number: int) -> list[str]:
    versions = sorted(versions, key=lambda record: record["version"])
    numbers, wanted = [record["version"] for record in versions], [1, 2][: 1 + _is_edited(number)]
    if numbers != wanted:
        return [f"versions {numbers}, not {wanted}"]
    parts = range(1, (PARTS if _has_parts(number) else 1) + 1)
    faults = []
    for record in versions:
        text, edit = record["article_body"], record["version"] == 2
        missing = [n for n in parts if f"line {number + 10_000 * n} of" not in text]
        if missing or ("Correction" in text) is not edit:
            faults.append(f"version {record['version']}: pages {missing} are missing, or its edit")
    return faults
