"""A table against its elaboration (操作细则): what contradicts it, told from what only says more.

Sentences of both are paired by their conditions. A pair that prints other numbers is a contradiction; a sentence
without partner, and an amount within a printed range, only say more.
"""

from __future__ import annotations

from collections.abc import Iterator

from xize.check.found import Found, short
from xize.check.subject import Subject
from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.normalize.counterpart import (
    Pair,
    amount_of,
    condition_of,
    other_amount,
    other_cap,
    other_threshold,
    other_unit,
    pairs,
)

LONG = 10
"""A condition of fewer characters may belong to many indicators by right."""


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
    for pair in pairs(subject.nodes):
        if other_amount(pair):
            yield _found(pair, pair.table.points_at, pair.entry.points_at)


def cap_differs(subject: Subject) -> Iterator[Found]:
    """Yield every pair of sentences that prints another cap."""
    for pair in pairs(subject.nodes):
        if other_cap(pair):
            one, other = pair.table.cap, pair.entry.cap
            yield _found(pair, one.at if one else None, other.at if other else None)


def threshold_differs(subject: Subject) -> Iterator[Found]:
    """Yield every pair of sentences that draws the line elsewhere."""
    for pair in pairs(subject.nodes):
        if other_threshold(pair):
            one, other = pair.table.threshold, pair.entry.threshold
            yield _found(pair, one.at if one else None, other.at if other else None)


def unit_differs(subject: Subject) -> Iterator[Found]:
    """Yield every pair of sentences where one counts each case and the other takes its amount once."""
    for pair in pairs(subject.nodes):
        if other_unit(pair):
            yield _found(pair, None, None)


def copied(subject: Subject) -> Iterator[Found]:
    """Yield every sentence of an elaboration that is another indicator's, where its own row says something else."""
    owners: dict[str, Indicator] = {}
    for node in subject.nodes:
        for rule in node.rules:
            owners.setdefault(condition_of(rule), node)
    for node in subject.nodes:
        if node.elaboration is None:
            continue
        own = {condition_of(rule) for rule in node.rules}
        # The same place in the row and in the elaboration, said of something else: a copy that was not changed.
        for table, entry in zip(node.rules, node.elaboration.rules, strict=False):
            wanted = condition_of(entry)
            owner = owners.get(wanted)
            other = wanted not in own and amount_of(table) == amount_of(entry)
            if owner is not None and owner is not node and other and len(wanted) >= LONG:
                values = {"quote": short(entry.quote), "title": short(node.title), "other": short(owner.title)}
                yield Found((entry.at, table.at, owner.at), node.id, values)


def other_rules(subject: Subject) -> Iterator[Found]:
    """Yield every indicator whose elaboration has none of the sentences of its row: to be compared by reading.

    A row that leaves the amount open (扣0.5—1分, 酌情) or refers to the elaboration is spelled out there, not replaced.
    """
    said = {pair.node.id for pair in pairs(subject.nodes)} | {found.indicator for found in copied(subject)}
    for node in subject.nodes:
        entry = node.elaboration
        if entry is None or node.id in said:
            continue
        fixed = [rule for rule in node.rules if rule.kind in {"flat", "per_unit"} and rule.points_max is None]
        if fixed and len(fixed) == len(node.rules) and entry.rules:
            values = {"title": short(node.title), "one": short(fixed[0].quote), "other": short(entry.rules[0].quote)}
            yield Found((fixed[0].at, entry.rules[0].at), node.id, values)


def _found(pair: Pair, one: Anchor | None, other: Anchor | None) -> Found:
    values = {"title": short(pair.node.title), "one": short(pair.table.quote), "other": short(pair.entry.quote)}
    return Found((one or pair.table.at, other or pair.entry.at), pair.node.id, values)
