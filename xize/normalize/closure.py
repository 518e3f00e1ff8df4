"""Budget closure (分值闭合): do the points below a node add up to its own?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xize.model.accounting import Closure
from xize.model.anchor import Anchor
from xize.model.indicator import Indicator, Sheet
from xize.model.rubric import RubricBody
from xize.model.rule import Rule, Tiers

_COUNTED = frozenset({"scored"})


def closures(rubric: RubricBody) -> tuple[Closure, ...]:
    """Return every sum that can be checked, in document order."""
    return tuple(row for sheet in rubric.sheets for row in _sheet(sheet))


def _sheet(sheet: Sheet) -> Iterator[Closure]:
    found = _total(sheet.indicators)
    if sheet.points is not None and found is not None:
        yield _row("sheet", sheet.id, sheet.title, sheet.points, found, (sheet.points_at or sheet.at,))
    for node in sheet.walk():
        if node.points is None:
            continue
        below = _total(node.children)
        if node.children and below is not None:
            yield _row("indicator", node.id, node.title, node.points, below, (node.points_at or node.at,))
        yield from _rules(node)


def _total(nodes: tuple[Indicator, ...]) -> Decimal | None:
    """Return the points of scored nodes; a node without points counts as what is below it. None: nothing to add."""
    total, any_points = Decimal(0), False
    for node in nodes:
        if node.role not in _COUNTED:
            continue
        points = node.points if node.points is not None else _total(node.children)
        if points is not None:
            total, any_points = total + points, True
    return total if any_points else None


def _rules(node: Indicator) -> Iterator[Closure]:
    assert node.points is not None  # noqa: S101 (the caller's condition)
    awards = [
        rule for rule in node.rules if rule.sign == "+" and rule.kind in {"flat", "distribute", "checklist", "tiers"}
    ]
    if node.mode == "award" and awards and len(awards) == sum(rule.sign == "+" for rule in node.rules):
        found = sum((_most(rule) for rule in awards), Decimal(0))
        yield _row("awards", node.id, node.title, node.points, found, tuple(rule.at for rule in awards))
    for rule in node.rules:
        if rule.sign == "-" and rule.target == "indicator" and _most(rule) > node.points:
            yield Closure(
                level="deduction", id=rule.id, title=node.title, expected=node.points, found=_most(rule),
                difference=_most(rule) - node.points, closes=False, at=(rule.points_at or rule.at,),
            )  # fmt: skip


def _most(rule: Rule) -> Decimal:
    """Return the most a rule gives or takes at once."""
    if isinstance(rule, Tiers):
        amounts = [band.points_max or band.points or Decimal(0) for band in rule.bands]
        return sum(amounts, Decimal(0)) if rule.selection == "sum" and not rule.bands[0].per else max(amounts)
    if rule.kind == "distribute":
        return (rule.points or Decimal(0)) * len(rule.items)
    return rule.points_max or rule.points or Decimal(0)


def _row(level: str, id_: str, title: str, expected: Decimal, found: Decimal, at: tuple[Anchor, ...]) -> Closure:
    return Closure(
        level=level,  # type: ignore[arg-type]  # one of the levels, from this file only
        id=id_, title=title, expected=expected, found=found, difference=found - expected,
        closes=found == expected, at=at,
    )  # fmt: skip
