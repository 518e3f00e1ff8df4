"""Awards that could carry a score above the points printed for it (加分超过分值)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from xize.model.indicator import Indicator
from xize.model.rule import Discretion, Distribute, PerUnit, Rule, Tiers

_VERBS = ("加", "奖", "追")
_ENDLESS = Decimal("Infinity")


def above(nodes: Iterable[Indicator], texts: Mapping[str, str]) -> frozenset[str]:
    """Return the ids of the bonus rules (加, 奖) that could carry a score above its points, where no limit says so.

    Points won by 得 or 计 are the points themselves and never exceed them. 不设上限 settles that the score may rise; a
    printed cap or sum that keeps it within the points settles that it does not.

    Args:
        nodes: the indicators of a document.
        texts: the linear text of each source.
    """
    return frozenset(rule.id for node in nodes for rule in _of(node, texts))


def _of(node: Indicator, texts: Mapping[str, str]) -> list[Rule]:
    if node.points is None:
        return []
    homes = list(_bounded_by(node))
    bonuses = [rule for home in homes for rule in home.rules if _is_bonus(rule, texts)]
    limits = [limit for home in homes for limit in home.limits]
    if not bonuses or any(limit.sign == "+" and limit.bound == "unlimited" for limit in limits):
        return []
    if node.role != "scored":
        # What is printed for a bonus item is the most it gives, unless one award alone is more than that.
        return [rule for rule in bonuses if _once(rule, node.points) > node.points]
    start = _start(node.points, homes, frozenset(rule.id for rule in bonuses))
    return bonuses if start + sum((_won(home, node.points) for home in homes), Decimal(0)) > node.points else []


def _bounded_by(node: Indicator) -> Iterator[Indicator]:
    """Yield a node and those below it whose rules its points bound: they have no points of their own."""
    yield node
    for child in node.children:
        if child.points is None and child.role not in {"bonus", "penalty"}:
            yield from _bounded_by(child)


def _is_bonus(rule: Rule, texts: Mapping[str, str]) -> bool:
    at = rule.points_at
    if rule.sign != "+" or rule.target != "indicator" or at is None:
        return False
    return any(verb in at.cut(texts[at.source]) for verb in _VERBS)


def _start(points: Decimal, homes: Iterable[Indicator], bonuses: frozenset[str]) -> Decimal:
    """Return what the score begins with: full marks where points are lost, or where others below carry the points.

    Where points are lost and won, and the awards alone can come to the points, they are what is won; a bonus without a
    limit is not, for it comes on top.
    """
    most = {rule.id: _most(rule, points) for home in homes for rule in _awards(home)}
    awards = sum((most[id_] for id_ in most if most[id_].is_finite() or id_ not in bonuses), Decimal(0))
    lost = any(rule.sign == "-" for home in homes for rule in home.rules)
    carried = any(child.points is not None for home in homes for child in home.children)
    return points if carried or (lost and awards < points) else Decimal(0)


def _awards(node: Indicator) -> list[Rule]:
    return [rule for rule in node.rules if rule.sign == "+" and rule.target == "indicator"]


def _won(node: Indicator, points: Decimal) -> Decimal:
    """Return the most the awards of one node come to: one of each group, and what limits over them leave."""
    parts: dict[frozenset[str], Decimal] = {}
    for group in {rule.group or rule.id: None for rule in _awards(node)}:
        members = [rule for rule in _awards(node) if group in {rule.group, rule.id}]
        parts[frozenset(rule.id for rule in members)] = max(_most(rule, points) for rule in members)
    for limit in sorted(node.limits, key=lambda limit: (limit.members == "all", len(limit.members))):
        if limit.sign != "+" or limit.bound == "unlimited":
            continue
        inside = [ids for ids in parts if limit.members == "all" or ids & frozenset(limit.members)]
        total = sum((parts.pop(ids) for ids in inside), Decimal(0))
        parts[frozenset().union(*inside)] = min(total, points if limit.bound == "indicator" else limit.bound)
    return sum(parts.values(), Decimal(0))


def _most(rule: Rule, points: Decimal) -> Decimal:
    """Return the most an award can come to, endless where nothing printed bounds it."""
    amount = _ENDLESS if _counted(rule) else _once(rule, points)
    if isinstance(rule, PerUnit) and rule.per.up_to is not None:
        amount = _once(rule, points) * rule.per.up_to
    if rule.cap is None:
        return amount
    return min(amount, points if rule.cap.value == "indicator" else rule.cap.value)


def _counted(rule: Rule) -> bool:
    """Return whether nothing in the rule itself bounds how often its amount is given, or how much it gives."""
    return rule.kind in {"per_unit", "step", "formula"} or (
        isinstance(rule, Tiers) and any(band.per is not None for band in rule.bands)
    )


def _once(rule: Rule, points: Decimal) -> Decimal:
    """Return the most a rule gives for one case."""
    if isinstance(rule, Tiers):
        amounts = [band.points_max or band.points or (band.share or Decimal(0)) * points for band in rule.bands]
        return sum(amounts, Decimal(0)) if rule.selection == "sum" else max(amounts)
    if isinstance(rule, Discretion) and rule.points_max is None:
        bound = max(rule.choices, default=rule.bound)
        return rule.points or (bound if isinstance(bound, Decimal) else points)
    amount = rule.points_max or rule.points or (rule.share or Decimal(0)) * points
    return amount * len(rule.items) if isinstance(rule, Distribute) else amount
