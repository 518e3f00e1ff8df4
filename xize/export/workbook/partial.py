"""Sums of more parts than one formula can hold (分段求和): partial sums, each in a cell of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from xize.score.symbol import All, Always, Cell, Chosen, Expr, Given, If, Number, Op, Test, Truth, Value

_MANY = 200
_FREE = frozenset({"add", "min", "max"})
"""Operations whose parts may be taken together in any number."""


def parted(expr: Expr, put: Callable[[Op], Cell]) -> Expr:
    """Return an expression none of whose sums has more than 200 parts.

    Args:
        expr: the expression.
        put: writes a partial sum into a cell, and returns that cell.
    """
    match expr:
        case Number() | Value() | Cell():
            return expr
        case If():
            return If(_parted(expr.test, put), parted(expr.then, put), parted(expr.otherwise, put))
        case Op():
            parts = tuple(parted(part, put) for part in expr.parts)
            while expr.name in _FREE and len(parts) > _MANY:
                chunks = (parts[at : at + _MANY] for at in range(0, len(parts), _MANY))
                parts = tuple(put(Op(expr.name, chunk)) for chunk in chunks)
            return Op(expr.name, parts)
        case _:
            assert_never(expr)


def _parted(truth: Truth, put: Callable[[Op], Cell]) -> Truth:
    match truth:
        case Always() | Given() | Chosen():
            return truth
        case Test():
            return Test(truth.op, parted(truth.left, put), parted(truth.right, put))
        case All():
            return All(tuple(_parted(part, put) for part in truth.parts))
        case _:
            assert_never(truth)
