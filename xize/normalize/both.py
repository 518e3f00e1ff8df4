"""One clause that says two (双向): 每上升或下降1个百分点，相应减或加0.5分 deducts for the rise and awards for the drop.

Directions and verbs are paired in order of print; a single verb goes with either direction. A fused
加减 about something nobody wants more of (事故发生率每增减1%加减1分) could mean either way round, and is left unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from xize.model.quantity import Cap
from xize.model.rule import Limit, Sign
from xize.normalize.clauses import Clause
from xize.normalize.tokens import Token

_UNWANTED = regex.compile(
    r"事故|投诉|违[法规章纪]|发案|死亡|流失|逾期|超标|能耗|负债|欠|不良|差错|隐患|感染|信访|失业|损失|污染"
)
_FUSED = frozenset({"加减", "增减", "奖扣", "加分减分"})
_AWAY = ("高", "低")
_GIVING = regex.compile(r"[加奖增]")


def both_ways(clauses: list[Clause]) -> list[Clause]:
    """Return the clauses, each that goes both ways as two."""
    return [half for clause in clauses for half in _halves(clause)]


def _halves(clause: Clause) -> Iterator[Clause]:
    each = next((token for token in clause.region if token.kind == "EACH" and "mod2" in token.values), None)
    signs = _signs(clause, each)
    if each is None or signs is None:
        yield clause
        return
    ways = _AWAY if each.name == "each.deviation-both" else (each.values["mod"], each.values["mod2"])
    for way, sign in zip(ways, signs, strict=True):
        direction = each._replace(values={**each.values, "mod": way})
        region = tuple(direction if token is each else token for token in clause.region)
        values = clause.effect.values if sign is None else {**clause.effect.values, sign: "both"}
        yield replace(clause, region=region, effect=clause.effect._replace(values=values))


def bounds_both(token: Token) -> bool:
    """Whether a cap bounds awards and deductions alike: 加减分最高不超过3分."""
    return token.kind == "CAP" and token.values.get("verb") in {"加减分", "加扣分", "加、减分", "奖扣分"}


def limits(cap: Cap, signs: dict[int, Sign]) -> tuple[Limit, ...]:
    """Return the limit of either direction; `signs` are the rules by index."""
    return tuple(
        Limit(id="", sign=sign, bound=cap.value, members=members, origin="printed", at=cap.at)
        for sign in ("+", "-")
        if (members := tuple(str(index) for index, each in signs.items() if each == sign))
    )


def _signs(clause: Clause, each: Token | None) -> tuple[str | None, str | None] | None:
    """Return the sign of either half, None where the printed verb has it; None where the clause is no pair."""
    both = clause.effect.values.get("both")
    if each is None or clause.effect.kind != "AMOUNT":
        return None
    if both is None:
        return None, None
    if both in _FUSED and any(_UNWANTED.search(token.text) for token in clause.region):
        return None
    return ("award", "deduct") if _GIVING.match(both) else ("deduct", "award")
