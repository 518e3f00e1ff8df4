"""The words of caps (封顶的用词): for each, of the sum, of what stands above; and what a cap of each item does."""

from __future__ import annotations

import regex

from xize.model.quantity import Cap
from xize.model.rule import Limit, Rule
from xize.normalize.cell import CellReading
from xize.normalize.neighbours import clause_of

MANY = 200
"""The most rules a cap may name; one that would bound more, and not simply all of its text, is left unread."""

UNBOUNDED = frozenset({"zero", "veto", "reference", "full"})
"""Kinds of rules that have no amount a cap could bound."""

FOR_EACH = regex.compile(
    r"(?:^|[,，(（])(?:每(?!(?:一|个)?[小分单]?项|年)|单(?!项)|同[一个](?![^,]{0,8}不(?:重复|累))|其中|其[他余](?!各?[项条]))"
    r"|[/／](?!年)"
)
"""A cap for each person, month or place (每人最多扣2分)."""

SUM = regex.compile(r"累计|合计|总|共|(?:加|扣|减|奖|赋)分")
EACH_ITEM = regex.compile(r"(?:(?:每|单|各)(?:一|个|小|分|单)?项|各[条款])(?!.*(?:累计|合计|相加|总|一共|共))")
"""A cap of each item by itself: 单项最多扣3分, but not 各项合计最多扣3分."""

TOGETHER = regex.compile(r"(?:以上|上述|前述|所有|全部)[^,;。:]{0,6}各[项条款]")
"""Items named as a whole (以上各项): a cap on them may bound each, or their sum."""


def open_ended(rule: Rule) -> bool:
    """Whether a rule goes on taking or giving with every case."""
    return rule.kind in {"per_unit", "step"}


def each_item(cap: Cap, sign: str, places: range, result: CellReading) -> None:
    """Bound each of several rules, or all rules of each list item, by a cap of its own: 单项最多扣3分."""
    items: dict[int, list[int]] = {}
    for index in places:
        rule = result.rules[index].rule
        if rule.kind not in UNBOUNDED and rule.sign != "0" and (not sign or rule.sign == sign):
            items.setdefault(clause_of(result.rules[index]).item, []).append(index)
    listed = len(items) > 1
    for members in items.values():
        if listed and len(members) > 1:
            names = tuple(map(str, members))
            own = result.rules[members[0]].rule.sign
            result.limits.append(Limit(id="", sign=own, bound=cap.value, members=names, origin="printed", at=cap.at))
            continue
        for index in members:
            if result.rules[index].rule.cap is None:
                result.rules[index] = result.rules[index].with_rule(cap=cap)
