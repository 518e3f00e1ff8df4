"""The examples that can tell the readings of a question apart (算例): a count, a value, some of several failings."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xize.model.anchor import Text
from xize.model.base import decimal_text
from xize.model.quantity import Threshold
from xize.model.rule import Checklist, Distribute, PerUnit, Rule, Step, Tiers
from xize.review.say import words

_START = Decimal(80)
"""Where an example of a step begins that prints no number to begin at."""
_PARTS = (Decimal("1.5"), Decimal(2), Decimal("0.5"), Decimal("3.9"))
"""How many steps beyond a bound a measured value is tried."""


@dataclass(frozen=True)
class Case:
    """An example: so many units counted, what was measured, how many of several failings hold (None: not asked).

    `start` is where a change began that has no printed bound; `every` says that all statements of a reading hold;
    `relative` that a step in % is a share of its bound, because that is what the question asks.
    """

    count: Decimal | None = None
    unit: str = ""
    value: Decimal | None = None
    metric: str = ""
    value_unit: str = ""
    start: Decimal | None = None
    held: int | None = None
    every: bool = False
    relative: bool = False

    def text(self) -> str:
        """Return the example in words."""
        parts = [words("case_every")] if self.every else []
        parts += [words("case_held", held=self.held)] if self.held is not None else []
        if self.count is not None:
            parts.append(words("case_count", count=decimal_text(self.count), unit=self.unit))
        if self.value is not None:
            told = {"metric": self.metric or words("case_metric"), "value": decimal_text(self.value) + self.value_unit}
            if self.start is None:
                parts.append(words("case_value", **told))
            else:
                parts.append(words("case_change", start=decimal_text(self.start) + self.value_unit, **told))
        return words("case_and").join(parts)


def proposals(rules: Iterable[Rule], points: Decimal | None) -> tuple[Case, ...]:
    """Return examples worth trying on readings that consist of these rules, simple ones first."""
    rules = tuple(rules)
    counted = _counted(rules, points)
    measured = _measured(rules, points)
    several = len({rule.id for rule in rules}) > 1
    most = 0 if several else max((len(members(rule)) for rule in rules), default=0)
    held = [Case(held=1), Case(held=most)] if most > 1 else []
    plain = Case(every=several)
    if counted and held:
        return tuple(Case(one.count, one.unit, held=part.held) for part in reversed(held) for one in counted)
    if counted:
        value = next(iter(measured), Case())
        return tuple(Case(one.count, one.unit, value.value, value.metric, value.value_unit) for one in counted)
    return (*held, *measured) or ((plain,) if rules else ())


def members(rule: Rule) -> tuple[Text, ...]:
    """Return the failings a rule lists, where it says how they combine."""
    if isinstance(rule, Distribute):
        return rule.items
    return rule.condition.parts if rule.condition is not None and rule.condition.connective is not None else ()


def _counted(rules: tuple[Rule, ...], points: Decimal | None) -> list[Case]:
    """Return a few units, more than any cap allows, and more than count at most."""
    counted = [rule for rule in rules if isinstance(rule, PerUnit) and rule.points]
    if not counted:
        return []
    first = counted[0]
    few = first.per.count * 3
    most = first.per.count * (_beyond(rules, points) or 3)
    ends = [rule.per.up_to for rule in counted if rule.per.up_to is not None]
    past = [first.per.count * (max(ends) + 2)] if ends else []
    return [Case(count, first.per.unit) for count in dict.fromkeys((few, most, *past))]


def _beyond(rules: tuple[Rule, ...], points: Decimal | None) -> int | None:
    """Return how many times an amount is taken before every cap has bitten; None where nothing caps it."""
    amounts = [rule.points for rule in rules if rule.points]
    bounds = [points if rule.cap.value == "indicator" else Decimal(rule.cap.value) for rule in rules if rule.cap]
    caps = [bound for bound in bounds if bound is not None]
    return math.ceil(max(caps) / amounts[0]) + 2 if caps and amounts else None


def _measured(rules: tuple[Rule, ...], points: Decimal | None) -> list[Case]:
    """Return measured values: on a disputed bound, else one and a half steps beyond every bound, and others beyond."""
    thresholds = [one for rule in rules for one in _thresholds(rule) if one.value is not None]
    steps = [rule for rule in rules if isinstance(rule, Step)]
    relative = {"%", "百分点"} <= {rule.per.unit for rule in steps}
    metric = next((threshold.metric for threshold in thresholds if threshold.metric), "")
    unit = next((threshold.unit for threshold in thresholds if threshold.unit), "")
    width = max((rule.per.count for rule in steps), default=Decimal(1))
    falling = any(one.op in {"<", "<="} for one in thresholds) or any(rule.per.basis == "drop" for rule in steps)
    way = -1 if falling else 1
    over = _beyond(rules, points)
    ways = (*_PARTS, Decimal(over)) if over is not None else _PARTS
    if not thresholds:
        told = "%" if any(rule.per.unit in {"%", "百分点"} for rule in steps) else ""
        found = [_START + way * width * part for part in ways] if steps else []
        return [Case(value=one, value_unit=told, start=_START, relative=relative) for one in found]
    ops: dict[Decimal, set[str]] = {}
    for threshold in thresholds:
        if threshold.value is not None:
            ops.setdefault(threshold.value, set()).add(threshold.op)
    values = [value for value, found in ops.items() if {">", ">="} <= found or {"<", "<="} <= found]
    edge = min(ops) if falling else max(ops)
    parts = ways if steps else (Decimal(1),)
    values += [max(edge + way * width * part, Decimal(0)) for part in parts]
    if any(isinstance(rule, Checklist) for rule in rules):
        values.append(max(edge - 1, Decimal(0)))
    return [Case(value=one, metric=metric, value_unit=unit, relative=relative) for one in dict.fromkeys(values)]


def _thresholds(rule: Rule) -> Iterable[Threshold]:
    if isinstance(rule, Tiers):
        return [band.threshold for band in rule.bands if band.threshold is not None]
    return [rule.threshold] if rule.threshold is not None else []
