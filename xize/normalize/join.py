"""Clauses that make one rule together: ladders, steps with their start, checklists (阶梯、递进、清单)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from xize.model.quantity import Op, Threshold
from xize.model.rule import Flat, FormulaRule, Step
from xize.normalize.alternatives import alternatives
from xize.normalize.carry import first_of_more
from xize.normalize.checklist import checklist
from xize.normalize.clauses import Clause
from xize.normalize.deadlines import by_deadline
from xize.normalize.decay import decayed
from xize.normalize.emptied import emptied
from xize.normalize.ground import Ground
from xize.normalize.ladder import counts, ladder
from xize.normalize.neighbours import clause_of, follows, near, span
from xize.normalize.parts import Reading, condition_of
from xize.normalize.reaching import reaching
from xize.normalize.scale import scale
from xize.normalize.severity import grouped
from xize.normalize.taken import down_the_ranks, placed, taken_from
from xize.normalize.thresholds import measured

_BEYOND: dict[str, Op] = {"<=": ">", "<": ">=", ">=": "<", ">": "<="}


def join(readings: list[Reading], ground: Ground, points: Decimal | None = None) -> list[Reading]:
    """Return the readings with those that make one rule together joined, in order of print.

    Args:
        readings: the rules of one text, in order of print.
        ground: the text.
        points: full marks of its indicator, which may tell grades from amounts that add up.
    """
    readings = placed(by_deadline(first_of_more(counts(readings, ground)), ground))
    attempts = (ladder, partial(scale, points=points), alternatives, _step, checklist)
    joined: list[Reading] = []
    index = 0
    while index < len(readings):
        for attempt in attempts:
            made, used = attempt(readings, index, ground)
            if made is not None:
                joined.append(made)
                index += used
                break
        else:
            joined.append(readings[index])
            index += 1
    whole = reaching(_followed(emptied(grouped(joined))))
    return taken_from(_halved(_shared_out(decayed(down_the_ranks(_rounded(whole)), ground))))


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _step(readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    """Join 低于75%扣1分，每下降5%加扣0.4分: one step rule with a start and an initial amount."""
    if index + 1 >= len(readings):
        return None, 0
    one, other = readings[index], readings[index + 1]
    if not isinstance(one.rule, Flat) or not isinstance(other.rule, Step) or not follows(one, other):
        return None, 0
    if one.rule.threshold is None or other.rule.initial is not None or one.rule.sign != "-":
        return None, 0
    if not clause_of(other).region or clause_of(other).region[0].kind != "EACH":
        return None, 0
    update = {
        "initial": one.rule.points, "threshold": one.rule.threshold, "condition": one.rule.condition,
        "pattern": "step.initial", **span([one, other], ground),
    }  # fmt: skip
    return other.with_rule(**update), 2


def _starts(threshold: Threshold, step: Reading) -> bool:
    """Whether steps can go on from a bound: a number, or what it is measured against (高于全市平均水平).

    Where a step says itself when it holds (未制定先进值时，每低于通用值5%), no such measure is taken from before it.
    """
    relative = threshold.relative_to is not None and threshold.by is None and step.rule.condition is None
    return threshold.value is not None or relative


def _followed(readings: list[Reading]) -> list[Reading]:
    """Give a step without a threshold the one of the award it goes on from: 达到8%得10分，每超出一个百分点加1分."""
    done: list[Reading] = []
    for reading in readings:
        before = done[-1] if done else None
        rule = reading.rule
        if (
            before is not None and isinstance(rule, Step) and rule.threshold is None and before.rule.kind != "zero"
            and before.rule.threshold is not None and _starts(before.rule.threshold, reading)
            and clause_of(reading).item == clause_of(before).item
            and clause_of(reading).sentence - clause_of(before).sentence <= 1
        ):  # fmt: skip
            threshold = before.rule.threshold
            if before.rule.sign != rule.sign and threshold.op in _BEYOND:
                # 不超过1.5%的得3分，每超0.1扣0.5分: what is taken begins where what is won ends, the way it goes.
                away = threshold.op.startswith("<") == (rule.per.basis == "drop")
                threshold = threshold.model_copy(update={"op": threshold.op if away else _BEYOND[threshold.op]})
            elif threshold.op == "==":
                # 完成率100%得10分，每降低1个百分点扣0.2分: the number is where the steps begin.
                # 增长8%得10分，每增加1个百分点加1分: what is given on top begins where the award is won, too.
                drops, taken = rule.per.basis == "drop", before.rule.sign != rule.sign
                threshold = threshold.model_copy(update={"op": "<" if drops else ">"})
                reached = threshold.model_copy(update={"op": ">=" if drops == taken else "<="})
                done[-1] = before.with_rule(threshold=reached)
            done.append(reading.with_rule(threshold=threshold))
        else:
            done.append(reading)
    return done


def _rounded(readings: list[Reading]) -> list[Reading]:
    """Give the steps of one sentence the rounding printed after the last: 高1%扣1分、低1%扣0.5分，线性插入."""
    done = list(readings)
    for index in range(len(done) - 2, -1, -1):
        one, other = done[index].rule, done[index + 1].rule
        together = clause_of(done[index]).sentence == clause_of(done[index + 1]).sentence
        if (
            isinstance(one, Step)
            and isinstance(other, Step)
            and one.rounding is None
            and (together or _one_price(done[index], done[index + 1]))
        ):
            done[index] = done[index].with_rule(rounding=other.rounding)
    return done


def _halved(readings: list[Reading]) -> list[Reading]:
    """Read 延期完成的减半得分 as half of the marks where no award before it has an amount of its own.

    A printed share (按60%计分) is of the marks only beside 得满分: alone it does not say of what.
    """
    done: list[Reading] = []
    award = full = False
    for reading in readings:
        rule, said = reading.rule, clause_of(reading).effect.values
        of_marks = "percent" not in said or (full and not said.get("of"))
        lesser = rule.multiplier is not None and rule.multiplier < 1 and "factor" not in said and of_marks
        if lesser and rule.sign == "+" and not award:
            done.append(reading.with_rule(share=rule.multiplier, multiplier=None))
        else:
            done.append(reading)
        award = award or (rule.sign == "+" and rule.kind != "full")
        full = full or rule.kind == "full"
    return done


def _one_price(one: Reading, other: Reading) -> bool:
    """Whether steps of neighbouring sentences count how far one price is off: …高1%扣2分；…低1%扣1分，按插入法计算."""
    return near(one, other) and all(
        any(token.name.startswith("each.deviation") for token in clause_of(each).region) for each in (one, other)
    )


def _shared_out(readings: list[Reading]) -> list[Reading]:
    """Leave open what 按完成比例得分 is a share of where other awards stand beside it (建立制度得3分)."""
    beside = any(reading.rule.sign == "+" and reading.rule.kind not in {"formula", "full"} for reading in readings)
    return [
        reading.with_rule(of=None) if beside and isinstance(reading.rule, FormulaRule) else reading
        for reading in readings
    ]


# ── Free bands ────────────────────────────────────────────────────────────────────────────────────────────────────


def free_bands(readings: list[Reading], clauses: list[Clause], ground: Ground) -> list[Reading]:
    """Give a step the start that a free band before it prints: 小于等于1%不扣分，每超0.5%扣1.2分 starts above 1%."""
    place = {id(clause): index for index, clause in enumerate(clauses)}
    done: list[Reading] = []
    for reading in readings:
        free = _free(reading, clauses, place, ground)
        if free is None:
            done.append(reading)
            continue
        clause, threshold = free
        text = ground.text(clause.start, clause_of(reading).end)
        condition = condition_of(clause.region, ground)
        update = {"threshold": threshold, "condition": condition}
        done.append(reading.with_rule(quote=text.text, at=text.at, **update))
    return done


def _free(
    reading: Reading, clauses: list[Clause], place: dict[int, int], ground: Ground
) -> tuple[Clause, Threshold] | None:
    if not isinstance(reading.rule, Step) or reading.rule.threshold is not None:
        return None
    at = place.get(id(clause_of(reading)), 0)
    before = clauses[at - 1] if at else None
    if before is None or before.effect.kind != "EXEMPT" or before.item != clause_of(reading).item:
        return None
    found = measured(before.region, ground)
    if not found:
        return None
    threshold = found[-1][1]
    op = _BEYOND.get(threshold.op)
    return None if op is None else (before, threshold.model_copy(update={"op": op}))
