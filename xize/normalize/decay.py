"""What a place of a ranking is worth where it falls by a share (按比例递减): 第一名得10分，其余依次按10%递减.

10 % of what the first place has, every place; or 10 % of what the place before it has: both readings are computed from
what is printed, and the question is asked.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from xize.model.base import decimal_text
from xize.model.rule import Band, FormulaRule, Step
from xize.normalize.ask import Ask, Option
from xize.normalize.ground import Ground
from xize.normalize.neighbours import clause_of, near, span
from xize.normalize.parts import Reading
from xize.normalize.taken import one_place

EFFECT = "amount.decay-share"
"""The name of the effect token 依次按10%递减."""

PLACE = "名次"
_HALF = Decimal("0.5")
_EVEN = "{points}×(1-{percent}%×({place}-{first}))"
_OF_BEFORE = "{points}×(1-{percent}%)^({place}-{first})"


def decayed(readings: list[Reading], ground: Ground) -> list[Reading]:
    """Join the award of one place and the share that every place below it has less into one formula."""
    done: list[Reading] = []
    for reading in readings:
        place = one_place(done[-1]) if done and _falls(reading) else None
        if place is None or not near(done[-1], reading):
            done.append(reading)
            continue
        done[-1] = _joined(done[-1], reading, place, ground)
    return done


def decay_asks(readings: list[Reading]) -> list[Ask]:
    """Ask of which value the share is, the first place's or that of the place before."""
    asks: list[Ask] = []
    for index, reading in enumerate(readings):
        if reading.rule.pattern == "formula.decay":
            before = reading.rule.model_copy(update={"expression": reading.note, "variables": ()})
            options = (Option("decay_even", (reading.rule,)), Option("decay_before", (before,)))
            asks.append(Ask("decay-base", (index,), options=options, suggested=None))
    return asks


def _falls(reading: Reading) -> bool:
    share = reading.rule.share if isinstance(reading.rule, Step) else None
    return clause_of(reading).effect.name == EFFECT and share is not None and Decimal(0) < share < _HALF


def _joined(award: Reading, reading: Reading, place: tuple[int, Band], ground: Ground) -> Reading:
    first, band = place
    share = reading.rule.share or Decimal(0)
    printed = {
        "points": decimal_text(band.points or Decimal(0)), "percent": decimal_text(share * 100),
        "place": PLACE, "first": str(first),
    }  # fmt: skip
    base: dict[str, Any] = {
        "id": "", "sign": "+", "points_at": band.points_at, "condition": award.rule.condition, "origin": "implied",
        "target": award.rule.target, "pattern": "formula.decay", **span([award, reading], ground),
    }  # fmt: skip
    rule = FormulaRule(**base, expression=_EVEN.format(**printed), variables=(PLACE,))
    return replace(reading, rule=rule, note=_OF_BEFORE.format(**printed))
