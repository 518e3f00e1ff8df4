"""What formulas and grades are computed from: the scores of nodes by title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import assert_never

from xize.model.expression import ExpressionError, Name, Tree, names, parse
from xize.model.quantity import Threshold
from xize.model.rubric import Rubric
from xize.model.statement import Formula, Grade
from xize.score.amount import satisfies
from xize.score.plan import FormulaPlan, GradePlan, NodePlan, Plan
from xize.score.span import Span, fixed, largest, total
from xize.score.symbol import Always, Number, Truth, all_of, least, most, mul

_ENDINGS = ("", "得分", "总分", "分", "成绩")
WHOLE = frozenset({"总分", "总得分", "得分", "总成绩", ""})


class Totals:
    """Scores by title: the highest in the tree counts; of several at one level none, since none of them is meant."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[int, Span]]] = {}

    def add(self, title: str, level: int, value: Span) -> None:
        """Add the score of a node; a sheet has level 0."""
        self._found.setdefault(_fold(title), []).append((level, value))

    def within(self, nodes: Iterable[NodePlan]) -> Totals:
        """Return the totals of one sheet's nodes before all others."""
        inner = Totals()
        inner._found = dict(self._found)
        own: dict[str, list[tuple[int, Span]]] = {}
        for item in nodes:
            if item.score is not None:
                own.setdefault(_fold(item.node.title), []).append((item.node.level, item.score))
        inner._found.update(own)
        return inner

    def get(self, name: str) -> Span | None:
        """Return the score of the node a formula or grade names, as printed or without its 得分."""
        folded = _fold(name)
        for ending in _ENDINGS:
            found = self._found.get(folded.removesuffix(ending)) if folded.endswith(ending) else None
            if found:
                top = min(level for level, _ in found)
                values = [value for level, value in found if level == top]
                return values[0] if len(values) == 1 else None
        return None


def formula_plans(rubric: Rubric, totals: Totals, plan: Plan) -> list[FormulaPlan]:
    """Return every formula of the rubric over its totals."""
    formulas = (*rubric.formulas, *(formula for sheet in rubric.sheets for formula in sheet.formulas))
    return [_formula(formula, totals, plan) for formula in formulas]


def _formula(formula: Formula, totals: Totals, plan: Plan) -> FormulaPlan:
    tree: Tree | None = None
    wanted = tuple(term.name for term in formula.terms)
    weighted = bool(formula.terms) and all(term.weight is not None for term in formula.terms)
    if not weighted:
        try:
            tree = parse(formula.expression)
        except ExpressionError:
            return FormulaPlan(formula, None, ())
        wanted = names(tree)
    found = {name: totals.get(name) for name in wanted}
    unknown = tuple(name for name, value in found.items() if value is None)
    known = {name: value for name, value in found.items() if value is not None}
    if unknown or not wanted:
        return FormulaPlan(formula, None, unknown)
    if tree is None:
        value: Span | None = total([known[term.name].times(term.weight or Decimal(0)) for term in formula.terms])
    else:
        value = _span(tree, known)
    label = "".join(formula.expression.split())
    return FormulaPlan(formula, value and plan.put("formula", "", label, value), ())


def _span(tree: Tree, known: dict[str, Span]) -> Span | None:
    """Return a formula over spans; None where it divides by a score, which may be nothing."""
    if isinstance(tree, Decimal):
        return fixed(tree)
    if isinstance(tree, Name):
        return known[tree.text]
    left, right = _span(tree.left, known), _span(tree.right, known)
    if left is None or right is None:
        return None
    match tree.op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return _product(left, right)
        case "max":
            return largest([left, right])
        case "/":
            divisor = right.low
            if isinstance(divisor, Number) and right.low == right.high and divisor.value != 0:
                return _product(left, fixed(1 / divisor.value))
            return None
        case _:
            assert_never(tree.op)


def _product(left: Span, right: Span) -> Span:
    corners = [mul(one, other) for one in (left.low, left.high) for other in (right.low, right.high)]
    return Span(least(*corners), most(*corners))


def grade_plans(grades: Sequence[Grade], whole: Span, totals: Totals) -> tuple[GradePlan, ...]:
    """Return each rating with the truths of its predicates."""
    return tuple(_grade(grade, whole, totals) for grade in grades)


def _grade(grade: Grade, whole: Span, totals: Totals) -> GradePlan:
    certain: list[Truth] = []
    possible: list[Truth] = []
    computed = bool(grade.predicates)
    for predicate in grade.predicates:
        value = whole if _fold(predicate.node) in WHOLE else totals.get(predicate.node)
        if value is None:
            computed = False
            continue
        certain += [satisfies(predicate.threshold, end) for end in (value.low, value.high)]
        possible.append(_may(predicate.threshold, value))
    sure = all_of(certain) if computed else Always(False)
    return GradePlan(grade, sure, all_of(possible), computed)


def _may(threshold: Threshold, value: Span) -> Truth:
    """Return whether some value of a span satisfies a threshold: its ends must reach it from both sides."""
    match threshold.op:
        case ">=" | ">":
            return satisfies(threshold, value.high)
        case "<=" | "<":
            return satisfies(threshold, value.low)
        case "==":
            lower, upper = threshold.model_copy(update={"op": ">="}), threshold.model_copy(update={"op": "<="})
        case "in":
            lower = threshold.model_copy(update={"value_max": None})
            upper = threshold.model_copy(update={"value": None})
        case _:
            assert_never(threshold.op)
    return all_of((satisfies(lower, value.high), satisfies(upper, value.low)))


def _fold(title: str) -> str:
    return "".join(title.split())
