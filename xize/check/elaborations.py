"""A table against its elaboration (操作细则): what contradicts it, told from what only says more.

Sentences of both are paired by their conditions. A pair that prints other numbers is a contradiction; a sentence
without partner, and an amount within a printed range, only say more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xize.check.found import Found, short
from xize.check.same import ALIKE, alike, plain
from xize.check.subject import Subject
from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.rule import PerUnit, Rule

ALONE = 0.4
"""Two sentences that are the only ones on both sides need not agree so far."""

LONG = 10
"""A condition of fewer characters may belong to many indicators by right."""

_SAME_AMOUNT = 0.05
"""Among sentences as alike, the one that prints the same amount is the partner."""


@dataclass(frozen=True)
class Pair:
    """A rule of the table and the rule of the elaboration that is about the same thing."""

    node: Indicator
    table: Rule
    entry: Rule


def points_differ(subject: Subject) -> Iterator[Found]:
    """Yield every indicator whose elaboration prints other points."""
    for node in subject.nodes:
        entry = node.elaboration
        if entry is None or entry.points is None or node.points is None or entry.points == node.points:
            continue
        at = (node.points_at or node.at, entry.points_at or entry.at)
        values = {"title": short(node.title), "one": decimal_text(node.points), "other": decimal_text(entry.points)}
        yield Found(at, node.id, values)


def points_only(subject: Subject) -> Iterator[Found]:
    """Yield every indicator without points of its own whose elaboration prints some."""
    for node in subject.nodes:
        entry = node.elaboration
        if entry is not None and entry.points is not None and node.points is None:
            values = {"title": short(node.title), "other": decimal_text(entry.points)}
            yield Found((entry.points_at or entry.at, node.at), node.id, values)


def amount_differs(subject: Subject) -> Iterator[Found]:
    """Yield every pair of sentences that takes or gives another amount."""
    for pair in pairs(subject):
        if pair.table.sign != pair.entry.sign or not _within(pair.table, pair.entry):
            yield _found(pair, pair.table.points_at, pair.entry.points_at)


def cap_differs(subject: Subject) -> Iterator[Found]:
    """Yield every pair of sentences that prints another cap."""
    for pair in pairs(subject):
        one, other = pair.table.cap, pair.entry.cap
        # 扣完为止 beside 最多扣3分 in a 3-point indicator is the same bound in other words.
        full = pair.node.points
        values = [cap.value if isinstance(cap.value, Decimal) else full for cap in (one, other) if cap is not None]
        if one is not None and other is not None and None not in values and values[0] != values[1]:
            yield _found(pair, one.at, other.at)


def threshold_differs(subject: Subject) -> Iterator[Found]:
    """Yield every pair of sentences that draws the line elsewhere."""
    for pair in pairs(subject):
        one, other = pair.table.threshold, pair.entry.threshold
        if one is None or other is None or None in (one.value, other.value):
            continue
        if (one.value, one.value_max, one.op) != (other.value, other.value_max, other.op):
            yield _found(pair, one.at, other.at)


def unit_differs(subject: Subject) -> Iterator[Found]:
    """Yield every pair of sentences where one counts each case and the other takes its amount once."""
    for pair in pairs(subject):
        one, other = pair.table, pair.entry
        each = [isinstance(rule, PerUnit) and rule.per.explicit for rule in (one, other)]
        once = [rule.kind == "flat" for rule in (one, other)]
        counted = isinstance(one, PerUnit) and isinstance(other, PerUnit) and one.per.count != other.per.count
        if (each[0] and once[1]) or (each[1] and once[0]) or counted:
            yield _found(pair, None, None)


def copied(subject: Subject) -> Iterator[Found]:
    """Yield every sentence of an elaboration that is another indicator's, where its own row says something else."""
    owners: dict[str, Indicator] = {}
    for node in subject.nodes:
        for rule in node.rules:
            owners.setdefault(_condition(rule), node)
    for node in subject.nodes:
        if node.elaboration is None:
            continue
        own = {_condition(rule) for rule in node.rules}
        # The same place in the row and in the elaboration, said of something else: a copy that was not changed.
        for table, entry in zip(node.rules, node.elaboration.rules, strict=False):
            wanted = _condition(entry)
            owner = owners.get(wanted)
            other = wanted not in own and _amount(table) == _amount(entry)
            if owner is not None and owner is not node and other and len(wanted) >= LONG:
                values = {"quote": short(entry.quote), "title": short(node.title), "other": short(owner.title)}
                yield Found((entry.at, table.at, owner.at), node.id, values)


def other_rules(subject: Subject) -> Iterator[Found]:
    """Yield every indicator whose elaboration has none of the sentences of its row: to be compared by reading.

    A row that leaves the amount open (扣0.5—1分, 酌情) or refers to the elaboration is spelled out there, not replaced.
    """
    said = {pair.node.id for pair in pairs(subject)} | {found.indicator for found in copied(subject)}
    for node in subject.nodes:
        entry = node.elaboration
        if entry is None or node.id in said:
            continue
        fixed = [rule for rule in node.rules if rule.kind in {"flat", "per_unit"} and rule.points_max is None]
        if fixed and len(fixed) == len(node.rules) and entry.rules:
            values = {"title": short(node.title), "one": short(fixed[0].quote), "other": short(entry.rules[0].quote)}
            yield Found((fixed[0].at, entry.rules[0].at), node.id, values)


def pairs(subject: Subject) -> Iterator[Pair]:
    """Yield the rules of every table row and of its elaboration that are about the same thing, each at most once."""
    for node in subject.nodes:
        if node.elaboration is None:
            continue
        tables, entries = node.rules, node.elaboration.rules
        least = ALONE if len(tables) == len(entries) == 1 else ALIKE
        ranked = sorted(
            (-_closeness(table, entry), i, j)
            for i, table in enumerate(tables)
            for j, entry in enumerate(entries)
            if alike(_condition(table), _condition(entry)) >= least
        )
        taken: set[tuple[str, int]] = set()
        for _, i, j in ranked:
            if ("table", i) not in taken and ("entry", j) not in taken:
                taken |= {("table", i), ("entry", j)}
                yield Pair(node, tables[i], entries[j])


def _closeness(table: Rule, entry: Rule) -> float:
    close = alike(_condition(table), _condition(entry))
    return close + (_SAME_AMOUNT if _amount(table) == _amount(entry) else 0.0)


def _condition(rule: Rule) -> str:
    text = rule.condition.text if rule.condition is not None else rule.quote
    return plain(text).rstrip("的")


def _amount(rule: Rule) -> tuple[Decimal | None, Decimal | None]:
    return rule.points, rule.points_max


def _within(table: Rule, entry: Rule) -> bool:
    """Return whether the elaboration's amount is the table's, or lies in the range the table leaves open."""
    if None in (table.points, entry.points) or table.points is None or entry.points is None:
        return True
    low, high = table.points, table.points_max or table.points
    return low <= entry.points and (entry.points_max or entry.points) <= high


def _found(pair: Pair, one: Anchor | None, other: Anchor | None) -> Found:
    values = {"title": short(pair.node.title), "one": short(pair.table.quote), "other": short(pair.entry.quote)}
    return Found((one or pair.table.at, other or pair.entry.at), pair.node.id, values)
