"""Bands against one another: equal, out of order, overlapping, with gaps; percentages asked of a count (档次)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from xize.check.found import Found, short
from xize.check.subject import Subject
from xize.model.anchor import Anchor
from xize.model.base import decimal_text
from xize.model.indicator import Indicator
from xize.model.quantity import Threshold
from xize.model.rule import Band, Tiers

_COUNTED = re.compile(r"(次数|批次|件数|户数|人数|篇数|条数|场次|期数|家数|起数|个数|份数|数量)(?![率比])$")
"""What a name ends in that is counted, not measured in percent."""


def bands_equal(subject: Subject) -> Iterator[Found]:
    """Yield every pair of bands that ask for the same value."""
    for node, rule in _tiers(subject):
        for one, other in pairwise(_graded(rule)):
            if _value(one) == _value(other) and one.points == other.points:
                yield _pair(node, one, other)


def bands_order(subject: Subject) -> Iterator[Found]:
    """Yield every set of graded bands whose values neither rise nor fall throughout."""
    for node, rule in _tiers(subject):
        bands = _graded(rule)
        steps = {(after > before) - (after < before) for before, after in pairwise(map(_value, bands))} - {0}
        if len(steps) == 2:
            values = {"title": short(node.title), "bands": "、".join(decimal_text(_value(band)) for band in bands)}
            yield Found(tuple(_at(rule, band) for band in bands), node.id, values)


def bands_overlap(subject: Subject) -> Iterator[Found]:
    """Yield every pair of neighbouring ranges that hold a value in common."""
    for node, rule in _tiers(subject):
        for one, other in _neighbours(rule):
            high, low = _range(one)[1], _range(other)[0]
            both = _closed(one, 1) and _closed(other, 0)
            if low < high or (low == high and both):
                yield _pair(node, one, other)


def bands_gap(subject: Subject) -> Iterator[Found]:
    """Yield every pair of neighbouring ranges that leave values between them unsaid."""
    for node, rule in _tiers(subject):
        for one, other in _neighbours(rule):
            high, low = _range(one)[1], _range(other)[0]
            # Whole things are counted in ones: 1—5 and 6—10 leave nothing between them.
            whole = high == high.to_integral() and low == low.to_integral() and not _is_measured(one, other)
            step = Decimal(1) if whole and _closed(one, 1) and _closed(other, 0) else Decimal(0)
            touching = low == high and not _closed(one, 1) and not _closed(other, 0)
            if low - high > step or touching:
                yield _pair(node, one, other)


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
    """Return the bands of grade columns (优 良 中 差) that ask for one value each."""
    if not all(band.grade is not None for band in rule.bands):
        return []
    return [
        band
        for band in rule.bands
        if band.threshold is not None and band.threshold.value is not None and band.threshold.op != "in"
    ]


def _value(band: Band) -> Decimal:
    value = band.threshold.value if band.threshold is not None else None
    return value if value is not None else Decimal(0)


def _neighbours(rule: Tiers) -> Iterator[tuple[Band, Band]]:
    """Yield pairs of ranges with both ends printed, by their lower ends; several metrics are not compared."""
    ranges = [band for band in rule.bands if band.threshold is not None and _has_range(band.threshold)]
    if len({band.threshold.metric for band in ranges if band.threshold is not None}) > 1 or rule.selection == "sum":
        return
    yield from pairwise(sorted(ranges, key=_range))


def _has_range(threshold: Threshold) -> bool:
    return threshold.op == "in" and threshold.value is not None and threshold.value_max is not None


def _range(band: Band) -> tuple[Decimal, Decimal]:
    threshold = band.threshold
    if threshold is None or threshold.value is None or threshold.value_max is None:
        raise ValueError("the band has no range")
    return threshold.value, threshold.value_max


def _closed(band: Band, end: int) -> bool:
    closed = band.threshold.closed if band.threshold is not None else None
    return (closed or "[]")[end] in "[]"


def _is_measured(*bands: Band) -> bool:
    """Return whether what is compared has values between whole numbers (a percentage, an amount of money)."""
    units = {band.threshold.unit or "" for band in bands if band.threshold is not None}
    return any(unit in {"%", "％", "百分点"} or unit.endswith(("元", "吨", "米", "亩")) for unit in units)


def _pair(node: Indicator, one: Band, other: Band) -> Found:
    values = {"title": short(node.title), "one": _said(one), "other": _said(other)}
    return Found(tuple(at for at in (_place(one), _place(other)) if at is not None) or (node.at,), node.id, values)


def _said(band: Band) -> str:
    threshold = band.threshold
    if threshold is None or threshold.value is None:
        return ""
    ends = [threshold.value] if threshold.value_max is None else [threshold.value, threshold.value_max]
    numbers = "–".join(map(decimal_text, ends)) + (threshold.unit or "")
    return f"{band.grade} {numbers}" if band.grade else numbers


def _place(band: Band) -> Anchor | None:
    return (band.threshold.at if band.threshold is not None else None) or band.at or band.points_at


def _at(rule: Tiers, band: Band) -> Anchor:
    return _place(band) or rule.at
