"""Amounts that head a text and say what it is worth (分值标题): 考勤（10分）迟到的每次扣1分; 成交率：10分，达标得满分.

They are printed points of what follows, and nothing that is won by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from xize.model.rule import Limit
from xize.normalize.cell import CellReading
from xize.normalize.clauses import Clause
from xize.normalize.ground import Ground
from xize.normalize.neighbours import clause_of
from xize.normalize.parts import sign_of
from xize.normalize.thresholds import number

_POINTS = frozenset({"bare.aside", "bare.run-on"})
# 班子建设（15分）①…: the list begins where the bracket ends.
_LISTED = regex.compile(r"\)\s?(?:[①-⑳⑴-⒇]|\d{1,2}[.、)]\D|\(\d{1,2}\))")
_TITLE = 12
_GOES_ON = frozenset(",;、")


def headed(clauses: list[Clause], ground: Ground) -> tuple[list[Clause], list[Clause]]:
    """Return the clauses without those that only head their list item, and these."""
    items: dict[int, list[Clause]] = {}
    for clause in clauses:
        items.setdefault(clause.item, []).append(clause)
    heads = [found[0] for found in items.values() if _heads(found[0], found[1:], ground)]
    return [clause for clause in clauses if not any(clause is head for head in heads)], heads


def bound_by_heads(heads: list[Clause], result: CellReading) -> None:
    """Bound the rules of each headed item by its points, where they all give or all take; else only keep these."""
    for head in heads:
        text = result.ground.text(head.effect.start, head.effect.end)
        members = list(_of_item(head, result))
        signs = {result.rules[index].rule.sign for index in members} - {"0"}
        value = number(head.effect.values.get("num"))
        if value is None or len(signs) != 1 or head.effect.name not in _POINTS or _unlimited(result):
            result.points.append(text)
            continue
        names = tuple(map(str, members))
        result.limits.append(Limit(id="", sign=signs.pop(), bound=value, members=names, origin="printed", at=text.at))


def _of_item(head: Clause, result: CellReading) -> Iterator[int]:
    inside = [
        (index, reading) for index, reading in enumerate(result.rules)
        if clause_of(reading).item == head.item and reading.rule.sign != "0"
    ]  # fmt: skip
    won = any(reading.rule.sign == "+" and not adds(clause_of(reading)) for _, reading in inside)
    for index, reading in inside:
        if not (won and reading.rule.sign == "+" and adds(clause_of(reading))):
            yield index


def _unlimited(result: CellReading) -> bool:
    return any(limit.bound == "unlimited" for limit in result.limits)


def _heads(clause: Clause, others: list[Clause], ground: Ground) -> bool:
    effect, text = clause.effect, ground.folded.text
    kinds = {other.effect.kind for other in others}
    full = "FULL" in kinds
    if not clause.region:
        return False
    if not others:
        return effect.name in _POINTS and _LISTED.match(text, effect.end) is not None
    if effect.name in _POINTS:
        if any("扣" in token.text for token in clause.region):
            return False  # 出现睡觉者，扣个人量化（2分）: what is taken, and no title
        goes_on = effect.end + 1 < len(text) and text[effect.end + 1] in _GOES_ON
        alone = all(other.effect.name != "bare.aside" for other in others)
        taken = not goes_on and sign_of(others[0].effect) == "-"
        return alone and (taken or ((full or _shares(clause, others)) and not (goes_on and any(map(_awards, others)))))
    if effect.kind == "BARE":
        titled = text[effect.end : effect.end + 1] == "。" and effect.start - clause.start <= _TITLE
        takes = titled and sign_of(others[0].effect) == "-" and not any(map(_awards, others))
        return takes or (full and text[effect.start - 1] == ":")
    counts = effect.kind == "AMOUNT" and effect.text.startswith("计")
    return counts and full and text[clause.end : clause.end + 1] == "。"


def _shares(clause: Clause, others: list[Clause]) -> bool:
    """Whether nothing else is won in the item, or what is won adds up to the points that head it.

    What is added once they are won (完成的得20分，超额的每件加1分) comes on top.
    """
    awards = [number(other.effect.values.get("num")) for other in others if _awards(other) and not adds(other)]
    known = [value for value in awards if value is not None]
    return len(known) == len(awards) and sum(known, Decimal(0)) in {0, number(clause.effect.values.get("num"))}


def adds(clause: Clause) -> bool:
    """Whether an amount is printed as one on top: 加2分, 奖1分; not 得2分."""
    effect = clause.effect
    return effect.name == "discretion.up-to" or effect.text.startswith(("加", "另加", "再加", "奖"))


def _awards(clause: Clause) -> bool:
    return clause.effect.kind in {"BARE", "GRADED"} or (
        clause.effect.kind in {"AMOUNT", "AMOUNTS", "DISCRETION", "SHARE"} and sign_of(clause.effect) == "+"
    )
