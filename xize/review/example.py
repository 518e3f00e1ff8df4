"""What each reading of a question does to the score, worked out on one example that tells the readings apart.

The example is made of the readings themselves: a number of units, or a measured value at or beyond the printed
thresholds. It is an illustration of single statements, not a score: the scorer has the whole order of meaning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xize.model.anchor import Text
from xize.model.base import decimal_text
from xize.model.quantity import Threshold
from xize.model.question import Candidate, Question
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Distribute,
    Flat,
    Full,
    Limit,
    PerUnit,
    Rule,
    Step,
    Tiers,
    Zero,
)  # fmt: skip
from xize.review.context import Places
from xize.review.queue import document_wide
from xize.review.say import words
from xize.review.settings import imply


@dataclass(frozen=True)
class Case:
    """An example: so many units counted, what was measured, how many of several failings hold (None: not asked)."""

    count: Decimal | None = None
    unit: str = ""
    value: Decimal | None = None
    metric: str = ""
    held: int | None = None

    def text(self) -> str:
        """Return the example in words."""
        parts = [words("case_held", held=self.held)] if self.held is not None else []
        if self.count is not None:
            parts.append(words("case_count", count=decimal_text(self.count), unit=self.unit))
        if self.value is not None:
            parts.append(words("case_value", metric=self.metric, value=decimal_text(self.value)))
        return words("case_and").join(parts)


def examples(question: Question, places: Places) -> tuple[str, ...]:
    """Return one line a candidate: the example and what the reading makes of it; "" where none can be worked out.

    A document-wide question is shown on the first rule it concerns.
    """
    node, candidates = places.node(question.indicator), question.candidates
    waiting = places.waiting(question.id) if document_wide(question) else None
    if waiting is not None:
        node, rule = waiting
        candidates = tuple(_implied(candidate, rule) for candidate in candidates)
    points = node.points if node is not None else None
    cases = _cases([rule for candidate in candidates for rule in candidate.rules], points)
    lines = []
    for candidate in candidates:
        effects = [(case, _effect(candidate, case, points)) for case in cases]
        told = [
            words("colon").join(part for part in (case.text(), effect) if part) for case, effect in effects if effect
        ]
        lines.append(words("semicolon").join(told))
    return tuple(lines)


def _implied(candidate: Candidate, rule: Rule) -> Candidate:
    """Return what a document-wide answer makes of one rule."""
    for path, value in candidate.values.items():
        rule = imply(rule, path.removeprefix("settings."), str(value), frozenset()) or rule
    return candidate.model_copy(update={"rules": (rule,)})


def _cases(rules: Iterable[Rule], points: Decimal | None) -> tuple[Case, ...]:
    """Return the examples that can tell the readings apart: a few units, and more than any cap allows."""
    rules = tuple(rules)
    value, metric = _telling_value(rules)
    counted = [rule for rule in rules if isinstance(rule, PerUnit) and rule.points]
    members = max((len(_members(rule)) for rule in rules), default=0)
    if not counted and members > 1:
        return (Case(held=1), Case(held=members))
    if not counted:
        simple = any(isinstance(rule, Flat | Distribute | Zero | Full | Checklist | Discretion) for rule in rules)
        return (Case(value=value, metric=metric),) if value is not None or simple else ()
    first = counted[0]
    few = first.per.count * 3
    cases = [Case(few, first.per.unit, value, metric)]
    caps = [bound for rule in counted if (bound := _cap(rule, points)) is not None]
    if caps and first.points:
        many = first.per.count * (math.ceil(max(caps) / first.points) + 2)
        if many > few:
            cases.append(Case(many, first.per.unit, value, metric))
    return tuple(cases)


def _telling_value(rules: tuple[Rule, ...]) -> tuple[Decimal | None, str]:
    """Return a measured value at which the readings differ: a disputed boundary, else beyond every threshold."""
    thresholds = [threshold for rule in rules for threshold in _thresholds(rule) if threshold.value is not None]
    if not thresholds:
        return None, ""
    metric = next((threshold.metric for threshold in thresholds if threshold.metric), "")
    ops: dict[Decimal, set[str]] = {}
    for threshold in thresholds:
        if threshold.value is not None:
            ops.setdefault(threshold.value, set()).add(threshold.op)
    disputed = [value for value, found in ops.items() if {">", ">="} <= found or {"<", "<="} <= found]
    if disputed:
        return disputed[0], metric
    steps = max((rule.per.count * Decimal("1.5") for rule in rules if isinstance(rule, Step)), default=Decimal(1))
    falling = any(threshold.op in {"<", "<="} for threshold in thresholds)
    beyond = min(ops) - steps if falling else max(ops) + steps
    return max(beyond, Decimal(0)), metric


def _thresholds(rule: Rule) -> Iterable[Threshold]:
    if isinstance(rule, Tiers):
        return [band.threshold for band in rule.bands if band.threshold is not None]
    return [rule.threshold] if rule.threshold is not None else []


def _effect(candidate: Candidate, case: Case, points: Decimal | None) -> str:
    """Return what a candidate makes of a case in words, "" where a statement of it cannot be worked out."""
    # Rules of one group exclude each other: of those that hold, the one worth most counts.
    amounts: dict[tuple[str, str], Decimal] = {}
    told: list[str] = []
    for rule in candidate.rules:
        if isinstance(rule, Zero):
            told.append(words("effect_zero" if rule.target == "indicator" else "effect_zero_part"))
        elif isinstance(rule, Discretion):
            told.append(_range(rule, points))
        else:
            amount = _amount(rule, case, points)
            if amount is None:
                return ""
            key = (rule.sign, rule.group or rule.id)
            amounts[key] = max(amounts.get(key, Decimal(0)), amount)
    totals: dict[str, Decimal] = {}
    for (sign, _), amount in amounts.items():
        totals[sign] = totals.get(sign, Decimal(0)) + amount
    for limit in candidate.limits:
        bound = _bound(limit, points)
        if bound is not None and limit.sign in totals:
            totals[limit.sign] = min(totals[limit.sign], bound)
    names = {"-": "effect_deduct", "+": "effect_award", "0": "effect_none"}
    told += [words(names[sign], points=decimal_text(total)) for sign, total in totals.items()]
    return words("comma").join(told)


def _amount(rule: Rule, case: Case, points: Decimal | None) -> Decimal | None:
    base = rule.points
    if base is None and rule.share is not None and points is not None:
        base = rule.share * points
    amount: Decimal | None = None
    if isinstance(rule, Full):
        amount = points
    elif isinstance(rule, Tiers):
        amount = _tier(rule, case)
    elif base is not None and not _met(rule.threshold, case):
        amount = Decimal(0)
    elif isinstance(rule, Flat | Checklist):
        amount = base if base is None or _hold(rule, case) else Decimal(0)
    elif base is not None and isinstance(rule, PerUnit) and case.count is not None:
        steps = Decimal(math.floor(case.count / rule.per.count))
        amount = base * (min(steps, rule.per.up_to) if rule.per.up_to is not None else steps)
    elif base is not None and isinstance(rule, Distribute):
        amount = base * (len(rule.items) if case.held is None else case.held)
    elif base is not None and isinstance(rule, Step):
        amount = _step(rule, base, case)
    bound = _cap(rule, points)
    return amount if amount is None or bound is None else min(amount, bound)


def _members(rule: Rule) -> tuple[Text, ...]:
    """Return the failings a rule lists, where it says how they combine."""
    if isinstance(rule, Distribute):
        return rule.items
    return rule.condition.parts if rule.condition is not None and rule.condition.connective is not None else ()


def _hold(rule: Rule, case: Case) -> bool:
    """Return whether enough of the listed failings hold for a rule to apply."""
    together = rule.condition is not None and rule.condition.connective == "all"
    return case.held is None or not together or case.held >= len(_members(rule))


def _step(rule: Step, base: Decimal, case: Case) -> Decimal | None:
    if rule.threshold is None or rule.threshold.value is None or case.value is None:
        return None
    distance = abs(case.value - rule.threshold.value) - (rule.free_band or 0)
    steps = max(distance, Decimal(0)) / rule.per.count
    if rule.rounding == "up":
        steps = Decimal(math.ceil(steps))
    elif rule.rounding == "down":
        steps = Decimal(math.floor(steps))
    return base * steps + (rule.initial or 0)


def _tier(rule: Tiers, case: Case) -> Decimal | None:
    if any(band.threshold is None for band in rule.bands) or case.value is None:
        return None
    met = [band.points for band in rule.bands if _holds(band, case) and band.points is not None]
    if not met:
        return Decimal(0)
    return {"first": met[0], "sum": sum(met, Decimal(0))}.get(rule.selection, max(met))


def _holds(band: Band, case: Case) -> bool:
    return _met(band.threshold, case)


def _met(threshold: Threshold | None, case: Case) -> bool:
    """Return whether the measured value meets a threshold; one that is not about it is taken as met."""
    if threshold is None or threshold.value is None or case.value is None:
        return True
    value, low, high = case.value, threshold.value, threshold.value_max
    if threshold.op == "in":
        closed = threshold.closed or "[]"
        above = value >= low if closed[0] == "[" else value > low
        return above and (high is None or (value <= high if closed[1] == "]" else value < high))
    return {
        ">=": value >= low, ">": value > low, "<=": value <= low, "<": value < low, "==": value == low,
    }[threshold.op]  # fmt: skip


def _cap(rule: Rule, points: Decimal | None) -> Decimal | None:
    if rule.cap is None:
        return None
    return points if rule.cap.value == "indicator" else Decimal(rule.cap.value)


def _bound(limit: Limit, points: Decimal | None) -> Decimal | None:
    if limit.bound == "unlimited":
        return None
    return points if limit.bound == "indicator" else Decimal(limit.bound)


def _range(rule: Discretion, points: Decimal | None) -> str:
    if rule.choices:
        return words("effect_choice", points=" / ".join(decimal_text(choice) for choice in rule.choices))
    high = rule.points_max if rule.points_max is not None else points if rule.bound == "indicator" else rule.bound
    if not isinstance(high, Decimal):
        return words("effect_open")
    return words("effect_range", low=decimal_text(rule.points or Decimal(0)), high=decimal_text(high))
