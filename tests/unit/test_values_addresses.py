"""The address guard's judgement: every spelling of an address that is not public is refused."""

from __future__ import annotations

import pytest

from newscrawl.errors import UsageError
from newscrawl.values.addresses import (
    is_metadata,
    is_public,
    literal_address,
    parse_exceptions,
    parse_ports,
    refusal_of_url,
)

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "[2001:db8::1]",
    ],
)
def test_not_public(host: str) -> None:
    refusal = refusal_of_url(f"http://{host}/x", NONE)
    assert refusal is not None
    assert "is not a public address" in refusal


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "134744072", "[2606:4700::1111]", "example.com", "1.org"]
)
def test_public_or_left_to_the_resolver(host: str) -> None:
    assert refusal_of_url(f"https://{host}/", NONE) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "is not an http or https address"),
        ("ftp://example.com/", "is not an http or https address"),
        ("http:///x", "is not an http or https address"),
        ("http://user:pw@example.com/", "carries a user name or password"),
        ("http://example.com:22/", "port 22 is not one of 80, 443; to crawl it all the same"),
        ("http://example.com:8443/", "port 8443 is asked only with NEWSCRAWL_PORTS=8443"),
        ("http://example.com:99999/", "is not a valid address"),
        ("http://[bad/", "is not a valid address"),
    ],
)
def test_refused_for_other_reasons(url: str, reason: str) -> None:
    refusal = refusal_of_url(url, NONE)
    assert refusal is not None
    assert reason in refusal


def test_the_message_names_the_mend_and_the_mend_mends() -> None:
    refusal = refusal_of_url("http://127.0.0.1:8700/", parse_exceptions("127.0.0.1:8701"))
    assert refusal == (
        "127.0.0.1:8700 is not a public address; to crawl it all the same, "
        "set NEWSCRAWL_ALLOW_ADDRESSES=127.0.0.1:8700"
    )
    assert refusal_of_url("http://127.0.0.1:8700/", parse_exceptions("127.0.0.1:8700")) is None


@pytest.mark.parametrize(
    ("excepted", "url", "allowed"),
    [
        ("127.0.0.1:80", "http://127.0.0.1/", True),
        ("127.0.0.1:80", "http://127.1/", False),
        ("127.0.0.1:80", "https://127.0.0.1/", False),
        ("localhost:8700", "http://localhost:8700/", True),
        ("[::1]:8700", "http://[::1]:8700/", True),
        ("news.example.com:9000", "http://news.example.com:9000/", True),
    ],
)
def test_exceptions_are_exact(excepted: str, url: str, allowed: bool) -> None:
    assert (refusal_of_url(url, parse_exceptions(excepted)) is None) is allowed


@pytest.mark.parametrize(
    "listed",
    [
        "127.0.0.1",
        "127.0.0.1:",
        "*:80",
        "10.0.0.0/8:80",
        "http://x:80",
        "169.254.169.254:80",
        "2852039166:80",
        "[fe80::1]:80",
        "168.63.129.16:80",
    ],
)
def test_exceptions_that_are_none(listed: str) -> None:
    with pytest.raises(UsageError, match="NEWSCRAWL_ALLOW_ADDRESSES"):
        parse_exceptions(listed)


def test_metadata_is_known_in_every_spelling() -> None:
    for spelling in (
        "169.254.169.254",
        "2852039166",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
    ):
        address = literal_address(spelling)
        assert address is not None
        assert is_metadata(address)
        assert not is_public(address)


def test_ports_are_added_one_by_one() -> None:
    added = parse_ports("8080")
    assert refusal_of_url("http://example.com:8080/", NONE, added) is None
    assert refusal_of_url("http://example.com:8443/", NONE, added) is not None


@pytest.mark.parametrize("listed", ["22", "8080,eighty", "8080:8443"])
def test_ports_that_cannot_be_added(listed: str) -> None:
    with pytest.raises(UsageError, match="NEWSCRAWL_PORTS"):
        parse_ports(listed)
