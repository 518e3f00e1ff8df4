"""Numbers a ladder leaves out (档间空缺): 达标3项得5分，达标1项得2分 does not say what two are worth."""

from __future__ import annotations

from itertools import pairwise

from xize.model.rule import Band, Tiers
from xize.normalize.ask import Ask, Option
from xize.normalize.parts import Reading


def gap_asks(readings: list[Reading]) -> list[Ask]:
    """Ask, of tiers by exact counts with counts between them, what those are worth; at least so many stands."""
    asks: list[Ask] = []
    for index, reading in enumerate(readings):
        rule = reading.rule
        if not isinstance(rule, Tiers) or not _leaves_out(rule):
            continue
        bands = tuple(map(_at_least, rule.bands))
        reached = rule.model_copy(update={"bands": bands, "selection": "highest" if rule.sign == "+" else "worst"})
        readings[index] = reading.with_rule_of(reached)
        options = (Option("between_reached", (reached,)), Option("between_nothing", (rule,)))
        asks.append(Ask("between", (index,), options=options, suggested=0, reason="between_usual"))
    return asks


def _leaves_out(rule: Tiers) -> bool:
    bounds = [band.threshold for band in rule.bands]
    exact = [bound.value for bound in bounds if bound is not None and bound.op == "==" and bound.value is not None]
    if len(exact) < len(rule.bands) or any(value % 1 for value in exact):
        return False
    units = {bound.unit for bound in bounds if bound is not None}
    counted = not units & {"%", "百分点", None}
    steps = sorted(zip(exact, (band.points or 0 for band in rule.bands), strict=True))
    rises = all(one[1] < other[1] for one, other in pairwise(steps))
    return counted and rises and any(other[0] - one[0] > 1 for one, other in pairwise(steps))


def _at_least(band: Band) -> Band:
    bound = band.threshold
    return band if bound is None else band.model_copy(update={"threshold": bound.model_copy(update={"op": ">="})})
