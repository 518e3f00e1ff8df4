"""What a deduction takes from: 达到100%得10分，每降低1个百分点扣0.2分 starts from the award before it (得分再扣).

Short of the bound the award is not lost: the steps are taken from it. Both rules get one group, which says so.
"""

from __future__ import annotations

import regex

from xize.model.quantity import Threshold
from xize.model.rule import Flat, PerUnit, Step
from xize.normalize.neighbours import clause_of, condition_text, near
from xize.normalize.parts import Reading

_PRICE = regex.compile(r"基准|均价|平均|标底|控制价|限价|参考价|最低价|等于")
_AWAY = {">=": "drop", ">": "drop", "==": "drop", "<=": "rise", "<": "rise"}


def taken_from(readings: list[Reading]) -> list[Reading]:
    """Group each award with the steps, or the units that are lacking, that the next clauses take from it."""
    done = list(readings)
    award: int | None = None
    number = 0
    for index, reading in enumerate(done):
        rule = reading.rule
        if isinstance(rule, Flat) and rule.sign == "+" and rule.points is not None:
            award = index if rule.group is None else None
        elif award is not None and _takes(done[award], reading):
            group = done[award].rule.group
            if group is None:
                number += 1
                group = f"taken-{number}"
                done[award] = done[award].with_rule(group=group)
            done[index] = reading.with_rule(group=group)
        elif rule.kind not in {"zero", "step", "per_unit"}:
            award = None
    return done


def _takes(award: Reading, reading: Reading) -> bool:
    """Whether a deduction begins where an award ends, or counts what is lacking to it."""
    first, rule = award.rule, reading.rule
    if rule.sign != "-" or rule.group is not None or not near(award, reading):
        return False
    if isinstance(rule, Step):
        return _touch(first.threshold, rule) or _off_price(award, reading)
    same = clause_of(award).sentence == clause_of(reading).sentence
    return same and isinstance(rule, PerUnit) and rule.per.basis == "shortfall"


def _off_price(award: Reading, reading: Reading) -> bool:
    """Whether an award is for the price that a step counts from: 等于基准价的得30分，每高1%扣1分."""
    counted = any(token.name.startswith("each.deviation") for token in clause_of(reading).region)
    return counted and award.rule.threshold is None and _PRICE.search(condition_text(award)) is not None


def _touch(threshold: Threshold | None, step: Step) -> bool:
    start = step.threshold
    if threshold is None or start is None or threshold.value is None or threshold.value != start.value:
        return False
    both = start.metric is None or threshold.metric is None or start.metric == threshold.metric
    return both and threshold.unit == start.unit and _AWAY.get(threshold.op) == step.per.basis
