"""Clauses that make one rule together: ladders, steps with their start, checklists (阶梯、递进、清单)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xize.model.quantity import Op, Threshold
from xize.model.rule import Band, Checklist, Flat, PerUnit, Rule, Step, Tiers
from xize.normalize.build import Reading, condition_of
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.thresholds import measured

_SHORT = 8
_NEAR = 2
_COUNTED = frozenset({"项", "个", "条", "种", "类"})


def join(readings: list[Reading], ground: Ground, points: Decimal | None) -> list[Reading]:
    """Return the readings with those that make one rule together joined, in order of print."""
    joined: list[Reading] = []
    index = 0
    while index < len(readings):
        for attempt in (_ladder, _step, _checklist):
            made, used = attempt(readings, index, ground)
            if made is not None:
                joined.append(made)
                index += used
                break
        else:
            joined.append(readings[index])
            index += 1
    return _followed(_grouped(joined, ground))


def _clause(reading: Reading) -> Clause:
    return reading.match.clause


def _span(readings: list[Reading], ground: Ground) -> dict[str, Any]:
    """Return quote and anchor from the first reading's beginning to the last one's end."""
    first, last = _clause(readings[0]), _clause(readings[-1])
    start = (first.region or first.context or (first.effect,))[0].start
    exceptions = tuple(text for reading in readings for text in reading.rule.exceptions)
    text = ground.text(start, last.end)
    cap = next((reading.rule.cap for reading in reversed(readings) if reading.rule.cap), None)
    return {"quote": text.text, "at": text.at, "exceptions": exceptions, "cap": cap}


# ── Ladders ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _ladder(readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    run = [readings[index]]
    if _band(run[0], ground, first=True) is None:
        return None, 0
    while index + len(run) < len(readings):
        candidate = readings[index + len(run)]
        if not _follows(run[-1], candidate) or not _same_ladder(run[0], candidate, ground):
            break
        run.append(candidate)
    if len(run) < _NEAR:
        return None, 0
    bands = tuple(
        band for position, reading in enumerate(run) for band in _band(reading, ground, first=position == 0) or ()
    )
    head = run[0].rule
    base = {
        "id": "", "sign": head.sign, "points_at": head.points_at, "condition": _head_condition(run[0]),
        "target": head.target, "pattern": "tiers.ladder", **_span(run, ground),
    }  # fmt: skip
    rule = Tiers(**base, bands=bands, selection=_selection(bands, head.sign))
    return Reading(rule, run[-1].match, asks=tuple(ask for reading in run for ask in reading.asks)), len(run)


def _follows(one: Reading, other: Reading) -> bool:
    first, second = _clause(one), _clause(other)
    return second.item == first.item and second.sentence - first.sentence <= 1 and one.rule.sign == other.rule.sign


def _threshold(reading: Reading) -> Threshold | None:
    rule = reading.rule
    if rule.kind not in {"flat", "per_unit", "discretion"} or (rule.cap is not None and rule.cap.value != "indicator"):
        return rule.threshold if rule.kind in {"flat", "discretion"} else None
    return rule.threshold


def _band(reading: Reading, ground: Ground, *, first: bool) -> tuple[Band, ...] | None:
    rule = reading.rule
    if isinstance(rule, Tiers) and len(rule.bands) == 1:
        return rule.bands
    threshold = _threshold(reading)
    if threshold is None or rule.points is None:
        return None
    if isinstance(rule, PerUnit) and rule.per.basis not in {"occurrence", "member"}:
        return None
    return (
        Band(
            threshold=threshold,
            points=rule.points,
            points_max=rule.points_max,
            points_at=rule.points_at,
            per=rule.per if isinstance(rule, PerUnit) else None,
            at=threshold.at,
        ),
    )


def _same_ladder(first: Reading, other: Reading, ground: Ground) -> bool:
    bands, more = _band(first, ground, first=True), _band(other, ground, first=False)
    if bands is None or more is None or first.rule.kind != other.rule.kind:
        return False
    if isinstance(first.rule, Tiers):
        return bands[0].rank is not None and more[0].rank is not None and _bare_condition(other)
    one, two = bands[0].threshold, more[0].threshold
    if one is None or two is None or one.unit != two.unit:
        return False
    if (
        isinstance(first.rule, PerUnit)
        and isinstance(other.rule, PerUnit)
        and first.rule.per.unit != other.rule.per.unit
    ):
        return False
    same_metric = two.metric is None or two.metric == one.metric
    return same_metric and _bare_condition(other)


def _bare_condition(reading: Reading) -> bool:
    """Whether a clause says nothing but its threshold (and a word or two): 未达到88%, 5-10万元案件."""
    tokens = [token for token in _clause(reading).region if token.kind not in {"EACH", "COMMA", "DIST", "ONE"}]
    metric = reading.rule.threshold.metric if reading.rule.threshold else None
    rest = "".join(token.text for token in tokens if token.kind not in {"THRESHOLD", "RANKS"})
    return len(rest.replace(metric or "\0", "")) <= _SHORT


def _head_condition(reading: Reading) -> Any:
    condition = reading.rule.condition
    threshold = reading.rule.threshold
    if condition is None or threshold is None or threshold.at is None:
        return condition
    return condition


def _selection(bands: tuple[Band, ...], sign: str) -> Any:
    if any(band.rank for band in bands):
        return "unique"
    if any(band.per for band in bands):
        return "sum"
    nested = all(band.threshold is not None and band.threshold.op != "in" for band in bands)
    directions = {band.threshold.op[0] for band in bands if band.threshold is not None}
    if nested and len(directions) == 1:
        return "worst" if sign == "-" else "highest"
    return "unique"


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _step(readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    """Join 低于75%扣1分，每下降5%加扣0.4分: one step rule with a start and an initial amount."""
    if index + 1 >= len(readings):
        return None, 0
    one, other = readings[index], readings[index + 1]
    if not isinstance(one.rule, Flat) or not isinstance(other.rule, Step) or not _follows(one, other):
        return None, 0
    if one.rule.threshold is None or other.rule.initial is not None or one.rule.sign != "-":
        return None, 0
    if not _clause(other).region or _clause(other).region[0].kind != "EACH":
        return None, 0
    update = {
        "initial": one.rule.points, "threshold": one.rule.threshold, "condition": one.rule.condition,
        "pattern": "step.initial", **_span([one, other], ground),
    }  # fmt: skip
    return other.with_rule(**update), 2


def _followed(readings: list[Reading]) -> list[Reading]:
    """Give a step without a threshold the one of the award it goes on from: 达到8%得10分，每超出一个百分点加1分."""
    done: list[Reading] = []
    for reading in readings:
        before = done[-1] if done else None
        rule = reading.rule
        if (
            before is not None and isinstance(rule, Step) and rule.threshold is None
            and before.rule.threshold is not None and before.rule.threshold.value is not None
            and _clause(reading).item == _clause(before).item
            and _clause(reading).sentence - _clause(before).sentence <= 1
        ):  # fmt: skip
            done.append(reading.with_rule(threshold=before.rule.threshold))
        else:
            done.append(reading)
    return done


# ── Checklists and severity pairs ─────────────────────────────────────────────────────────────────────────────────


def _checklist(readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    """Join 有两项以上的得5分，少于两项的酌情减分: a checklist with what holds below its number."""
    head = readings[index]
    rule, clause = head.rule, _clause(head)
    threshold = rule.threshold
    if (
        not isinstance(rule, Flat)
        or rule.sign != "+"
        or threshold is None
        or threshold.unit not in _COUNTED
        or threshold.op != ">="
    ):
        return None, 0
    if not clause.region or not clause.region[0].text.startswith(("有", "具备", "符合", "满足", "达到")):
        return None, 0
    used, otherwise = [head], None
    if index + 1 < len(readings) and _clause(readings[index + 1]).sentence == clause.sentence:
        following = readings[index + 1]
        other = following.rule.threshold
        if other is not None and other.unit == threshold.unit and other.op == "<" and other.value == threshold.value:
            used.append(following)
            otherwise = ground.text(_clause(following).start, _clause(following).end)
    base = {
        name: getattr(rule, name) for name in ("id", "sign", "points", "points_at", "condition", "threshold", "target")
    }
    made = Checklist(**base, **_span(used, ground), pattern="checklist.need", need=threshold.value, otherwise=otherwise)
    return Reading(made, head.match, asks=()), len(used)


def _grouped(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Mark severity pairs (未归档的扣0.8分，归档不全面的扣0.4分) as one group: only one of them can hold."""
    done = list(readings)
    number = 0
    for index in range(1, len(done)):
        one, other = done[index - 1], done[index]
        if not _pair(one.rule, other.rule) or not _follows(one, other):
            continue
        group = one.rule.group
        if group is None:
            number += 1
            group = f"severity-{number}"
            done[index - 1] = one.with_rule(group=group)
        done[index] = other.with_rule(group=group)
    return done


def _pair(one: Rule, other: Rule) -> bool:
    if one.kind != "flat" or other.kind != "flat" or one.sign != "-" or other.sign != "-":
        return False
    if one.condition is None or other.condition is None or one.points is None or other.points is None:
        return False
    first, second = one.condition.text, other.condition.text
    if not any(word in first for word in "未无没") or first.startswith("未") == second.startswith("未"):
        return False
    stem = first.split("未")[-1].split("无")[-1].split("没有")[-1].split("没")[-1]
    return (
        len(stem) >= 2
        and any(stem[at : at + 2] in second for at in range(len(stem) - 1))
        and one.points != other.points
    )


def free_bands(readings: list[Reading], clauses: list[Clause], ground: Ground) -> list[Reading]:
    """Give a step the start that a free band before it prints: 小于等于1%不扣分，每超0.5%扣1.2分 starts above 1%."""
    done: list[Reading] = []
    for reading in readings:
        free = _free(reading, clauses, ground)
        if free is None:
            done.append(reading)
            continue
        clause, threshold = free
        text = ground.text(clause.start, _clause(reading).end)
        condition = condition_of(clause.region, ground)
        done.append(reading.with_rule(threshold=threshold, quote=text.text, at=text.at, condition=condition))
    return done


def _free(reading: Reading, clauses: list[Clause], ground: Ground) -> tuple[Clause, Threshold] | None:
    if not isinstance(reading.rule, Step) or reading.rule.threshold is not None:
        return None
    at = next((index for index, clause in enumerate(clauses) if clause is _clause(reading)), 0)
    before = clauses[at - 1] if at else None
    if before is None or before.effect.kind != "EXEMPT" or before.item != _clause(reading).item:
        return None
    found = measured(before.region, ground)
    if not found:
        return None
    threshold = found[-1][1]
    opposite: dict[str, Op] = {"<=": ">", "<": ">=", ">=": "<", ">": "<="}
    op = opposite.get(threshold.op)
    return None if op is None else (before, threshold.model_copy(update={"op": op}))
