"""The upper confidence bound of an error rate (Clopper–Pearson), exact in decimals."""

from __future__ import annotations

from decimal import Decimal, localcontext
from math import comb

CONFIDENCE = Decimal("0.95")


def upper_bound(errors: int, trials: int, confidence: Decimal = CONFIDENCE) -> Decimal | None:
    """Return the one-sided upper bound of a rate after `errors` in `trials`, to six digits; None without trials.

    It is the rate at which so few errors, or fewer, would be seen with probability `1 - confidence`. Without an error
    that is `1 - (1 - confidence) ** (1 / trials)`, near the rule of three: 3 / trials.

    Raises:
        ValueError: the counts are no counts of errors among trials.
    """
    if not 0 <= errors <= trials:
        raise ValueError(f"{errors} errors in {trials} trials")
    if trials == 0:
        return None
    if errors == trials:
        return Decimal(1)
    with localcontext() as context:
        context.prec = 50
        low, high = Decimal(errors) / trials, Decimal(1)
        for _ in range(60):
            middle = (low + high) / 2
            if _at_most(errors, trials, middle) > 1 - confidence:
                low = middle
            else:
                high = middle
        return high.quantize(Decimal("0.000001"))


def _at_most(errors: int, trials: int, rate: Decimal) -> Decimal:
    """Return the probability of at most so many errors."""
    other = 1 - rate
    return sum((comb(trials, k) * rate**k * other ** (trials - k) for k in range(errors + 1)), Decimal(0))
