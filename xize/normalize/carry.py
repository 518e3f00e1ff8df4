"""What a clause takes over from the one before it (承前省略): 每查实一起扣科室1分，扣当事人2分 counts both."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import regex

from xize.model.anchor import Text
from xize.model.quantity import Condition, Threshold
from xize.model.rule import Flat, PerUnit
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.neighbours import clause_of, condition_text, near
from xize.normalize.parts import Reading
from xize.normalize.severity import on_top
from xize.normalize.tokens import Token
from xize.normalize.units import unit_token

_GOES_ON = frozenset({"AMOUNT", "DISCRETION", "VETO", "TIMES", "SHARE", "ZERO"})
_JOINTS = frozenset({"并", "且", "同时", "另", "并且", "还", "再", "另外"})
_POLAR = regex.compile(r"^(?:未|没有|没|不|已|已经|能)?(?P<stem>[^,;。]{1,12}?)的?$")
_FAILS_OF = regex.compile(r"(?![未不没无])[一-龥]{1,8}?(?P<not>未|没有|没|不|无)")
_FAILING = regex.compile(r"未|不|无|没|缺|少|逾|迟|超|漏|错")
_SEEN = frozenset({"发现", "发生", "出现", "存在", "查出", "查实", "完成", "未完成"})
_SUBJECT = 10


def carried(clauses: list[Clause]) -> list[Clause]:
    """Return the clauses, an effect that follows another with nothing between standing on the same condition."""
    done: list[Clause] = []
    for clause in clauses:
        before = done[-1] if done else None
        if before is not None and before.region and _goes_on(before, clause):
            done.append(replace(clause, region=before.region, context=()))
        else:
            done.append(clause)
    return done


def _goes_on(before: Clause, clause: Clause) -> bool:
    if clause.effect.name.startswith("amount.decay"):
        return False  # 其余依次递减1分 speaks of all that the clause before it does not
    if clause.effect.kind not in _GOES_ON or before.effect.kind not in _GOES_ON:
        return False
    if (clause.sentence, clause.item, clause.aside) != (before.sentence, before.item, before.aside):
        return False
    said = "".join(token.text for token in clause.region if token.kind not in {"COMMA", "PAUSE"})
    return not said or said in _JOINTS


def first_of_more(readings: list[Reading]) -> list[Reading]:
    """Read 请假1天扣1分 before 每增加1天加扣0.5分 as the first day alone, not as every day."""
    done = list(readings)
    for index, (reading, after) in enumerate(pairwise(readings)):
        rule, more = reading.rule, after.rule
        if (
            not isinstance(rule, PerUnit)
            or not isinstance(more, PerUnit)
            or rule.per.explicit
            or rule.sign != more.sign
        ):
            continue
        each = unit_token(clause_of(after))
        further = each is not None and each.values.get("mod", "") in {"增加", "多", "增", "超", "超过"}
        if further and more.per.unit == rule.per.unit and near(reading, after):
            shared = {name: getattr(rule, name) for name in Flat.model_fields if name != "kind"}
            bound = Threshold(op=">=", value=rule.per.count, unit=rule.per.unit, at=rule.per.at)
            done[index] = replace(reading, rule=Flat(**{**shared, "threshold": bound}))
    return done


def counted_alike(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Count 已整改的扣1分 by the case as 每发现1处未整改的扣2分 before it does: the two say yes and no of one thing."""
    done = list(readings)
    for index in range(1, len(done)):
        one, other = done[index - 1], done[index]
        first, second = one.rule, other.rule
        if not isinstance(first, PerUnit) or not isinstance(second, Flat) or second.threshold is not None:
            continue
        if second.multiplier is not None:
            continue
        if _contrary(one, other):
            done[index] = replace(other, rule=_counted(second, first))
            continue
        if first.sign != second.sign or clause_of(one).sentence != clause_of(other).sentence or second.group:
            continue
        if _side_by_side(one, other, ground):
            done[index] = replace(other, rule=_counted(second, first))
            continue
        if (
            _one_stem(first.condition, second.condition)
            or _one_noun(first, second)
            or _listed(one, other)
            or (first.sign == "-" and _one_verb(one, other))
            or (first.per.explicit and first.sign == "-" and (on_top(one, other) or _each_subject(one, other)))
        ):
            done[index] = replace(other, rule=_counted(second, first))
    return done


def verbs_carried(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Let an amount without a verb take away as the one before it does (未建立的扣2分，不完善1分), which is asked."""
    done = list(readings)
    for index, bare in enumerate(done):
        if bare.match.pattern.kind != "bare" or bare.rule.sign != "+":
            continue
        before, after = done[index - 1] if index else None, done[index + 1] if index + 1 < len(done) else None
        if (before is not None and _goes_on_taking(before, bare, ground)) or (
            after is not None and _listed_with(bare, after, ground)
        ):
            asks = tuple(dict.fromkeys((*bare.asks, "verb-missing")))
            done[index] = replace(bare.with_rule(sign="-"), asks=asks)
    return done


def _goes_on_taking(before: Reading, bare: Reading, ground: Ground) -> bool:
    one, other = clause_of(before), clause_of(bare)
    between = ground.folded.text[one.end : other.start]
    failing = bool(other.region) and _FAILING.match(other.region[0].text) is not None
    follows = one.item == other.item and "。" not in between and (one.sentence == other.sentence or failing)
    return before.rule.sign == "-" and follows


def _listed_with(bare: Reading, after: Reading, ground: Ground) -> bool:
    """Whether the amount stands in one list with the deduction after it: 病假0.2分、事假扣0.5分."""
    together = clause_of(bare).sentence == clause_of(after).sentence
    return after.rule.sign == "-" and together and ground.folded.text.startswith("、", clause_of(bare).end)


def _counted(rule: Flat, like: PerUnit) -> PerUnit:
    shared: dict[str, Any] = {name: getattr(rule, name) for name in Flat.model_fields if name != "kind"}
    return PerUnit(**shared, per=like.per)


def _side_by_side(one: Reading, other: Reading, ground: Ground) -> bool:
    """Whether 、 joins what the second loses to what the first does: 每人次扣2分、首席代表扣1分."""
    first, second = clause_of(one), clause_of(other)
    explicit = isinstance(one.rule, PerUnit) and one.rule.per.explicit
    return explicit and ground.folded.text[first.effect.end : second.start] == "、"


def _contrary(one: Reading, other: Reading) -> bool:
    """Whether the second says what each one costs that is not so: 每有一项达标得5分，反之减5分."""
    rule, tokens = one.rule, [token for token in clause_of(other).region if token.kind != "COMMA"]
    each = isinstance(rule, PerUnit) and rule.per.explicit and {rule.sign, other.rule.sign} == {"+", "-"}
    alone = len(tokens) == 1 and tokens[0].kind == "OTHERWISE" and tokens[0].text.startswith(("反之", "否则"))
    return each and alone and clause_of(one).sentence == clause_of(other).sentence


def _each_subject(one: Reading, other: Reading) -> bool:
    """Whether the second failing is of each thing the first names: 每一项指标未完成月计划扣1分，未完成年度计划扣2分."""
    first, second = clause_of(one).region, clause_of(other).region
    subject = next(
        (after for each, after in pairwise(first) if each.kind == "EACH" and not each.values.get("mod")), None
    )
    failing = _FAILS_OF.match(subject.text) if subject is not None and subject.kind == "TEXT" else None
    return failing is not None and bool(second) and second[0].text.startswith(failing["not"])


def _one_stem(first: Condition | None, second: Condition | None) -> bool:
    return bool(_stem(first)) and _stem(first) == _stem(second)


def _one_verb(one: Reading, other: Reading) -> bool:
    """Whether both failings are counted by the same verb: 成员每缺席一次扣1分，负责人缺席的扣2分."""
    each = unit_token(clause_of(one))
    verb = each.values.get("mod", "") if each is not None else ""
    return len(verb) > 1 and verb not in _SEEN and condition_text(other).removesuffix("的").endswith(verb)


def _one_noun(first: PerUnit, second: Flat) -> bool:
    """Whether two amounts count sorts of one thing: 每办结1起简易程序案件计1分，普通程序案件计3分."""
    if not first.per.explicit or first.condition is None or second.condition is None:
        return False
    one, other = first.condition.text.rstrip("的"), second.condition.text.rstrip("的")
    return len(other) <= _SUBJECT and one[-2:] == other[-2:] and one != other


def _listed(one: Reading, other: Reading) -> bool:
    """Whether two awards without a verb are of one list that counts: 一区每篇20分，二区15分."""
    bare = all(clause_of(reading).effect.kind == "BARE" and reading.rule.sign == "+" for reading in (one, other))
    each = isinstance(one.rule, PerUnit) and one.rule.per.explicit and one.rule.per.basis == "occurrence"
    return bare and each and not clause_of(other).aside and one.rule.cap is None


def _stem(condition: Condition | None) -> str:
    found = _POLAR.match(condition.text) if condition is not None else None
    return found["stem"] if found else ""


def shared_conditions(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Put 未取得许可的 over both halves of 未取得许可的，餐饮单位每发现1户扣2分，流通单位每发现1户扣1分."""
    done = list(readings)
    for index in range(1, len(done)):
        one, other = clause_of(done[index - 1]), clause_of(done[index])
        condition = done[index].rule.condition
        together = one.sentence == other.sentence and done[index - 1].rule.sign == done[index].rule.sign
        if not together or condition is None or condition.parts:
            continue
        common = _common(one, other, ground)
        if common is not None:
            done[index] = done[index].with_rule(condition=_both(common, Text(text=condition.text, at=condition.at)))
    return done


def _common(one: Clause, other: Clause, ground: Ground) -> Text | None:
    """Return what the first of two clauses for parallel subjects says of both, before its subject or after its unit."""
    first, after = _subject(one)
    second, rest = _subject(other)
    if first is None or second is None or rest or other.region[0] is not second:
        return None
    if (
        first.text[-2:] != second.text[-2:]
        or first.text == second.text
        or max(len(first.text), len(second.text)) > _SUBJECT
    ):
        return None
    if after:
        return _trimmed(ground, after[0].start, after[-1].end)
    before = [token for token in one.region if token.end <= first.start]
    return _trimmed(ground, before[0].start, before[-1].end) if before else None


def _subject(clause: Clause) -> tuple[Token | None, tuple[Token, ...]]:
    """Return the words right before the unit phrase of a clause, and what stands after that phrase."""
    for place in range(1, len(clause.region)):
        if clause.region[place].kind == "EACH" and clause.region[place - 1].kind == "TEXT":
            return clause.region[place - 1], clause.region[place + 1 :]
    return None, ()


def _trimmed(ground: Ground, start: int, end: int) -> Text | None:
    while end > start and ground.folded.text[end - 1] in ",、:的":
        end -= 1
    return ground.text(start, end) if end > start else None


def _both(common: Text, own: Text) -> Condition:
    first, second = sorted((common, own), key=lambda text: text.at.start)
    at = first.at.model_copy(update={"continued": (*first.at.continued, *second.at.pieces())})
    return Condition(text=first.text + second.text, at=at, connective="all", parts=(first, second))
