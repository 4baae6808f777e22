"""One process that reads pages for the crawl, and the wire to it.

Approach: a pair of sockets, one question on it at a time: its length in eight bytes, then the
pickled arguments of :func:`~newscrawl.spiders.reading.read`; back comes the reading in the same
form. What is known of the site's other articles is no part of the question: it may wait for pages
that are still being read. The process asks for it when it has come that far, and then goes on.

The crawl's side never blocks and needs no threads, which would take turns with it. A process is not
mended: whoever asked a question that was not answered ends it and starts another.
"""

from __future__ import annotations

import asyncio
import atexit
import multiprocessing
import os
import pickle
import signal
import socket
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property, partial
from multiprocessing.connection import wait
from threading import Thread
from traceback import format_exc
from typing import Any, BinaryIO, Final

from newscrawl.body import Others
from newscrawl.spiders.deadline import OutOfTime, undisturbed
from newscrawl.spiders.reading import Reading
from newscrawl.spiders.timed import TimedReader

# The length that goes before a message, in bytes.
_HEADER: Final = 8
_PROTOCOL: Final = 5  # of pickle: both sides are the same Python

# What comes back: None where the page took too long, an error where reading it raised one.
Answered = Reading | Exception | None
# What comes before, where the site's other articles matter.
_OTHERS: Final = "others"


class LaterOthers(Others):
    """What the site's other articles show, asked for when it is first needed."""

    _ask: Callable[[], Others]

    def __init__(self, ask: Callable[[], Others]) -> None:
        object.__setattr__(self, "_ask", ask)

    @cached_property
    def _told(self) -> Others:
        return self._ask()

    @property
    def articles(self) -> int:
        return self._told.articles

    @property
    def counts(self) -> Mapping[int, int]:
        return self._told.counts


class Worker:
    """The crawl's side. ``seconds`` is the processor time that a page may take; 0 is no limit.

    The process is spawned, not forked: the crawl's has open connections, files and threads.
    """

    def __init__(self, seconds: float) -> None:
        self._wire, there = socket.socketpair()
        self._wire.setblocking(False)
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_work, args=(there, seconds), daemon=True)
        self._process.start()
        atexit.register(self._process.kill)  # else it would be waited for
        there.close()

    async def ask(
        self, question: tuple[Any, ...], others: Callable[[], Awaitable[Others]]
    ) -> Answered:
        """What reading with these arguments gives; ``others`` tells of the site's other articles.

        Raises:
            OSError, EOFError: the process has ended.
        """
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._wire, _framed(question))
        answered = await self._answer(loop)
        if answered == _OTHERS:
            await loop.sock_sendall(self._wire, _framed(await others()))
            answered = await self._answer(loop)
        told: Answered = answered
        return told

    def end(self) -> None:
        """End the process, whatever it does."""
        atexit.unregister(self._process.kill)
        self._process.kill()
        self._process.join()
        self._wire.close()

    async def _answer(self, loop: asyncio.AbstractEventLoop) -> Any:
        length = int.from_bytes(await self._received(loop, _HEADER), "big")
        return pickle.loads(await self._received(loop, length))

    async def _received(self, loop: asyncio.AbstractEventLoop, length: int) -> bytearray:
        message = bytearray(length)
        rest = memoryview(message)
        while rest:
            count = await loop.sock_recv_into(self._wire, rest)
            if not count:
                raise EOFError
            rest = rest[count:]
        return message


def _framed(message: object) -> bytes:
    pickled = pickle.dumps(message, _PROTOCOL)
    return len(pickled).to_bytes(_HEADER, "big") + pickled


# -- the other side


def _work(wire: socket.socket, seconds: float) -> None:
    """Answer questions until there are no more.

    Ctrl-C is the crawl's to answer, and so is the end of a service, of which systemd tells all its
    processes; without the crawl there is nothing to do.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    reader = TimedReader(seconds)
    with wire, wire.makefile("rb") as questions:
        while question := _received(questions):
            wire.sendall(_answer(question, reader, partial(_ask_for_others, wire, questions)))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _received(messages: BinaryIO) -> bytes:
    """The next message; empty where the crawl has gone."""
    header = messages.read(_HEADER)
    return messages.read(int.from_bytes(header, "big")) if header else b""


def _ask_for_others(wire: socket.socket, messages: BinaryIO) -> Others:
    with undisturbed():
        wire.sendall(_framed(_OTHERS))
        others: Others = pickle.loads(_received(messages))
    return others


def _answer(question: bytes, reader: TimedReader, ask: Callable[[], Others]) -> bytes:
    answer, pending, now, *manner = pickle.loads(question)
    try:
        return _framed(reader.read((answer, pending, now, LaterOthers(ask), *manner)))
    except OutOfTime:
        return _framed(None)
    except Exception as error:  # noqa: BLE001 - it is the crawl's to log
        return _framed(RuntimeError(f"{type(error).__name__}: {error}\n{format_exc()}"))
