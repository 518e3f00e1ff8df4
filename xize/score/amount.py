"""What one rule takes or gives: points × units, or its tier or step, then its own cap (order of meaning, step 2).

Every function returns an unsigned interval: exact where the facts are known, else all the rule can still come to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import assert_never

from xize.model.quantity import Per, Threshold
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Distribute,
    Flat,
    FormulaRule,
    Full,
    PerUnit,
    Reference,
    Rule,
    Step,
    Tiers,
    Veto,
    Zero,
)
from xize.score.expression import ExpressionError, evaluate
from xize.score.interval import INFINITY, NOTHING, ZERO, Interval, exactly, largest, total
from xize.score.need import band_name, counted, discretion_top, measured

Fact = bool | Decimal | str
"""A fact: yes or no, a number, or the name of a tier ("" where none applies)."""


@dataclass
class Facts:
    """The facts of one run; `used` and `missing` fill as rules ask for them."""

    given: Mapping[str, Fact]
    used: dict[str, Fact] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def ask(self, name: str) -> Fact | None:
        """Return a fact, or None where it is open."""
        if name in self.given:
            self.used[name] = self.given[name]
            return self.given[name]
        self.missing.append(name)
        return None

    def number(self, name: str) -> Decimal | None:
        """Return a numeric fact, or None where it is open."""
        value = self.ask(name)
        return value if isinstance(value, Decimal) else None


def amount(rule: Rule, points: Decimal | None, facts: Facts) -> Interval:
    """Return what a rule comes to, after its own cap.

    Args:
        rule: the rule; `zero`, `full` and `veto` come to 1 where they hold and 0 where they do not.
        points: the full marks of its indicator, for shares and caps that refer to them.
        facts: the facts; those asked for are recorded.
    """
    top = INFINITY if points is None else points
    if isinstance(rule, Zero | Full | Veto):
        return _holds(rule, facts)
    value = _uncapped(rule, points, top, facts)
    if rule.cap is not None:
        value = value.at_most(top if rule.cap.value == "indicator" else rule.cap.value)
    return value


def _uncapped(
    rule: Flat | PerUnit | Step | Tiers | Distribute | Checklist | Discretion | FormulaRule | Reference,
    points: Decimal | None,
    top: Decimal,
    facts: Facts,
) -> Interval:
    worth = _worth(rule, points)
    match rule:
        case Flat():
            return _scale(_holds(rule, facts), worth)
        case PerUnit():
            return _scale(_units(facts.number(rule.id), rule.per), worth)
        case Step():
            return _step(rule, worth, facts)
        case Tiers():
            return _tiers(rule, points, facts)
        case Distribute():
            count = facts.number(rule.id)
            items = Decimal(len(rule.items))
            return _scale(Interval(ZERO, items) if count is None else exactly(count), worth)
        case Checklist():
            return _checklist(rule, worth, points, facts)
        case Discretion():
            return _discretion(rule, points, facts)
        case FormulaRule():
            return _formula(rule, top, facts)
        case Reference():
            given = facts.number(rule.id)
            return Interval(ZERO, top) if given is None else exactly(given)
        case _:
            assert_never(rule)


def _worth(rule: Rule, points: Decimal | None) -> Interval | None:
    """Return the printed amount of one unit, or None where the text gives none."""
    if rule.points is not None:
        high = rule.points_max if rule.points_max is not None else rule.points
        return Interval(min(rule.points, high), max(rule.points, high))
    if rule.share is not None and points is not None:
        return exactly(rule.share * points)
    return None


def _scale(units: Interval, worth: Interval | None) -> Interval:
    if worth is None:
        # No amount is printed: nothing where it does not hold, anything where it may.
        return NOTHING if units.high == 0 else Interval(ZERO, INFINITY)
    low = ZERO if units.low == 0 or worth.low == 0 else units.low * worth.low
    high = ZERO if units.high == 0 or worth.high == 0 else units.high * worth.high
    return Interval(low, high)


def _holds(rule: Rule, facts: Facts) -> Interval:
    """Return 1 where the condition holds, 0 where not, the number of parts that hold where each counts."""
    condition = rule.condition
    if condition is not None and condition.connective == "each" and condition.parts:
        count = facts.number(rule.id)
        return Interval(ZERO, Decimal(len(condition.parts))) if count is None else exactly(count)
    if measured(rule.threshold):
        value = facts.number(rule.id)
        if value is None:
            return Interval(ZERO, Decimal(1))
        return exactly(Decimal(satisfies(rule.threshold, value)))
    answer = facts.ask(rule.id)
    return Interval(ZERO, Decimal(1)) if answer is None else exactly(Decimal(bool(answer)))


def satisfies(threshold: Threshold, value: Decimal) -> bool:
    """Return whether a measured value, in the threshold's unit, satisfies it."""
    low, high = threshold.value, threshold.value_max
    if threshold.op == "in":
        closed = threshold.closed or "[]"
        above = low is None or (value >= low if closed[0] == "[" else value > low)
        below = high is None or (value <= high if closed[1] == "]" else value < high)
        return above and below
    if low is None:
        return False
    compare: dict[str, Callable[[Decimal, Decimal], bool]] = {
        ">=": Decimal.__ge__, ">": Decimal.__gt__, "<=": Decimal.__le__, "<": Decimal.__lt__, "==": Decimal.__eq__,
    }  # fmt: skip
    return bool(compare[threshold.op](value, low))


def _units(count: Decimal | None, per: Per) -> Interval:
    """Return whole units: 每5次 counts once for every full five; units beyond `up_to` do not count."""
    high = INFINITY if per.up_to is None else per.up_to
    if count is None:
        return Interval(ZERO, high)
    units = (count / per.count).to_integral_value(ROUND_FLOOR) if per.count != 1 else count
    return exactly(min(units, high))


def _step(rule: Step, worth: Interval | None, facts: Facts) -> Interval:
    value = facts.number(rule.id)
    if value is None:
        return _scale(Interval(ZERO, INFINITY), worth) + Interval(ZERO, rule.initial or ZERO)
    distance = value
    if rule.threshold is not None and rule.threshold.value is not None:
        distance = (rule.threshold.value - value) if rule.per.basis == "drop" else (value - rule.threshold.value)
        if not satisfies(rule.threshold, value):
            return NOTHING
    distance -= rule.free_band or ZERO
    if distance < 0:
        return NOTHING
    exact = distance / rule.per.count
    down, up = exact.to_integral_value(ROUND_FLOOR), exact.to_integral_value(ROUND_CEILING)
    # Where the document does not say how a part of a step counts, every way stays open.
    steps = {"up": exactly(up), "down": exactly(down), "exact": exactly(exact), None: Interval(down, up)}[rule.rounding]
    return _scale(steps, worth) + exactly(rule.initial or ZERO)


def _tiers(rule: Tiers, points: Decimal | None, facts: Facts) -> Interval:
    worths = [_band_worth(band, points) for band in rule.bands]
    if all(band.rank is not None for band in rule.bands):
        return _ranked(rule, worths, facts)
    if counted(rule):
        return _counted(rule, worths, facts)
    if all(measured(band.threshold) for band in rule.bands):
        value = facts.number(rule.id)
        if value is None:
            return _any_band(rule, worths)
        bands = zip(rule.bands, worths, strict=True)
        return _selected(rule, [w for band, w in bands if band.threshold and satisfies(band.threshold, value)])
    chosen = facts.ask(rule.id)
    if chosen is None:
        return _any_band(rule, worths)
    names = [band_name(band, number) for number, band in enumerate(rule.bands, 1)]
    return _selected(rule, [worth for name, worth in zip(names, worths, strict=True) if name == chosen])


def _ranked(rule: Tiers, worths: list[Interval], facts: Facts) -> Interval:
    ends = sorted({band.rank.end for band in rule.bands if band.rank is not None}, reverse=True)
    places = {end: facts.number(f"{rule.id}/{end}" if len(ends) > 1 else rule.id) for end in ends}
    if any(place is None for place in places.values()):
        return _any_band(rule, worths)
    hit: list[Interval] = []
    for band, worth in zip(rule.bands, worths, strict=True):
        if band.rank is not None:
            place = places[band.rank.end]
            if place is not None and band.rank.first <= place <= (band.rank.last or band.rank.first):
                hit.append(worth)
    return _selected(rule, hit)


def _counted(rule: Tiers, worths: list[Interval], facts: Facts) -> Interval:
    parts: list[Interval] = []
    for number, (band, worth) in enumerate(zip(rule.bands, worths, strict=True), 1):
        count = facts.number(f"{rule.id}/{band_name(band, number)}")
        if band.per is not None:
            parts.append(_scale(_units(count, band.per), worth))
    # 以最高级别计: of the levels won, only the one worth most counts.
    return largest(parts) if rule.selection in {"highest", "worst"} else total(parts)


def _selected(rule: Tiers, hit: list[Interval]) -> Interval:
    if not hit:
        return NOTHING
    if rule.selection in {"first", "unique"}:
        return hit[0]
    return total(hit) if rule.selection == "sum" else largest(hit)


def _any_band(rule: Tiers, worths: list[Interval]) -> Interval:
    if rule.selection == "sum" or counted(rule):
        return Interval(ZERO, total(worths).high)
    return Interval(ZERO, largest(worths).high)


def _band_worth(band: Band, points: Decimal | None) -> Interval:
    if band.points is not None:
        high = band.points_max if band.points_max is not None else band.points
        return Interval(min(band.points, high), max(band.points, high))
    if band.share is not None and points is not None:
        return exactly(band.share * points)
    return NOTHING


def _checklist(rule: Checklist, worth: Interval | None, points: Decimal | None, facts: Facts) -> Interval:
    count = facts.number(rule.id)
    need = rule.need if rule.need is not None else Decimal(len(rule.items) or 1)
    full = worth if worth is not None else exactly(points) if points is not None else Interval(ZERO, INFINITY)
    if count is not None and count >= need:
        return full
    # Below the number, what holds otherwise (少于两项的酌情减分) is the assessor's unless nothing is printed.
    below = NOTHING if rule.otherwise is None else Interval(ZERO, full.high)
    return below if count is not None else below.hull(full)


def _discretion(rule: Discretion, points: Decimal | None, facts: Facts) -> Interval:
    given = facts.number(rule.id)
    if given is not None:
        return exactly(given)
    top = discretion_top(rule, points)
    return Interval(ZERO, INFINITY if top is None else top)


def _formula(rule: FormulaRule, top: Decimal, facts: Facts) -> Interval:
    values = {name: facts.number(f"{rule.id}/{name}") for name in rule.variables}
    known = {name: value for name, value in values.items() if value is not None}
    if len(known) < len(values):
        return Interval(ZERO, top)
    try:
        return exactly(max(evaluate(rule.expression, known.__getitem__), ZERO))
    except (ExpressionError, KeyError):
        # The printed formula is no arithmetic we can carry out: everything it may come to stays open.
        return Interval(ZERO, top)
