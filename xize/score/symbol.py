"""Expressions over facts: what a score comes to, written once, computed here and by a spreadsheet alike.

Numbers are `Number`, `Value` (a fact; yes is 1, no is 0), `Cell` (one end of an earlier result), `Op` and `If`; truths
are `Always`, `Given` (the fact is known), `Chosen`, `Test` and `All`. Constants fold as expressions are built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal, assert_never

from xize.score.interval import INFINITY, ZERO, Interval

Fact = bool | Decimal | str
"""A fact: yes or no, a number, or the name of a tier ("" where none applies)."""

End = Literal["low", "high"]
OpName = Literal["add", "sub", "mul", "div", "min", "max", "floor", "ceil"]
Compare = Literal[">=", ">", "<=", "<", "=="]


@dataclass(frozen=True, slots=True)
class Number:
    """A constant; infinity stands for “nothing bounds it”."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a fact, 0 where it is open."""

    fact: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One end of an earlier result of the plan."""

    index: int
    end: End


@dataclass(frozen=True, slots=True)
class Op:
    """Arithmetic on numbers: `add`, `min` and `max` take any count, the rest one or two."""

    name: OpName
    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class If:
    """`then` where the test holds, else `otherwise`."""

    test: Truth
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Always:
    """A constant truth."""

    value: bool


@dataclass(frozen=True, slots=True)
class Given:
    """Whether a fact is known."""

    fact: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whether a fact is this choice."""

    fact: str
    choice: str


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of two numbers."""

    op: Compare
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class All:
    """Whether every part holds."""

    parts: tuple[Truth, ...]


Expr = Number | Value | Cell | Op | If
Truth = Always | Given | Chosen | Test | All

NIL = Number(ZERO)
ONE = Number(Decimal(1))
ENDLESS = Number(INFINITY)


# ── Building ──────────────────────────────────────────────────────────────────────────────────────────────────────


def add(*parts: Expr) -> Expr:
    """Return the sum; zeros vanish, sums inside it open."""
    flat: list[Expr] = []
    for part in parts:
        flat += part.parts if isinstance(part, Op) and part.name == "add" else (part,)
    constant = sum((part.value for part in flat if isinstance(part, Number)), ZERO)
    rest: list[Expr] = [part for part in flat if not isinstance(part, Number)]
    if constant != 0 or not rest:
        rest.append(Number(constant))
    return rest[0] if len(rest) == 1 else Op("add", tuple(rest))


def sub(left: Expr, right: Expr) -> Expr:
    """Return the difference."""
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value - right.value)
    return left if right == NIL else Op("sub", (left, right))


def mul(left: Expr, right: Expr) -> Expr:
    """Return the product; nothing times anything is nothing, also times what has no bound."""
    if NIL in (left, right):
        return NIL
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value * right.value)
    if left == ONE:
        return right
    return left if right == ONE else Op("mul", (left, right))


def least(*parts: Expr) -> Expr:
    """Return the minimum; what has no upper bound does not take part."""
    return _extreme("min", tuple(part for part in parts if part != ENDLESS) or (ENDLESS,))


def most(*parts: Expr) -> Expr:
    """Return the maximum; what has no lower bound does not take part."""
    return _extreme("max", tuple(part for part in parts if part != Number(-INFINITY)) or (Number(-INFINITY),))


def _extreme(name: Literal["min", "max"], parts: tuple[Expr, ...]) -> Expr:
    pick = min if name == "min" else max
    constants = [part.value for part in parts if isinstance(part, Number)]
    rest: list[Expr] = list(dict.fromkeys(part for part in parts if not isinstance(part, Number)))
    if constants:
        rest.append(Number(pick(constants)))
    return rest[0] if len(rest) == 1 else Op(name, tuple(rest))


def whole(part: Expr, way: Literal["floor", "ceil"]) -> Expr:
    """Return the next whole number below or above."""
    return Op(way, (part,))


def if_(test: Truth, then: Expr, otherwise: Expr) -> Expr:
    """Return a choice, or what it comes to where that is clear."""
    if isinstance(test, Always):
        return then if test.value else otherwise
    return then if then == otherwise else If(test, then, otherwise)


def test(op: Compare, left: Expr, right: Expr) -> Truth:
    """Return a comparison, or what it comes to where both sides are constants."""
    if isinstance(left, Number) and isinstance(right, Number):
        return Always(_compare(op, left.value, right.value))
    return Test(op, left, right)


def all_of(parts: Sequence[Truth]) -> Truth:
    """Return whether every part holds."""
    if Always(False) in parts:
        return Always(False)
    rest = tuple(dict.fromkeys(part for part in parts if part != Always(True)))
    return Always(True) if not rest else rest[0] if len(rest) == 1 else All(rest)


# ── Computing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def compute(expr: Expr, facts: Mapping[str, Fact], cells: Sequence[Interval]) -> Decimal:
    """Return the value of an expression under facts and the results before it."""
    match expr:
        case Number():
            return expr.value
        case Value():
            value = facts.get(expr.fact, ZERO)
            return value if isinstance(value, Decimal) else Decimal(value is True)
        case Cell():
            return cells[expr.index].low if expr.end == "low" else cells[expr.index].high
        case If():
            return compute(expr.then if holds(expr.test, facts, cells) else expr.otherwise, facts, cells)
        case Op():
            return _operate(expr.name, [compute(part, facts, cells) for part in expr.parts])
        case _:
            assert_never(expr)


def holds(truth: Truth, facts: Mapping[str, Fact], cells: Sequence[Interval]) -> bool:
    """Return whether a truth holds under facts and the results before it."""
    match truth:
        case Always():
            return truth.value
        case Given():
            return truth.fact in facts
        case Chosen():
            return facts.get(truth.fact) == truth.choice
        case Test():
            return _compare(truth.op, compute(truth.left, facts, cells), compute(truth.right, facts, cells))
        case All():
            return all(holds(part, facts, cells) for part in truth.parts)
        case _:
            assert_never(truth)


def _operate(name: OpName, values: list[Decimal]) -> Decimal:
    match name:
        case "add":
            return sum(values, ZERO)
        case "sub":
            return values[0] - values[1]
        case "mul":
            return ZERO if ZERO in values else values[0] * values[1]
        case "div":
            return values[0] / values[1]
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "floor":
            return values[0].to_integral_value(ROUND_FLOOR) if values[0].is_finite() else values[0]
        case "ceil":
            return values[0].to_integral_value(ROUND_CEILING) if values[0].is_finite() else values[0]
        case _:
            assert_never(name)


def _compare(op: Compare, left: Decimal, right: Decimal) -> bool:
    match op:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case "==":
            return left == right
        case _:
            assert_never(op)
