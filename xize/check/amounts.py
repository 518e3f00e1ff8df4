"""Amounts against the points they are taken from or add up to (扣分、限额、得分与分值)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xize.check.found import Found, short
from xize.check.subject import Subject
from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.rule import Rule, Tiers
from xize.normalize.closure import closures

_ON_TOP = re.compile(r"[加奖][^，。；]{0,4}\d|加分|奖励")
"""An award that is given beside the points of the indicator."""


def awards_open(subject: Subject) -> Iterator[Found]:
    """Yield every indicator whose awards do not add up to its points.

    What is added on top (加分), and awards of which only one is won, need not add up to anything.
    """
    points = {node.id: node.points_at for node in subject.nodes}
    exempt = {node.id for node in subject.nodes if not _adds_up(node)}
    # Where a sentence was not read, its award may be what is missing.
    exempt |= {item.indicator for item in subject.unparsed if item.indicator is not None}
    exempt |= {item.indicator for item in subject.rubric.findings if item.code == "unparsed" and item.indicator}
    for row in closures(subject.rubric):
        if row.id in exempt:
            continue
        if row.level == "awards" and row.closes is False and row.expected is not None and row.found is not None:
            at = points[row.id]
            values = {
                "title": short(row.title), "points": decimal_text(row.expected), "found": decimal_text(row.found),
            }  # fmt: skip
            yield Found((*row.at, *((at,) if at else ())), row.id, values)


def deduction_over(subject: Subject) -> Iterator[Found]:
    """Yield every rule that takes more at once than its indicator has."""
    points = {node.id: node.points_at for node in subject.nodes}
    for row in closures(subject.rubric):
        if row.level == "deduction" and row.expected is not None and row.found is not None:
            indicator = row.id.rpartition("#")[0]
            at = points[indicator]
            values = {
                "title": short(row.title), "points": decimal_text(row.expected), "found": decimal_text(row.found),
            }  # fmt: skip
            yield Found((*row.at, *((at,) if at else ())), indicator, values)


def cap_over(subject: Subject) -> Iterator[Found]:
    """Yield every printed cap or limit on deductions that is larger than its indicator's points."""
    for place in subject.statements:
        points = place.node.points
        if points is None or place.node.role != "scored":
            continue
        bounds: list[tuple[Decimal | str, Anchor]] = [
            (rule.cap.value, rule.cap.at or rule.at)
            for rule in place.rules
            if rule.cap is not None and rule.sign == "-" and rule.target == "indicator"
        ]
        bounds += [(limit.bound, limit.at or place.node.at) for limit in place.limits if limit.sign == "-"]
        for bound, at in bounds:
            if isinstance(bound, Decimal) and bound > points:
                values = {
                    "title": short(place.node.title), "points": decimal_text(points), "found": decimal_text(bound),
                }  # fmt: skip
                yield Found((at, *((place.node.points_at,) if place.node.points_at else ())), place.node.id, values)


def _adds_up(node: Indicator) -> bool:
    """Return whether a node's awards are parts of its points."""
    awards = [rule for rule in node.rules if rule.sign == "+"]
    metrics = [rule.threshold.metric for rule in awards if rule.threshold is not None]
    alternatives = any(rule.group is not None for rule in awards) or len(metrics) != len(set(metrics))
    # One award that is worth all the points beside awards with thresholds: they are levels, of which one is won.
    levels = [rule for rule in awards if rule.threshold is not None or rule.kind == "tiers"]
    alternatives |= bool(levels) and any(rule.points == node.points for rule in awards)
    # What adds up when every band is given its own award is no contradiction either.
    each = sum((_every(rule) for rule in awards), Decimal(0))
    alternatives |= each == node.points
    return not alternatives and not any(_ON_TOP.search(rule.quote) for rule in awards)


def _every(rule: Rule) -> Decimal:
    if isinstance(rule, Tiers):
        return sum((band.points or Decimal(0) for band in rule.bands), Decimal(0))
    return rule.points or Decimal(0)
