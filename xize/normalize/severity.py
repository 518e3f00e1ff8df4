"""Degrees of one failing, each with its amount (轻重): 未归档的…，归档不全面的…; …扣1分，造成后果的扣5分."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from xize.model.rule import Flat, PerUnit, Rule
from xize.normalize.ask import Ask, Option
from xize.normalize.neighbours import clause_of, condition_text, near
from xize.normalize.parts import Reading

_GRAVE = regex.compile(
    r"^(?:并|且|如|若|凡|因此|因而|对)*(?:(?:造成|产生|引发|引起|导致|酿成)[^,;。未无]{1,16}"
    r"|(?:情节|性质|后果|影响)?(?:较为?|比较|特别|极其|十分|非常)?(?:严重|恶劣|较坏|极坏|很坏|较重|重大))$"
)
_LATER = regex.compile(
    r"^(?:经(?:查|核|调查|查证)[^,;。]{0,6}(?:属实|查实)|(?:逾期|限期内?)[^,;。]{0,4}未(?:整改|改正|处理)|仍未|拒不|屡[教次]"
    r"|未(?:及时|按期|按时)?整改|整改不|重复发生)[^,;。]{0,8}$"
)
"""What becomes of a case that is counted already."""
_BESIDES = regex.compile(r"^(?:再|另|加(?=扣)|额外|追加|并)")


def grouped(readings: list[Reading]) -> list[Reading]:
    """Mark severity pairs (未归档的扣0.8分，归档不全面的扣0.4分) as one group: only one of them can hold."""
    done = list(readings)
    number = 0
    for index in range(1, len(done)):
        one, other = done[index - 1], done[index]
        together = clause_of(one).sentence == clause_of(other).sentence
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


def graver(readings: list[Reading]) -> list[Ask]:
    """Ask whether the graver case (造成后果的扣5分) is taken in place of the lesser one before it, or besides it.

    Two flat amounts become one group, in place. 加扣2分 and 另扣2分 say that it comes on top, and are not asked about.
    """
    asks: list[Ask] = list(_many(readings))
    index = 0
    while index < len(readings):
        run = [index]
        while run[-1] + 1 < len(readings) and _graver(readings[run[-1]], readings[run[-1] + 1], first=len(run) == 1):
            run.append(run[-1] + 1)
        if len(run) > 1:
            asks.append(_ask(run, readings))
        index = run[-1] + 1
    return asks


def _many(readings: list[Reading]) -> Iterator[Ask]:
    """Ask whether many cases cost their own amount in place of each one's: 缺1天扣0.5分，缺3天以上扣2分."""
    for index in range(1, len(readings)):
        one, many = readings[index - 1].rule, readings[index].rule
        together = clause_of(readings[index - 1]).sentence == clause_of(readings[index]).sentence
        if not isinstance(one, PerUnit) or not isinstance(many, Flat) or not together or many.threshold is None:
            continue
        unit = many.threshold.unit == one.per.unit and many.threshold.op in {">=", ">"}
        plain = one.group is None and many.group is None and one.sign == many.sign == "-" and one.threshold is None
        if not unit or not plain or one.per.explicit or _BESIDES.match(clause_of(readings[index]).effect.text):
            continue
        alone = tuple(rule.model_copy(update={"group": f"many-{index}"}) for rule in (one, many))
        readings[index - 1], readings[index] = map(Reading.with_rule_of, readings[index - 1 : index + 1], alone)
        options = (Option("severity_one", alone), Option("severity_both", (one, many)))
        yield Ask("severity", (index - 1, index), options=options, suggested=0, reason="severity_graver")


def _ask(run: list[int], readings: list[Reading]) -> Ask:
    rules = tuple(readings[index].rule for index in run)
    alone = tuple(rule.model_copy(update={"group": f"graver-{run[0] + 1}"}) for rule in rules)
    options = [Option("severity_one", alone), Option("severity_both", rules)]
    first = rules[0]
    if isinstance(first, PerUnit):
        options = [Option("severity_case", (first, *(_by_case(rule, first) for rule in rules[1:]))), *reversed(options)]
    else:
        for index, rule in zip(run, alone, strict=True):
            readings[index] = readings[index].with_rule(group=rule.group)
    return Ask("severity", tuple(run), options=tuple(options), suggested=0, reason="severity_graver")


def _by_case(rule: Rule, like: PerUnit) -> PerUnit:
    shared: dict[str, Any] = {name: getattr(rule, name) for name in Flat.model_fields if name != "kind"}
    return PerUnit(**shared, per=like.per)


def on_top(one: Reading, other: Reading) -> bool:
    """Whether the second is taken besides the first for a graver case of it: 每例扣2分，造成重大影响的，加扣2分."""
    said, verb = condition_text(other), clause_of(other).effect.text
    grave = bool(_GRAVE.search(said)) or bool(_LATER.match(said.removesuffix("的")))
    return near(one, other) and grave and bool(_BESIDES.match(verb))


def _graver(one: Reading, other: Reading, *, first: bool) -> bool:
    """Whether the second is a graver case of the first, which itself is the lesser one unless the run has begun."""
    lesser, graver_ = one.rule, other.rule
    if not isinstance(lesser, Flat | PerUnit) or not isinstance(graver_, Flat) or not near(one, other):
        return False
    both = (lesser, graver_)
    plain = all(rule.group is None and rule.threshold is None and rule.sign == "-" for rule in both)
    if not plain or lesser.points is None or graver_.points is None or lesser.target != graver_.target:
        return False
    said, verb = condition_text(other), clause_of(other).effect.text
    follows = isinstance(lesser, PerUnit) and bool(_LATER.match(said.removesuffix("的")))
    grave = (follows or bool(_GRAVE.search(said))) and not _BESIDES.match(verb) and graver_.points > lesser.points
    return grave and not (first and _GRAVE.search(condition_text(one)))
