"""The demo's server: ports, validators, log."""

from __future__ import annotations

import socket
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

from newscrawl.demo import serve
from newscrawl.demo.newsroom import load_newsrooms
from newscrawl.demo.server import BLOCK_SIZE, BLOCKS_TRIED, HOST
from newscrawl.errors import UsageError


@pytest.fixture(scope="module")
def served():
    with serve(0) as running:
        yield running


def ask(url: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers=sent)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_every_newsroom_answers_on_its_own_port(served):
    assert len(set(served.urls)) == len(served.newsrooms) == 4
    assert [ask(url)[0].status for url in served.urls] == [200] * 4
    assert served.addresses == ",".join(urlsplit(url).netloc for url in served.urls)


def test_article_urls_answer_with_their_headline(served):
    newsroom = served.newsrooms[1]
    response, body = ask(newsroom.article_urls[0])
    assert response.status == 200
    assert newsroom.truth[0].headline in body.decode()


def test_head_has_the_headers_of_get_and_no_body(served):
    got, body = ask(served.urls[0])
    head, nothing = ask(served.urls[0], "HEAD")
    assert nothing == b""
    assert head.getheader("Content-Length") == str(len(body)) == got.getheader("Content-Length")
    assert head.getheader("ETag") == got.getheader("ETag")


@pytest.mark.parametrize(
    ("validator", "status"),
    [
        ({"If_None_Match": "{etag}"}, 304),
        ({"If_None_Match": 'W/{etag}, "other"'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"other"'}, 200),
        ({"If_Modified_Since": "{modified}"}, 304),
        ({"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
        ({"If_Modified_Since": "Fri, 02 Jan 2026 00:00:00 GMT"}, 200),
        ({"If_Modified_Since": "yesterday"}, 200),
        ({"If_None_Match": '"other"', "If_Modified_Since": "{modified}"}, 200),
    ],
)
def test_conditional_requests(served, validator, status):
    url = served.newsrooms[0].article_urls[0]
    first, _ = ask(url)
    marks = {"etag": first.getheader("ETag"), "modified": first.getheader("Last-Modified")}
    headers = {name: value.format(**marks) for name, value in validator.items()}
    response, body = ask(url, **headers)
    assert response.status == status
    assert (body == b"") == (status == 304)


@pytest.mark.parametrize(
    ("place", "path", "content_type"),
    [
        (0, "/feed/", "application/rss+xml; charset=utf-8"),
        (0, "/sitemap_index.xml", "application/xml; charset=utf-8"),
        (1, "/sitemaps/2026-10.xml.gz", "application/gzip"),
        (2, "/", "text/html; charset=ISO-8859-1"),
        (2, "/rss/sport.atom", "application/atom+xml; charset=utf-8"),
        (3, "/", "text/html"),
        (3, "/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_content_types(served, place, path, content_type):
    response, _ = ask(served.newsrooms[place].url + path.removeprefix("/"))
    assert (response.status, response.getheader("Content-Type")) == (200, content_type)


def test_old_addresses_lead_to_the_article(served):
    newsroom = served.newsrooms[2]
    response, _ = ask(newsroom.url + "kurz/4711")
    assert response.status == 301
    assert response.getheader("Location") in newsroom.article_urls


def test_unknown_addresses_are_404_pages_without_validators(served):
    response, body = ask(served.urls[0] + "nirgendwo/", If_None_Match="*")
    assert response.status == 404
    assert b"404" in body
    assert response.getheader("ETag") is None


def test_log_tells_what_was_asked(served):
    before = len(served.requests)
    ask(served.urls[1] + "about?x=1")
    ask(served.urls[1] + "nowhere", If_Modified_Since="Fri, 02 Jan 2026 00:00:00 GMT")
    lines = [
        (line.newsroom, line.method, line.path, line.status, line.conditional)
        for line in served.requests[before:]
    ]
    assert lines == [
        ("courier", "GET", "/about?x=1", 200, False),
        ("courier", "GET", "/nowhere", 404, True),
    ]


def test_same_bytes_at_every_start():
    rooms = load_newsrooms(["courier"])
    bodies = []
    for _ in range(2):
        with serve(0, rooms) as running:
            own = running.urls[0].encode()
            bodies.append(ask(running.urls[0])[1].replace(own, b""))
    assert bodies[0] == bodies[1]


def free_blocks(count: int) -> int:
    """A base port above which ``count`` blocks are free now."""
    for base in range(20000, 60000, BLOCK_SIZE * BLOCKS_TRIED):
        probes = [socket.socket() for _ in range(count)]
        try:
            for place, probe in enumerate(probes):
                probe.bind((HOST, base + place * BLOCK_SIZE + 1))
        except OSError:
            continue
        else:
            return base
        finally:
            for probe in probes:
                probe.close()
    raise AssertionError("no free ports on this machine")


def test_next_block_is_taken_when_a_port_is_in_use():
    rooms = load_newsrooms(["guichet", "courier"])
    base = free_blocks(2)
    with socket.create_server((HOST, base + 2)), serve(base, rooms) as running:
        taken = [urlsplit(url).port for url in running.urls]
    assert taken == [base + BLOCK_SIZE + 1, base + BLOCK_SIZE + 2]


def test_no_free_block_is_an_error_that_names_the_option():
    rooms = load_newsrooms(["guichet"])
    base = free_blocks(BLOCKS_TRIED)
    ports = range(base + 1, base + BLOCK_SIZE * BLOCKS_TRIED, BLOCK_SIZE)
    holders = [socket.create_server((HOST, port)) for port in ports]
    try:
        with pytest.raises(UsageError, match="--port"), serve(base, rooms):
            pass
    finally:
        for holder in holders:
            holder.close()


@pytest.mark.parametrize("port", [-1, 65530, 70000])
def test_impossible_ports_are_refused(port):
    with pytest.raises(UsageError, match="--port"), serve(port):
        pass
