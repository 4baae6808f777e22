"""Results of short texts are remembered, those of long ones worked out each time.

So what is remembered has a bound in bytes, however long the texts are that a page holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

T = TypeVar("T")

# Longest text whose result is remembered, in characters: headlines and addresses are shorter.
MAX_CHARS: Final = 500


def remembered(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Remember the results of a pure function for the ``most`` texts that were asked for last."""

    def wrap(function: Callable[[str], T]) -> Callable[[str], T]:
        recall = lru_cache(maxsize=most)(function)

        @wraps(function)
        def ask(text: str) -> T:
            return recall(text) if len(text) <= MAX_CHARS else function(text)

        return ask

    return wrap
