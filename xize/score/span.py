"""Intervals of expressions: the least and the most a result can come to while facts or judgements are open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xize.score.symbol import (
    ENDLESS,
    NIL,
    ONE,
    Expr,
    Given,
    Number,
    Truth,
    Value,
    add,
    all_of,
    if_,
    least,
    most,
    mul,
    sub,
    test,
)


@dataclass(frozen=True, slots=True)
class Span:
    """The expressions of both ends; the same expression at both where nothing is open."""

    low: Expr
    high: Expr

    def __add__(self, other: Span) -> Span:
        return Span(add(self.low, other.low), add(self.high, other.high))

    def __neg__(self) -> Span:
        return Span(sub(NIL, self.high), sub(NIL, self.low))

    def __sub__(self, other: Span) -> Span:
        return Span(sub(self.low, other.high), sub(self.high, other.low))

    def scaled(self, other: Span) -> Span:
        """Return the product of two spans that are never negative."""
        return Span(mul(self.low, other.low), mul(self.high, other.high))

    def times(self, factor: Decimal) -> Span:
        """Return the span scaled by a number that is not negative."""
        return self.scaled(fixed(factor))

    def at_most(self, bound: Expr) -> Span:
        """Return the span of min(x, bound)."""
        return Span(least(self.low, bound), least(self.high, bound))

    def at_least(self, bound: Expr) -> Span:
        """Return the span of max(x, bound)."""
        return Span(most(self.low, bound), most(self.high, bound))

    def hull(self, other: Span) -> Span:
        """Return the smallest span that holds both."""
        return Span(least(self.low, other.low), most(self.high, other.high))


NOTHING = Span(NIL, NIL)


def fixed(value: Decimal) -> Span:
    """Return the span of one constant."""
    return Span(Number(value), Number(value))


def exactly(expr: Expr) -> Span:
    """Return the span of one expression."""
    return Span(expr, expr)


def asked(fact: str, low: Decimal, high: Decimal | None) -> Span:
    """Return a fact's value, and all it may come to while it is open; `high` None is without bound."""
    top = ENDLESS if high is None else Number(high)
    return Span(if_(Given(fact), Value(fact), Number(low)), if_(Given(fact), Value(fact), top))


def flag(known: Truth, truth: Truth) -> Span:
    """Return 1 where something holds, 0 where not, and 0 to 1 while it is not known."""
    value = if_(truth, ONE, NIL)
    return Span(if_(known, value, NIL), if_(known, value, ONE))


def when(known: Truth, then: Span, otherwise: Span) -> Span:
    """Return one span where a truth holds, else the other."""
    return Span(if_(known, then.low, otherwise.low), if_(known, then.high, otherwise.high))


def largest(spans: Iterable[Span]) -> Span:
    """Return the span of the largest of independent values; of none it is nothing."""
    found = list(spans)
    if not found:
        return NOTHING
    return Span(most(*(span.low for span in found)), most(*(span.high for span in found)))


def total(spans: Iterable[Span]) -> Span:
    """Return the span of a sum of independent values."""
    found = list(spans)
    return Span(add(*(span.low for span in found)), add(*(span.high for span in found)))


def possible(chance: Span) -> Truth:
    """Return whether something may hold."""
    return test(">", chance.high, NIL)


def certain(chance: Span) -> Truth:
    """Return whether something holds for certain."""
    return test(">", chance.low, NIL)


def replaced(value: Span, chance: Span, instead: Span) -> Span:
    """Return `instead` where something holds for certain, both ends of either where it may."""
    return when(certain(chance), instead, when(possible(chance), value.hull(instead), value))


def both(*truths: Truth) -> Truth:
    """Return whether all hold."""
    return all_of(truths)
