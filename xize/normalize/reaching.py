"""How far a number printed alone reaches (光数档次): 95%得5分，90%得3分 gives 97% five points and 92% three.

No value lies between two counts that follow each other (2次得2分，1次得1分), but many between 90% and 95%, and some
beyond the last number of a scale: 105% is no less than 100%, and a fourth time is no better than the third. Such a
number is where its tier begins. Of a single 100% it is so as well: no rate past it is short of it.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from xize.model.quantity import Op, Threshold
from xize.model.rule import Band, Tiers
from xize.normalize.catalogue.measures import continuous
from xize.normalize.parts import Reading

_WHOLE = Decimal(100)
_MEASURED = frozenset({"%", "元", "万元", "亿元"})


def reaching(readings: list[Reading]) -> list[Reading]:
    """Return the readings, numbers printed alone reaching as far as their scale says."""
    return [_reached(reading) for reading in readings]


def _reached(reading: Reading) -> Reading:
    rule = reading.rule
    if isinstance(rule, Tiers):
        return reading.with_rule_of(_tiers(rule))
    bound = rule.threshold
    if bound is None or bound.op != "==" or bound.value != _WHOLE or bound.unit != "%":
        return reading
    return reading.with_rule(threshold=bound.model_copy(update={"op": ">="}))


def _tiers(rule: Tiers) -> Tiers:
    bounds = [band.threshold for band in rule.bands if band.threshold is not None]
    worths = _worths(rule.bands)
    if len(bounds) < len(rule.bands) or not any(bound.op == "==" for bound in bounds):
        return rule
    op = _direction(bounds, worths)
    if op is None or (not _measured(bounds) and _open(bounds) and all(bound.op == "==" for bound in bounds)):
        return rule  # what counts between the printed ones are worth is asked
    bands = tuple(
        band.model_copy(update={"threshold": bound.model_copy(update={"op": op})})
        if bound.op == "==" and (_open(bounds) or worth == max(worths)) and not _none(bound)
        else band
        for band, bound, worth in zip(rule.bands, bounds, worths, strict=True)
    )
    # Of tiers that hold together the first printed stands, if those after it are worth less.
    apart = bands == rule.bands or sum(band.threshold.op != "==" for band in bands if band.threshold is not None) == 1
    falling = all(one >= other for one, other in pairwise(worths))
    selection: Any = "unique" if apart or falling else "highest" if rule.sign == "+" else "worst"
    return rule.model_copy(update={"bands": bands, "selection": selection})


def _worths(bands: tuple[Band, ...]) -> list[Decimal]:
    """Return what the tiers are worth beside each other; a share counts before any amount (满分)."""
    most = max((band.points or Decimal(0) for band in bands), default=Decimal(0))
    return [band.points if band.points is not None else (band.share or Decimal(0)) + most for band in bands]


def _direction(bounds: list[Threshold], worths: list[Decimal]) -> Op | None:
    """Return how a tier holds whose worth grows with its number (>=) or against it (<=); None where neither does."""
    pairs = [
        (bound.value - other.value) * (worth - beside)
        for bound, worth in zip(bounds, worths, strict=True)
        for other, beside in zip(bounds, worths, strict=True)
        if bound.value is not None and other.value is not None
    ]
    if all(pair >= 0 for pair in pairs) and any(pair > 0 for pair in pairs):
        return ">="
    return "<=" if all(pair <= 0 for pair in pairs) and any(pair < 0 for pair in pairs) else None


def _open(bounds: list[Threshold]) -> bool:
    """Whether values lie between the numbers: of what is measured always, of counts where they leave some out."""
    if _measured(bounds):
        return True
    values = sorted(bound.value for bound in bounds if bound.value is not None)
    return any(other - one > 1 for one, other in pairwise(values))


def _measured(bounds: list[Threshold]) -> bool:
    return any(bound.unit in _MEASURED or bound.unit in continuous() for bound in bounds)


def _none(bound: Threshold) -> bool:
    """Whether a count is none at all, of which there is no fewer."""
    return bound.value == 0 and bound.unit not in _MEASURED
