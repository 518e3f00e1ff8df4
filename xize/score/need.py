"""Which facts a rubric needs: one or a few a rule, each with its type, bounds and question in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeGuard, assert_never

from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.expression import ExpressionError, Name, names, parse
from xize.model.indicator import Indicator
from xize.model.quantity import Threshold
from xize.model.rubric import RubricBody
from xize.model.rule import (
    Checklist,
    Discretion,
    Distribute,
    Flat,
    FormulaRule,
    Full,
    PerUnit,
    Reference,
    Rule,
    Step,
    Tiers,
    Veto,
    Zero,
)
from xize.score.interval import ZERO
from xize.words import Words

say = Words("xize.score")

FactType = Literal["yes_no", "count", "value", "choice", "rank", "amount", "score"]
"""`amount` and `score` are judgements of the assessor in points; the others are facts about the assessed."""


@dataclass(frozen=True)
class Need:
    """One fact the scorer asks for.

    `id` is the rule's id, with a suffix where a rule needs several (`3/1#2/国家`), or the indicator's for a score that
    only a person can give. `minimum` and `maximum` are both allowed; where `least` is set, so is nothing at all (0)
    besides `least`..`maximum` (酌情扣1-5分), and where `amounts` are, only these and 0 (酌情扣3、2、1分). `whole`: only
    whole numbers. `choices` are the words a `choice` may be (besides none at all). `judgement` tells that the printed
    text leaves the amount to the assessor.
    """

    id: str
    type: FactType
    question: str
    indicator: str
    unit: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    least: Decimal | None = None
    amounts: tuple[Decimal, ...] = ()
    whole: bool = False
    choices: tuple[str, ...] = ()
    judgement: bool = False
    quote: str | None = None
    at: Anchor | None = None


def needs(rubric: RubricBody) -> tuple[Need, ...]:
    """Return every fact the rubric needs, in document order."""
    refused = unread(rubric)
    return tuple(need for node in rubric.walk() for need in indicator_needs(node, refused=node.id in refused))


def indicator_needs(node: Indicator, *, refused: bool = False) -> Iterator[Need]:
    """Yield the facts one indicator needs, its children's apart.

    A refused indicator holds a sentence that was not read: only a person can score it, and of its rules only the
    vetoes are asked.
    """
    if refused or is_manual(node):
        low, high = score_bounds(node)
        key = "ask_refused" if refused else "ask_score"
        yield Need(
            id=node.id, type="score", question=say(key, title=_title(node)), indicator=node.id,
            minimum=low, maximum=high, judgement=True, at=node.at,
        )  # fmt: skip
    for rule in node.rules:
        if not refused or isinstance(rule, Veto):
            yield from rule_needs(rule, node)


def score_bounds(node: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most a person can give an indicator as its score."""
    if node.role == "penalty":
        return (None if node.points is None else -node.points), ZERO
    return ZERO if node.points is not None or node.role == "bonus" else None, node.points


def rule_needs(rule: Rule, node: Indicator) -> Iterator[Need]:
    """Yield the facts one rule needs."""
    if names_a_grade_only(rule):
        yield from _tier_needs(rule, _maker(rule, node)) if isinstance(rule, Tiers) else ()
        return
    make = _maker(rule, node)
    match rule:
        case Flat() if taken_by(rule, node) is not None and compound(rule):
            yield make("yes_no", "ask_besides")
        case Flat() | Checklist() if isinstance(taken_by(rule, node), Step):
            pass  # the value that the steps ask for tells it
        case Flat() if isinstance(base := multiplied(rule, node), PerUnit) and rule.multiplier is not None:
            yield make("count", "ask_count", unit=base.per.unit, minimum=ZERO, whole=_discrete(base.per.unit))
        case Flat() | Zero() | Full() | Veto():
            yield from _condition_needs(rule, make)
        case PerUnit():
            yield make("count", _count_key(rule), unit=rule.per.unit, minimum=ZERO, whole=_discrete(rule.per.unit))
        case Step():
            if rule.threshold is not None and rule.threshold.value is not None:
                yield make("value", "ask_value", unit=_unit(rule.threshold) or rule.per.unit)
            else:
                yield make("value", f"ask_{rule.per.basis}", unit=rule.per.unit, minimum=ZERO)
        case Tiers():
            yield from _tier_needs(rule, make)
        case Distribute():
            yield make("count", "ask_parts", minimum=ZERO, maximum=Decimal(len(rule.items)), whole=True)
        case Checklist():
            top = Decimal(len(rule.items)) if rule.items else None
            yield make("count", "ask_items", minimum=ZERO, maximum=top, whole=True)
            if rule.otherwise is not None:
                full = rule.points if rule.points is not None else node.points
                yield make("amount", "ask_otherwise", "/otherwise", minimum=ZERO, maximum=full, judgement=True)
        case Discretion():
            top = discretion_top(rule, node.points)
            yield make(
                "amount", "ask_amount", minimum=ZERO, maximum=top, least=None if rule.choices else rule.points,
                amounts=rule.choices, judgement=True,
            )  # fmt: skip
        case FormulaRule():
            yield from _formula_needs(rule, node, make)
        case Reference():
            yield make("amount", "ask_reference", minimum=ZERO, maximum=node.points, judgement=True)
        case _:
            assert_never(rule)
    if isinstance(rule, Flat | PerUnit | Step | Distribute):
        yield from _worth_needs(rule, node, make)


def _maker(rule: Rule, node: Indicator) -> Callable[..., Need]:
    def make(kind: FactType, key: str, suffix: str = "", unit: str | None = None, **rest: Any) -> Need:
        words = {"condition": _condition(rule), "unit": unit or say("unit_none"), "part": suffix.lstrip("/")}
        return Need(
            id=rule.id + suffix, type=kind, question=say(key, **words), indicator=node.id, unit=unit, quote=rule.quote,
            at=rule.at, **rest,
        )  # fmt: skip

    return make


def _condition_needs(rule: Rule, make: Callable[..., Need]) -> Iterator[Need]:
    if rule.condition is not None and rule.condition.connective == "each" and rule.condition.parts:
        yield make("count", "ask_parts", minimum=ZERO, maximum=Decimal(len(rule.condition.parts)), whole=True)
    elif deciding(rule) is not None:
        yield make("value", "ask_value", unit=_unit(rule.threshold))
    else:
        connective = None if rule.condition is None else rule.condition.connective
        yield make("yes_no", f"ask_{connective}" if connective in {"any", "all"} else "ask_yes_no")


def _count_key(rule: PerUnit) -> str:
    """Return what is asked of a count: all of them, or how many are missing, in excess, above or below."""
    connective = None if rule.condition is None else rule.condition.connective
    if rule.per.basis not in {"occurrence", "member"}:
        return f"ask_{rule.per.basis}"
    if connective in {"any", "all"}:
        return f"ask_count_{connective}"
    same = measured(rule.threshold) and rule.threshold.unit == rule.per.unit
    return "ask_count_where" if same else "ask_count"


def _worth_needs(
    rule: Flat | PerUnit | Step | Distribute, node: Indicator, make: Callable[..., Need]
) -> Iterator[Need]:
    """Yield the amount of one unit where it is printed as a range (每次扣1-2分), or not at all."""
    if rule.points is not None and rule.points_max not in {None, rule.points}:
        low, high = sorted((rule.points, rule.points_max or ZERO))
        yield make("amount", "ask_each", WORTH, minimum=low, maximum=high, judgement=True)
    elif rule.points is None and not _multiplies(rule, node) and (rule.share is None or node.points is None):
        yield make("amount", "ask_each", WORTH, minimum=ZERO, judgement=True)


WORTH = "/points"
"""The suffix of the fact that says how much one unit is worth."""


def _multiplies(rule: Rule, node: Indicator) -> bool:
    return rule.multiplier is not None and multiplied(rule, node) is not None


def multiplied(rule: Rule, node: Indicator) -> Rule | None:
    """Return the rule a multiplier (加倍扣分) acts on: the nearest before it of the same sign that has an amount."""
    before: Rule | None = None
    for other in node.rules:
        if other.id == rule.id:
            return before
        if other.sign == rule.sign and other.multiplier is None and other.kind not in {"zero", "full", "veto"}:
            before = other
    return None


def taken_by(rule: Rule, node: Indicator) -> Step | PerUnit | None:
    """Return the deduction that is taken from an award, which the group of both tells; None where there is none."""
    if rule.sign != "+" or rule.group is None:
        return None
    mates = (other for other in node.rules if other.group == rule.group and other.sign == "-")
    return next((other for other in mates if isinstance(other, Step | PerUnit)), None)


def takers(rule: Rule, node: Indicator) -> tuple[Rule, ...]:
    """Return all deductions that are taken from an award, which the group of them tells."""
    if rule.sign != "+" or rule.group is None:
        return ()
    return tuple(other for other in node.rules if other.group == rule.group and other.sign == "-")


def _formula_needs(rule: FormulaRule, node: Indicator, make: Callable[..., Need]) -> Iterator[Need]:
    variables = formula_variables(rule, node.points)
    if variables is None:
        yield make("amount", "ask_formula", minimum=ZERO, maximum=node.points, judgement=True)
        return
    for name in variables:
        if node.points is None or name not in FULL_MARKS:
            yield make("value", "ask_variable", f"/{name}")


FULL_MARKS = frozenset(
    {
        "标准分", "标准分值", "标准分数", "分值", "满分", "满分值", "权重分", "权重分值", "项目分值", "指标分值",
        "该项分值", "本项分值", "此项分值", "该项满分", "本项满分", "该项标准分", "本项标准分", "本指标分值",
        "该指标分值",
    }
)  # fmt: skip
"""Names in formulas that mean the indicator's printed points, so that nobody is asked for them."""


def formula_variables(rule: FormulaRule, points: Decimal | None) -> tuple[str, ...] | None:
    """Return the names in a printed formula, or None where it is no arithmetic that can be carried out.

    A name alone (按完成比例扣分) says no amount, unless it is a share of points that are printed.
    """
    try:
        tree = parse(rule.expression)
    except ExpressionError:
        return None
    alone = points is None if rule.of == "points" else isinstance(tree, Name)
    return None if alone else names(tree)


def names_a_grade_only(rule: Rule) -> bool:
    """Return whether a tiers rule only names grades (优/良/中/差 columns) and is worth no points."""
    return isinstance(rule, Tiers) and all(band.points is None and band.share is None for band in rule.bands)


def scores(rule: Rule) -> bool:
    """Return whether a rule gives or takes points by itself."""
    return rule.kind not in {"zero", "full", "veto"} and not names_a_grade_only(rule)


def is_manual(node: Indicator) -> bool:
    """Return whether only a person can give the score: points are printed, but nothing says how they are won."""
    if node.points is None or node.role == "info" or any(map(_acts, node.rules)):
        return False
    if any(rule.kind == "veto" for rule in node.rules) and node.mode == "deduct":
        return False
    return not any(child.points is not None or any(map(_acts, child.rules)) for child in node.walk()[1:])


def _acts(rule: Rule) -> bool:
    return scores(rule) or rule.kind in {"zero", "full"}


UNREAD = frozenset({"unparsed", "rejected-reading"})
"""The codes of findings about a sentence that cannot be executed: its indicator is refused."""


def unread(rubric: RubricBody) -> dict[str, tuple[str, ...]]:
    """Return the indicators with a sentence that was not read, and the messages about it.

    A sentence of the spelled-out version (操作细则) alone refuses nothing: the scorer executes the table.
    """
    nodes = {node.id: node for node in rubric.walk()}
    found: dict[str, tuple[str, ...]] = {}
    for finding in rubric.findings:
        node = nodes.get(finding.indicator or "")
        if finding.code in UNREAD and node is not None and not _elaborates(finding.at, node):
            found[node.id] = (*found.get(node.id, ()), finding.message)
    return found


def _elaborates(places: tuple[Anchor, ...], node: Indicator) -> bool:
    if node.elaboration is None or not places:
        return False
    inside = [text.at for text in node.elaboration.fields.values()]
    return all(any(outer.start <= at.start and at.end <= outer.end for outer in inside) for at in places)


def _tier_needs(rule: Tiers, make: Callable[..., Need]) -> Iterator[Need]:
    labels = band_names(rule)
    if ranked(rule):
        ends = {band.rank.end for band in rule.bands if band.rank is not None}
        for end in sorted(ends, reverse=True):
            yield make("rank", f"ask_rank_{end}", f"/{end}" if len(ends) > 1 else "", minimum=Decimal(1), whole=True)
    elif counted(rule):
        for label, band in zip(labels, rule.bands, strict=True):
            if band.per is None:
                yield make("yes_no", "ask_band_holds", f"/{label}")
            else:
                unit = band.per.unit
                yield make("count", "ask_band", f"/{label}", unit=unit, minimum=ZERO, whole=_discrete(unit))
    elif by_value(rule):
        yield make("value", "ask_value", unit=_unit(rule.bands[0].threshold))
    else:
        yield make("choice", "ask_choice", choices=labels)
    for label, band in zip(labels, rule.bands, strict=True):
        if band.points is not None and band.points_max not in {None, band.points}:
            low, high = sorted((band.points, band.points_max or ZERO))
            yield make("amount", "ask_band_points", f"/{label}{WORTH}", minimum=low, maximum=high, judgement=True)


def ranked(rule: Tiers) -> bool:
    """Return whether the tiers are places in a ranking."""
    return all(band.rank is not None for band in rule.bands)


def counted(rule: Tiers) -> bool:
    """Return whether each band needs its own fact: bands counted by themselves (每次分别加5、3、2分), or adding up."""
    adds_up = rule.selection == "sum" and not ranked(rule) and not by_value(rule)
    return adds_up or any(band.per is not None for band in rule.bands)


def by_value(rule: Tiers) -> bool:
    """Return whether one measured number tells every tier."""
    return all(measured(band.threshold) for band in rule.bands)


def measured(threshold: Threshold | None) -> TypeGuard[Threshold]:
    """Return whether a threshold can be compared with a measured number."""
    return threshold is not None and threshold.value is not None and threshold.relative_to is None


_MORE = re.compile("[,，;；]")


def deciding(rule: Rule) -> Threshold | None:
    """Return the bound that alone tells whether a rule holds, or None.

    达到90%且无投诉的得5分 and 达到90%，无投诉的得5分 need more than the number, so they are asked as a whole.
    """
    condition = rule.condition
    parts = compound(rule) or (condition is not None and condition.connective is not None)
    return rule.threshold if not parts and measured(rule.threshold) else None


def compound(rule: Rule) -> bool:
    """Return whether a condition prints more than one thing that must hold: 达到90%且无投诉, 达到90%，无投诉."""
    condition = rule.condition
    if condition is None:
        return False
    return condition.connective == "all" or (condition.connective is None and _MORE.search(condition.text) is not None)


def band_names(rule: Tiers) -> tuple[str, ...]:
    """Name the bands for facts and traces: grade, level, label or threshold, else the number; each name once."""
    found: list[str] = []
    for number, band in enumerate(rule.bands, 1):
        name = band.grade or band.level or band.label or _threshold_name(band.threshold) or str(number)
        name = "".join(name.split())
        found.append(name if name not in found else f"{name}({number})")
    return tuple(found)


def _threshold_name(threshold: Threshold | None) -> str:
    if threshold is None:
        return ""
    low, high = ("" if end is None else decimal_text(end) for end in (threshold.value, threshold.value_max))
    unit = threshold.unit or ""
    if threshold.by is not None:
        way = "-" if "<" in threshold.op else "+"
        return f"{threshold.op}{threshold.relative_to}{way}{decimal_text(threshold.by)}{unit}"
    if threshold.op == "in":
        closed = threshold.closed or "[]"
        return f"{closed[0]}{low},{high}{closed[1]}{unit}"
    return f"{threshold.op}{threshold.relative_to or ''}{low}{unit}"


def discretion_top(rule: Discretion, points: Decimal | None) -> Decimal | None:
    """Return the most a discretion can give or take, or None where nothing printed bounds it."""
    if rule.choices:
        return max(rule.choices)
    if rule.points_max is not None:
        return rule.points_max
    if rule.bound == "indicator":
        return points
    return rule.bound if rule.bound is not None else rule.points


CONTINUOUS = re.compile(r"元|%|％|百分点|小时|分钟|公里|千米|米|吨|亩|公顷|平方|立方|公斤|千克|克|升|度|倍|年|月|天|日")
"""Units of which there can be a part; of every other there are whole ones only."""


def _discrete(unit: str) -> bool:
    return CONTINUOUS.search(unit) is None


def _unit(threshold: Threshold | None) -> str | None:
    return None if threshold is None else threshold.unit


def _condition(rule: Rule) -> str:
    text = rule.condition.text if rule.condition is not None else rule.quote
    return "".join(text.split())


def _title(node: Indicator) -> str:
    words = node.title or " ".join(text.text for text in node.fields.values())
    return "".join(words.split())
