"""Run a plan on facts: every computation in order, and the result with its trace."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pydantic import JsonValue

from xize.model.base import decimal_text
from xize.model.rubric import Rubric
from xize.score.interval import NOTHING, Interval
from xize.score.plan import GradePlan, NodePlan, Outside, Plan, SheetPlan, Step
from xize.score.result import (
    Combined,
    Consequence,
    Effect,
    NodeScore,
    Range,
    ScoreResult,
    SheetScore,
    Status,
    TraceRow,
)
from xize.score.span import Span
from xize.score.symbol import Fact, compute, holds
from xize.score.tree import lay_out


def score(rubric: Rubric, facts: Mapping[str, Fact]) -> ScoreResult:
    """Score a rubric under facts, by the order of meaning.

    Facts that are absent stay open and give an interval; ids nobody asks for are the caller's to refuse
    (`xize.score.factfile`).
    """
    return run(lay_out(rubric), rubric.title, facts)


def run(plan: Plan, title: str | None, facts: Mapping[str, Fact]) -> ScoreResult:
    """Return what a plan comes to under facts; one plan serves any number of sets of facts."""
    return _Run(plan, facts).result(title)


def evaluate(plan: Plan, facts: Mapping[str, Fact]) -> tuple[Interval, ...]:
    """Return every result of a plan under facts, in order."""
    return tuple(_Run(plan, facts).done)


class _Run:
    """One run of a plan."""

    def __init__(self, plan: Plan, facts: Mapping[str, Fact]) -> None:
        self.plan = plan
        self.facts = facts
        self.done: list[Interval] = []
        for result in plan.results:
            self.done.append(self.value(result.span))

    def value(self, span: Span) -> Interval:
        low, high = compute(span.low, self.facts, self.done), compute(span.high, self.facts, self.done)
        # A condition on an open value can only be told at its ends, where the order may turn.
        return Interval(min(low, high), max(low, high))

    def result(self, title: str | None) -> ScoreResult:
        sheets = tuple(map(self._sheet, self.plan.sheets))
        missing = tuple(dict.fromkeys(name for sheet in sheets for node in sheet.indicators for name in node.missing))
        formulas = tuple(
            Combined(
                expression=item.formula.expression, unknown_terms=item.unknown,
                value=None if item.value is None else as_range(self.value(item.value)),
            )
            for item in self.plan.formulas
        )  # fmt: skip
        outside = self.plan.outside
        return ScoreResult(
            title=title, sheets=sheets, formulas=formulas, missing=missing, notices=tuple(self.plan.notices),
            consequences=tuple(found for item in outside if (found := self._consequence(item)) is not None),
            effects=tuple(effect for item in outside if (effect := self._effect(item)) is not None),
        )  # fmt: skip

    def _sheet(self, item: SheetPlan) -> SheetScore:
        sheet = item.sheet
        return SheetScore(
            id=sheet.id, title=sheet.title, points=sheet.points, total=as_range(self.value(item.total)),
            indicators=tuple(map(self._node, item.nodes)), grades=self._grades(item.grades),
        )  # fmt: skip

    def _grades(self, grades: tuple[GradePlan, ...]) -> tuple[str, ...]:
        """Return the ratings still possible: those before the first that holds for certain, and that one."""
        found: list[str] = []
        for item in grades:
            if holds(item.possible, self.facts, self.done):
                found.append(item.grade.label)
                if holds(item.certain, self.facts, self.done):
                    break
        return tuple(found)

    def _node(self, item: NodePlan) -> NodeScore:
        node = item.node
        result = None if item.score is None else self.value(item.score)
        missing = tuple(
            need.id for span, needs in item.asks if not self.value(span).exact
            for need in needs if need.id not in self.facts
        )  # fmt: skip
        missing += tuple(rating.rule.id for rating in item.ratings if not holds(rating.known, self.facts, self.done))
        status: Status = "unscored"
        if item.unread and (result is None or node.id not in self.facts):
            status = "refused"
        elif result is not None:
            status = "scored" if result.exact else "open"
        return NodeScore(
            id=node.id, title=node.title, role=node.role, points=node.points, missing=missing, unread=item.unread,
            status=status, score=None if result is None else as_range(result), trace=self._trace(item.steps),
            ratings=tuple(
                next((name for hit, name in rating.bands if holds(hit, self.facts, self.done)), "")
                for rating in item.ratings if holds(rating.known, self.facts, self.done)
            ),
        )  # fmt: skip

    def _trace(self, steps: tuple[Step, ...]) -> tuple[TraceRow, ...]:
        """Return the steps that change something, and every rule, with the score before and after."""
        score = NOTHING
        rows: list[TraceRow] = []
        for step in steps:
            before = score
            if step.start is not None:
                score = self.value(step.start)
                continue
            if step.change is not None:
                change = self.value(step.change)
                score = before + change
                shift = as_range(change)
            else:
                score = before if step.after is None else self.value(step.after)
                shift = _shift(before, score)
                if score == before and step.rule is None:
                    continue
            rows.append(self._row(step, before, shift, score))
        return tuple(rows)

    def _row(self, step: Step, before: Interval, change: Range, after: Interval) -> TraceRow:
        rule = step.rule
        own = {} if rule is None else {
            name: fact_json(fact) for name, fact in self.facts.items()
            if name == rule.id or name.startswith(f"{rule.id}/")
        }  # fmt: skip
        return TraceRow(
            rule=None if rule is None else rule.id, kind=step.kind if rule is None else rule.kind, facts=own,
            before=as_range(before), change=change, after=as_range(after), note=step.note,
            quote=None if rule is None else rule.quote, at=step.at if rule is None else rule.at,
        )  # fmt: skip

    def _consequence(self, item: Outside) -> Consequence | None:
        chance = self.value(item.chance)
        if item.amount is not None or item.rule.kind != "veto" or chance.high <= 0:
            return None
        return Consequence(
            rule=item.rule.id, consequence=item.rule.consequence, certain=chance.low > 0, at=item.rule.at
        )

    def _effect(self, item: Outside) -> Effect | None:
        if item.amount is None:
            return None
        change = self.value(item.amount)
        if change == NOTHING:
            return None
        return Effect(rule=item.rule.id, target=item.rule.target, change=as_range(change), at=item.rule.at)


def as_range(interval: Interval) -> Range:
    """Return an interval as a value of the result; an end without a bound is null."""
    low, high = (end if end.is_finite() else None for end in (interval.low, interval.high))
    return Range(low=low, high=high)


def fact_json(fact: Fact) -> JsonValue:
    """Return a fact as JSON: decimals as strings, as everywhere."""
    return decimal_text(fact) if isinstance(fact, Decimal) else fact


def _shift(before: Interval, after: Interval) -> Range:
    if not all(end.is_finite() for end in (before.low, before.high, after.low, after.high)):
        return Range(low=None, high=None)
    low, high = sorted((after.low - before.low, after.high - before.high))
    return Range(low=low, high=high)
