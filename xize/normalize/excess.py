"""Units past a bound in the same unit (超过部分): 超过30人的每人加0.5分 counts everyone, or those beyond 30."""

from __future__ import annotations

from collections.abc import Iterator

from xize.model.rule import PerUnit
from xize.normalize.ask import Ask, Option
from xize.normalize.parts import Reading

_SAID = ("起每", "起,", "起，", "超出部分", "超过部分", "超额部分")
"""Words that say it: 超过3件的，从第4件起每件扣0.5分."""


def excess_asks(readings: list[Reading]) -> Iterator[Ask]:
    """Yield what is open about amounts that count the unit their own bound is printed in."""
    for index, reading in enumerate(readings):
        rule = reading.rule
        if not isinstance(rule, PerUnit) or rule.threshold is None or rule.per.basis not in {"occurrence", "member"}:
            continue
        if any(word in rule.quote for word in _SAID):
            continue
        bound, unit = rule.threshold.at, rule.per.at
        before = bound is not None and unit is not None and bound.end <= unit.start
        same = before and rule.threshold.unit == rule.per.unit
        if rule.threshold.op in {">", ">="} and same and rule.per.explicit:
            past = rule.model_copy(update={"per": rule.per.model_copy(update={"basis": "excess"})})
            options = (Option("units_past", (past,)), Option("units_all", (rule,)))
            yield Ask("units-past", (index,), options=options, suggested=None)
