"""Facts that can tell two versions of a rule apart: the same conduct, put to each version in its own terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from xize.model.indicator import Indicator
from xize.model.rule import Rule, Step, Tiers
from xize.score.amount import amount
from xize.score.need import Need, rule_needs
from xize.score.symbol import Fact, compute

_ZERO = Decimal(0)
_FAR = Decimal(1000)
"""A count that stands for any number, where nothing printed bounds what it costs."""
_MOST = 24
"""At most so many situations a fact."""


@dataclass(frozen=True)
class Version:
    """A rule and the indicator it belongs to, on one side; rule None: the side has no such rule."""

    rule: Rule | None
    node: Indicator

    def needs(self) -> tuple[Need, ...]:
        """Return the facts the rule asks for."""
        return () if self.rule is None else tuple(rule_needs(self.rule, self.node))


@dataclass(frozen=True)
class Situation:
    """One conduct: the facts under the old and the new rule, and whether it stands for any number."""

    old: tuple[tuple[str, Fact], ...]
    new: tuple[tuple[str, Fact], ...]
    far: bool = False


def situations(old: Version, new: Version) -> list[Situation]:
    """Return situations that cover every bend of both versions, one that costs and earns nothing first.

    Empty where the two versions ask for facts that cannot be compared.
    """
    left, right = old.needs(), new.needs()
    unbounded = any(need.type in {"amount", "score"} and need.maximum is None for need in (*left, *right))
    if unbounded or (not left and not right):
        return []
    if not left or not right:
        found = [Situation(_facts(left, v), _facts(right, v), far) for v, far in _values((*left, *right), old, new)]
    elif [need.type for need in left] == [need.type for need in right]:
        found = [Situation(_facts(left, v), _facts(right, v), far) for v, far in _values(left, old, new)]
    elif {need.type for need in (*left, *right)} == {"yes_no", "count"} and len(left) == len(right) == 1:
        counted = left if left[0].type == "count" else right
        found = [Situation(_facts(left, v), _facts(right, v), far) for v, far in _values(counted, old, new)]
    else:
        return []
    return sorted(found, key=lambda situation: not _neutral(situation, old, new))


def _facts(needs: Iterable[Need], value: Fact) -> tuple[tuple[str, Fact], ...]:
    """Put one value to every fact of a rule, within what each allows."""
    return tuple((need.id, _fit(need, value)) for need in needs)


def _fit(need: Need, value: Fact) -> Fact:
    if need.type == "yes_no":
        return value if isinstance(value, bool) else bool(value)
    if need.type == "choice":
        return value if value in need.choices else ""
    number = Decimal(value) if isinstance(value, bool | Decimal) else _ZERO
    if need.type in {"amount", "score"}:
        # The assessor gives nothing, or the most that is allowed.
        return need.maximum if number and need.maximum is not None else _ZERO
    if need.maximum is not None:
        number = min(number, need.maximum)
    return number if need.minimum is None else max(number, need.minimum)


def _values(needs: tuple[Need, ...], old: Version, new: Version) -> list[tuple[Fact, bool]]:
    """Return the values worth trying, and whether each stands for any number."""
    kinds = {need.type for need in needs}
    if kinds <= {"yes_no"}:
        return [(False, False), (True, False)]
    if kinds <= {"amount", "score"}:
        return [(_ZERO, False), (Decimal(1), False)]
    if kinds == {"choice"}:
        names = dict.fromkeys(name for version in (old, new) for need in version.needs() for name in need.choices)
        return [("", False), *((name, False) for name in names)]
    bends: set[Decimal] = {_ZERO}
    for version in (old, new):
        bends |= set(_bends(version))
    numbers = sorted(bends)
    if len(numbers) > _MOST:
        numbers = [*numbers[: _MOST // 2], *numbers[-_MOST // 2 :]]
    found: list[tuple[Fact, bool]] = [(number, False) for number in numbers]
    if kinds & {"count"} and all(need.maximum is None for need in needs):
        found.append((_FAR, True))
    return found


def _bends(version: Version) -> Iterator[Decimal]:
    """Yield the values at which a version changes its slope, and those just beside them."""
    rule = version.rule
    if rule is None:
        return
    bounds = [rule.threshold, *(band.threshold for band in getattr(rule, "bands", ()))]
    for threshold in bounds:
        for value in (threshold.value, threshold.value_max) if threshold is not None else ():
            if value is not None:
                width = Decimal(1) if value == value.to_integral_value() else Decimal("0.1")
                yield from (value - width, value, value + width)
    if isinstance(rule, Tiers):
        for band in rule.bands:
            if band.rank is not None:
                yield from (Decimal(band.rank.first), Decimal((band.rank.last or band.rank.first) + 1))
    per = getattr(rule, "per", None)
    if per is not None:
        yield from _steps(version, per.count)
    yield Decimal(1)


def _steps(version: Version, width: Decimal) -> Iterator[Decimal]:
    """Yield one step and the steps after which a cap or the indicator's points stop it."""
    rule, points = version.rule, version.node.points
    if rule is None or not rule.points:
        return
    start = rule.threshold.value if isinstance(rule, Step) and rule.threshold is not None else None
    down = isinstance(rule, Step) and rule.per.basis == "drop" and start is not None
    tops = [points, None if rule.cap is None or isinstance(rule.cap.value, str) else rule.cap.value]
    tops += [limit.bound for limit in version.node.limits if isinstance(limit.bound, Decimal)]
    counts = [Decimal(1), *((top / rule.points).to_integral_value(ROUND_CEILING) for top in tops if top is not None)]
    for count in counts:
        distance = count * width
        yield (start or _ZERO) + (-distance if down else distance)


def _neutral(situation: Situation, old: Version, new: Version) -> bool:
    """Return whether a situation costs and earns nothing under both versions."""
    for version, facts in ((old, situation.old), (new, situation.new)):
        if version.rule is not None and compute(amount(version.rule, version.node).high, dict(facts), ()) != 0:
            return False
    return True
