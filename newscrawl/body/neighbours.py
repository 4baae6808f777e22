"""Values of the blocks before and after a block, and sums over those near it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def shift(values: Array, step: int) -> Array:
    """The value of the block ``step`` further on; -1 beyond the page."""
    shifted = np.full(len(values), -1.0)
    if abs(step) >= len(values):
        return shifted
    if step > 0:
        shifted[:-step] = values[step:]
    else:
        shifted[-step:] = values[:step]
    return shifted


def window(values: Array, size: int) -> Array:
    """The sum over the block and ``size`` blocks on each side."""
    running = np.concatenate(([0.0], np.cumsum(values)))
    order = np.arange(len(values))
    low, high = np.maximum(order - size, 0), np.minimum(order + size + 1, len(values))
    return np.asarray(running[high] - running[low])
