"""How surprising a count is, by what was counted before.

Approach: what came before gives a rate with its own uncertainty (Jeffreys' priors: Beta(1/2, 1/2)
for shares, Gamma(1/2, 0) for events in time); the count of today is held against the predictive
distribution, beta-binomial or negative binomial. News comes in clusters, so counts scatter more
than independent draws do: all counts are divided by the dispersion that the runs before show
(Pearson's chi-square by its degrees of freedom, as quasi-likelihood does), which is never below 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, exp, floor, lgamma, log
from typing import Final

Count = tuple[float, float]  # part and whole; or events and seconds

_PRIOR: Final = 0.5  # Jeffreys
# More than so many articles today are no stronger evidence: then it is the model that errs.
_MOST: Final = 400.0


def total(counts: Sequence[Count]) -> Count:
    """Counts added up."""
    return sum(part for part, _ in counts), sum(whole for _, whole in counts)


def excess(today: Count, before: Sequence[Count]) -> float:
    """The probability of so large a part of today's whole, or a larger one, by the runs before."""
    part, whole = total(before)
    scale = max(_dispersion(before, part / whole, binomial=True), today[1] / _MOST)
    drawn, of = floor(today[0] / scale), ceil(today[1] / scale)
    a, b = _PRIOR + part / scale, _PRIOR + (whole - part) / scale
    return min(1.0, sum(exp(_log_beta_binomial(k, of, a, b)) for k in range(drawn, of + 1)))


def lack(today: Count, before: Sequence[Count]) -> float:
    """The probability of so few events in today's time, or fewer, by the runs before."""
    events, seconds = total(before)
    scale = _dispersion(before, events / seconds, binomial=False)
    shape, chance = _PRIOR + events / scale, seconds / (seconds + today[1])
    most = ceil(today[0] / scale)
    return min(1.0, sum(exp(_log_negative_binomial(k, shape, chance)) for k in range(most + 1)))


def _dispersion(counts: Sequence[Count], rate: float, *, binomial: bool) -> float:
    spread = rate * (1 - rate) if binomial else rate
    if len(counts) < 2 or spread <= 0:
        return 1.0
    chi_square = sum((part - whole * rate) ** 2 / (whole * spread) for part, whole in counts)
    return max(1.0, chi_square / (len(counts) - 1))


def _log_beta_binomial(k: int, of: int, a: float, b: float) -> float:
    choose = lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1)
    return choose + _log_beta(k + a, of - k + b) - _log_beta(a, b)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_negative_binomial(k: int, shape: float, chance: float) -> float:
    choose = lgamma(k + shape) - lgamma(shape) - lgamma(k + 1)
    return choose + shape * log(chance) + k * log(1 - chance)
