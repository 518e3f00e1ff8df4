"""Read printed formulas (10分×完成率×系数): arithmetic on decimals and named values, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

LIMIT = 600
"""The longest formula that is read, in characters; printed ones have a few dozen."""
NESTING = 40

_IN_WORDS = ((re.compile(r"乘以|乘(?=\s*[\d（(])"), "×"), (re.compile(r"除以"), "÷"))

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?P<percent>[%％])?分?|(?P<op>[-+*/()×÷＋－＊／（）—–−|｜])|(?P<name>[^\s\d+*/()×÷＋＊／（）—–−|｜=＝<>,，。；;％%-][^+*/()×÷＋＊／（）—–−|｜=＝<>,，。；;％%-]*))"
)
_OPERATORS = dict(zip("×＊÷／＋－—–−（）｜", "**//+----()|", strict=True))


class ExpressionError(ValueError):
    """A formula that is no arithmetic."""


@dataclass(frozen=True, slots=True)
class Name:
    """A named value in a formula."""

    text: str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation of two formulas."""

    op: Literal["+", "-", "*", "/", "max"]
    left: Tree
    right: Tree


Tree = Decimal | Name | Apply


def parse(expression: str) -> Tree:
    """Return what a formula computes; of `总分=甲×70%+乙×30%` what stands behind the last equals sign.

    Args:
        expression: numbers (70% is 0.7, 10分 is 10), names, `+ - × ÷ ( ) | |` in half or full width.

    Raises:
        ExpressionError: not an arithmetic expression, too long or too deeply nested.
    """
    if len(expression) > LIMIT:
        raise ExpressionError(f"a formula of {len(expression)} characters is over the limit of {LIMIT}")
    text = expression.replace("＝", "=").rsplit("=", 1)[-1]
    for words, sign in _IN_WORDS:
        text = words.sub(sign, text)
    parser = _Parser(_tokens(text))
    result = parser.sum(0)
    if parser.position != len(parser.tokens):
        raise ExpressionError(f"{expression}: {parser.tokens[parser.position][1]!r} is not expected there")
    return result


def names(tree: Tree) -> tuple[str, ...]:
    """Return the names in a formula, each once, in order of appearance."""
    found: list[str] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Name):
            found.append(node.text)
        elif isinstance(node, Apply):
            stack += (node.right, node.left)
    return tuple(dict.fromkeys(found))


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
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0

    def sum(self, depth: int) -> Tree:
        value = self._product(depth)
        while (operator := self._operator("+-")) is not None:
            value = Apply("+" if operator == "+" else "-", value, self._product(depth))
        return value

    def _product(self, depth: int) -> Tree:
        value = self._factor(depth)
        while (operator := self._operator("*/")) is not None:
            value = Apply("*" if operator == "*" else "/", value, self._factor(depth))
        return value

    def _factor(self, depth: int) -> Tree:
        if depth > NESTING:
            raise ExpressionError(f"brackets are nested deeper than {NESTING}")
        if self.position >= len(self.tokens):
            raise ExpressionError("the formula breaks off")
        kind, text = self.tokens[self.position]
        self.position += 1
        if kind == "number":
            return Decimal(text)
        if kind == "name":
            return Name(text)
        if text == "-":
            return Apply("-", Decimal(0), self._factor(depth + 1))
        if text == "|":
            value = self.sum(depth + 1)
            if self._operator("|") is None:
                raise ExpressionError("an absolute value is not closed")
            return Apply("max", value, Apply("-", Decimal(0), value))
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
