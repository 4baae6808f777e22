"""Tells somebody of drift: a command that gets JSON on its standard input, and a webhook.

Called once a run, after the data folder has been let go, and only where a site has left something
that it had not left by the run before; what lasts is in the summary of each run. A hook that fails
is logged and changes nothing else. The webhook's address is the operator's own, yet it is held to
the address guard all the same: a private one needs its exact host:port among
``NEWSCRAWL_ALLOW_ADDRESSES``. Redirects are not followed, and no proxy is used.
"""

from __future__ import annotations

import logging
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

import msgspec
from scrapy import signals
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.threads import deferToThread
from twisted.web.client import Agent, FileBodyProducer
from twisted.web.http_headers import Headers

from newscrawl.errors import UsageError
from newscrawl.middlewares.resolver import install_guard
from newscrawl.spiders.run import run_of
from newscrawl.values.addresses import (
    OPTIONAL_PORTS,
    WEB_PORTS,
    not_public,
    parse_exceptions,
    refusal_of_url,
)
from newscrawl.values.urls import DEFAULT_PORTS
from newscrawl.version import __version__

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

# Longest that a run waits for its hook, in seconds.
COMMAND_S: Final = 60.0
WEBHOOK_S: Final = 30.0
_ACCEPTED: Final = range(200, 300)


class Notifier:
    """The extension; ``NEWSCRAWL_NOTIFY_COMMAND`` and ``NEWSCRAWL_NOTIFY_WEBHOOK`` switch it on."""

    def __init__(self, crawler: Crawler, command: list[str], webhook: str) -> None:
        self._crawler = crawler
        self._command = command
        self._webhook = webhook
        allowed = crawler.settings.get("NEWSCRAWL_ALLOW_ADDRESSES") or ""
        self._exceptions = parse_exceptions(allowed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings.

        Raises:
            UsageError: the command is no command line, or the webhook no address that may be asked.
        """
        settings = crawler.settings
        command = _words(settings.get("NEWSCRAWL_NOTIFY_COMMAND") or "")
        notifier = cls(crawler, command, settings.get("NEWSCRAWL_NOTIFY_WEBHOOK") or "")
        notifier.check()
        crawler.signals.connect(notifier.notify, signal=signals.engine_stopped)
        return notifier

    def check(self) -> None:
        """Raise UsageError where the webhook can never be asked."""
        ports = WEB_PORTS | OPTIONAL_PORTS
        if self._webhook and (refusal := refusal_of_url(self._webhook, self._exceptions, ports)):
            raise UsageError(f"NEWSCRAWL_NOTIFY_WEBHOOK: {refusal}")

    async def notify(self) -> None:
        """Call the hooks, where there is news."""
        run = run_of(self._crawler)
        if not run.is_open or not (self._command or self._webhook):
            return
        if (message := message_of(run.record())) is None:
            return
        body = msgspec.json.encode(message)
        if self._command:
            await maybe_deferred_to_future(deferToThread(_call, self._command, body))
        if self._webhook:
            await self._post(body)

    async def _post(self, body: bytes) -> None:
        try:
            status = await self._status(body)
        except Exception as error:  # noqa: BLE001 - Twisted's many; a hook never fails a run
            logger.warning("The webhook of [notify] failed: %s", self._why(error))
            return
        if status not in _ACCEPTED:
            logger.warning("The webhook of [notify] answered HTTP %d", status)

    async def _status(self, body: bytes) -> int:
        from twisted.internet import reactor as installed

        reactor: Any = installed
        agent: Any = Agent(reactor, connectTimeout=WEBHOOK_S)  # type: ignore[no-untyped-call]
        producer: Any = FileBodyProducer(BytesIO(body))  # type: ignore[no-untyped-call]
        install_guard(self._exceptions)
        headers = {"Content-Type": ["application/json"], "User-Agent": [f"newscrawl/{__version__}"]}
        request = agent.request(b"POST", self._webhook.encode(), Headers(headers), producer)
        request.addTimeout(WEBHOOK_S, reactor)
        response: Any = await maybe_deferred_to_future(request)
        return int(response.code)

    def _why(self, error: Exception) -> str:
        """The error, or why the guard refused the addresses of the webhook's name."""
        parts = urlsplit(self._webhook)
        name = (parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 80))
        refused = install_guard(self._exceptions).refused.get(name)
        return not_public(*name, refused) if refused else f"{type(error).__name__}: {error}"


def message_of(record: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a hook is told of a run's record; None where nothing is new in it."""
    drift = list(_drift(record))
    if not any(one["new"] for one in drift):
        return None
    return {
        "run": record["run"],
        "finished_at": record["finished_at"],
        "text": "\n".join(one["text"] for one in drift),
        "drift": drift,
    }


def _drift(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for site in record["sites"]:
        for drift in site.get("drift", ()):
            yield {"site": site["site"], "text": f"{site['site']}: {drift['says']}", **drift}


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as error:
        raise UsageError(f"NEWSCRAWL_NOTIFY_COMMAND: {command!r} is no command: {error}") from error


def _call(command: list[str], body: bytes) -> None:
    try:
        done = subprocess.run(
            command, input=body, capture_output=True, timeout=COMMAND_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.warning("The command of [notify] failed: %s", error)
        return
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        logger.warning("The command of [notify] ended with %d: %s", done.returncode, said)
