"""What acts without a bound, or on an account this document does not keep (否决、加分、责任部门)."""

from __future__ import annotations

from collections.abc import Iterator

from xize.check.found import Found, short
from xize.check.subject import Statements, Subject
from xize.model.rule import Rule

_INSIDE = frozenset({"indicator", "parent", "sheet", "total"})
_REPEATED = frozenset({"per_unit", "step"})


def target_outside(subject: Subject) -> Iterator[Found]:
    """Yield every rule that takes from or adds to something other than a total of this document."""
    for place in subject.statements:
        for rule in place.rules:
            if rule.target not in _INSIDE:
                yield Found((rule.at,), place.node.id, {"quote": short(rule.quote), "target": short(rule.target)})


def bonus_unlimited(subject: Subject) -> Iterator[Found]:
    """Yield every bonus indicator with an award for each case and no limit at any level.

    Points printed for the bonus or above it limit it; so does 不设上限, by saying that nothing does.
    """
    for place in subject.statements:
        ancestors = (place.node, *subject.above[place.node.id])
        if not any(node.role == "bonus" for node in ancestors):
            continue
        bounded = any(node.points is not None for node in ancestors if node.role == "bonus")
        bounded |= any(limit.sign != "-" for node in ancestors for limit in node.limits)
        open_rules = [rule for rule in place.rules if _is_open(rule, place)]
        if open_rules and not bounded:
            values = {"title": short(place.node.title), "quote": short(open_rules[0].quote), "count": len(open_rules)}
            yield Found(tuple(rule.at for rule in open_rules), place.node.id, values)


def _is_open(rule: Rule, place: Statements) -> bool:
    if rule.sign != "+" or rule.cap is not None:
        return False
    if any(limit.members != "all" and rule.id in limit.members for limit in place.limits):
        return False
    return rule.kind in _REPEATED or (rule.kind == "tiers" and any(band.per is not None for band in rule.bands))


def veto_unbounded(subject: Subject) -> Iterator[Found]:
    """Yield every veto that says nothing of when it applies."""
    for place in subject.statements:
        for rule in place.rules:
            if rule.kind == "veto" and rule.condition is None and rule.threshold is None:
                yield Found((rule.at,), place.node.id, {"quote": short(rule.quote)})
