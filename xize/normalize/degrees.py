"""Neighbouring amounts that may be degrees of one thing (同一事项的几档): only one of them, or all that hold?

高级职称得3分，中级职称得1分 adds up to 4 for nobody; 有制度得3分，有记录得1分 adds up for everybody who has both. Where
the words let both be meant, the rules stand as alternatives of one group and the question is asked.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

import regex

from xize.model.quantity import Threshold
from xize.model.rule import Band, Flat, PerUnit, Rule, Tiers, Zero
from xize.normalize.ask import Ask, Option
from xize.normalize.fold import fold
from xize.normalize.neighbours import clause_of
from xize.normalize.parts import Reading

_TIMES = frozenset({"分钟", "小时", "天", "日", "工作日", "个工作日", "周", "个月", "月", "年"})
_OTHER = regex.compile(r"^(?:其他|其余|除此之外|以下|以后)(?!人|单位|部门|工作)")


@cache
def _families() -> tuple[tuple[regex.Pattern[str], ...], ...]:
    data = tomllib.loads(files("xize.normalize").joinpath("degrees.toml").read_text(encoding="utf-8"))
    return tuple(tuple(regex.compile(member) for member in family) for family in data["families"].values())


def degrees(readings: list[Reading], points: Decimal | None) -> list[Ask]:
    """Group the rules that may be degrees of one thing, in place, and return what is asked about them.

    Args:
        readings: the rules of one text, in order of print.
        points: full marks of their indicator; amounts that add up to it are independent.
    """
    asks: list[Ask] = []
    for run in _runs(readings):
        members = [readings[index].rule for index in run]
        if points is not None and sum(map(_most, members), Decimal(0)) == points:
            continue
        name = f"degrees-{len(asks) + 1}"
        grouped = tuple(rule.model_copy(update={"group": name}) for rule in members)
        for index in run:
            readings[index] = readings[index].with_rule(group=name)
        if _apart(members):
            # 85%以上不足90%的 and 85%以下的 never hold both: alternatives by themselves, and nothing to ask.
            asks.append(Ask("degrees", tuple(run), reason="degrees_apart", settled=True))
            continue
        options = (Option("degrees_one", grouped), Option("degrees_all", tuple(members)))
        asks.append(Ask("degrees", tuple(run), options=options, suggested=0, reason="degrees_usual"))
    return asks


def _apart(rules: list[Rule]) -> bool:
    """Return whether no value of what the rules measure meets the thresholds of two of them."""
    bounds = [rule.threshold for rule in rules if isinstance(rule, Flat) and rule.threshold is not None]
    if len(bounds) < len(rules) or any(bound.relative_to is not None for bound in bounds):
        return False
    return all(
        _one_metric(one, other) and _no_value(one.threshold, other.threshold)
        for place, one in enumerate(rules)
        for other in rules[place + 1 :]
    )


def _one_metric(one: Rule, other: Rule) -> bool:
    """Return whether both print the same name of what they measure: 年度合格率 and 合格率 may be two things."""
    names = [(rule.threshold.metric if rule.threshold is not None else None) or "" for rule in (one, other)]
    name = max(names, key=len)
    return bool(name) and all(name in "".join(rule.quote.split()) for rule in (one, other))


def _no_value(one: Threshold | None, other: Threshold | None) -> bool:
    """Return whether no value meets two thresholds of one unit."""
    if one is None or other is None or one.unit != other.unit:
        return False
    (low, at_low), (high, at_high) = max(_from(one), _from(other), key=_later), min(_to(one), _to(other))
    return low > high or (low == high and not (at_low and at_high))


def _later(end: tuple[Decimal, bool]) -> tuple[Decimal, bool]:
    return end[0], not end[1]


def _from(bound: Threshold) -> tuple[Decimal, bool]:
    """Return where the values that meet a threshold begin, and whether the end itself is one of them."""
    if bound.value is None or bound.op in {"<", "<="}:
        return Decimal("-Infinity"), False
    return bound.value, (bound.closed or "[]")[0] == "[" if bound.op == "in" else bound.op in {">=", "=="}


def _to(bound: Threshold) -> tuple[Decimal, bool]:
    """Return where the values that meet a threshold end, and whether the end itself is one of them."""
    top = bound.value_max if bound.op == "in" else bound.value
    if top is None or bound.op in {">", ">="}:
        return Decimal("Infinity"), False
    return top, (bound.closed or "[]")[1] == "]" if bound.op == "in" else bound.op in {"<=", "=="}


def _runs(readings: list[Reading]) -> list[list[int]]:
    """Return the runs of neighbouring rules that look like degrees of one thing."""
    runs: list[list[int]] = []
    run: list[int] = []
    for index, reading in enumerate(readings):
        if run and (
            (_beside(readings[run[-1]], reading) and _alike(readings[run[-1]], reading))
            or _told_aside(readings[run[0]], readings[run[-1]], reading)
        ):
            run.append(index)
            continue
        runs.append(run)
        run = [index] if _counts(reading.rule) else []
    runs.append(run)
    return _merged([run for run in [*runs, *_descents(readings)] if len(run) > 1])


def _told_aside(first: Reading, last: Reading, other: Reading) -> bool:
    """Whether brackets right after an amount print other amounts for cases of it: 每宗扣1分（一亩以下的扣0.5分）."""
    one, clause = clause_of(first), clause_of(other)
    if not clause.aside or one.aside or not _counts(other.rule) or first.rule.sign != other.rule.sign:
        return False
    return clause.start - clause_of(last).end <= 1 and one.item == clause.item and bool(clause.region)


def _merged(runs: list[list[int]]) -> list[list[int]]:
    """Return runs without two that share a rule."""
    done: list[list[int]] = []
    for run in sorted(runs):
        if done and done[-1][-1] >= run[0]:
            done[-1] = sorted({*done[-1], *run})
        else:
            done.append(run)
    return done


def _counts(rule: Rule) -> bool:
    return isinstance(rule, Flat | PerUnit | Tiers) and rule.group is None and rule.multiplier is None


def _beside(one: Reading, other: Reading) -> bool:
    """Whether two rules of one sign stand in one item, at most a semicolon apart."""
    first, second = clause_of(one), clause_of(other)
    near = first.item == second.item and second.sentence - first.sentence <= 1 and first.aside == second.aside
    return near and _counts(other.rule) and one.rule.sign == other.rule.sign


def _alike(one: Reading, other: Reading) -> bool:
    """Whether two rules measure one thing, or name members of one family."""
    if _one_measure(one.rule, other.rule) or _past(one.rule, other.rule):
        return True
    first, second = _condition(one.rule), _condition(other.rule)
    if isinstance(other.rule, Tiers) and isinstance(one.rule, Flat):
        # A scale has taken in what names another grade of it; what stands before it is something else.
        return (one.rule.sign == "+" and other.rule.pattern != "tiers.scale") or _mentions(first, other.rule)
    if _OTHER.match(second) and not isinstance(other.rule, PerUnit):
        return True
    if isinstance(one.rule, PerUnit) or isinstance(other.rule, PerUnit):
        return False
    return _mentions(first, other.rule) or any(_differ(family, first, second) for family in _families())


def _mentions(condition: str, rule: Rule) -> bool:
    """Whether a condition names a number of what a rule measures, without comparing: 15分钟以内 before 15分钟以上."""
    units = {threshold.unit for threshold in _thresholds(rule) if threshold.unit}
    return any(regex.search(rf"\d{regex.escape(unit)}", condition) for unit in units)


def _members(family: tuple[regex.Pattern[str], ...], text: str) -> frozenset[int]:
    return frozenset(index for index, member in enumerate(family) if member.search(text))


def _differ(family: tuple[regex.Pattern[str], ...], one: str, other: str) -> bool:
    first, second = _members(family, one), _members(family, other)
    return bool(first) and bool(second) and not first & second


def _thresholds(rule: Rule) -> list[Threshold]:
    bands: tuple[Band, ...] = rule.bands if isinstance(rule, Tiers) else ()
    return [value for value in (rule.threshold, *(band.threshold for band in bands)) if value is not None]


def _past(one: Rule, other: Rule) -> bool:
    """Whether each of what is counted costs, and so many of it cost once more: 每缺一次扣1分，缺5次以上扣10分."""
    if not isinstance(one, PerUnit) or not isinstance(other, Flat) or one.threshold is not None or one.per.count != 1:
        return False
    bound = other.threshold
    plain = bound is not None and bound.op in {">=", ">"} and bound.unit == one.per.unit and bound.value is not None
    return plain and one.sign == "-" and (other.points or 0) > (one.points or 0)


def _one_measure(one: Rule, other: Rule) -> bool:
    """Whether two rules compare one thing: a unit in common, and metrics of which one is left out or ends the other."""
    for first in _thresholds(one):
        for second in _thresholds(other):
            mine, theirs = first.metric or "", second.metric or ""
            same = first.unit == second.unit or {first.unit, second.unit} <= _TIMES
            if same and (mine.endswith(theirs) or theirs.endswith(mine)):
                return True
    return False


def _descents(readings: list[Reading]) -> list[list[int]]:
    """Return runs of falling awards of one sentence that end in 不得分: 满足的得5分，基本满足得2分，不满足不得分."""
    found: list[list[int]] = []
    run: list[int] = []
    for index, reading in enumerate(readings):
        rule = reading.rule
        if isinstance(rule, Zero) and len(run) > 1 and _near(readings[run[-1]], reading) and not _named(reading):
            found.append(run)
            run = []
        elif not isinstance(rule, Flat) or rule.sign != "+" or rule.group is not None:
            run = []
        elif run and _near(readings[run[-1]], reading) and _most(readings[run[-1]].rule) > _most(rule):
            run.append(index)
        else:
            run = [index]
    return found


def _named(reading: Reading) -> bool:
    return bool(clause_of(reading).effect.values.get("target"))


def _near(one: Reading, other: Reading) -> bool:
    first, second = clause_of(one), clause_of(other)
    return first.item == second.item and second.sentence - first.sentence <= 1


def _most(rule: Rule) -> Decimal:
    if isinstance(rule, Tiers):
        return max((band.points for band in rule.bands if band.points is not None), default=Decimal(0))
    return rule.points or Decimal(0)


def _condition(rule: Rule) -> str:
    return fold(rule.condition.text).text if rule.condition is not None else ""
