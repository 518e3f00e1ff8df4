"""Deductions until an award is used up (扣完): 无积水的得5分，每发现一处扣1分，扣完为止 takes from the 5 points.

The award is not lost with the first case: it and what is taken from it are one account, and 扣完 means its own points.
"""

from __future__ import annotations

from decimal import Decimal

from xize.model.quantity import Cap
from xize.model.rule import Flat, Limit, PerUnit
from xize.normalize.ask import Ask, Option
from xize.normalize.cell import CellReading
from xize.normalize.neighbours import clause_of
from xize.normalize.parts import Reading

_CASES = frozenset({"occurrence", "member"})
_TAKES = frozenset({"flat", "per_unit", "step"})


def spend(result: CellReading, points: Decimal | None) -> None:
    """Make one account of each award and the deductions after it that stop when it is used up, in place.

    Args:
        result: the rules of one text.
        points: full marks of their indicator. Where one award is all of them, 扣完为止 keeps the bound it prints.
    """
    awards = sum(reading.rule.sign == "+" for reading in result.rules)
    for index, reading in enumerate(result.rules):
        if not _alone(result.rules, index):
            continue
        takers = _takers(result.rules, index)
        cap = result.rules[takers[-1]].rule.cap if takers else None
        if cap is None or cap.value != "indicator" or not isinstance(reading.rule, Flat) or reading.rule.points is None:
            continue
        group = reading.rule.group or f"spent-{index + 1}"
        bound = Cap(value=reading.rule.points, origin="printed", at=cap.at)
        single = len(takers) == 1
        for place in (index, *takers):
            result.rules[place] = result.rules[place].with_rule(group=group)
        if awards == 1 and points in {None, reading.rule.points}:
            continue
        for place in takers:
            result.rules[place] = result.rules[place].with_rule(cap=bound if single else None)
        if not single:
            members = tuple(map(str, takers))
            result.limits.append(
                Limit(id="", sign="-", bound=reading.rule.points, members=members, origin="printed", at=cap.at)
            )


def taken_asks(readings: list[Reading]) -> list[Ask]:
    """Ask whether cases after an award are taken from it, or lose it and cost besides: 院落整洁得5分，每处垃圾扣1分.

    Taken from it stands, in place.
    """
    asks: list[Ask] = []
    for index in range(1, len(readings)):
        award, taking = readings[index - 1].rule, readings[index].rule
        together = clause_of(readings[index - 1]).sentence == clause_of(readings[index]).sentence
        if not together or not _alone(readings, index - 1) or not isinstance(taking, PerUnit) or taking.sign != "-":
            continue
        if award.group or taking.group or taking.cap or taking.threshold or taking.per.basis not in _CASES:
            continue
        if award.points is None or taking.points is None or taking.points >= award.points:
            continue
        group, most = f"spent-{index}", Cap(value=award.points, origin="implied")
        pair = (award.model_copy(update={"group": group}), taking.model_copy(update={"group": group, "cap": most}))
        options = (Option("taken_from", pair), Option("taken_besides", (award, taking)))
        readings[index - 1], readings[index] = map(Reading.with_rule_of, readings[index - 1 : index + 1], pair)
        asks.append(Ask("award-taken", (index - 1, index), options=options, suggested=0, reason="taken_usual"))
    return asks


def _alone(readings: list[Reading], index: int) -> bool:
    """Whether a rule is a plain award, and the only one of its sentence up to there."""
    rule, clause = readings[index].rule, clause_of(readings[index])
    before = readings[index - 1] if index else None
    another = before is not None and clause_of(before).sentence == clause.sentence
    plain = isinstance(rule, Flat) and rule.sign == "+" and rule.points is not None and rule.cap is None
    return plain and not another and (rule.group is None or rule.group.startswith("taken-"))


def _takers(readings: list[Reading], index: int) -> tuple[int, ...]:
    """Return the deductions that follow an award in its sentence, all of them; none where another kind follows."""
    award = readings[index]
    found: list[int] = []
    for place in range(index + 1, len(readings)):
        rule, clause = readings[place].rule, clause_of(readings[place])
        if clause.sentence != clause_of(award).sentence:
            break
        if rule.sign != "-" or rule.kind not in _TAKES or rule.group not in {None, award.rule.group}:
            return ()
        if found and readings[found[-1]].rule.cap is not None:
            return ()
        found.append(place)
    return tuple(found)
