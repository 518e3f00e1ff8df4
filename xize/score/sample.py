"""Made-up facts that fit a rubric: for comparisons of two ways to score it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random

from xize.score.factfile import fits
from xize.score.interval import ZERO
from xize.score.need import Need
from xize.score.symbol import Fact

_USUAL = tuple(map(Decimal, (0, 1, 2, 3, 5, 10, 60, 70, 75, 80, 85, 88, 90, 95, 98, 100)))
"""Numbers that thresholds are made of, so that boundaries are met."""
_FEW = 12


def sample(needs: Iterable[Need], random: Random, known: float = 1.0) -> dict[str, Fact]:
    """Return a value for each fact, or for about the share `known` of them."""
    return {need.id: _value(need, random) for need in needs if known >= 1 or random.random() < known}


def _value(need: Need, random: Random) -> Fact:
    if need.type == "yes_no":
        return random.random() < 0.5
    if need.type == "choice":
        return random.choice((*need.choices, ""))
    if need.amounts:
        return random.choice((ZERO, *need.amounts))
    if need.type == "value":
        found = random.choice((random.choice(_USUAL), Decimal(random.randint(0, 1200)) / 10))
    else:
        low = need.minimum if need.minimum is not None else -Decimal(_FEW)
        high = need.maximum if need.maximum is not None else low + _FEW
        found = low + (high - low) * Decimal(random.randint(0, 20)) / 20
        found = found.to_integral_value() if need.whole else found.quantize(Decimal("0.01"))
    return found if fits(found, need) else need.maximum if need.maximum is not None else ZERO
