"""The sentence of the table and that of its elaboration (操作细则) about the same thing, and how they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xize.likeness import ALIKE, similarity
from xize.model.indicator import Indicator
from xize.model.rule import PerUnit, Rule, Tiers
from xize.normalize.fold import fold

ALONE = 0.4
"""Two sentences that are the only ones on both sides need not agree so far."""

_SAME_AMOUNT = 0.05
"""Among sentences as alike, the one that prints the same amount is the partner."""


_WIDE = 100
"""Sentences of one elaboration that are all compared with each sentence of the table."""


@dataclass(frozen=True)
class Pair:
    """A rule of the table and the rule of the elaboration that is about the same thing."""

    node: Indicator
    table: Rule
    entry: Rule


def plain(text: str) -> str:
    """Return a text without white space, marks and width variants, to compare wording."""
    return re.sub(r"[\W_]+", "", fold(text).text)


def alike(one: str, other: str) -> float:
    """Return how alike two sentences are, 0 to 1."""
    return similarity(plain(one), plain(other))


def condition_of(rule: Rule) -> str:
    """Return what a rule is about, to compare: its condition, else its sentence."""
    text = rule.condition.text if rule.condition is not None else rule.quote
    return plain(text).rstrip("的")


def pairs(nodes: Iterable[Indicator]) -> Iterator[Pair]:
    """Yield the rules of every table row and of its elaboration that are about the same thing, each at most once."""
    for node in nodes:
        if node.elaboration is None:
            continue
        tables, entries = node.rules, node.elaboration.rules
        least = ALONE if len(tables) == len(entries) == 1 else ALIKE
        ranked = sorted(
            (-_closeness(table, entry), i, j)
            for i, table in enumerate(tables)
            for j, entry in _near(entries, i, len(tables))
            if alike(condition_of(table), condition_of(entry)) >= least
        )
        taken: set[tuple[str, int]] = set()
        for _, i, j in ranked:
            if ("table", i) not in taken and ("entry", j) not in taken:
                taken |= {("table", i), ("entry", j)}
                yield Pair(node, tables[i], entries[j])


def _near(entries: Sequence[Rule], i: int, tables: int) -> Iterator[tuple[int, Rule]]:
    """Yield the sentences of an elaboration with which one of the table is compared.

    All of them, unless there are more than any row has: then those printed about as far down, so that the work grows
    with the length of the text and not with its square.
    """
    middle = i * len(entries) // tables
    low, high = (0, len(entries)) if len(entries) <= _WIDE else (max(middle - _WIDE, 0), middle + _WIDE)
    yield from enumerate(entries[low:high], low)


def amount_of(rule: Rule) -> tuple[Decimal | None, Decimal | None]:
    """Return the amount a rule prints, or its range."""
    return rule.points, rule.points_max


def other_amount(pair: Pair) -> bool:
    """Return whether the two take or give another amount; one within the range the table leaves open is the same."""
    return pair.table.sign != pair.entry.sign or not _within(pair.table, pair.entry)


def other_cap(pair: Pair) -> bool:
    """Return whether both print a cap, and not the same one.

    扣完为止 beside 最多扣3分 in a 3-point indicator is the same bound in other words.
    """
    one, other = _bound(pair, pair.table), _bound(pair, pair.entry)
    return one is not None and other is not None and one != other


def added_cap(pair: Pair) -> bool:
    """Return whether only the elaboration prints a cap, and a smaller one than the indicator's points."""
    entry = _bound(pair, pair.entry)
    points = pair.node.points
    return pair.table.cap is None and entry is not None and (points is None or entry < points)


def other_threshold(pair: Pair) -> bool:
    """Return whether the two draw the line elsewhere."""
    one, other = pair.table.threshold, pair.entry.threshold
    if one is None or other is None or None in (one.value, other.value):
        return False
    return (one.value, one.value_max, one.op) != (other.value, other.value_max, other.op)


def other_unit(pair: Pair) -> bool:
    """Return whether one counts each case and the other takes its amount once, or they count by other numbers."""
    one, other = pair.table, pair.entry
    each = [isinstance(rule, PerUnit) and rule.per.explicit for rule in (one, other)]
    once = [rule.kind == "flat" for rule in (one, other)]
    counted = isinstance(one, PerUnit) and isinstance(other, PerUnit) and one.per.count != other.per.count
    return (each[0] and once[1]) or (each[1] and once[0]) or counted


def other_tiers(pair: Pair) -> bool:
    """Return whether both are tiers, and of other amounts or bounds."""
    one, other = pair.table, pair.entry
    return isinstance(one, Tiers) and isinstance(other, Tiers) and _bands(one) != _bands(other)


def contradict(pair: Pair) -> bool:
    """Return whether the two cannot both be executed as printed: another amount, cap, bound, or way of counting."""
    told = (other_amount, other_cap, added_cap, other_threshold, other_unit, other_tiers)
    return any(differs(pair) for differs in told)


def _closeness(table: Rule, entry: Rule) -> float:
    close = alike(condition_of(table), condition_of(entry))
    return close + (_SAME_AMOUNT if amount_of(table) == amount_of(entry) else 0.0)


def _within(table: Rule, entry: Rule) -> bool:
    if table.points is None or entry.points is None:
        return True
    low, high = table.points, table.points_max or table.points
    return low <= entry.points and (entry.points_max or entry.points) <= high


def _bound(pair: Pair, rule: Rule) -> Decimal | None:
    if rule.cap is None:
        return None
    return pair.node.points if rule.cap.value == "indicator" else rule.cap.value


def _bands(rule: Tiers) -> list[tuple[object, ...]]:
    return [
        (band.points, band.points_max, band.share, band.rank, band.level, band.grade,
         band.threshold and (band.threshold.op, band.threshold.value, band.threshold.value_max))
        for band in rule.bands
    ]  # fmt: skip
