"""Address guard: every form of a loopback address on every road to a connection.

A canary listens on another loopback port, on IPv4 and IPv6, and takes note of each connection. The
site itself is on the list of exceptions, exactly; nothing of the canary is. Other addresses that
must never be asked (metadata, multicast, files) stand in the same places; nothing can answer there,
so that the guard's word is taken from the state.
"""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import quote

from hardships import Options, Result
from hardships.crawls import records, run
from hardships.sites import DAY, Answer, article, article_path, from_table, listing, serve, sitemap

FORMS: Final = (
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1",
    "0177.0.0.1", "017700000001", "0", "0.0.0.0", "127.8.8.8", "localhost", "LOCALHOST",
    "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[0:0:0:0:0:0:0:1]", "%31%32%37.0.0.1",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "user@127.0.0.1", "user:word@localhost",
)  # fmt: skip
ELSEWHERE: Final = (
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest/",
    "http://100.100.100.200/latest/", "http://168.63.129.16/machine", "http://224.0.0.1/a",
    "http://10.0.0.1/a", "http://192.168.1.1/a", "http://[fe80::1]/a", "http://[ff02::1]/a",
    "file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1/a", "data:text/html,<h1>a</h1>",
)  # fmt: skip
_SECRET: Final = f"/{DAY}/a-secret-of-the-house"


def ssrf(options: Options) -> Result:
    """All forms on all roads."""
    result = Result()
    data = options.folder / "ssrf"
    with _canary() as (port, touched):
        targets = [f"http://{form}:{port}{_SECRET}" for form in FORMS] + list(ELSEWHERE)
        table = _roads(targets)
        with serve(from_table(table), *_robots_that_lead_to(targets)) as sites:
            base = sites[0].url.rstrip("/")
            table["/robots.txt"] = Answer(_robots_txt(targets, base))
            run(sites, data)
        result.expect(not touched, f"{len(touched)} connections at the canary")
    stored = [record["url"] for record in records(data)]
    result.expect(bool(stored), "the honest articles were not stored")
    secret = [url for url in stored if url.endswith(_SECRET)]
    result.expect(not secret, f"stored: {secret}")
    result.figures = {
        "forms": len(FORMS) + len(ELSEWHERE),
        "roads": list(_ROADS),
        "connections at the canary": len(touched),
        "refused by the guard": _refused(data),
    }
    return result


_ROADS: Final = (
    "link", "redirect", "meta refresh", "canonical", "amphtml", "pagination", "base", "feed",
    "feed entry", "sitemap line", "sitemap index", "sitemap entry", "robots redirect", "frame",
    "microdata and JSON-LD",
)  # fmt: skip


_FEED_LINK: Final = "<link rel=alternate type='application/rss+xml' href='{}'>"


def _roads(targets: list[str]) -> dict[str, Answer]:
    """A site whose every page leads astray: the paths of its pages, each with its answer."""
    table: dict[str, Answer] = {}
    for number, target in enumerate(targets):
        pages = {
            "redirect": Answer(b"", 302, {"Location": quote(target, safe="/:@[]%")}),
            "refresh": _page(number, f"<meta http-equiv=refresh content='0;url={target}'>"),
            "canonical": _page(number, f"<link rel=canonical href='{target}'>"),
            "amphtml": _page(number, f"<link rel=amphtml href='{target}'>"),
            "next": _page(number, f"<link rel=next href='{target}'>"),
            "base": _page(number, f"<base href='{target}'>", "<a href='/2026/11/20/based-x'>x</a>"),
            "frame": _page(number, "", f"<iframe src='{target}'></iframe><img src='{target}'>"),
            "stated": _page(number, _stated(target)),
            "feed": _page(number, _FEED_LINK.format(target)),
        }
        table |= {f"/{DAY}/way-{name}-{number}-astray": page for name, page in pages.items()}
    table["/feed.xml"] = Answer(_feed(targets), headers={"Content-Type": "application/rss+xml"})
    table["/map.xml"] = Answer(sitemap(*targets), headers={"Content-Type": "application/xml"})
    table["/index.xml"] = Answer(_index(targets), headers={"Content-Type": "application/xml"})
    table[article_path(1)] = Answer(article("An honest story"))
    table["/"] = Answer(listing(*table, *targets, head=_FEED_LINK.format("/feed.xml")))
    return table


def _page(number: int, head: str, more: str = "") -> Answer:
    page = article(f"A way astray {number}", number, head=head)
    return Answer(page.replace(b"</article>", f"{more}</article>".encode()))


def _stated(target: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","url":"{target}",'
        f'"mainEntityOfPage":"{target}","image":"{target}"}}</script>'
    )


def _feed(targets: list[str]) -> bytes:
    items = "".join(f"<item><title>A</title><link>{t}</link></item>" for t in targets)
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


def _index(targets: list[str]) -> bytes:
    places = "".join(f"<sitemap><loc>{target}</loc></sitemap>" for target in targets)
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</sitemapindex>'
    ).encode()


def _robots_txt(targets: list[str], base: str) -> bytes:
    lines = [f"Sitemap: {target}" for target in [*targets, f"{base}/map.xml", f"{base}/index.xml"]]
    return "\n".join(["User-agent: *", "Allow: /", *lines]).encode()


def _robots_that_lead_to(targets: list[str]) -> list[Callable[[str], Answer]]:
    """Sites whose robots.txt redirects to each of some targets."""
    return [
        from_table({"/robots.txt": Answer(b"", 302, {"Location": target}), "/": Answer(listing())})
        for target in targets
        if target.isascii()
    ]


@contextmanager
def _canary() -> Iterator[tuple[int, list[str]]]:
    """A port on all loopback addresses, and who came."""
    touched: list[str] = []
    plain = socket.socket()
    plain.bind(("0.0.0.0", 0))
    port = plain.getsockname()[1]
    listeners = [plain]
    if socket.has_ipv6:
        six = socket.socket(socket.AF_INET6)
        six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        six.bind(("::", port))
        listeners.append(six)
    for listener in listeners:
        listener.listen()
        Thread(target=_note_guests, args=(listener, touched), daemon=True).start()
    try:
        yield port, touched
    finally:
        for listener in listeners:
            listener.close()


def _note_guests(listener: socket.socket, touched: list[str]) -> None:
    while True:
        try:
            guest, address = listener.accept()
        except OSError:
            return
        touched.append(str(address))
        guest.close()


def _refused(data: Path) -> int:
    with sqlite3.connect(data / "state.db") as database:
        query = "select count(*) from urls where outcome = 'disallowed'"
        return int(database.execute(query).fetchone()[0])
