"""What a zero empties: the one award whose failing it names (不得分的范围)."""

from __future__ import annotations

import regex

from xize.model.rule import Flat, Zero
from xize.normalize.neighbours import clause_of, condition_text
from xize.normalize.parts import Reading
from xize.normalize.scale import lowest

_FAILED = regex.compile(r"^(?:未|无|没有|没|不)(?P<stem>[^,;。]{1,16})$")


def emptied(readings: list[Reading]) -> list[Reading]:
    """Tie 无方案不得分 to 有方案得2分 before it: of a text with several awards it empties that one alone."""
    awards = [index for index, reading in enumerate(readings) if reading.rule.sign == "+"]
    done = list(readings)
    number = 0
    for index in range(1, len(done)):
        award, zero = done[index - 1], done[index]
        if len(awards) < 2 or not isinstance(zero.rule, Zero) or zero.rule.target != "indicator":
            continue
        named = bool(clause_of(zero).effect.values.get("target"))
        if award.rule.group is None and (_answers(done, index) or (not named and lowest(award, zero))):
            number += 1
            group = f"item-{number}"
            done[index - 1] = award.with_rule(group=group)
            done[index] = zero.with_rule(group=group, target="item")
    return done


def _answers(readings: list[Reading], index: int) -> bool:
    """Whether a zero names the failing of the award before it, the only one of its sentence."""
    award, zero = readings[index - 1], readings[index]
    sentence = clause_of(zero).sentence
    before = readings[index - 2] if index > 1 else None
    alone = before is None or before.rule.sign != "+" or clause_of(before).sentence != sentence
    plain = isinstance(award.rule, Flat) and award.rule.sign == "+" and clause_of(award).sentence == sentence
    return plain and alone and _fails(award, zero)


def _fails(award: Reading, zero: Reading) -> bool:
    found = _FAILED.match(condition_text(zero))
    return found is not None and found["stem"].rstrip("的")[:4] in condition_text(award)
