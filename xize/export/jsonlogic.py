"""Every score as a JsonLogic expression over the facts (https://jsonlogic.com), for rule engines of other languages.

The file holds `steps`, each the low and the high end of a result, in order; a later step refers to an earlier one by
`{"var": "r.<number>.low"}`, to a fact by `{"var": "facts.<key>"}`, where `facts` of the file gives the key of each id.
Evaluate the steps in order, adding each result to the data under `r`; then `scores` names the step of each score.
"""

from __future__ import annotations

import json
from typing import Any, assert_never

from xize.model.base import decimal_text
from xize.model.rubric import Rubric
from xize.score.need import needs, say
from xize.score.plan import Plan
from xize.score.span import Span
from xize.score.symbol import All, Always, Cell, Chosen, Expr, Given, If, Number, Op, Test, Truth, Value
from xize.score.tree import lay_out

SCHEMA = "xize.jsonlogic/1"
ENDLESS = 1e15
"""What stands for “nothing bounds it”: JSON has no infinity."""

Logic = Any
"""A JsonLogic expression: nested JSON."""


def write_jsonlogic(rubric: Rubric) -> tuple[bytes, tuple[str, ...]]:
    """Return the expressions as JSON, and what they do not say.

    Numbers are JSON numbers: an engine computes in doubles, so that results agree to about nine decimals.
    """
    plan, asked = lay_out(rubric), needs(rubric)
    keys = {need.id: f"f{number}" for number, need in enumerate(asked, 1)}
    writer = _Writer(keys)
    report = left_out(rubric, plan)
    value = {
        "schema": SCHEMA,
        "title": rubric.title,
        "facts": {
            keys[need.id]: {"id": need.id, "type": need.type, "question": need.question, "unit": need.unit}
            for need in asked
        },
        "steps": [
            {"owner": result.owner, "label": result.label, **writer.span(result.span)} for result in plan.results
        ],
        "scores": {node.node.id: writer.span(node.score) for sheet in plan.sheets for node in sheet.nodes
                   if node.score is not None},
        "totals": {sheet.sheet.id: writer.span(sheet.total) for sheet in plan.sheets},
        "left_out": list(report),
    }  # fmt: skip
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), report


def left_out(rubric: Rubric, plan: Plan) -> tuple[str, ...]:
    """Say what no expression of the file computes, each with its place in the rubric."""
    found = [say("left_unread", id=node.node.id) for sheet in plan.sheets for node in sheet.nodes if node.unread]
    found += [say("left_veto", rule=item.rule.id) for item in plan.outside]
    found += [say("left_grade", label=grade.label) for sheet in rubric.sheets for grade in sheet.grades]
    found += [say("left_formula", text="".join(item.formula.expression.split())) for item in plan.formulas]
    return (*found, *plan.notices)


class _Writer:
    """Writes expressions; `keys` are the names of facts in paths, which must not hold a dot."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.keys = keys

    def span(self, span: Span) -> dict[str, Logic]:
        return {"low": self.expr(span.low), "high": self.expr(span.high)}

    def expr(self, expr: Expr) -> Logic:
        match expr:
            case Number():
                return _number(expr)
            case Value():
                # 0 where it is open; true and false become 1 and 0 by the addition.
                return {"+": [{"var": [f"facts.{self.keys[expr.fact]}", 0]}]}
            case Cell():
                return {"var": f"r.{expr.index}.{expr.end}"}
            case If():
                return {"if": [self.truth(expr.test), self.expr(expr.then), self.expr(expr.otherwise)]}
            case Op():
                return _operation(expr, [self.expr(part) for part in expr.parts])
            case _:
                assert_never(expr)

    def truth(self, truth: Truth) -> Logic:
        match truth:
            case Always():
                return truth.value
            case Given():
                return {"!==": [{"var": [f"facts.{self.keys[truth.fact]}", None]}, None]}
            case Chosen():
                return {"===": [{"var": f"facts.{self.keys[truth.fact]}"}, truth.choice]}
            case Test():
                return {truth.op: [self.expr(truth.left), self.expr(truth.right)]}
            case All():
                return {"and": [self.truth(part) for part in truth.parts]}
            case _:
                assert_never(truth)


def _number(number: Number) -> Logic:
    if not number.value.is_finite():
        return ENDLESS if number.value > 0 else -ENDLESS
    text = decimal_text(number.value)
    return float(text) if "." in text else int(text)


def _operation(expr: Op, parts: list[Logic]) -> Logic:
    match expr.name:
        case "add":
            return {"+": parts}
        case "sub":
            return {"-": parts}
        case "mul":
            return {"*": parts}
        case "div":
            return {"/": parts}
        case "min" | "max":
            return {expr.name: parts}
        case "floor":
            return _floor(parts[0])
        case "ceil":
            return {"-": [0, _floor({"-": [0, parts[0]]})]}
        case _:
            assert_never(expr.name)


def _floor(part: Logic) -> Logic:
    """Return ⌊x⌋ by the remainder of a division by one, which has the sign of x.

    A sliver above x makes up for doubles: 0.3 ÷ 0.1 is 3, not 2.
    """
    sliver = {"+": [part, 1e-9]}
    rest = {"%": [sliver, 1]}
    return {"-": [{"-": [sliver, rest]}, {"if": [{"<": [rest, 0]}, 1, 0]}]}
