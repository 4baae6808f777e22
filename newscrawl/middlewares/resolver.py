"""The guard at the point where a name becomes an address: in the reactor's own resolver.

Every connection by name that Twisted makes (links, redirects, robots.txt, proxies) asks
``reactor.nameResolver``; the addresses that pass here are the ones that are connected to, so that a
second, different DNS answer has no chance. One answer that is not public spoils them all.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from newscrawl.values.addresses import is_excepted, is_metadata, is_public

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twisted.internet.interfaces import IAddress, IHostResolution


@implementer(IHostnameResolver)
class GuardedResolver:
    """Wraps the reactor's resolver; ``refused`` keeps what was refused, for the error message."""

    def __init__(self, resolver: Any) -> None:
        self._resolver = resolver
        self.exceptions: frozenset[str] = frozenset()
        self.refused: dict[tuple[str, int], str] = {}

    def resolveHostName(  # noqa: N802 - the interface's name
        self,
        resolutionReceiver: Any,  # noqa: N803 - the interface's names
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve a name, and say "no address" where one of its addresses is not public."""
        receiver = _GuardedReceiver(self, resolutionReceiver, hostName, portNumber)
        answer: IHostResolution = self._resolver.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return answer

    def refuses(self, host: str, port: int, address: str) -> bool:
        """Whether a connection to this address under this name must not be made."""
        literal = ip_address(address.partition("%")[0])
        if is_metadata(literal):
            return True
        return not is_public(literal) and not is_excepted(host, port, self.exceptions)


@implementer(IResolutionReceiver)
class _GuardedReceiver:
    """Holds the addresses back until all of them are known to be public."""

    def __init__(self, guard: GuardedResolver, receiver: Any, host: str, port: int) -> None:
        self._guard, self._receiver = guard, receiver
        self._host, self._port = host, port
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        found = (address.host for address in self._addresses)
        bad = next((a for a in found if self._guard.refuses(self._host, self._port, a)), None)
        if bad is not None:
            self._guard.refused[(self._host, self._port)] = bad
        else:
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


def install_guard(exceptions: frozenset[str]) -> GuardedResolver:
    """Put the guard in front of the running reactor's resolver, once, and add the exceptions."""
    from twisted.internet import reactor as installed

    reactor: Any = installed
    guard = reactor.nameResolver
    if not isinstance(guard, GuardedResolver):
        guard = GuardedResolver(guard)
        reactor.installNameResolver(guard)
    guard.exceptions |= exceptions
    return guard
