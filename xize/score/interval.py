"""Exact intervals of decimals: what a score can still be while a fact or a judgement is open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; `high` may be infinite where nothing bounds it."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"an interval from {self.low} to {self.high} holds nothing")

    @property
    def exact(self) -> bool:
        """Return whether only one value is left."""
        return self.low == self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def times(self, factor: Decimal) -> Interval:
        """Return the interval scaled by a factor that is not negative; zero times anything is zero."""
        if factor == 0:
            return NOTHING
        return Interval(self.low * factor, self.high * factor)

    def at_most(self, bound: Decimal) -> Interval:
        """Return the interval of min(x, bound)."""
        return Interval(min(self.low, bound), min(self.high, bound))

    def at_least(self, bound: Decimal) -> Interval:
        """Return the interval of max(x, bound)."""
        return Interval(max(self.low, bound), max(self.high, bound))

    def hull(self, other: Interval) -> Interval:
        """Return the smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))


def exactly(value: Decimal) -> Interval:
    """Return the interval of one value."""
    return Interval(value, value)


def largest(intervals: list[Interval]) -> Interval:
    """Return the interval of the largest of independent values; of none it is zero."""
    if not intervals:
        return NOTHING
    return Interval(max(i.low for i in intervals), max(i.high for i in intervals))


def total(intervals: list[Interval]) -> Interval:
    """Return the interval of the sum of independent values."""
    result = NOTHING
    for interval in intervals:
        result += interval
    return result


NOTHING = Interval(ZERO, ZERO)
"""Exactly zero."""
