"""Deductions and awards on a sample (抽查): how often they count, and whether more than the sample can count.

抽查5户，不合格的扣1分 may cost 1 point once or for each of the five; 抽查10份，1份不合格扣0.5分 may stop at the ten
drawn or go on with whatever is found. Closure is evidence: ten times 0.5 is exactly the 5 points of the indicator.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from xize.model.anchor import Anchor
from xize.model.quantity import Per
from xize.model.rule import Flat, PerUnit
from xize.normalize.ask import Ask, Option
from xize.normalize.catalogue.measures import classifier, thing
from xize.normalize.ground import Ground
from xize.normalize.parts import Reading
from xize.normalize.thresholds import number

SECONDS = 1.0
_SEVERAL = 2
_DIGITS = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
_WHOLE = regex.compile("[均都率各]|全部|任何?一|有一|平均|其中")
"""What speaks of the sample as a whole, or counts by itself."""


@dataclass(frozen=True)
class Sample:
    """What is drawn: `low`..`high` things of a `unit`, as printed from `start` to `end` of the folded text."""

    low: Decimal
    high: Decimal
    unit: str
    start: int
    end: int


def close_samples(readings: list[Reading], ground: Ground, points: Decimal | None) -> list[Ask]:
    """Take what is plain about samples, in place, and return it as settled asks.

    A number of things drawn is no bound on a measured value (抽查1-2份); a sample that is worth exactly the points is
    counted one by one, and an amount that is all of the points is taken once.

    Args:
        readings: the rules of one text; those that closure settles are replaced.
        ground: the text.
        points: full marks of the indicator, where printed.
    """
    asks: list[Ask] = []
    for index in range(len(readings)):
        drawn = sample_of(readings[index], ground)
        if drawn is None:
            continue
        threshold = readings[index].rule.threshold
        if threshold is not None and threshold.at is not None and _holds(ground, drawn, threshold.at):
            readings[index] = readings[index].with_rule(threshold=None)
        reading = readings[index]
        one_by_one = _each_of(reading, drawn, ground)
        if one_by_one is None or reading.rule.points is None:
            continue
        if points is not None and drawn.low == drawn.high and reading.rule.points * drawn.high == points:
            readings[index] = reading.with_rule_of(one_by_one)
            asks.append(Ask(_kind(reading), (index,), reason="sample_closes", settled=True))
        elif reading.rule.points == points and isinstance(reading.rule, Flat):
            asks.append(Ask("sample-each", (index,), reason="sample_all", settled=True))
    return asks


def ask_samples(readings: list[Reading], ground: Ground, points: Decimal | None, asked: list[Ask]) -> list[Ask]:
    """Return what is open about samples, `asked` being what is asked or settled already.

    A flat rule about which something else is asked is left to that question: readings of two kinds do not combine.
    """
    settled = {index for ask in asked if ask.kind.startswith("sample-") for index in ask.rules}
    doubted = {index for ask in asked for index in ask.rules}
    asks: list[Ask] = []
    for index, reading in enumerate(readings):
        rule, drawn = reading.rule, sample_of(reading, ground)
        each = _each_of(reading, drawn, ground) if drawn is not None and index not in settled else None
        if each is None:
            continue
        if isinstance(rule, Flat) and index not in doubted:
            options = (Option("sample_once", (rule,)), Option("sample_each", (each,)))
            asks.append(Ask("sample-each", (index,), options=options, suggested=0, reason="sample_printed"))
        elif isinstance(rule, PerUnit) and _matters(rule, each, points):
            options = (Option("sample_found", (rule,)), Option("sample_drawn", (each,)))
            asks.append(Ask("sample-bound", (index,), options=options, suggested=0, reason="sample_unbounded"))
    return asks


def sample_of(reading: Reading, ground: Ground) -> Sample | None:
    """Return the sample of two things or more a rule's own clause draws, None where it draws none."""
    clause = reading.match.clause
    text = ground.folded.text[clause.start : clause.effect.start]
    for match in _pattern().finditer(text, timeout=SECONDS):
        before = regex.split("[,:、]", text[: match.start()])[-1]
        if _duty().search(before + match["between"]) or match["unit"] in _data()["frequency"]:
            continue
        found = _counted(match, text)
        if found is not None and found[1] >= _SEVERAL:
            low, high, end = found
            return Sample(low, high, match["unit"], clause.start + match.start("low"), clause.start + end)
    return None


def _counted(match: regex.Match[str], text: str) -> tuple[Decimal, Decimal, int] | None:
    """Return the least and the most that are drawn, more of the unit included (2名职工、3名群众), and the end."""
    low, high, end = number(match["low"]), number(match["high"] or match["low"]), match.end("unit")
    if low is None or high is None or low > high:
        return None
    while (more := _more().match(text, end, timeout=SECONDS)) is not None:
        further = number(more["num"])
        if further is None or not _same_unit(more["unit"], match["unit"]):
            return None
        low, high, end = low + further, high + further, more.end()
    return low, high, end


def _each_of(reading: Reading, drawn: Sample, ground: Ground) -> PerUnit | None:
    """Return a rule as counted for each of the sample and no more, None where it is about something else."""
    rule = reading.rule
    if isinstance(rule, PerUnit):
        steps = drawn.high // rule.per.count
        about = _same_unit(rule.per.unit, drawn.unit) and rule.per.basis in {"occurrence", "member"}
        if rule.points is None or rule.per.up_to is not None or not about or not steps:
            return None
        return rule.model_copy(update={"per": rule.per.model_copy(update={"up_to": steps})})
    if not isinstance(rule, Flat) or rule.points is None or rule.group or rule.threshold is not None:
        return None
    text = rule.condition.text if rule.condition is not None else rule.quote
    if rule.target != "indicator" or _WHOLE.search(text):
        return None
    per = Per(count=Decimal(1), unit=drawn.unit, basis="occurrence", explicit=False, up_to=drawn.high,
              at=ground.anchor(drawn.start, drawn.end))  # fmt: skip
    return PerUnit(**{name: getattr(rule, name) for name in type(rule).model_fields if name != "kind"}, per=per)


def _matters(rule: PerUnit, held: PerUnit, points: Decimal | None) -> bool:
    """Return whether the bound of the sample is reached before the cap, or before the points of the indicator."""
    bound = points if rule.cap is None or rule.cap.value == "indicator" else rule.cap.value
    most = (rule.points_max or rule.points or Decimal(0)) * (held.per.up_to or Decimal(0))
    return bound is None or most < bound


def _kind(reading: Reading) -> str:
    return "sample-each" if isinstance(reading.rule, Flat) else "sample-bound"


def _holds(ground: Ground, drawn: Sample, at: Anchor) -> bool:
    whole = ground.anchor(drawn.start, drawn.end)
    return whole.start <= at.start and at.end <= whole.end


def _same_unit(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in _data()["alike"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("xize.normalize").joinpath("sample.toml").read_text(encoding="utf-8"))


@cache
def _duty() -> regex.Pattern[str]:
    return regex.compile(_data()["duty"])


@cache
def _more() -> regex.Pattern[str]:
    return regex.compile(rf"[^,;。:、\d和及与]{{0,10}}[、和及与](?P<num>{_DIGITS})(?P<unit>{classifier()}|{thing()})")


@cache
def _pattern() -> regex.Pattern[str]:
    drawn = "|".join(sorted(_data()["drawn"], key=len, reverse=True))
    return regex.compile(
        rf"(?:{drawn})(?P<between>[^,;。:\d]{{0,12}}?)(?P<low>{_DIGITS})(?:[-~至](?P<high>{_DIGITS}))?"
        rf"(?P<unit>{classifier()}|{thing()})(?!以上|以下|次)"
    )
