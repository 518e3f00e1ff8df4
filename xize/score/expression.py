"""Evaluate printed formulas (10分×完成率×系数): arithmetic on decimals and named values, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow

LIMIT = 2_000
"""The longest formula that is evaluated, in characters; printed ones have a few dozen."""
NESTING = 40

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?P<percent>[%％])?分?|(?P<op>[-+*/()×÷＋－＊／（）—–−])|(?P<name>[^\s\d+*/()×÷＋＊／（）−-][^+*/()×÷＋＊／（）−-]*))"
)
_OPERATORS = {
    "×": "*",
    "＊": "*",
    "÷": "/",
    "／": "/",
    "＋": "+",
    "－": "-",
    "—": "-",
    "–": "-",
    "−": "-",
    "（": "(",
    "）": ")",
}
_EXACT = Context(prec=28, traps=[InvalidOperation, DivisionByZero, Overflow])


class ExpressionError(ValueError):
    """A formula that is no arithmetic, or cannot be computed (a division by zero)."""


def evaluate(expression: str, value_of: Callable[[str], Decimal]) -> Decimal:
    """Return the value of a formula.

    Args:
        expression: numbers (70% is 0.7, 10分 is 10), names, `+ - × ÷ ( )` in half or full width.
        value_of: gives the value of a name, stripped of white space.

    Raises:
        ExpressionError: not an arithmetic expression, too long or too deeply nested, or a division by zero.
    """
    if len(expression) > LIMIT:
        raise ExpressionError(f"a formula of {len(expression)} characters is over the limit of {LIMIT}")
    parser = _Parser(_tokens(expression), value_of)
    try:
        result = parser.sum(0)
    except (InvalidOperation, DivisionByZero, Overflow) as error:
        raise ExpressionError(f"{expression}: cannot be computed (a division by zero?)") from error
    if parser.position != len(parser.tokens):
        raise ExpressionError(f"{expression}: {parser.tokens[parser.position][1]!r} is not expected there")
    return result


def names(expression: str) -> tuple[str, ...]:
    """Return the names in a formula, each once, in order of appearance."""
    return tuple(dict.fromkeys(text for kind, text in _tokens(expression) if kind == "name"))


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    while position < len(expression.rstrip()):
        match = _TOKEN.match(expression, position)
        if match is None:
            raise ExpressionError(f"{expression}: {expression[position]!r} is not expected there")
        position = match.end()
        if match["number"]:
            value = Decimal(match["number"]) / (100 if match["percent"] else 1)
            tokens.append(("number", str(value)))
        elif match["op"]:
            tokens.append(("op", _OPERATORS.get(match["op"], match["op"])))
        else:
            tokens.append(("name", "".join(match["name"].split())))
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], value_of: Callable[[str], Decimal]) -> None:
        self.tokens = tokens
        self.value_of = value_of
        self.position = 0

    def sum(self, depth: int) -> Decimal:
        value = self._product(depth)
        while (operator := self._operator("+-")) is not None:
            right = self._product(depth)
            value = _EXACT.add(value, right) if operator == "+" else _EXACT.subtract(value, right)
        return value

    def _product(self, depth: int) -> Decimal:
        value = self._factor(depth)
        while (operator := self._operator("*/")) is not None:
            right = self._factor(depth)
            value = _EXACT.multiply(value, right) if operator == "*" else _EXACT.divide(value, right)
        return value

    def _factor(self, depth: int) -> Decimal:
        if depth > NESTING:
            raise ExpressionError(f"brackets are nested deeper than {NESTING}")
        if self.position >= len(self.tokens):
            raise ExpressionError("the formula breaks off")
        kind, text = self.tokens[self.position]
        self.position += 1
        if kind == "number":
            return Decimal(text)
        if kind == "name":
            return self.value_of(text)
        if text == "-":
            return -self._factor(depth + 1)
        if text == "(":
            value = self.sum(depth + 1)
            if self._operator(")") is None:
                raise ExpressionError("a bracket is not closed")
            return value
        raise ExpressionError(f"{text!r} is not expected there")

    def _operator(self, wanted: str) -> str | None:
        if self.position < len(self.tokens):
            kind, text = self.tokens[self.position]
            if kind == "op" and text in wanted:
                self.position += 1
                return text
        return None
