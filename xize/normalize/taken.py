"""What a deduction takes from: 达到100%得10分，每降低1个百分点扣0.2分 starts from the award before it (得分再扣).

Short of the bound the award is not lost: the steps are taken from it. Both rules get one group, which says so.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import regex

from xize.model.quantity import Threshold
from xize.model.rule import Band, Checklist, Flat, PerUnit, Rank, Rule, Step, Tiers
from xize.normalize.neighbours import clause_of, condition_text, near
from xize.normalize.parts import Reading
from xize.normalize.units import unit_token

_PRICE = regex.compile(r"基准|均价|平均|标底|控制价|限价|参考价|最低价|等于")
_FREE = regex.compile(r"(?:无|未发生|未出现|没有)(?P<stem>[^,;。的]{2,8})$")
_DENIED = regex.compile(r"(?:未|不|没有|无)(?P<stem>[^,;。的未不]{2,12})(?:的[^,;。的]{1,4})?$")
_LATE = regex.compile(
    r"每?(?:推迟|逾期|延长|迟|晚|延迟|超期|延误|滞后|延期|拖延|超)[^,;。]{0,4}[天日周月]"
    r"|每?(?:推迟|迟|晚|延迟|延误)[^,;。]{0,4}(?:小时|分钟)"
)
_IN_TIME = regex.compile(r"[日号月周底点时]前|[天日月周时]内|及时|按时|按期|如期|准时|时限|规定时间|期限内")
_WHOLE = regex.compile(r"全部|全面|完全|均(?!价|值)|都(?!市)|100%")
_FAILS = regex.compile(r"[未不超逾缺漏迟错无没差]")
_SEEN = frozenset({"EACH", "FOUND", "ONE"})
PLACES = frozenset({"位", "名", "位次", "名次", "个位次", "个名次"})
"""Units of a ranking."""

_AWAY = {">=": "drop", ">": "drop", "==": "drop", "<=": "rise", "<": "rise"}


def taken_from(readings: list[Reading]) -> list[Reading]:
    """Group each award with the steps, or the units that are lacking, that the next clauses take from it."""
    done = list(readings)
    award: int | None = None
    number = 0
    for index, reading in enumerate(done):
        rule = reading.rule
        if isinstance(rule, Flat | Checklist) and rule.sign == "+" and rule.points is not None:
            award = index if rule.group is None else None
        elif award is not None and (_takes(done[award], reading) or _uses_up(done[:index], reading)):
            group = done[award].rule.group
            if group is None:
                number += 1
                group = f"taken-{number}"
                done[award] = done[award].with_rule(group=group)
            done[award] = _from_there(done[award], rule)
            done[index] = reading.with_rule(group=group)
            for place in range(award + 1, index):
                if _uses_up(done[:index], reading) and _lowers(done[place]):
                    done[place] = done[place].with_rule(group=group)
        elif rule.kind not in {"zero", "step", "per_unit", "veto"}:
            award = None
    return _ended(done)


def _from_there(award: Reading, taken: Rule) -> Reading:
    """Return the award with a number alone as where its steps begin: 98%得5分，低于98%的每低1个百分点扣1分."""
    bound = award.rule.threshold
    if bound is None or bound.op != "==" or not isinstance(taken, Step):
        return award
    return award.with_rule(threshold=bound.model_copy(update={"op": ">=" if taken.per.basis == "drop" else "<="}))


def _ended(readings: list[Reading]) -> list[Reading]:
    """Let a zero end the account it stands in, of several awards that one alone: …，缺一项扣1分，缺两项及以上不得分."""
    done = list(readings)
    several = sum(reading.rule.sign == "+" for reading in readings) > 1
    for index in range(1, len(done) if several else 0):
        taken, zero = done[index - 1], done[index]
        group = taken.rule.group if isinstance(taken.rule, PerUnit | Step) else None
        named = bool(clause_of(zero).effect.values.get("target"))
        together = clause_of(taken).sentence == clause_of(zero).sentence and not named
        if group is None or not together or zero.rule.kind != "zero" or zero.rule.target != "indicator":
            continue
        if zero.rule.threshold is not None:
            done[index] = zero.with_rule(group=group, target="item")
    return done


def down_the_ranks(readings: list[Reading]) -> list[Reading]:
    """Read 第一名得10分，其余依次递减1分 as an award for the place, and a step taken from it for each place below."""
    done = list(readings)
    for index in range(1, len(done)):
        first, step = done[index - 1], done[index].rule
        place = one_place(first)
        if place is None or not isinstance(step, Step) or step.threshold is not None or step.per.unit not in PLACES:
            continue
        if step.points is None:
            continue
        rank, band = place
        if step.sign != "-" or not near(first, done[index]):
            continue
        shared = {name: getattr(first.rule, name) for name in Flat.model_fields if name != "kind"}
        bound = Threshold(metric="名次", op="==", value=Decimal(rank), unit="名", at=band.at)
        amount = {"threshold": bound, "points": band.points, "points_at": band.points_at, "group": f"places-{index}"}
        done[index - 1] = replace(first, rule=Flat(**{**shared, **amount}))
        per = step.per.model_copy(update={"basis": "rise"})
        below = bound.model_copy(update={"op": ">"})
        done[index] = done[index].with_rule(threshold=below, per=per, group=f"places-{index}")
    return done


def placed(readings: list[Reading]) -> list[Reading]:
    """Read 6-10名 after 排名前5名的加5分 as places of the same ranking, not as a number of people."""
    done = list(readings)
    for index in range(1, len(done)):
        rule, before = done[index].rule, done[index - 1].rule
        bound = rule.threshold if isinstance(rule, Flat) else None
        ranked = isinstance(before, Tiers) and before.bands[-1].rank
        if not ranked or bound is None or bound.op != "in" or bound.unit not in PLACES or rule.points is None:
            continue
        if not near(done[index - 1], done[index]) or bound.value is None or bound.value_max is None or bound.metric:
            continue
        rank = Rank(first=int(bound.value), last=int(bound.value_max), end=ranked.end)
        band = Band(rank=rank, points=rule.points, points_at=rule.points_at, at=bound.at)
        shared = {
            name: getattr(rule, name) for name in Flat.model_fields if name not in {"kind", "points", "threshold"}
        }
        done[index] = replace(done[index], rule=Tiers(**shared, bands=(band,), selection="unique"))
    return done


def one_place(reading: Reading) -> tuple[int, Band] | None:
    """Return the place and the band of an award for one place of a ranking."""
    rule = reading.rule
    if not isinstance(rule, Tiers) or len(rule.bands) != 1 or rule.sign != "+" or rule.group is not None:
        return None
    rank = rule.bands[0].rank
    single = rank is not None and rank.end == "top" and rank.last in {None, rank.first}
    return (rank.first, rule.bands[0]) if rank is not None and single and rule.bands[0].points is not None else None


def _takes(award: Reading, reading: Reading) -> bool:
    """Whether a deduction begins where an award ends, or counts what is lacking to it."""
    first, rule = award.rule, reading.rule
    if rule.sign != "-" or rule.group is not None or not near(award, reading):
        return False
    if isinstance(rule, Step):
        return _touch(first.threshold, rule) or _off_price(award, reading)
    same = clause_of(award).sentence == clause_of(reading).sentence
    if not same or not isinstance(rule, PerUnit):
        return False
    return (
        rule.per.basis == "shortfall" or _late(award, reading) or _counts_failing(condition_text(award), reading, rule)
    )


def _late(award: Reading, reading: Reading) -> bool:
    """Whether what is counted is how late that was which an award is for: 5日前上报得3分，每推迟1天扣0.5分."""
    first = clause_of(reading).region[0].text if clause_of(reading).region else ""
    if _LATE.match(first) is None:
        return False
    bound, each = award.rule.threshold, unit_token(clause_of(reading))
    if bound is not None and each is not None and bound.op in {"<=", "<"} and bound.unit == each.values.get("unit"):
        return True  # ≤8天得5分，每延长1天扣1分
    return _IN_TIME.search(condition_text(award)) is not None


def _uses_up(before: list[Reading], reading: Reading) -> bool:
    """Whether a count goes on until nothing is left (扣完为止) of the only award before it."""
    rule = reading.rule
    counts = isinstance(rule, PerUnit) and rule.sign == "-" and rule.group is None
    awards = sum(other.rule.sign == "+" for other in before)
    return counts and awards == 1 and rule.cap is not None and rule.cap.value == "indicator"


def _lowers(reading: Reading) -> bool:
    """Whether a count before the one that uses an award up takes from it too: 一次扣1分，一处扣2分，扣完为止."""
    rule = reading.rule
    return isinstance(rule, PerUnit) and rule.sign == "-" and rule.group is None


def _counts_failing(said: str, reading: Reading, rule: PerUnit) -> bool:
    """Whether what is counted is the failing of the state an award names: 整洁, 1处不整洁; 无投诉, 1起投诉."""
    if rule.per.basis not in {"occurrence", "excess"} or rule.threshold is not None:
        return False
    if _WHOLE.search(said) and _FAILS.search(rule.quote):
        return True
    free = _FREE.search(said)
    if free is not None:
        seen = bool(clause_of(reading).region) and clause_of(reading).region[0].kind in _SEEN
        return seen or free["stem"] in rule.quote or _happens(free["stem"], reading)
    denied = _DENIED.search(condition_text(reading))
    return denied is not None and denied["stem"][:4] in said


def _happens(stem: str, reading: Reading) -> bool:
    """Whether what an award is free of happens in some degree: 无安全事故的得10分，发生一般事故每起扣3分."""
    said = condition_text(reading).removesuffix("的")
    return said.startswith(("发生", "出现", "有")) and said.endswith(stem[-2:])


def _off_price(award: Reading, reading: Reading) -> bool:
    """Whether an award is for the price that a step counts from: 等于基准价的得30分，每高1%扣1分."""
    counted = any(token.name.startswith("each.deviation") for token in clause_of(reading).region)
    return counted and award.rule.threshold is None and _PRICE.search(condition_text(award)) is not None


def _touch(threshold: Threshold | None, step: Step) -> bool:
    start = step.threshold
    if threshold is None or start is None or threshold.value != start.value:
        return False
    if threshold.value is None and (threshold.relative_to is None or threshold.relative_to != start.relative_to):
        return False
    both = start.metric is None or threshold.metric is None or start.metric == threshold.metric
    return both and threshold.unit == start.unit and _AWAY.get(threshold.op) == step.per.basis
