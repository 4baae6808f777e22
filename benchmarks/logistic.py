"""Logistic regression with a ridge, by Newton's method: small, exact, the same everywhere.

Of single rows (:func:`fit`), and of groups of rows of which at most one is right
(:func:`fit_choice`, the conditional logit).
"""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FOLDS: Final = 5
_STEPS: Final = 40  # Newton steps; it converges in ten


def fold_of(domain: str) -> int:
    """The cross-validation fold of a domain: all its pages are in one."""
    return zlib.crc32(domain.encode()) % FOLDS


def fit(rows: Array, labels: Array, weights: Array, ridge: float) -> Array:
    """Coefficients, the last of which is the bias (no ridge on it).

    ``rows``: (n, k) features; ``labels``: (n,) 0 or 1; ``weights``: (n,) how much each row counts.
    """
    rows = with_bias(rows)
    found = np.zeros(rows.shape[1])
    penalty = np.diag([ridge] * (rows.shape[1] - 1) + [1e-3])
    for _ in range(_STEPS):
        odds = probability(rows @ found)
        slope = weights * (odds * (1 - odds) + 1e-6)
        hessian = (rows * slope[:, None]).T @ rows + penalty
        found -= np.linalg.solve(hessian, rows.T @ (weights * (odds - labels)) + penalty @ found)
    return found


def fit_choice(groups: list[Array], right: list[int], weights: Array, ridge: float) -> Array:
    """Coefficients, the last of which is the weight of "none of the group" (no ridge on it).

    ``groups``: (n, k) features of each group's rows; ``right``: the number of the right row, -1 if
    none is; ``weights``: how much each group counts.
    """
    groups = [_with_none(group) for group in groups]
    found = np.zeros(groups[0].shape[1])
    penalty = np.diag([ridge] * (len(found) - 1) + [1e-3])
    for _ in range(_STEPS):
        slope, hessian = penalty @ found, penalty.copy()
        for group, row, weight in zip(groups, right, weights, strict=True):
            odds = group @ found
            share = np.exp(odds - odds.max())
            share /= share.sum()
            mean = share @ group
            slope += weight * (mean - group[row])
            hessian += weight * ((group.T * share) @ group - np.outer(mean, mean))
        found -= np.linalg.solve(hessian, slope)
    return found


def _with_none(group: Array) -> Array:
    """A group's rows and, last, the row of "none of them"."""
    rows, columns = group.shape
    whole = np.zeros((rows + 1, columns + 1))
    whole[:rows, :columns] = group
    whole[rows, columns] = 1
    return whole


def with_bias(rows: Array) -> Array:
    """The rows with a last column of ones."""
    return np.column_stack([rows, np.ones(len(rows))])


def probability(log_odds: Array) -> Array:
    """The logistic function."""
    found: Array = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return found
