"""The address guard on the real way to a connection: a canary that nobody may touch."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

PATH = "/2026/11/20/the-ferry-is-late"


def spellings(address: str) -> list[str]:
    """Other ways to write a loopback address, each a link to the same port."""
    port = address.rpartition(":")[2]
    hosts = ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::ffff:127.0.0.1]"]
    return [
        f"http://{host}:{port}/2026/11/20/secret-of-the-house"
        for host in (address.partition(":")[0], *hosts)
    ]


def test_no_road_leads_to_the_canary(serve: Any, crawl: Any, pages: Any) -> None:
    canary = serve({"/": b"secret"})
    secrets = spellings(canary.address)
    answers: dict[str, Any] = {PATH: pages["article"]("The ferry is late again")}
    for number, secret in enumerate(secrets):
        answers[f"/2026/11/20/redirect-number-{number}"] = (302, {"Location": secret}, b"")
    links = [PATH, *answers, *secrets]
    front = pages["listing"](
        *links, head=f"<link rel=alternate type='application/rss+xml' href='{secrets[0]}'>"
    )
    answers["/"] = front
    answers["/robots.txt"] = (200, {}, f"Sitemap: {secrets[0]}".encode())
    site = serve(answers)
    done = crawl(site)
    assert [record["headline"] for record in done.records] == ["The ferry is late again"]
    assert canary.asked == []


@pytest.mark.parametrize("excepted", [True, False])
def test_a_name_that_resolves_to_loopback(
    serve: Any, crawl: Any, pages: Any, excepted: bool
) -> None:
    """The name passes the check of literals; only the resolver can know."""
    site = serve({"/": pages["listing"](PATH), PATH: pages["article"]("Named")})
    named = f"localhost:{site.address.rpartition(':')[2]}"
    port_open = {"NEWSCRAWL_ALLOW_ADDRESSES": named if excepted else ""}
    done = crawl(site, settings=port_open, arguments={"url": f"http://{named}/"})
    assert bool(done.records) is excepted
    assert bool(site.asked) is excepted


def test_a_refused_seed_names_its_mend(crawl_command: Any, serve: Any, tmp_path: Path) -> None:
    site = serve({})
    settings = {"NEWSCRAWL_ALLOW_ADDRESSES": "", "LOG_LEVEL": "WARNING"}
    line = crawl_command((site,), tmp_path / "x.jsonl", settings, {})
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    (said,) = done.stderr.splitlines()
    assert said.endswith(f"set NEWSCRAWL_ALLOW_ADDRESSES={site.address}")
    assert site.asked == []
