"""Labels for a page's blocks from the truth of its body, or from required and forbidden snippets.

A long block is labelled by the share of its 4-token shingles that the truth has; a short one must
stand in the truth between its labelled neighbours. A text that the page shows more often than the
truth has it counts where it stands closest to other text of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newscrawl.values.text import fold

Labels = NDArray[np.float64]

SHINGLE: Final = 4
_LONG: Final = 6  # tokens from which shingles tell
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_NEAR: Final = 5  # blocks on each side that speak for one of several places of the same text
_SLACK: Final = 12  # tokens by which a short block may stand off its place in the truth


def tokens(text: str) -> list[str]:
    """Words, or single characters of scripts without spaces, in one case."""
    return _TOKEN.findall(text.casefold())


def shingles(words: list[str]) -> list[tuple[str, ...]]:
    """All runs of four tokens; a shorter text is one run."""
    return [tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]


def body_labels(texts: list[str], truth: str) -> Labels:
    """The share of each block that belongs to the body, 0 to 1."""
    true = tokens(truth)
    place: dict[tuple[str, ...], int] = {}
    for number, shingle in enumerate(shingles(true)):
        place.setdefault(shingle, number)
    blocks = [tokens(text) for text in texts]
    labels = np.zeros(len(blocks))
    at: NDArray[np.int64] = np.full(len(blocks), -1)
    for index, block in enumerate(blocks):
        if len(block) >= _LONG:
            found = [place.get(shingle, -1) for shingle in shingles(block)]
            labels[index] = sum(f >= 0 for f in found) / len(found)
            at[index] = next((f for f in found if f >= 0), -1) if labels[index] > 0.5 else -1
    _label_short(blocks, labels, at, true)
    _unlabel_copies(blocks, labels, " ".join(true))
    return labels


def _label_short(
    blocks: list[list[str]], labels: Labels, at: NDArray[np.int64], true: list[str]
) -> None:
    previous = -1
    following = _following(at)
    for index, block in enumerate(blocks):
        if at[index] >= 0:
            previous = int(at[index]) + len(block)
        elif 0 < len(block) < _LONG and (previous >= 0 or following[index] >= 0):
            start = max(previous - _SLACK, 0) if previous >= 0 else 0
            end = int(following[index]) if following[index] >= 0 else previous + _SLACK + len(block)
            end = min(end, start + 60 + len(block)) if previous >= 0 else end
            start = max(start, end - 60) if previous < 0 else start
            if _contains(true[start : end + 1], block):
                labels[index] = 1.0


def _following(at: NDArray[np.int64]) -> NDArray[np.int64]:
    found = np.full(len(at), -1)
    last = -1
    for index in range(len(at) - 1, -1, -1):
        found[index] = last
        last = int(at[index]) if at[index] >= 0 else last
    return found


def _contains(words: list[str], block: list[str]) -> bool:
    return f" {' '.join(block)} " in f" {' '.join(words)} "


def _unlabel_copies(blocks: list[list[str]], labels: Labels, true: str) -> None:
    groups: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        if labels[index] > 0.5:
            groups.setdefault(" ".join(block), []).append(index)
    sizes = np.array([len(block) for block in blocks]) * labels
    for text, copies in groups.items():
        room = max(true.count(text), 1)
        if len(copies) > room:
            near = {i: sizes[max(i - _NEAR, 0) : i + _NEAR + 1].sum() - sizes[i] for i in copies}
            for index in sorted(copies, key=lambda i: -near[i])[room:]:
                labels[index] = 0.0


def snippet_labels(texts: list[str], required: Iterable[str], forbidden: Iterable[str]) -> Labels:
    """1 for the blocks of required snippets, 0 for those of forbidden ones, NaN for the others."""
    labels = np.full(len(texts), np.nan)
    folded = [fold(text) for text in texts]
    for value, snippets in ((0.0, forbidden), (1.0, required)):
        for snippet in snippets:
            wanted = fold(snippet)
            places = [i for i, text in enumerate(folded) if wanted and wanted in text]
            if len(places) == 1 or (value == 0.0 and places):
                labels[places] = value
    return labels
