"""Bands against one another: equal, out of order, overlapping, with gaps; percentages asked of a count (档次)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from xize.check.found import Found, short
from xize.check.subject import Subject
from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.rule import Band, Tiers

_COUNTED = re.compile(r"(次数|批次|件数|户数|人数|篇数|条数|场次|期数|家数|起数|个数|份数|数量)(?![率比])$")
"""What a name ends in that is counted, not measured in percent."""

_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


def bands_equal(subject: Subject) -> Iterator[Found]:
    """Yield every pair of bands that ask for the same value."""
    for node, rule in _tiers(subject):
        for one, other in pairwise(_graded(rule)):
            if _value(one) == _value(other) and one.points == other.points:
                yield _pair(node, one, other)


def bands_order(subject: Subject) -> Iterator[Found]:
    """Yield every set of graded bands whose values neither rise nor fall throughout, and every ladder that turns.

    A ladder turns where going further counts for less: 低于80%扣3分，低于70%扣2分.
    """
    for node, rule in _tiers(subject):
        bands = _graded(rule)
        steps = {(after > before) - (after < before) for before, after in pairwise(map(_value, bands))} - {0}
        if len(steps) == 2:
            yield _unordered(node, rule, bands)
        steep = _ladder(rule)
        if any(after.points < before.points for before, after in pairwise(steep) if before.points and after.points):
            yield _unordered(node, rule, steep)


def bands_overlap(subject: Subject) -> Iterator[Found]:
    """Yield every set of ranges of which neighbours hold a value in common (10—20 and 20—30)."""
    for node, rule in _tiers(subject):
        pairs = [
            (one, other)
            for one, other in pairwise(_ranges(rule))
            if other.low < one.high or (other.low == one.high and one.has_high and other.has_low)
        ]
        yield from _pairs(node, pairs)


def bands_gap(subject: Subject) -> Iterator[Found]:
    """Yield every set of ranges of which neighbours leave values between them unsaid (5%—8% and 10%—15%)."""
    for node, rule in _tiers(subject):
        yield from _pairs(node, [(one, other) for one, other in pairwise(_ranges(rule)) if _is_gap(one, other)])


def percent_on_count(subject: Subject) -> Iterator[Found]:
    """Yield every indicator that counts something and is asked for a percentage (督导检查次数 90%)."""
    for node, rule in _tiers(subject):
        bands = [band for band in _graded(rule) if band.threshold is not None and band.threshold.unit in {"%", "％"}]
        if bands and _COUNTED.search(node.title.strip()):
            values = {"title": short(node.title), "value": decimal_text(_value(bands[0])) + "%"}
            yield Found((node.title_at or node.at, *(_at(rule, band) for band in bands)), node.id, values)


def _tiers(subject: Subject) -> Iterator[tuple[Indicator, Tiers]]:
    for place in subject.statements:
        for rule in place.rules:
            if isinstance(rule, Tiers):
                yield place.node, rule


def _graded(rule: Tiers) -> list[Band]:
    """Return the bands of grade columns (优 良 中 差) that ask for one value each, all of them from the same side."""
    if not all(band.grade is not None for band in rule.bands):
        return []
    bands = [
        band
        for band in rule.bands
        if band.threshold is not None and band.threshold.value is not None and band.threshold.op != "in"
    ]
    # The last of ≥95, ≥90, <90 is the rest, and bounded by the number of the one before.
    return [band for band in bands if band.threshold is not None and band.threshold.op[0] == _side(bands)]


def _side(bands: list[Band]) -> str:
    return bands[0].threshold.op[0] if bands and bands[0].threshold is not None else ""


def _value(band: Band) -> Decimal:
    value = band.threshold.value if band.threshold is not None else None
    return value if value is not None else Decimal(0)


def _ladder(rule: Tiers) -> list[Band]:
    """Return the bands of a ladder of one-sided thresholds, the mildest first; only one of them counts."""
    bands = [band for band in rule.bands if band.threshold is not None and band.points is not None]
    ends = {band.threshold.op[0] for band in bands if band.threshold is not None}
    if len(bands) != len(rule.bands) or len(ends) != 1 or not ends <= {"<", ">"} or rule.selection == "sum":
        return []
    return sorted(bands, key=_value, reverse=ends == {"<"})


def _unordered(node: Indicator, rule: Tiers, bands: list[Band]) -> Found:
    values = {"title": short(node.title), "bands": "、".join(_with_points(band) for band in bands)}
    return Found(tuple(_at(rule, band) for band in bands), node.id, values)


@dataclass(frozen=True)
class _Range:
    """What values a band holds: from `low` to `high`, and whether the ends belong to it; an open end is infinite."""

    band: Band
    low: Decimal
    high: Decimal
    has_low: bool
    has_high: bool


def _ranges(rule: Tiers) -> list[_Range]:
    """Return the bands of a set with ranges, by their lower ends; several metrics are not compared."""
    found = [made for band in rule.bands if (made := _range(band)) is not None]
    # Later ranges of one sentence leave the metric unsaid.
    metrics = {band.threshold.metric for band in rule.bands if band.threshold is not None} - {None}
    ranged = any(band.threshold is not None and band.threshold.op == "in" for band in rule.bands)
    if not ranged or len(metrics) > 1 or rule.selection == "sum":
        return []
    return sorted(found, key=lambda one: (one.low, one.high))


def _range(band: Band) -> _Range | None:
    threshold, far = band.threshold, Decimal("Infinity")
    if threshold is None or threshold.value is None or threshold.relative_to is not None:
        return None
    value = threshold.value
    match threshold.op:
        case "in" if threshold.value_max is not None:
            closed = threshold.closed or "[]"
            return _Range(band, value, threshold.value_max, closed[0] == "[", closed[1] == "]")
        case ">=" | ">":
            return _Range(band, value, far, threshold.op == ">=", has_high=False)
        case "<=" | "<":
            return _Range(band, -far, value, has_low=False, has_high=threshold.op == "<=")
        case "==":
            return _Range(band, value, value, has_low=True, has_high=True)
        case _:
            return None


def _is_gap(one: _Range, other: _Range) -> bool:
    high, low = one.high, other.low
    if low == high:
        return not one.has_high and not other.has_low
    # Whole things are counted in ones: 1—5 and 6—10 leave nothing between them.
    whole = high == high.to_integral() and low == low.to_integral() and not _is_measured(one.band, other.band)
    missing = low - high - 1 + (not one.has_high) + (not other.has_low) if whole else low - high
    return missing > 0


def _is_measured(*bands: Band) -> bool:
    """Return whether what is compared has values between whole numbers (a percentage, an amount of money)."""
    units = {band.threshold.unit or "" for band in bands if band.threshold is not None}
    return any(unit in {"%", "％", "百分点"} or unit.endswith(("元", "吨", "米", "亩")) for unit in units)


def _pairs(node: Indicator, pairs: list[tuple[_Range, _Range]]) -> Iterator[Found]:
    if pairs:
        said = "；".join(f"{_said(one.band)}、{_said(other.band)}" for one, other in pairs)
        places = dict.fromkeys(_place(each.band) for pair in pairs for each in pair)
        at = tuple(place for place in places if place is not None)
        yield Found(at or (node.at,), node.id, {"title": short(node.title), "pairs": said})


def _pair(node: Indicator, one: Band, other: Band) -> Found:
    values = {"title": short(node.title), "one": _said(one), "other": _said(other)}
    return Found(tuple(at for at in (_place(one), _place(other)) if at is not None) or (node.at,), node.id, values)


def _said(band: Band) -> str:
    threshold = band.threshold
    if threshold is None or threshold.value is None:
        return ""
    ends = [threshold.value] if threshold.value_max is None else [threshold.value, threshold.value_max]
    sign = "" if threshold.op in {"in", "=="} or band.grade else _SIGNS[threshold.op]
    numbers = sign + "–".join(map(decimal_text, ends)) + (threshold.unit or "")
    return f"{band.grade} {numbers}" if band.grade else numbers


def _with_points(band: Band) -> str:
    return _said(band) if band.points is None else f"{_said(band)} ({decimal_text(band.points)})"


def _place(band: Band) -> Anchor | None:
    return (band.threshold.at if band.threshold is not None else None) or band.at or band.points_at


def _at(rule: Tiers, band: Band) -> Anchor:
    return _place(band) or rule.at
