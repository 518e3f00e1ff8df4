"""What each reading of a question does to the score, worked out on examples that tell the readings apart.

The example is made of the readings themselves: a number of units, or a measured value at or beyond the printed
thresholds. It is an illustration of single statements, not a score: the scorer has the whole order of meaning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xize.model.base import decimal_text
from xize.model.quantity import Threshold
from xize.model.question import Candidate, Question
from xize.model.rule import (
    Band,
    Checklist,
    Discretion,
    Distribute,
    Flat,
    Full,
    Limit,
    PerUnit,
    Rule,
    Step,
    Tiers,
    Zero,
)  # fmt: skip
from xize.review.cases import Case, members, proposals
from xize.review.context import Places
from xize.review.queue import document_wide
from xize.review.say import words
from xize.review.settings import imply


def examples(question: Question, places: Places) -> tuple[str, ...]:
    """Return one line a candidate: the example and what the reading makes of it; "" where none can be worked out.

    Of the examples at hand the one that tells the readings apart best is taken, with a second one where one does not
    tell all of them apart; where none does, the lines say so. A document-wide question is shown on a rule it concerns.
    """
    node, candidates = places.node(question.indicator), question.candidates
    waiting = places.waiting(question.id) if document_wide(question) else None
    if waiting is not None:
        node, rule = waiting
        if any("settings.bonus_above" in candidate.values for candidate in candidates):
            return tuple(_beyond(candidate, rule, node.points) for candidate in candidates)
        candidates = tuple(_implied(candidate, rule) for candidate in candidates)
    candidates = tuple(_standing(candidate, question, places) for candidate in candidates)
    points = node.points if node is not None else None
    cases = proposals([rule for candidate in candidates for rule in candidate.rules], points)
    table = [_Row(case, tuple(_effect(candidate, case, points) for candidate in candidates)) for case in cases]
    rows = _telling(table)
    if not rows:
        return ("",) * len(candidates)
    alike = len(candidates) > 1 and len(set(zip(*(row.effects for row in rows), strict=True))) == 1
    return tuple(_line(rows, index) + (words("example_alike") if alike else "") for index in range(len(candidates)))


@dataclass(frozen=True)
class _Row:
    """One example and what each candidate makes of it."""

    case: Case
    effects: tuple[str, ...]


def _telling(table: Iterable[_Row]) -> tuple[_Row, ...]:
    """Return the row that tells most readings apart, and a second one where that tells more."""
    rows = [row for row in table if any(row.effects)]
    if not rows:
        return ()
    best = max(rows, key=lambda row: (all(row.effects), len(set(row.effects))))
    known = len(set(best.effects))
    second = max(rows, key=lambda row: len(set(zip(best.effects, row.effects, strict=True))))
    more = len(set(zip(best.effects, second.effects, strict=True))) > known
    return (best, second) if more else (best,)


def _line(rows: Iterable[_Row], index: int) -> str:
    told = [(row.case.text(), row.effects[index]) for row in rows if row.effects[index]]
    return words("semicolon").join(words("colon").join(part for part in pair if part) for pair in told)


def _implied(candidate: Candidate, rule: Rule) -> Candidate:
    """Return what a document-wide answer makes of one rule."""
    for path, value in candidate.values.items():
        rule = imply(rule, path.removeprefix("settings."), str(value), frozenset()) or rule
    return candidate.model_copy(update={"rules": (rule,)})


def _standing(candidate: Candidate, question: Question, places: Places) -> Candidate:
    """Return a reading with the sentence it lets stand: that of the table, or that of its elaboration."""
    side = candidate.values.get("targets.stands")
    if side is None or len(question.targets) != 2:
        return candidate
    rule = places.rule(question.targets[side == "elaboration"])
    if rule is None:
        return candidate
    # Both stand in one place: they are two readings of one rule, not two rules.
    return candidate.model_copy(update={"rules": (rule.model_copy(update={"id": question.targets[0]}),)})


def _beyond(candidate: Candidate, rule: Rule, points: Decimal | None) -> str:
    """Return the score of an indicator that has all its points when the award comes on top, "" where it has none."""
    case = next(iter(proposals([rule], points)), None)
    amount = _amount(rule, case, points) if case is not None else None
    if points is None or amount is None:
        return ""
    score = points if candidate.values["settings.bonus_above"] == "within" else points + amount
    return words("example_top", points=decimal_text(points), award=_short(amount), score=_short(score))


def _effect(candidate: Candidate, case: Case, points: Decimal | None) -> str:
    """Return what a candidate makes of a case in words, "" where a statement of it cannot be worked out."""
    if not candidate.rules and not candidate.limits and not candidate.values:
        return words("effect_no_rule")
    # Rules of one group exclude each other: of those that hold, the one worth most counts.
    amounts: dict[tuple[str, str], Decimal] = {}
    told: list[str] = []
    for rule in candidate.rules:
        if isinstance(rule, Zero):
            told.append(words("effect_zero" if rule.target == "indicator" else "effect_zero_part"))
        elif isinstance(rule, Discretion):
            told.append(_range(rule, points))
        else:
            amount = _amount(rule, case, points)
            if amount is None:
                return ""
            key = (rule.sign, rule.group or rule.id)
            amounts[key] = max(amounts.get(key, Decimal(0)), amount)
    totals: dict[str, Decimal] = {}
    for (sign, _), amount in amounts.items():
        totals[sign] = totals.get(sign, Decimal(0)) + amount
    for limit in candidate.limits:
        bound = _bound(limit, points)
        if bound is not None and limit.sign in totals:
            totals[limit.sign] = min(totals[limit.sign], bound)
    names = {"-": "effect_deduct", "+": "effect_award", "0": "effect_none"}
    told += [words(names[sign], points=_short(total)) for sign, total in totals.items()]
    return words("comma").join(told)


def _short(amount: Decimal) -> str:
    """Return an amount with at most three decimals, marked where it was rounded."""
    rounded = amount.quantize(Decimal("0.001"))
    return decimal_text(amount) if rounded == amount else "≈" + decimal_text(rounded)


def _amount(rule: Rule, case: Case, points: Decimal | None) -> Decimal | None:
    base = rule.points
    if base is None and rule.share is not None and points is not None:
        base = rule.share * points
    amount: Decimal | None = None
    if isinstance(rule, Full):
        amount = points
    elif isinstance(rule, Tiers):
        amount = _tier(rule, case)
    elif base is not None and not _met(rule.threshold, case):
        amount = Decimal(0)
    elif isinstance(rule, Flat | Checklist):
        amount = base if base is None or _hold(rule, case) else Decimal(0)
    elif base is not None and isinstance(rule, PerUnit) and case.count is not None:
        steps = Decimal(math.floor(case.count / rule.per.count))
        amount = base * (min(steps, rule.per.up_to) if rule.per.up_to is not None else steps)
        amount = amount if _hold(rule, case) else Decimal(0)
    elif base is not None and isinstance(rule, Distribute):
        amount = base * (len(rule.items) if case.held is None else case.held)
    elif base is not None and isinstance(rule, Step):
        amount = _step(rule, base, case)
    bound = _cap(rule, points)
    return amount if amount is None or bound is None else min(amount, bound)


def _hold(rule: Rule, case: Case) -> bool:
    """Return whether enough of the listed failings hold for a rule to apply."""
    together = rule.condition is not None and rule.condition.connective == "all"
    return case.held is None or not together or case.held >= len(members(rule))


def _step(rule: Step, base: Decimal, case: Case) -> Decimal | None:
    start = case.start if rule.threshold is None or rule.threshold.value is None else rule.threshold.value
    if start is None or case.value is None:
        return None
    # What is free is counted from the printed bound; a bound that is itself the free band is not counted twice.
    free = Decimal(0) if rule.free_band is None or rule.free_band == start else rule.free_band
    distance = max(abs(case.value - start) - free, Decimal(0))
    if case.relative and rule.per.unit == "%" and start:
        distance = distance * 100 / start
    steps = distance / rule.per.count
    if rule.rounding == "up":
        steps = Decimal(math.ceil(steps))
    elif rule.rounding == "down":
        steps = Decimal(math.floor(steps))
    return base * steps + (rule.initial or 0)


def _tier(rule: Tiers, case: Case) -> Decimal | None:
    if any(band.threshold is None for band in rule.bands) or case.value is None:
        return None
    met = [band.points for band in rule.bands if _holds(band, case) and band.points is not None]
    if not met:
        return Decimal(0)
    return {"first": met[0], "sum": sum(met, Decimal(0))}.get(rule.selection, max(met))


def _holds(band: Band, case: Case) -> bool:
    return _met(band.threshold, case)


def _met(threshold: Threshold | None, case: Case) -> bool:
    """Return whether the measured value meets a threshold; one that is not about it is taken as met."""
    if threshold is None or threshold.value is None or case.value is None:
        return True
    value, low, high = case.value, threshold.value, threshold.value_max
    if threshold.op == "in":
        closed = threshold.closed or "[]"
        above = value >= low if closed[0] == "[" else value > low
        return above and (high is None or (value <= high if closed[1] == "]" else value < high))
    return {
        ">=": value >= low, ">": value > low, "<=": value <= low, "<": value < low, "==": value == low,
    }[threshold.op]  # fmt: skip


def _cap(rule: Rule, points: Decimal | None) -> Decimal | None:
    if rule.cap is None:
        return None
    return points if rule.cap.value == "indicator" else Decimal(rule.cap.value)


def _bound(limit: Limit, points: Decimal | None) -> Decimal | None:
    if limit.bound == "unlimited":
        return None
    return points if limit.bound == "indicator" else Decimal(limit.bound)


def _range(rule: Discretion, points: Decimal | None) -> str:
    if rule.choices:
        return words("effect_choice", points=" / ".join(decimal_text(choice) for choice in rule.choices))
    high = rule.points_max if rule.points_max is not None else points if rule.bound == "indicator" else rule.bound
    if not isinstance(high, Decimal):
        return words("effect_open")
    return words("effect_range", low=decimal_text(rule.points or Decimal(0)), high=decimal_text(high))
