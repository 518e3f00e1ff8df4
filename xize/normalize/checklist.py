"""Conditions that are lists (清单): so many of the items, each of them, or any: 具备以下条件之一的得5分：①…；②…."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

import regex

from xize.model.quantity import Condition, Threshold
from xize.model.rule import Checklist, Distribute, Flat, PerUnit, Rule
from xize.normalize.ask import Ask, Option
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.items import Items, items_after, items_before, items_named
from xize.normalize.neighbours import clause_of, span
from xize.normalize.parts import Reading
from xize.normalize.thresholds import number

_COUNTED = frozenset({"项", "个", "条", "种", "类"})
_BY_THEMSELVES = frozenset({"tiers", "distribute", "step", "formula", "reference"})
_FIELDS = (
    "id", "sign", "points", "points_at", "condition", "threshold", "target", "quote", "at", "exceptions", "cap",
    "group",
)  # fmt: skip
_BELOW = regex.compile(r"以下|下列|下述|如下")
_ABOVE = regex.compile(r"(?:^|[,;:。])(?:以上|上述|前述)|上述|前述")
_UNIT = "(?:项|个|种|条|类)"
_COUNT = rf"(?P<count>[一二两三四五六七八九十]|\d{{1,2}}){_UNIT}"
_TOTAL = regex.compile(rf"(?:以下|下列|下述|如下|以上|上述|前述){_COUNT}")
_ONE = regex.compile(rf"(?<!分)之一|任[意何]?(?:一|1){_UNIT}|(?:其中|有)(?:一|1){_UNIT}")
_SOME = regex.compile(
    rf"{_COUNT}(?:及|\(含\)|或)?以上|至少{_COUNT}|(?:具备|符合|满足)(?:其中)?(?:任意)?{_COUNT}(?!条件|要求)"
)
_ALL = regex.compile(r"(?<!未|不)(?:同时|全部|所有|均|都|齐全|齐备|完备|俱全|缺一不可)")
_EACH_OF = regex.compile(r"(?:符合|具备|满足|达到|完成|做到|落实|执行)(?:了)?(?:以下|下列|下述|如下)")
_MARK = regex.compile(r"(?:[①-⑳⑴-⒇]|\(?[\da-zA-Z一二三四五六七八九十]{1,3}[.、)])[ \n]{0,9}$")
_DENIED = regex.compile(r"未|不|无|没|缺")
_OF_LIST = regex.compile(
    r"^(?:有|具备|符合|满足|达到)|[一二三四五六七八九十\d](?:项|个|条)[^,]{0,8}(?:中|里|具备|符合|满足)"
)


def checklist(readings: list[Reading], index: int, ground: Ground) -> tuple[Reading | None, int]:
    """Join 有两项以上的得5分，少于两项的酌情减分: a checklist with what holds below its number."""
    head = readings[index]
    rule, clause = head.rule, clause_of(head)
    threshold = rule.threshold
    if not isinstance(rule, Flat) or rule.sign != "+" or threshold is None or threshold.op != ">=":
        return None, 0
    if threshold.unit not in _COUNTED or not clause.region:
        return None, 0
    if not _OF_LIST.search("".join(token.text for token in clause.region)):
        return None, 0
    used, otherwise = [head], None
    if index + 1 < len(readings) and clause_of(readings[index + 1]).sentence == clause.sentence:
        following = readings[index + 1]
        other = following.rule.threshold
        if other is not None and other.unit == threshold.unit and other.op == "<" and other.value == threshold.value:
            used.append(following)
            otherwise = ground.text(clause_of(following).start, clause_of(following).end)
    made = _listing(rule, **span(used, ground), need=threshold.value, otherwise=otherwise)
    return Reading(made, head.match, asks=("otherwise",) if otherwise else ()), len(used)


def _listing(rule: Rule, **own: Any) -> Checklist:
    return Checklist(**{**{name: getattr(rule, name) for name in _FIELDS}, "pattern": "checklist.need", **own})


def itemised(readings: list[Reading], clauses: list[Clause], ground: Ground) -> list[Reading]:
    """Return the readings, those whose condition is a printed list with its items."""
    done: list[Reading] = []
    starts, ends = [each.start for each in clauses], [each.end for each in clauses]
    for reading in readings:
        found = _items(reading, starts, ends, ground) if clause_of(reading).region else None
        done.append(reading if found is None else _with_items(reading, found, ground))
    return done


def _items(reading: Reading, starts: list[int], ends: list[int], ground: Ground) -> Items | None:
    clause, rule = clause_of(reading), reading.rule
    if rule.kind in _BY_THEMSELVES or rule.multiplier is not None:
        return None
    said = ground.folded.text[clause.start : clause.effect.start]
    if _BELOW.search(said):
        after = bisect_left(starts, clause.end)
        stop = starts[after] if after < len(starts) else len(ground.folded.text)
        mark = _MARK.search(ground.folded.text, clause.end, stop)
        found = items_after(ground, clause.end, mark.start() if mark else stop)
    elif above := _ABOVE.search(said):
        before = bisect_right(ends, clause.start)
        begin = ends[before - 1] if before else 0
        found = items_before(ground, begin, clause.start + above.start())
    else:
        return _named(reading, said, ground)
    total = _TOTAL.search(said)
    if found is not None and total is not None and number(total["count"]) != len(found.texts):
        return None
    return found


def _named(reading: Reading, said: str, ground: Ground) -> Items | None:
    """Return the items of 制度、台账、记录三项中有两项以上: as many as are said to be, or counted one by one."""
    clause = clause_of(reading)
    named = items_named(ground, clause.start, clause.effect.start)
    if named is None:
        return None
    found, count = named
    if count is None:
        rest = said[found.end - clause.start :]
        return found if "一" in rest and (_DENIED.search(rest) or "之一" in rest) else None
    return found if count == len(found.texts) else None


def _with_items(reading: Reading, items: Items, ground: Ground) -> Reading:
    rule, clause = reading.rule, clause_of(reading)
    said = ground.folded.text[clause.start : clause.effect.start]
    if items.end <= clause.effect.start:
        said = said[max(items.end - clause.start, 0) :] if items.start >= clause.start else said
    whole = ground.text(min(clause.start, items.start), max(clause.end, items.end))
    apart = items.end > clause.end or items.start < clause.start
    place = {"quote": whole.text, "at": whole.at} if apart else {}
    if isinstance(rule, Checklist):
        return reading.with_rule(items=items.texts, threshold=_plain(rule.threshold), **place)
    if isinstance(rule, PerUnit) and rule.per.unit in _COUNTED and rule.per.explicit and rule.per.count == 1:
        shared = {name: getattr(rule, name) for name in Distribute.model_fields if name not in {"kind", "items"}}
        made = Distribute(**{**shared, "threshold": None, **place, "pattern": "distribute.listed"}, items=items.texts)
        return replace(reading, rule=made)
    need = _need(said)
    if rule.threshold is not None and rule.threshold.op == ">=" and rule.threshold.unit in _COUNTED:
        need = rule.threshold.value
    if need is None and rule.sign == "+" and _EACH_OF.search(said) and not _DENIED.search(said):
        need = Decimal(0)
    if isinstance(rule, Flat) and rule.points is not None and need is not None:
        return replace(
            reading,
            rule=_listing(rule, items=items.texts, need=need or None, threshold=_plain(rule.threshold), **place),
        )
    return _one_of(reading, items, need, place)


def list_asks(readings: list[Reading]) -> list[Ask]:
    """Ask whether 有下列情形之一的扣2分 is taken once, or for each of the items that holds."""
    asks: list[Ask] = []
    for index, reading in enumerate(readings):
        rule = reading.rule
        if not isinstance(rule, Checklist) or rule.sign != "-" or rule.need != 1 or len(rule.items) < 2:
            continue
        shared = {name: getattr(rule, name) for name in Distribute.model_fields if name in type(rule).model_fields}
        each = Distribute(**{**shared, "kind": "distribute", "threshold": None})
        several = rule.cap is not None and isinstance(rule.cap.value, Decimal) and rule.cap.value > (rule.points or 0)
        if several:
            readings[index] = replace(reading, rule=each)  # 最多扣4分 of 2 points an item: more than one counts
        else:
            options = (Option("any", (rule,)), Option("each", (each,)))
            asks.append(Ask("list-each", (index,), options=options, suggested=0, reason="any_usual"))
    return asks


def _plain(threshold: Threshold | None) -> Threshold | None:
    """Return how many are asked for without a name: what is counted are the items."""
    return threshold and threshold.model_copy(update={"metric": None})


def _need(said: str) -> Decimal | None:
    """Return how many of the items are asked for: 0 for all of them, None where it is not said."""
    some = _SOME.search(said)
    if some is not None:
        return number(some["count"])
    if _ONE.search(said):
        return Decimal(1)
    return Decimal(0) if _ALL.search(said) and not _DENIED.search(said) else None


def _one_of(reading: Reading, items: Items, need: Decimal | None, place: dict[str, Any]) -> Reading:
    """Put the items into the condition of a rule that is no amount by the item: 有下列情形之一的，该项不得分：…."""
    rule = reading.rule
    told = need in {Decimal(0), Decimal(1)} or isinstance(rule, PerUnit)
    if rule.condition is None or not (told or "缺" in rule.condition.text):
        return reading
    connective: Literal["all", "any"] = "all" if need == 0 and not isinstance(rule, PerUnit) else "any"
    condition = Condition(text=rule.condition.text, at=rule.condition.at, connective=connective, parts=items.texts)
    return reading.with_rule(condition=condition, **place)
