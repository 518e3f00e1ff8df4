"""Which facts a rubric needs: one or a few a rule, each with its type, bounds and question in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeGuard, assert_never

from xize.model.anchor import Anchor
from xize.model.indicator import Indicator
from xize.model.quantity import Threshold
from xize.model.rubric import RubricBody
from xize.model.rule import (
    Band,
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
from xize.words import Words

say = Words("xize.score")

FactType = Literal["yes_no", "count", "value", "choice", "rank", "amount", "score"]
"""`amount` and `score` are judgements of the assessor in points; the others are facts about the assessed."""


@dataclass(frozen=True)
class Need:
    """One fact the scorer asks for.

    `id` is the rule's id, with a suffix where a rule needs several (`3/1#2/国家`), or the indicator's for a score that
    only a person can give. `minimum` and `maximum` are both allowed. `choices` are the words a `choice` may be
    (besides none at all). `judgement` tells that the printed text leaves the amount to the assessor.
    """

    id: str
    type: FactType
    question: str
    indicator: str
    unit: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: tuple[str, ...] = ()
    judgement: bool = False
    quote: str | None = None
    at: Anchor | None = None


def needs(rubric: RubricBody) -> tuple[Need, ...]:
    """Return every fact the rubric needs, in document order."""
    return tuple(need for node in rubric.walk() for need in indicator_needs(node))


def indicator_needs(node: Indicator) -> Iterator[Need]:
    """Yield the facts one indicator needs, its children's apart."""
    if is_manual(node):
        yield Need(
            id=node.id, type="score", question=say("ask_score", title=_title(node)), indicator=node.id,
            minimum=Decimal(0), maximum=node.points, judgement=True, at=node.at,
        )  # fmt: skip
    for rule in node.rules:
        yield from rule_needs(rule, node)


def is_manual(node: Indicator) -> bool:
    """Return whether only a person can give the score: points are printed, but nothing says how they are won."""
    return not node.children and not node.rules and node.points is not None and node.role != "info"


def rule_needs(rule: Rule, node: Indicator) -> Iterator[Need]:
    """Yield the facts one rule needs."""

    def need(kind: FactType, key: str, suffix: str = "", unit: str | None = None, **rest: Any) -> Need:
        words = {"condition": _condition(rule), "unit": unit or "", "part": suffix.lstrip("/")}
        return Need(
            id=rule.id + suffix, type=kind, question=say(key, **words), indicator=node.id, unit=unit, quote=rule.quote,
            at=rule.at, **rest,
        )  # fmt: skip

    match rule:
        case Flat() | Zero() | Full() | Veto():
            if rule.condition is not None and rule.condition.connective == "each" and rule.condition.parts:
                yield need("count", "ask_parts", minimum=Decimal(0), maximum=Decimal(len(rule.condition.parts)))
            elif measured(rule.threshold):
                yield need("value", "ask_value", unit=_unit(rule.threshold))
            else:
                yield need("yes_no", "ask_yes_no")
        case PerUnit():
            yield need("count", "ask_count", unit=rule.per.unit, minimum=Decimal(0))
        case Step():
            if rule.threshold is not None and rule.threshold.value is not None:
                yield need("value", "ask_value", unit=_unit(rule.threshold) or rule.per.unit)
            else:
                yield need("value", f"ask_{rule.per.basis}", unit=rule.per.unit, minimum=Decimal(0))
        case Tiers():
            yield from _tier_needs(rule, need)
        case Distribute():
            yield need("count", "ask_parts", minimum=Decimal(0), maximum=Decimal(len(rule.items)))
        case Checklist():
            top = Decimal(len(rule.items)) if rule.items else None
            yield need("count", "ask_items", minimum=Decimal(0), maximum=top)
        case Discretion():
            top = discretion_top(rule, node.points)
            yield need("amount", "ask_amount", minimum=Decimal(0), maximum=top, judgement=True)
        case FormulaRule():
            for name in rule.variables:
                yield need("value", "ask_variable", f"/{name}")
        case Reference():
            yield need("amount", "ask_reference", minimum=Decimal(0), maximum=node.points, judgement=True)
        case _:
            assert_never(rule)


def _tier_needs(rule: Tiers, make: Callable[..., Need]) -> Iterator[Need]:
    if all(band.rank is not None for band in rule.bands):
        ends = {band.rank.end for band in rule.bands if band.rank is not None}
        for end in sorted(ends, reverse=True):
            yield make("rank", f"ask_rank_{end}", f"/{end}" if len(ends) > 1 else "", minimum=Decimal(1))
    elif counted(rule):
        for number, band in enumerate(rule.bands, 1):
            unit = band.per.unit if band.per is not None else None
            yield make("count", "ask_band", f"/{band_name(band, number)}", unit=unit, minimum=Decimal(0))
    elif all(measured(band.threshold) for band in rule.bands):
        yield make("value", "ask_value", unit=_unit(rule.bands[0].threshold))
    else:
        yield make("choice", "ask_choice", choices=tuple(band_name(b, n) for n, b in enumerate(rule.bands, 1)))


def counted(rule: Tiers) -> bool:
    """Return whether every band is counted by itself (每次分别加5、3、2分), so that each needs its own count."""
    return all(band.per is not None for band in rule.bands)


def measured(threshold: Threshold | None) -> TypeGuard[Threshold]:
    """Return whether a threshold can be compared with a measured number."""
    return threshold is not None and threshold.value is not None and threshold.relative_to is None


def band_name(band: Band, number: int) -> str:
    """Name a band for facts and traces: its grade, level or label, or its number in the rule (1-based)."""
    return band.grade or band.level or band.label or str(number)


def discretion_top(rule: Discretion, points: Decimal | None) -> Decimal | None:
    """Return the most a discretion can give or take, or None where nothing printed bounds it."""
    if rule.choices:
        return max(rule.choices)
    if rule.points_max is not None:
        return rule.points_max
    if rule.bound == "indicator":
        return points
    return rule.bound if rule.bound is not None else rule.points


def _unit(threshold: Threshold | None) -> str | None:
    return None if threshold is None else threshold.unit


def _condition(rule: Rule) -> str:
    text = rule.condition.text if rule.condition is not None else rule.quote
    return "".join(text.split())


def _title(node: Indicator) -> str:
    words = node.title or " ".join(text.text for text in node.fields.values())
    return "".join(words.split())
