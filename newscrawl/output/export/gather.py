"""Lines of a site brought together by month, before they are parsed.

A file by month is written in groups of rows, each of which costs as much as some hundred rows. A
crawl's first run brings articles of many months in no order. So lines wait, by the month that a
look at their text gives, until there are enough of one month, or too many in all: then those of the
month that has most go on. It is a matter of speed alone: where an odd spelling misleads the look,
the parsed record tells the month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from newscrawl.output.dataset import Chunk

# Bytes of lines of a month that go on at once: some thousand records.
GROUP_BYTES: Final = 16_000_000
# Bytes of lines that wait in all.
WAITING_BYTES: Final = 96_000_000
_DATE: Final = b'"date_published":"'
_BEGIN, _END = len(_DATE), len(_DATE) + len("2026-11")


def gathered(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The same lines in chunks by month, as far as memory allows.

    Their numbers are lost: whoever finds one that is no record must look again in the files.
    """
    waiting, source = _Waiting(), None
    for chunk in chunks:
        waiting.add(chunk.lines)
        source = chunk.source
        yield from (Chunk(source, lines, 0) for lines in waiting.too_many())
    if source:
        yield from (Chunk(source, lines, 0) for lines in waiting.rest())


class _Waiting:
    """Lines by month, and how many bytes they are."""

    def __init__(self) -> None:
        self._lines: dict[bytes, list[bytes]] = defaultdict(list)
        self._bytes: dict[bytes, int] = defaultdict(int)

    def add(self, lines: bytes) -> None:
        """Put each line to those of its month."""
        for line in lines.split(b"\n"):
            at = line.find(_DATE)
            month = line[at + _BEGIN : at + _END] if at >= 0 else b""
            self._lines[month].append(line)
            self._bytes[month] += len(line)

    def too_many(self) -> Iterator[bytes]:
        """What has to go on."""
        for month in [one for one, size in self._bytes.items() if size >= GROUP_BYTES]:
            yield self._taken(month)
        while sum(self._bytes.values()) > WAITING_BYTES:
            yield self._taken(max(self._bytes, key=self._bytes.__getitem__))

    def rest(self) -> Iterator[bytes]:
        """What is left at the end."""
        for month in sorted(self._lines):
            yield self._taken(month)

    def _taken(self, month: bytes) -> bytes:
        del self._bytes[month]
        return b"\n".join([*self._lines.pop(month), b""])
