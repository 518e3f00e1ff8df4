"""Expressions as spreadsheet formulas, with the same results as decimals to the ninth place.

Spreadsheets compute in doubles. Every comparison and every rounding therefore looks at the ninth decimal: 0.3 ÷ 0.1 is
3 steps and not 2, as it is in decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from xize.model.base import decimal_text
from xize.score.symbol import All, Always, Cell, Chosen, Expr, Given, If, Number, Op, Test, Truth, Value

PLACES = 9
BOUNDLESS = "1E+15"
"""What stands for “nothing bounds it” in a formula; anything near it is shown as such."""

LONGEST = 8_000
"""Longer formulas are not read by spreadsheet programs (8,192 characters)."""

_ARGUMENTS = 200


@dataclass(frozen=True)
class Addresses:
    """Where things stand: the number of a fact, whether it is given, a choice, and the ends of earlier results."""

    value: Callable[[str], str]
    given: Callable[[str], str]
    chosen: Callable[[str, str], str]
    result: Callable[[int, str], str]


def formula(expr: Expr, at: Addresses) -> str:
    """Return an expression as a formula, without the equals sign."""
    match expr:
        case Number():
            return _number(expr)
        case Value():
            return at.value(expr.fact)
        case Cell():
            return at.result(expr.index, expr.end)
        case If():
            return f"IF({condition(expr.test, at)},{formula(expr.then, at)},{formula(expr.otherwise, at)})"
        case Op():
            return _operation(expr, [formula(part, at) for part in expr.parts])
        case _:
            assert_never(expr)


def condition(truth: Truth, at: Addresses) -> str:
    """Return a truth as a formula."""
    match truth:
        case Always():
            return "TRUE" if truth.value else "FALSE"
        case Given():
            return at.given(truth.fact)
        case Chosen():
            return at.chosen(truth.fact, truth.choice)
        case Test():
            sign = "=" if truth.op == "==" else truth.op
            return f"ROUND({formula(truth.left, at)}-{formula(truth.right, at)},{PLACES}){sign}0"
        case All():
            return f"AND({','.join(condition(part, at) for part in truth.parts)})"
        case _:
            assert_never(truth)


def _number(number: Number) -> str:
    if not number.value.is_finite():
        return BOUNDLESS if number.value > 0 else f"(-{BOUNDLESS})"
    text = decimal_text(number.value)
    return f"({text})" if text.startswith("-") else text


def _operation(expr: Op, parts: list[str]) -> str:
    match expr.name:
        case "add":
            return f"({'+'.join(parts)})" if len(parts) < _ARGUMENTS else _call("SUM", parts)
        case "sub":
            return f"({parts[0]}-{parts[1]})"
        case "mul":
            return f"({parts[0]}*{parts[1]})"
        case "div":
            return f"({parts[0]}/{parts[1]})"
        case "min":
            return _call("MIN", parts)
        case "max":
            return _call("MAX", parts)
        case "floor":
            return f"INT(ROUND({parts[0]},{PLACES}))"
        case "ceil":
            return f"(-INT(-ROUND({parts[0]},{PLACES})))"
        case _:
            assert_never(expr.name)


def _call(name: str, parts: Sequence[str]) -> str:
    """Return a call, nested where it has more arguments than a call can have."""
    while len(parts) > _ARGUMENTS:
        parts = [f"{name}({','.join(parts[at : at + _ARGUMENTS])})" for at in range(0, len(parts), _ARGUMENTS)]
    return f"{name}({','.join(parts)})"
