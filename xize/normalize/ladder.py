"""Ladders: clauses that differ by their bound alone are the tiers of one rule (阶梯).

低于90%扣1分，低于80%扣2分; 逾期一周扣1分，逾期两周扣2分，逾期一个月以上不得分; 第一名得10分，其余得4分.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import regex

from xize.model.anchor import Anchor
from xize.model.quantity import Threshold
from xize.model.rule import Band, Flat, PerUnit, Rule, Tiers, Zero
from xize.normalize.catalogue.measures import classifier
from xize.normalize.ground import Ground
from xize.normalize.neighbours import clause_of, condition_text, follows, near, span
from xize.normalize.parts import Reading
from xize.normalize.thresholds import number

_SHORT = 8
_ON_TOP = regex.compile(r"再|另|加(?=扣)|追加|额外")
_WHOLE = Decimal(100)
_HALF = Decimal("0.5")
_NEAR = 2


_COUNT = regex.compile(
    r"(?<![\d.第])(?P<num>(?:0|[1-9]\d{0,2})|[半一二两三四五六七八九十])"
    rf"(?P<unit>(?![级类等%‰层段点]|个?百分点|个点){classifier()})(?:的)?,?$"
)
# 两项之一不符合: one of them, beside 两项以上不符合.
_ONE_OF = regex.compile(
    r"(?:[两二三四五六七八九十]|\d{1,2})(?P<unit>项|个|条|种)(?:中|里)?的?(?:之|任|其中)(?P<num>一)(?:(?P=unit))?[^,;。]{1,12}$"
)
# 1次投诉得3分, beside 2次以上不得分: what is counted stands after its unit.
_NAMED = regex.compile(r"(?P<num>[1-9]\d?|[一二两三])(?P<unit>次|起|例|件|人次)[^,;。\d每]{1,6}$")
_MET = regex.compile(
    r"(?<![\d第])(?P<num>[1-9]|[一二两三四五六七八九])(?P<unit>项|个|条|门|科)(?:指标|任务|条件|目标|内容)?(?:达标|合格|完成|符合|具备|满足|齐全|通过)的?$"
)
# 95%得5分，90%得3分: a rate beside another, with no bound of its own.
_RATE = regex.compile(
    r"(?:(?![于足到满超])[一-龥]){0,16}\K(?P<num>(?<![\d.前后])\d{1,3}(?:\.\d{1,2})?)(?P<unit>%)(?:的)?,?$"
)
_DIGITS = regex.compile(r"\d{1,9}(?:\.\d{1,4})?")
_SPAN = frozenset({"个工作日", "工作日", "小时", "分钟", "星期", "个月", "天", "日", "周", "年"})
_REST = regex.compile(r"^(?:其余|其他|其它)(?:名次|单位|情况|情形|人员|项目)?的?$")
_ITEMS = frozenset({"项", "个", "条", "种"})
_CASES = frozenset({"起", "例", "次", "件", "人", "处", "宗", "人次", "项", "个"})
_EVERY = regex.compile(r"(?<!未)(?:全部?|所有|均|都|齐全|齐备|俱全)")
_EVERY_OF = regex.compile(r"(?P<num>[两二三四五六七八九十]|\d{1,2})(?:项|个|条|种)[^,]{0,4}(?:全部?|均|都|齐)")
_NONE = regex.compile(r"(?:无|未发生|未出现|没有|零)[^,;]{0,12}$")
_ALL_DONE = regex.compile(r"^(?:全部|全面|按期|按时|如期|圆满)?(?:完成|达标|达到)[^,;。\d]{0,10}$|全部(?:完成|达标)")


def counts(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Read 1次 beside 2次 or 3次以上 as a count of its own (3次以上得3分，2次得2分，1次得1分), not as every case."""
    done = list(readings)
    printed = [_count(reading, ground) for reading in readings]
    for index, reading in enumerate(readings):
        mine, rule = printed[index], reading.rule
        if mine is None or rule.points is None:
            continue
        if index + 1 < len(done) and _more_of(mine[0], reading, done[index + 1]):
            shared = {name: getattr(rule, name) for name in Flat.model_fields if name != "kind"}
            bound = mine[0].model_copy(update={"op": ">="})
            done[index] = replace(reading, rule=Flat(**{**shared, "threshold": bound}))
            continue
        beside = [other for other in (index - 1, index + 1) if 0 <= other < len(done)]
        if any(_counted_beside(readings, printed, index, other) for other in beside):
            shared = {name: getattr(rule, name) for name in Flat.model_fields if name != "kind"}
            done[index] = replace(reading, rule=Flat(**{**shared, "threshold": mine[0]}))
    return done


def _more_of(count: Threshold, reading: Reading, after: Reading) -> bool:
    """Whether what comes after counts what is above a number: 建成1个得2分，每增加1个加1分."""
    rule = after.rule
    more = isinstance(rule, PerUnit) and rule.per.basis == "excess" and rule.threshold is None
    together = clause_of(reading).sentence == clause_of(after).sentence and rule.sign == reading.rule.sign == "+"
    return more and together and isinstance(rule, PerUnit) and rule.per.unit == count.unit


_Count = tuple[Threshold, str]


def _count(reading: Reading, ground: Ground) -> _Count | None:
    """Return the number of units printed right before the effect, and what is said before it (迟报 of 迟报1天)."""
    rule, clause = reading.rule, clause_of(reading)
    implicit = isinstance(rule, PerUnit) and not rule.per.explicit and rule.points_max is None
    if not clause.region or not (implicit or (isinstance(rule, Flat) and rule.threshold is None)):
        return None
    start = clause.region[0].start
    found = _COUNT.search(ground.folded.text, start, clause.effect.start)
    if found is None:
        begun = (_ONE_OF.match, _NAMED.match, _MET.match, _RATE.match)
        found = next(filter(None, (each(ground.folded.text, start, clause.effect.start) for each in begun)), None)
    if found is None:
        return None
    value = _HALF if found["num"] == "半" else number(found["num"])
    at = ground.anchor(found.start("num"), found.end("unit"))
    return Threshold(op="==", value=value, unit=found["unit"], at=at), ground.folded.text[start : found.start()]


def _counted_beside(readings: list[Reading], printed: list[_Count | None], index: int, other: int) -> bool:
    """Whether a neighbour prints another number of the same thing, and is worth something else."""
    mine, beside, rule = printed[index], printed[other], readings[other].rule
    if mine is None or not near(readings[index], readings[other]):
        return False
    if rule.kind == "zero" and readings[index].rule.sign == "+" and rule.threshold is not None and other > index:
        # 发生1起得5分，发生2起及以上不得分: no case wins anything by being one more.
        return rule.threshold.op in {">=", ">"} and rule.threshold.unit == mine[0].unit
    if rule.sign != readings[index].rule.sign:
        return False
    if beside is None:
        bound = rule.threshold
        if rule.kind != "flat" or bound is None or bound.op == "in" or bound.unit != mine[0].unit:
            return False
        return bound.op not in {">=", ">"} or _next(mine[0], bound)
    first, second = (mine, beside) if index < other else (beside, mine)
    return _one_measure(mine[0], beside[0]) and first[1].endswith(second[1]) and mine[0].value != beside[0].value


def _next(count: Threshold, bound: Threshold) -> bool:
    """Whether a bound begins right after a count: 1次 and 2次以上, but 逾期1天 and 5天以上 leave days between them."""
    if count.value is None or bound.value is None:
        return False
    return bound.value - count.value <= (1 if bound.op == ">=" else 0)


def _one_measure(one: Threshold, other: Threshold) -> bool:
    return one.unit == other.unit or {one.unit, other.unit} <= _SPAN


def ladder(readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    """Join the clauses from `index` on that are tiers of one rule; return it and how many it takes."""
    run = [readings[index]]
    top = _top(readings, index, ground)
    if top is not None:
        return _topped(top, readings, index, ground)
    if _band(run[0], ground, first=True) is None:
        return None, 0
    while index + len(run) < len(readings):
        candidate = readings[index + len(run)]
        lowest = isinstance(candidate.rule, Zero) and _bare_condition(candidate) and near(run[-1], candidate)
        if lowest and run[0].rule.sign == "-" and len(run) < _NEAR:
            break  # 1份不合格扣1分，3份以上不合格不得分 is no ladder: the first counts every case
        if not lowest and not follows(run[-1], candidate) and not _listed(run[-1], candidate):
            break
        if not _same_ladder(run[0], candidate, ground):
            break
        run.append(candidate)
    if len(run) < _NEAR:
        return None, 0
    bands = tuple(
        band
        for position, reading in enumerate(run)
        for band in _band(reading, ground, first=position == 0, sign=run[0].rule.sign) or ()
    )
    head = run[0].rule
    base = {
        "id": "", "sign": head.sign, "points_at": head.points_at, "condition": _head_condition(run[0]),
        "target": head.target, "pattern": "tiers.ladder", **span(run, ground),
    }  # fmt: skip
    on_top = any(_ON_TOP.match(clause_of(reading).effect.text) for reading in run[1:])
    rule = Tiers(**base, bands=bands, selection="sum" if on_top else _selection(bands, head.sign))
    return Reading(rule, run[-1].match, asks=tuple(ask for reading in run for ask in reading.asks)), len(run)


def _listed(one: Reading, other: Reading) -> bool:
    """Whether list items say the same of other numbers: ①3人以下未戴得8分；②6人以下未戴得6分."""
    first, second = clause_of(one), clause_of(other)
    if second.item != first.item + 1 or not first.region or not second.region:
        return False
    texts = ["".join(token.text for token in clause.region) for clause in (first, second)]
    shapes = {_DIGITS.sub("0", text).replace("以上", "以下") for text in texts}
    # The last of such items may empty the score: ③10人以上未戴得0分.
    return len(shapes) == 1 and (one.rule.sign == other.rule.sign or other.rule.kind == "zero")


def _topped(top: Band, readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    """Put the tier whose bound the next clause prints before the tiers from there on."""
    head = readings[index]
    made, used = ladder(readings, index + 1, ground)
    if made is None or not isinstance(made.rule, Tiers):
        below = _band(readings[index + 1], ground, first=True) or ()
        made, used, bands = readings[index + 1], 1, (top, *below)
    else:
        bands = (top, *made.rule.bands)
    base = {
        "id": "", "sign": head.rule.sign, "points_at": head.rule.points_at, "condition": head.rule.condition,
        "target": head.rule.target, "pattern": "tiers.ladder",
        **span([head, *readings[index + 1 : index + 1 + used]], ground),
    }  # fmt: skip
    asks = tuple(ask for reading in (head, made) for ask in reading.asks)
    return Reading(Tiers(**base, bands=bands, selection=_selection(bands, "+")), made.match, asks=asks), used + 1


def _threshold(reading: Reading) -> Threshold | None:
    rule = reading.rule
    if rule.kind not in {"flat", "per_unit", "discretion"} or (rule.cap is not None and rule.cap.value != "indicator"):
        return rule.threshold if rule.kind in {"flat", "discretion"} else None
    return rule.threshold


def _band(reading: Reading, ground: Ground, *, first: bool, sign: str = "+") -> tuple[Band, ...] | None:
    rule = reading.rule
    if isinstance(rule, Tiers) and len(rule.bands) == 1:
        return rule.bands
    threshold = _threshold(reading)
    if isinstance(rule, Zero) and not first and rule.threshold is not None and rule.target == "indicator":
        none = Decimal(0) if sign == "+" else None
        whole = Decimal(1) if sign == "-" else None
        bound, at = rule.threshold, rule.points_at
        return (Band(threshold=bound, points=none, share=whole, points_at=at, at=bound.at),)
    if not first and isinstance(rule, Flat) and rule.points is not None and _others(reading):
        return (Band(label=_others(reading), points=rule.points, points_at=rule.points_at, at=_condition_at(rule)),)
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
    if bands is not None and more is not None and more[0].label is not None:
        return True
    if bands is None or more is None or (first.rule.kind != other.rule.kind and not isinstance(other.rule, Zero)):
        return False
    if isinstance(first.rule, Tiers):
        return bands[0].rank is not None and more[0].rank is not None and _bare_condition(other)
    one, two = bands[0].threshold, more[0].threshold
    if one is None or two is None or not _one_measure(one, two):
        return False
    if (
        isinstance(first.rule, PerUnit)
        and isinstance(other.rule, PerUnit)
        and first.rule.per.unit != other.rule.per.unit
    ):
        return False
    named = one.metric is None or two.metric is None or two.metric == one.metric
    return (named or _goes_on(first, other, one, two)) and _bare_condition(other)


def _goes_on(first: Reading, other: Reading, one: Threshold, two: Threshold) -> bool:
    """Whether a bound of the same sentence lies beyond another, with less of its name: 投标人注册资本 … 注册资本."""
    if clause_of(first).sentence != clause_of(other).sentence or not (one.metric or "").endswith(two.metric or "\0"):
        return False
    if one.value is None or two.value is None:
        return False
    if one.op in {">=", ">"}:
        return (two.value_max == one.value) if two.op == "in" else two.op in {"<", "<="} and two.value <= one.value
    return (two.value == one.value) if two.op == "in" else two.op in {">", ">="} and two.value >= one.value


def _top(readings: list[Reading], index: int, ground: Ground) -> Band | None:
    """Return the band of 完成全年任务得10分 before 完成80%以上不足100%得6分: the bound is printed there.

    三项均有得3分 before 有两项得2分 is the tier of all three; 全年无事故得10分 before 发生1起得5分 that of none.
    """
    reading, rule = readings[index], readings[index].rule
    if not isinstance(rule, Flat) or rule.sign != "+" or rule.points is None or index + 1 >= len(readings):
        return None
    after = readings[index + 1].rule.threshold
    if after is None or not follows(reading, readings[index + 1]) or not _bare_condition(readings[index + 1]):
        return None
    said = condition_text(reading)
    if after.op == "in" and rule.threshold is None:
        whole = after.value_max == _WHOLE and after.unit == "%" and after.closed in {"[)", "()"}
        threshold = Threshold(metric=after.metric, op="==", value=_WHOLE, unit="%", at=after.at)
        return _top_band(rule, threshold) if whole and _ALL_DONE.search(said) else None
    if after.op not in {"==", ">="} or readings[index + 1].rule.kind != "flat" or rule.cap is not None:
        return None
    if after.unit in _ITEMS and _EVERY.search(said):
        counted = _EVERY_OF.search(said)
        if rule.threshold is not None and rule.threshold.unit == after.unit:
            return _top_band(rule, rule.threshold)
        value = number(counted["num"]) if counted is not None else None
        return _top_band(rule, None if value is None else Threshold(op="==", value=value, unit=after.unit, at=rule.at))
    none = after.op == "==" and rule.threshold is None and after.unit in _CASES and _NONE.search(said)
    return _top_band(rule, None) if none else None


def _top_band(rule: Flat, threshold: Threshold | None) -> Band:
    """Return the tier with its bound, or by its words where no bound is printed."""
    at = _condition_at(rule)
    label = rule.condition.text if threshold is None and rule.condition is not None else None
    return Band(threshold=threshold, label=label, points=rule.points, points_at=rule.points_at, at=at)


def _others(reading: Reading) -> str | None:
    """Return what 其余得4分 calls all that no tier before it names."""
    found = _REST.match("".join(token.text for token in clause_of(reading).region))
    return found[0].removesuffix("的") if found else None


def _condition_at(rule: Rule) -> Anchor | None:
    return rule.condition.at if rule.condition is not None else rule.at


def _bare_condition(reading: Reading) -> bool:
    """Whether a clause says nothing but its threshold (and a word or two): 未达到88%, 5-10万元案件."""
    tokens = [token for token in clause_of(reading).region if token.kind not in {"EACH", "COMMA", "DIST", "ONE"}]
    metric = reading.rule.threshold.metric if reading.rule.threshold else None
    rest = "".join(token.text for token in tokens if token.kind not in {"THRESHOLD", "RANKS"})
    return len(rest.replace(metric or "\0", "")) <= _SHORT


def _head_condition(reading: Reading) -> Any:
    condition = reading.rule.condition
    threshold = reading.rule.threshold
    if condition is None or threshold is None or threshold.at is None:
        return condition
    return condition


def _holds_all(one: Band, other: Band) -> bool:
    """Whether a tier holds wherever a later one does, which then could never be the first: 90%以上得3分，100%得5分."""
    wide, narrow = one.threshold, other.threshold
    if wide is None or narrow is None or wide.unit != narrow.unit or wide.value is None or narrow.value is None:
        return False
    up, down = wide.op in {">=", ">"}, wide.op in {"<=", "<"}
    if narrow.op == "in" or not (up or down) or narrow.op not in {"==", wide.op, wide.op[0]}:
        return False
    return wide.value < narrow.value if up else wide.value > narrow.value


def _selection(bands: tuple[Band, ...], sign: str) -> Any:
    if any(band.rank for band in bands):
        return "unique"
    if any(band.per for band in bands):
        return "sum"
    if any(_holds_all(one, other) for one, other in combinations(bands, 2)):
        return "worst" if sign == "-" else "highest"
    if any(band.threshold is not None and band.threshold.op == "==" for band in bands):
        return "unique"
    nested = all(band.threshold is not None and band.threshold.op != "in" for band in bands)
    directions = {band.threshold.op[0] for band in bands if band.threshold is not None}
    if nested and len(directions) == 1:
        return "worst" if sign == "-" else "highest"
    return "unique"
