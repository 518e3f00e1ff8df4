"""Clauses that make one rule together: ladders, steps with their start, checklists (阶梯、递进、清单)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import regex

from xize.model.quantity import Op, Threshold
from xize.model.rule import Band, Checklist, Flat, PerUnit, Rule, Step, Tiers, Zero
from xize.normalize.build import Reading, condition_of
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.thresholds import measured

_SHORT = 8
_NEAR = 2
_BEYOND: dict[str, Op] = {"<=": ">", "<": ">=", ">=": "<", ">": "<="}
_COUNTED = frozenset({"项", "个", "条", "种", "类"})


def join(readings: list[Reading], ground: Ground, points: Decimal | None) -> list[Reading]:
    """Return the readings with those that make one rule together joined, in order of print."""
    readings = _counts(readings, ground)
    joined: list[Reading] = []
    index = 0
    while index < len(readings):
        for attempt in (_ladder, _levels, _step, _checklist):
            made, used = attempt(readings, index, ground)
            if made is not None:
                joined.append(made)
                index += used
                break
        else:
            joined.append(readings[index])
            index += 1
    return _followed(_grouped(joined, ground))


def _counts(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Read 1次 beside 2次 or 3次以上 as a count of its own (3次以上得3分，2次得2分，1次得1分), not as every case."""
    done = list(readings)
    for index, reading in enumerate(readings):
        rule, token = reading.rule, _clause(reading).region[-1] if _clause(reading).region else None
        if not isinstance(rule, PerUnit) or token is None or token.kind not in {"ONE", "FOUND"} or rule.points is None:
            continue
        beside = [done[other] for other in (index - 1, index + 1) if 0 <= other < len(done)]
        if any(_counts_too(other.rule, rule.per.unit) and _near(other, reading) for other in beside):
            at = ground.anchor(token.start, token.end)
            threshold = Threshold(op="==", value=rule.per.count, unit=rule.per.unit, at=at)
            shared = {name: getattr(rule, name) for name in Flat.model_fields if name != "kind"}
            done[index] = replace(reading, rule=Flat(**{**shared, "threshold": threshold}))
    return done


def _counts_too(rule: Rule, unit: str) -> bool:
    threshold = rule.threshold
    return rule.kind in {"flat", "zero"} and threshold is not None and threshold.unit == unit and threshold.op != "in"


def _near(one: Reading, other: Reading) -> bool:
    return _clause(one).item == _clause(other).item and abs(_clause(one).sentence - _clause(other).sentence) <= 1


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
        floor = run[0].rule.sign == "+" and isinstance(candidate.rule, Zero) and _bare_condition(candidate)
        if not floor and not _follows(run[-1], candidate):
            break
        if not _same_ladder(run[0], candidate, ground):
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


_LEVEL = regex.compile(
    r"^(?:获得|荣获|获|被|受到|受|在|得到)?(?P<level>国家|全国|省部|部|省|自治区|市|州|盟|地市|县|区|旗|乡镇)级(?P<rest>.{0,12})$"
)


def _levels(readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    """Join 获国家级奖励加5分，省级奖励加3分，市级奖励加1分: one thing at several levels."""
    run: list[tuple[Reading, str]] = []
    for reading in readings[index:]:
        rule = reading.rule
        found = _LEVEL.match(rule.condition.text) if isinstance(rule, Flat) and rule.condition else None
        if found is None or (run and not _follows(run[-1][0], reading)):
            break
        if run and found["rest"] != run[0][1]:
            break
        run.append((reading, found["rest"]))
    levels = [match["level"] + "级" for reading, _ in run if (match := _LEVEL.match(_condition_text(reading)))]
    if len(run) < _NEAR or len(set(levels)) < len(levels):
        return None, 0
    bands = tuple(
        Band(level=level, points=reading.rule.points, points_at=reading.rule.points_at, at=reading.rule.at)
        for level, (reading, _) in zip(levels, run, strict=True)
    )
    head = run[0][0].rule
    base = {
        "id": "", "sign": head.sign, "points_at": head.points_at, "condition": head.condition, "target": head.target,
        "pattern": "tiers.level-clauses", **_span([reading for reading, _ in run], ground),
    }  # fmt: skip
    selection: Any = "highest" if head.sign == "+" else "sum"
    return Reading(Tiers(**base, bands=bands, selection=selection), run[-1][0].match), len(run)


def _condition_text(reading: Reading) -> str:
    return reading.rule.condition.text if reading.rule.condition else ""


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
    if isinstance(rule, Zero) and not first and rule.threshold is not None and rule.target == "indicator":
        return (Band(threshold=rule.threshold, points=Decimal(0), points_at=rule.points_at, at=rule.threshold.at),)
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
    if bands is None or more is None or (first.rule.kind != other.rule.kind and not isinstance(other.rule, Zero)):
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
            threshold = before.rule.threshold
            if before.rule.sign != rule.sign and threshold.op in _BEYOND:
                # 不超过1.5%的得3分，每超0.1扣0.5分: what is taken begins where what is won ends.
                threshold = threshold.model_copy(update={"op": _BEYOND[threshold.op]})
            done.append(reading.with_rule(threshold=threshold))
        else:
            done.append(reading)
    return done


# ── Checklists and severity pairs ─────────────────────────────────────────────────────────────────────────────────


_OF_LIST = regex.compile(
    r"^(?:有|具备|符合|满足|达到)|[一二三四五六七八九十\d](?:项|个|条)[^,]{0,8}(?:中|里|具备|符合|满足)"
)


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
    if not clause.region or not _OF_LIST.search("".join(token.text for token in clause.region)):
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
    return Reading(made, head.match, asks=("otherwise",) if otherwise else ()), len(used)


def _grouped(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Mark severity pairs (未归档的扣0.8分，归档不全面的扣0.4分) as one group: only one of them can hold."""
    done = list(readings)
    number = 0
    for index in range(1, len(done)):
        one, other = done[index - 1], done[index]
        together = _clause(one).sentence == _clause(other).sentence
        if not together or not _pair(one.rule, other.rule):
            continue
        group = one.rule.group
        if group is None:
            number += 1
            group = f"severity-{number}"
            done[index - 1] = one.with_rule(group=group)
        done[index] = other.with_rule(group=group)
    return done


_ABSENT = regex.compile(r"(?:未|没有|没|无)(?P<stem>[^,，、;；的]{1,16})$")


def _pair(one: Rule, other: Rule) -> bool:
    """Whether the second failing is the lesser one of the same thing: 未归档 and 归档不全面, 无记录 and 记录不完整."""
    if one.kind != "flat" or other.kind != "flat" or one.sign != "-" or other.sign != "-":
        return False
    if one.condition is None or other.condition is None or one.points is None or other.points is None:
        return False
    absent = _ABSENT.search(one.condition.text)
    second = other.condition.text
    if absent is None or second.startswith(("未", "无", "没")) or one.points <= other.points:
        return False
    stem = absent["stem"]
    return any(stem[at : at + 2] in second for at in range(len(stem) - 1))


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
        text = ground.text(clause.start, _clause(reading).end)
        condition = condition_of(clause.region, ground)
        update = {"threshold": threshold, "free_band": threshold.value, "condition": condition}
        done.append(reading.with_rule(quote=text.text, at=text.at, **update))
    return done


def _free(
    reading: Reading, clauses: list[Clause], place: dict[int, int], ground: Ground
) -> tuple[Clause, Threshold] | None:
    if not isinstance(reading.rule, Step) or reading.rule.threshold is not None:
        return None
    at = place.get(id(_clause(reading)), 0)
    before = clauses[at - 1] if at else None
    if before is None or before.effect.kind != "EXEMPT" or before.item != _clause(reading).item:
        return None
    found = measured(before.region, ground)
    if not found:
        return None
    threshold = found[-1][1]
    op = _BEYOND.get(threshold.op)
    return None if op is None else (before, threshold.model_copy(update={"op": op}))
