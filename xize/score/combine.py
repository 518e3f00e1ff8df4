"""From the rules of one indicator to its score: groups, limits, bounds, zero and full (order of meaning, 3 to 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import JsonValue

from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.rule import Limit, Rule, Tiers
from xize.score.amount import Fact, Facts, amount
from xize.score.interval import NOTHING, ZERO, Interval, exactly, largest, total
from xize.score.need import say
from xize.score.result import Range, TraceRow

Part = tuple[frozenset[str], Interval]
"""Rules that were limited together, and what they come to together, unsigned."""


@dataclass
class Trace:
    """The running score and the rows that explain it."""

    score: Interval
    rows: list[TraceRow] = field(default_factory=list)

    def rule(self, rule: Rule, value: Interval, facts: dict[str, JsonValue], note: str | None) -> None:
        """Record what a rule gives (sign +) or takes (sign -)."""
        signed = value if rule.sign == "+" else -value
        after = self.score + signed
        self.rows.append(
            TraceRow(
                rule=rule.id, kind=rule.kind, facts=facts, before=as_range(self.score), change=as_range(signed),
                after=as_range(after), note=note, quote=rule.quote, at=rule.at,
            )
        )  # fmt: skip
        self.score = after

    def move(self, after: Interval, kind: str, note: str, at: Anchor | None = None) -> None:
        """Record that a limit, a bound or 不得分 moves the score to `after`; nothing is recorded where it does not."""
        if after == self.score:
            return
        ends = [_difference(after.low, self.score.low), _difference(after.high, self.score.high)]
        known = sorted(end for end in ends if end is not None)
        change = Range(low=known[0], high=known[-1]) if len(known) == 2 else Range(low=None, high=None)
        before = as_range(self.score)
        self.rows.append(TraceRow(kind=kind, before=before, change=change, after=as_range(after), note=note, at=at))
        self.score = after


@dataclass(frozen=True)
class Own:
    """What an indicator's own rules come to, before its children: `zeroed` names targets of 不得分 with the chance."""

    trace: Trace
    zeroed: tuple[tuple[str, Interval], ...]
    missing: tuple[str, ...]


def base_of(node: Indicator) -> Decimal:
    """Return what a node starts with before its rules: full marks where points are lost, nothing where they are won.

    A mixed indicator starts at 0 where its awards alone can come to its points (they are what is won), else it starts
    full and its awards make good for deductions.
    """
    if node.points is None or node.children or node.role in {"bonus", "penalty"}:
        return ZERO
    if node.mode == "deduct":
        return node.points
    if node.mode == "mixed":
        return ZERO if _reach(node) >= node.points else node.points
    return ZERO


def _reach(node: Indicator) -> Decimal:
    """Return the most the node's awards can come to."""
    empty = Facts({})
    return sum((amount(r, node.points, empty).high for r in node.rules if r.sign == "+"), ZERO)


def own_score(node: Indicator, given: Facts) -> Own:
    """Score an indicator by its own rules.

    Bounds (steps 4 and 5) are applied here; a node with children is bounded by its caller, after their sum.
    """
    base = exactly(base_of(node))
    trace = Trace(base)
    parts: list[Part] = []
    zeroed: list[tuple[str, Interval]] = []
    full = NOTHING
    missing: list[str] = []
    for rule in node.rules:
        facts = Facts(given.given)
        value = amount(rule, node.points, facts)
        if rule.kind == "zero":
            zeroed.append((rule.target, value))
        elif rule.kind == "full":
            full = largest([full, value])
        elif rule.kind != "veto" and rule.sign != "0" and not names_a_grade_only(rule):
            parts.append((frozenset({rule.id}), value))
            trace.rule(rule, value, {name: fact_json(fact) for name, fact in facts.used.items()}, None)
        else:
            continue
        missing += facts.missing
    signs = {rule.id: rule.sign for rule in node.rules}
    _alternatives(node, base, parts, signs, trace)
    for limit in sorted(node.limits, key=lambda limit: (limit.members == "all", len(limit.members), limit.id)):
        _apply(limit, node, base, parts, signs, trace)
    if not node.children:
        bound(node, trace)
        if full.high > 0 and node.points is not None:
            trace.move(_chance(full, trace.score, exactly(node.points)), "full", say("limit_all"))
        zero_out(trace, largest([chance for target, chance in zeroed if target == "indicator"]))
    return Own(trace, tuple(zeroed), tuple(missing))


def zero_out(trace: Trace, chance: Interval) -> None:
    """Apply 不得分: certainly (1), possibly (0 to 1) or not at all (0)."""
    if chance.high > 0:
        trace.move(_chance(chance, trace.score, NOTHING), "zero", say("limit_zero"))


def bound(node: Indicator, trace: Trace) -> None:
    """Keep the score in [0, points], unless the document says 不设上限; a penalty item has no floor of its own."""
    unlimited = {limit.sign for limit in node.limits if limit.bound == "unlimited"}
    if node.points is not None and node.role != "penalty" and "+" not in unlimited:
        trace.move(trace.score.at_most(node.points), "bound", say("limit_full", bound=decimal_text(node.points)))
    if node.role == "penalty":
        if node.points is not None and "-" not in unlimited:
            trace.move(trace.score.at_least(-node.points), "bound", say("limit_group", bound=decimal_text(node.points)))
    elif "-" not in unlimited:
        trace.move(trace.score.at_least(ZERO), "bound", say("limit_floor"))


def names_a_grade_only(rule: Rule) -> bool:
    """Return whether a tiers rule only names grades (优/良/中/差 columns) and is worth no points."""
    return isinstance(rule, Tiers) and all(band.points is None and band.share is None for band in rule.bands)


def _chance(chance: Interval, otherwise: Interval, then: Interval) -> Interval:
    return then if chance.low > 0 else otherwise.hull(then)


def _alternatives(node: Indicator, base: Interval, parts: list[Part], signs: Mapping[str, str], trace: Trace) -> None:
    """Rules of one group exclude each other (未归档的扣0.8分，归档不全面的扣0.4分): the one worth most counts."""
    groups: dict[tuple[str, str], list[Part]] = {}
    group_of = {rule.id: rule.group for rule in node.rules}
    for part in parts:
        (rule_id,) = part[0]
        group = group_of[rule_id]
        if group is not None:
            groups.setdefault((group, signs[rule_id]), []).append(part)
    for inside in groups.values():
        if len(inside) > 1:
            _join(inside, largest([value for _, value in inside]), parts)
            trace.move(_sum(base, parts, signs), "limit", say("limit_alternatives"))


def _apply(
    limit: Limit, node: Indicator, base: Interval, parts: list[Part], signs: Mapping[str, str], trace: Trace
) -> None:
    """Apply one limit to the parts that lie wholly inside it."""
    top = node.points if limit.bound == "indicator" else limit.bound
    if not isinstance(top, Decimal):
        return
    inside = [
        part
        for part in parts
        if (limit.members == "all" or part[0] <= set(limit.members))
        and all(signs[member] == limit.sign for member in part[0])
    ]
    if inside:
        _join(inside, total([value for _, value in inside]).at_most(top), parts)
        trace.move(_sum(base, parts, signs), "limit", say("limit_group", bound=decimal_text(top)), limit.at)


def _join(inside: list[Part], value: Interval, parts: list[Part]) -> None:
    members = frozenset(member for part in inside for member in part[0])
    parts[:] = [part for part in parts if part not in inside] + [(members, value)]


def _sum(base: Interval, parts: list[Part], signs: Mapping[str, str]) -> Interval:
    score = base
    for members, value in parts:
        score += value if signs[next(iter(members))] == "+" else -value
    return score


def _difference(left: Decimal, right: Decimal) -> Decimal | None:
    return left - right if left.is_finite() and right.is_finite() else None


def as_range(interval: Interval) -> Range:
    """Return an interval as a value of the result; an end without a bound is null."""
    low, high = (end if end.is_finite() else None for end in (interval.low, interval.high))
    return Range(low=low, high=high)


def fact_json(fact: Fact) -> JsonValue:
    """Return a fact as JSON: decimals as strings, as everywhere."""
    return decimal_text(fact) if isinstance(fact, Decimal) else fact
