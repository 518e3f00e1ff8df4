"""From a group of matched indicators to its row: typed changes, rules, marked-up text, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xize.diff.assign import Matching, Pair
from xize.diff.changes import Change, Effect, Evidence, Ref, Row, RunnerUp
from xize.diff.compare import added, compare_indicator, regrouped, removed
from xize.diff.mark import marked
from xize.diff.meaning import RulePair, effect
from xize.diff.nodes import Forest, Node
from xize.diff.regroup import Group
from xize.diff.rule_rows import Ruled, rule_rows
from xize.diff.rules import RuleItem, items, match_rules
from xize.diff.situations import Version
from xize.model.indicator import Indicator

_NO_SCORE = frozenset({"wording", "layout", "reference"})
"""Changes of a rule that leave its score as it is."""
_BOUNDS = frozenset({"points", "cap", "cap-added", "cap-removed", "role"})
"""Changes of an indicator that concern the score of all its rules."""


@dataclass(frozen=True)
class BuiltRow:
    """One row, with the rules it was made of, which questions are asked about."""

    row: Row
    old_rules: list[RuleItem]
    new_rules: list[RuleItem]
    matching: Matching


def build_row(
    old: Forest, new: Forest, group: Group, moved: tuple[str, str] | None, settled: Mapping[int, int | None]
) -> BuiltRow:
    """Return the row of a group.

    Args:
        old: the old side.
        new: the new side.
        group: the indicators of the row.
        moved: where it stood and stands, in words; None where its parent is the same.
        settled: rules a person has settled, by their place among the new rules of the row.
    """
    left, right = [old.nodes[at] for at in group.old], [new.nodes[at] for at in group.new]
    old_rules, new_rules = items(left), items(right)
    matching = match_rules(old_rules, new_rules, settled)
    ruled = rule_rows(old_rules, new_rules, matching)
    partners = {rule.old.rule.id: rule.new.rule.id for rule in ruled if rule.old is not None and rule.new is not None}
    changes = _changes(left, right, moved, partners)
    titles = (left[0].path, right[0].path) if len(left) == len(right) == 1 else ("", "")
    row = Row(
        old=tuple(_ref(old, node) for node in left), new=tuple(_ref(new, node) for node in right),
        evidence=_evidence(group.pair, old, new), changes=changes, rules=tuple(rule.row for rule in ruled),
        marked=marked(*titles) if titles[0] != titles[1] else (),
        effect=_effect((left, right), (old, new), changes, ruled) if left and right else None,
    )  # fmt: skip
    return BuiltRow(row, old_rules, new_rules, matching)


def _ref(forest: Forest, node: Node) -> Ref:
    indicator = node.indicator
    return Ref(id=indicator.id, code=indicator.code, text=node.path, path=forest.path(node), at=indicator.at)


def _evidence(pair: Pair | None, old: Forest, new: Forest) -> Evidence | None:
    if pair is None:
        return None
    runner = None
    if pair.runner_up is not None:
        side, at, score = pair.runner_up
        node = (old if side == "old" else new).nodes[at]
        runner = RunnerUp(side=side, id=node.indicator.id, text=node.path, score=round(score, 3))
    return Evidence(by=pair.by, score=pair.score, runner_up=runner)


def _changes(
    left: list[Node], right: list[Node], moved: tuple[str, str] | None, partners: Mapping[str, str]
) -> tuple[Change, ...]:
    if not left:
        return tuple(added(node.indicator) for node in right)
    if not right:
        return tuple(removed(node.indicator) for node in left)
    if len(left) > 1 or len(right) > 1:
        return regrouped([node.indicator for node in left], [node.indicator for node in right])
    return compare_indicator(left[0].indicator, right[0].indicator, moved=moved, partners=partners)


def _effect(
    nodes: tuple[list[Node], list[Node]],
    forests: tuple[Forest, Forest],
    changes: Sequence[Change],
    ruled: Sequence[Ruled],
) -> Effect | None:
    """Return what the changes mean; None where nothing that is scored changed."""
    main = [rule for rule in ruled if not any(side is not None and side.elaborated for side in (rule.old, rule.new))]
    changed = {id(rule): any(one.type not in _NO_SCORE for one in rule.row.changes) for rule in main}
    if not any(changed.values()) and not any(one.type in _BOUNDS for one in changes):
        return None
    left, right = ([node.indicator for node in side] for side in nodes)
    owners = [{rule.id: indicator for indicator in side for rule in indicator.rules} for side in (left, right)]
    pairs = [
        RulePair(_version(rule.old, owners[0], left[0]), _version(rule.new, owners[1], right[0]), changed[id(rule)])
        for rule in main
    ]
    return effect(left, right, pairs, (forests[0].body.settings, forests[1].body.settings))


def _version(item: RuleItem | None, owner: Mapping[str, Indicator], otherwise: Indicator) -> Version:
    return Version(None, otherwise) if item is None else Version(item.rule, owner[item.rule.id])
