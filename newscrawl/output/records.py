"""Reads single records back from where the state says that they lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from newscrawl.output.jsonl import PART

if TYPE_CHECKING:
    from newscrawl.state.articles import Place


def read_record(data: Path, place: Place) -> dict[str, Any] | None:
    """The record at a place of the data folder; None where it lies there no more.

    Finished files are the user's to move, compress or cut; whoever asks must do without.
    """
    for path in (data / place.path, data / f"{place.path}{PART}"):
        if (line := _read(path, place)) is not None:
            return line
    return None


def _read(path: Path, place: Place) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            line = file.read(place.bytes)
        return msgspec.json.decode(line, type=dict[str, Any])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
