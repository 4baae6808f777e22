"""Values of the blocks before and after a block, and sums over those near it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def shift(values: Array, step: int) -> Array:
    """The values (rows of such) of the block ``step`` further on; -1 beyond the page."""
    shifted = np.full(values.shape, -1.0)
    if abs(step) >= values.shape[-1]:
        return shifted
    if step > 0:
        shifted[..., :-step] = values[..., step:]
    else:
        shifted[..., -step:] = values[..., :step]
    return shifted


def window(values: Array, size: int) -> Array:
    """The sums (of rows) over the block and ``size`` blocks on each side."""
    count = values.shape[-1]
    running = np.zeros((*values.shape[:-1], count + 1))
    values.cumsum(axis=-1, out=running[..., 1:])
    order = np.arange(count)
    low, high = np.maximum(order - size, 0), np.minimum(order + size + 1, count)
    return np.asarray(running.take(high, axis=-1) - running.take(low, axis=-1))
