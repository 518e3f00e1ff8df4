"""Limits of time that make tiers (时限): 30分钟内到场得5分，1小时内得3分 is one choice by the time taken.

A single limit (3日内未报送的扣2分) says when something is due, and decides nothing by itself.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import regex

from xize.model.quantity import Threshold
from xize.model.rule import Flat
from xize.normalize.ground import Ground
from xize.normalize.neighbours import clause_of, follows
from xize.normalize.parts import Reading
from xize.normalize.thresholds import number

_WITHIN = regex.compile(
    r"(?P<num>\d{1,4}(?:\.\d{1,2})?|半|[一二两三四五六七八九十]{1,2})(?P<unit>个?小时|分钟|个工作日|工作日|个?日历天|天|日|周|个?月|年)"
    r"(?:\(含\))?(?:以|之)?内(?:到达?|到场|到达现场|响应|赶到|抵达|完成|解决|恢复|交货|供货|送达|处理|修复|办结|提供|回复){0,2}(?:现场|服务|完毕|方案|指定地点)?的?,?$"
)


def by_deadline(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Give awards that follow each other and differ by a limit of time their bounds."""
    bounds = [_within(reading, ground) for reading in readings]
    tiered = {
        place
        for (one, first), (other, second) in pairwise(enumerate(bounds))
        if first is not None and second is not None and follows(readings[one], readings[other])
        for place in (one, other)
    }
    return [
        reading if bound is None or index not in tiered else _bounded(reading, bound)
        for index, (reading, bound) in enumerate(zip(readings, bounds, strict=True))
    ]


def _within(reading: Reading, ground: Ground) -> Threshold | None:
    """Return the limit of time right before the amount of an award."""
    rule, clause = reading.rule, clause_of(reading)
    if not isinstance(rule, Flat) or rule.sign != "+" or rule.threshold is not None or not clause.region:
        return None
    found = _WITHIN.search(ground.folded.text, clause.region[0].start, clause.effect.start)
    if found is None:
        return None
    at = ground.anchor(found.start("num"), found.end())
    return Threshold(op="<=", value=number(found["num"]), unit=found["unit"].removeprefix("个"), at=at)


def _bounded(reading: Reading, bound: Threshold) -> Reading:
    return replace(reading, rule=reading.rule.model_copy(update={"threshold": bound}))
