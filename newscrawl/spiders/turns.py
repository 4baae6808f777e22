"""Whose turn it is: what comes at once is used in the order in which it came.

Approach: each takes a place in the line and keeps it; its turn comes when all before it have ended
theirs. One that ends before its turn has come leaves the line, and lets nobody overtake.
"""

from __future__ import annotations

import asyncio


class Turn:
    """A place in the line."""

    def __init__(self, before: asyncio.Future[None] | None) -> None:
        self._before = before
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def comes(self) -> None:
        """Wait for it."""
        if self._before is not None:
            await asyncio.shield(self._before)
            self._before = None

    def end(self) -> None:
        """Let the next one in, as soon as those before have ended. May be called twice."""
        if self.over.done():
            return
        if self._before is None or self._before.done():
            self.over.set_result(None)
        else:
            self._before.add_done_callback(lambda _: self.end())


class Line:
    """The line of one site."""

    def __init__(self) -> None:
        self._last: Turn | None = None

    def join(self) -> Turn:
        """The last place."""
        before = self._last.over if self._last and not self._last.over.done() else None
        self._last = Turn(before)
        return self._last
