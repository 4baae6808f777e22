"""Servers that fail, a hundred times each kind: no half article, no neighbour slowed, all fetched.

Every kind of fault has some sites of its own, and each of those some pages that fail in that way
and some that do not. Calm sites are crawled beside them and, in another run, alone: what a host
does wrong must not cost the others. At last the servers are mended, and the next run fetches the
rest.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler
from threading import Event
from time import sleep
from typing import Any, Final

from hardships import Options, Result
from hardships.crawls import Ended, faults_of, records, run
from hardships.sites import (
    Answer,
    Site,
    article,
    article_path,
    from_table,
    listing,
    reset,
    send_head,
    serve,
)

FAULTS: Final = 100
SITES: Final = 10  # per kind of fault
CALM_SITES: Final = 5
CALM_ARTICLES: Final = 40
CALM_SHARE: Final = 0.8  # of their throughput that calm sites keep at least
TIMEOUT_S: Final = 4
RETRY_AFTER_S: Final = 1.0
# Calm sites are crawled with this delay, so that it is the network and not the processor that
# decides how fast they are.
DELAY_S: Final = 0.2
DRIP_S: Final = 0.5
SETTINGS: Final = {
    "DOWNLOAD_TIMEOUT": TIMEOUT_S,
    "NEWSCRAWL_DELAY": DELAY_S,
    "NEWSCRAWL_MAX_ERRORS": 0,
}


def faults(options: Options) -> Result:
    """All kinds at once, beside calm sites; then mended."""
    result, mended = Result(), Event()
    per_site = options.share(FAULTS // SITES)
    answers = [_failing(kind, per_site, mended) for kind in _KINDS.values() for _ in range(SITES)]
    calm_answers = [_calm() for _ in range(CALM_SITES)]
    with serve(*answers, *calm_answers) as sites:
        bad, calm = sites[: len(answers)], sites[len(answers) :]
        run(calm, options.folder / "calm", SETTINGS)
        alone = _pace(calm)
        data = options.folder / "faults"
        _note(run(sites, data, SETTINGS), result)
        beside = _pace(calm)
        half = _half_articles(data, bad)
        _note_waits(bad, result)
        mended.set()
        ended = run(sites, data, SETTINGS)
        _note(ended, result)
        result.failures += faults_of(data, _wanted(bad, per_site, calm))
    result.expect(not half, f"{len(half)} half articles stored unflagged: {half[:2]}")
    result.expect(
        beside >= CALM_SHARE * alone,
        f"calm sites gave {beside:.1f} pages a second beside failing ones, {alone:.1f} alone",
    )
    result.figures = {
        "faults of each kind": per_site * SITES,
        "kinds": list(_KINDS),
        "half articles": len(half),
        "throughput kept by calm sites": round(beside / alone, 2),
    }
    return result


def robots(options: Options) -> Result:
    """What an answer to robots.txt means, after RFC 9309."""
    result = Result()
    with serve(*(partial(_with_robots, how) for how, _ in _ROBOTS.values())) as sites:
        run(sites, options.folder / "robots", SETTINGS | {"NEWSCRAWL_DELAY": 0})
        for site, (name, (_, allowed)) in zip(sites, _ROBOTS.items(), strict=True):
            asked = [path for path in site.asked if path.startswith("/2026")]
            result.expect(bool(asked) is allowed, f"{name}: {'not ' * allowed}asked")
            result.expect(site.asked[:1] == ["/robots.txt"], f"{name}: first {site.asked[:1]}")
    result.figures = {"answers to robots.txt": len(_ROBOTS)}
    return result


# -- the ways to fail


def _reset_within(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    send_head(handler, answer, len(answer.body))
    handler.wfile.write(answer.body[: len(answer.body) // 2])
    reset(handler)


def _cut_gzip(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    packed = gzip.compress(answer.body)[:-200]
    send_head(handler, replace(answer, headers={"Content-Encoding": "gzip"}), len(packed))
    handler.wfile.write(packed)


def _too_long(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    send_head(handler, answer, len(answer.body) + 5_000)
    handler.wfile.write(answer.body)
    handler.close_connection = True


def _too_short(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """The head announces less than there is: the rest is not read by anyone."""
    send_head(handler, answer, len(answer.body) * 2 // 3)
    handler.wfile.write(answer.body)
    handler.close_connection = True


def _broken(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    body = b"<h1>Backend fetch failed</h1>"
    send_head(handler, Answer(status=503, headers={"Retry-After": "0"}), len(body))
    handler.wfile.write(body)


def _drip(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    send_head(handler, answer, len(answer.body))
    for byte in answer.body[:60]:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        sleep(DRIP_S)
    handler.close_connection = True


def _loop(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    send_head(handler, Answer(status=302, headers={"Location": handler.path}), 0)


def _too_many(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    send_head(handler, Answer(status=429, headers={"Retry-After": str(int(RETRY_AFTER_S))}), 0)


def _silent(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    handler.close_connection = True


_KINDS: Final[dict[str, Callable[[BaseHTTPRequestHandler, Answer], None]]] = {
    "reset within the body": _reset_within,
    "gzip cut off": _cut_gzip,
    "length too long": _too_long,
    "length too short": _too_short,
    "503": _broken,
    "slow drip": _drip,
    "redirect loop": _loop,
    "429 with Retry-After": _too_many,
    "no answer": _silent,
}


def _failing(
    kind: Callable[[BaseHTTPRequestHandler, Answer], None], number: int, mended: Event
) -> Callable[[str], Answer]:
    """A site with so many pages that fail until it is mended, and three that never do."""
    paths = [article_path(n) for n in range(number + 3)]

    def answer(path: str) -> Answer:
        if path == "/":
            return Answer(listing(*paths))
        if path not in paths:
            return Answer(b"<h1>Not found</h1>", 404)
        at = paths.index(path)
        page = Answer(article(f"Story {at} of the harbour", at))
        return page if at >= number or mended.is_set() else replace(page, send=kind)

    return answer


def _calm() -> Callable[[str], Answer]:
    paths = [article_path(n) for n in range(CALM_ARTICLES)]
    table = {path: Answer(article(f"Calm story {n}", n)) for n, path in enumerate(paths)}
    return from_table({"/": Answer(listing(*paths)), **table})


# -- what came of it


def _pace(calm: list[Site]) -> float:
    """Pages per second that the calm sites were asked, each over its own time; then forgotten."""
    paces = []
    for site in calm:
        (first, _), *_, (last, _) = site.log
        paces.append((len(site.log) - 1) / (last - first))
        site.log.clear()
    return sum(paces)


def _note(ended: Ended, result: Result) -> None:
    result.expect(ended.code == 0, f"a crawl ended with {ended.code}: {ended.said[-300:]}")
    result.expect("Traceback" not in ended.said, f"a traceback: {ended.said[-600:]}")


def _half_articles(data: Any, bad: list[Site]) -> list[str]:
    """Records whose text is not whole, and that do not say so."""
    last = "objections have been read"
    return [
        record["url"]
        for record in records(data)
        if last not in (record["article_body"] or "") and not record["problems"]
    ]


def _note_waits(bad: list[Site], result: Result) -> None:
    """Nobody is asked before Retry-After has passed."""
    at = list(_KINDS).index("429 with Retry-After")
    for site in bad[at * SITES : (at + 1) * SITES]:
        for (asked, path), (following, _) in zip(site.log, site.log[1:], strict=False):
            failing = path.startswith("/2026") and site.answer(path).send is not None
            if failing and following - asked < RETRY_AFTER_S - 0.02:
                result.failures.append(f"asked again {following - asked:.2f} s after a 429")


def _wanted(bad: list[Site], per_site: int, calm: list[Site]) -> Iterator[str]:
    for sites, number in ((bad, per_site + 3), (calm, CALM_ARTICLES)):
        for site in sites:
            yield from (f"{site.url.rstrip('/')}{article_path(n)}" for n in range(number))


# -- robots.txt: how it is answered, and whether pages may be asked then

_ALLOWING: Final = Answer(b"User-agent: *\nAllow: /\n", headers={"Content-Type": "text/plain"})
_FORBIDDING: Final = Answer(b"User-agent: *\nDisallow: /2026\n")


def _status(status: int, **headers: str) -> Answer:
    return Answer(b"no robots here", status, headers)


_ROBOTS: Final[dict[str, tuple[Answer, bool]]] = {
    "200, allowed": (_ALLOWING, True),
    "200, forbidden": (_FORBIDDING, False),
    "200, empty": (Answer(b""), True),
    "200, a page instead": (Answer(b"<!doctype html><h1>Not here</h1>"), True),
    "200, forbidden with a byte order mark": (Answer(b"\xef\xbb\xbf" + _FORBIDDING.body), False),
    "200, forbidden for us by name": (
        Answer(b"User-agent: NewsCrawl\nDisallow: /\n\nUser-agent: *\nAllow: /\n"),
        False,
    ),
    "200, forbidden for others by name": (
        Answer(b"User-agent: otherbot\nDisallow: /\n"),
        True,
    ),
    "200, rules beyond 512 KiB": (
        Answer(b"User-agent: *\n" + b"# filling\n" * 60_000 + b"Disallow: /\n"),
        True,
    ),
    "301 to rules that forbid": (_status(301, Location="/rules.txt"), False),
    "redirect loop": (_status(302, Location="/robots.txt"), False),
    "401": (_status(401), True),
    "403": (_status(403), True),
    "404": (_status(404), True),
    "410": (_status(410), True),
    "429": (_status(429, **{"Retry-After": "0"}), False),
    "500": (_status(500), False),
    "503": (_status(503, **{"Retry-After": "0"}), False),
    "closed without an answer": (Answer(send=_silent), False),
    "slow drip": (Answer(b"User-agent: *\nAllow: /\n" * 9, send=_drip), False),
}


def _with_robots(robots_txt: Answer, path: str) -> Answer:
    if path == "/robots.txt":
        return robots_txt
    if path == "/rules.txt":
        return _FORBIDDING
    return _calm_site(path)


_calm_site: Final = _calm()
