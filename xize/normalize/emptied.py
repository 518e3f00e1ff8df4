"""What a zero empties: the one award whose failing it names (不得分的范围)."""

from __future__ import annotations

import regex

from xize.model.rule import Flat, Zero
from xize.normalize.neighbours import clause_of, condition_text
from xize.normalize.parts import Reading

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
        together = clause_of(award).sentence == clause_of(zero).sentence and award.rule.group is None
        alone = (
            index < 2
            or done[index - 2].rule.sign != "+"
            or clause_of(done[index - 2]).sentence != clause_of(zero).sentence
        )
        if together and alone and isinstance(award.rule, Flat) and award.rule.sign == "+" and _fails(award, zero):
            number += 1
            group = f"item-{number}"
            done[index - 1] = award.with_rule(group=group)
            done[index] = zero.with_rule(group=group, target="item")
    return done


def _fails(award: Reading, zero: Reading) -> bool:
    found = _FAILED.match(condition_text(zero))
    return found is not None and found["stem"].rstrip("的")[:4] in condition_text(award)
