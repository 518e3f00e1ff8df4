"""Shares of the marks (份额): 得标准分值的50%, 扣该项分值的三分之一, 得一半分值."""

from __future__ import annotations

from decimal import Decimal

from xize.normalize.thresholds import number
from xize.normalize.tokens import Token

_HUNDRED = Decimal(100)


def share_of(token: Token) -> Decimal | None:
    """Return which share of the marks an effect token prints, or None where it cannot be made out."""
    values = token.values
    if "half" in values:
        return Decimal("0.5")
    if "frac" in values:
        return _fraction(values["frac"])
    percent = number(values.get("num"))
    return percent / _HUNDRED if percent is not None else number(values.get("factor"))


def _fraction(text: str) -> Decimal | None:
    """Return what 百分之五, 三分之二 or 1/2 is worth."""
    if "/" in text:
        above, below = map(number, text.split("/", 1))
    elif text.startswith("百分之"):
        above, below = number(text.removeprefix("百分之")), _HUNDRED
    else:
        below, above = map(number, text.split("分之", 1))
    return above / below if above is not None and below else None
