"""Network addresses: which of them the crawl may connect to.

Only global unicast addresses are public. Forms that carry an IPv4 address inside an IPv6 one
(mapped, 6to4, NAT64, Teredo) are judged by what they carry as well. Exceptions are exact
``host:port`` pairs; metadata services of clouds can never be excepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from newscrawl.errors import UsageError
from newscrawl.values.urls import DEFAULT_PORTS

_NUMBER: Final = re.compile(r"0x[0-9a-f]{1,32}|\d{1,32}", re.I | re.A)

Address = IPv4Address | IPv6Address

# Ports that are asked unless told otherwise, and those that may be added: others answer to
# protocols that a request could be smuggled into.
WEB_PORTS: Final = frozenset({80, 443})
OPTIONAL_PORTS: Final = frozenset({8080, 8443})
# IPv6 networks whose last 32 bits are an IPv4 address: NAT64, and the compatible and translated
# forms of old.
_WITH_IPV4: Final = tuple(
    map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96"))
)
# Where clouds keep credentials, besides all link-local addresses: Alibaba, Oracle, Azure, AWS.
_METADATA: Final = frozenset({"100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254"})


def parse_exceptions(listed: str) -> frozenset[str]:
    """Read ``host:port,host:port`` as NEWSCRAWL_ALLOW_ADDRESSES gives it.

    Raises:
        UsageError: an entry is not an exact host and port, or names a metadata service.
    """
    entries = frozenset(entry.strip().lower() for entry in listed.split(",") if entry.strip())
    for entry in entries:
        host, _, port = entry.rpartition(":")
        if not host or not port.isdigit() or any(char in host for char in "*/@"):
            raise UsageError(
                f"NEWSCRAWL_ALLOW_ADDRESSES: {entry!r} is not an exact host:port; "
                "write it like 127.0.0.1:8700"
            )
        literal = literal_address(host)
        if literal is not None and is_metadata(literal):
            raise UsageError(
                f"NEWSCRAWL_ALLOW_ADDRESSES: {entry!r} is a metadata service of clouds, which "
                "can never be crawled; take it off the list"
            )
    return entries


def parse_ports(listed: str) -> frozenset[int]:
    """Read ``8080,8443`` as NEWSCRAWL_PORTS gives it; 80 and 443 are always in.

    Raises:
        UsageError: an entry is not one of the ports that may be added.
    """
    entries = {entry.strip() for entry in listed.split(",") if entry.strip()}
    known = {str(port): port for port in WEB_PORTS | OPTIONAL_PORTS}
    for entry in sorted(entries - known.keys()):
        raise UsageError(
            f"NEWSCRAWL_PORTS: {entry!r} is not one of {_listed(WEB_PORTS | OPTIONAL_PORTS)}; for"
            " another port put its host:port into NEWSCRAWL_ALLOW_ADDRESSES"
        )
    return WEB_PORTS | {known[entry] for entry in entries}


def _listed(ports: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(ports)))


def refusal_of_url(
    url: str, exceptions: frozenset[str], ports: frozenset[int] = WEB_PORTS
) -> str | None:
    """Why a URL must not be asked, judged before any name is resolved; None if it may be."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return f"{url!r} is not a valid address"
    if parts.scheme not in DEFAULT_PORTS or not host:
        return f"{url!r} is not an http or https address"
    if "@" in parts.netloc:
        return f"the address carries a user name or password, which is never sent: use {host}"
    return _refusal_of_server(host, port or DEFAULT_PORTS[parts.scheme], exceptions, ports)


def _refusal_of_server(
    host: str, port: int, exceptions: frozenset[str], ports: frozenset[int]
) -> str | None:
    literal = literal_address(host)
    if literal is not None and is_metadata(literal):
        return not_public(host, port)
    if is_excepted(host, port, exceptions):
        return None
    if literal is not None and not is_public(literal):
        return not_public(host, port)
    if port in OPTIONAL_PORTS - ports:
        return f"port {port} is asked only with NEWSCRAWL_PORTS={port}"
    if port not in ports:
        return f"port {port} is not one of {_listed(ports)}; {_mend(host_port(host, port))}"
    return None


def not_public(host: str, port: int, resolved: str | None = None) -> str:
    """The message for an address that is refused, with what mends it."""
    pair = host_port(host, port)
    leads = f" (it resolves to {resolved})" if resolved and resolved != host else ""
    return f"{pair} is not a public address{leads}; {_mend(pair)}"


def _mend(pair: str) -> str:
    return f"to crawl it all the same, set NEWSCRAWL_ALLOW_ADDRESSES={pair}"


def host_port(host: str, port: int) -> str:
    """``host:port``, with brackets around an IPv6 address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_excepted(host: str, port: int, exceptions: frozenset[str]) -> bool:
    """Whether exactly this host and port are on the list."""
    return host_port(host.lower(), port) in exceptions


def literal_address(host: str) -> Address | None:
    """The address that a host spells, also as ``127.1``, decimal, octal or hex; None for a name."""
    bare = host.strip("[]").partition("%")[0]
    try:
        return ip_address(bare)
    except ValueError:
        pass
    return _old_spelling(bare)


def _old_spelling(host: str) -> IPv4Address | None:
    """One to four numbers, decimal, octal or hex, the last filling the rest, as in inet_aton(3)."""
    parts = host.removesuffix(".").split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *heads, last = (int(part, _base(part)) for part in parts)
        packed = bytes(heads) + last.to_bytes(4 - len(heads), "big")
    except (ValueError, OverflowError):
        return None
    return IPv4Address(packed)


def _base(number: str) -> int:
    if number.lower().startswith("0x"):
        return 16
    return 8 if number.startswith("0") and len(number) > 1 else 10


def is_public(address: Address) -> bool:
    """Whether the address, and each IPv4 address inside it, is global unicast."""
    return all(one.is_global and not one.is_multicast for one in (address, *_inside(address)))


def is_metadata(address: Address) -> bool:
    """Whether the address, or one inside it, is link-local or another home of metadata services."""
    return any(one.is_link_local or str(one) in _METADATA for one in (address, *_inside(address)))


def _inside(address: Address) -> Iterator[IPv4Address]:
    """IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if any(address in network for network in _WITH_IPV4):
        yield IPv4Address(int(address) & 0xFFFFFFFF)
